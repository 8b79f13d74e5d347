using AutoMapper;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Square;

/// <summary>From Square's words to the records that mappings see. Keys, fallback times, <c>raw</c> and what is fetched are the reader's and the completion's.</summary>
internal sealed class SquareMapProfile : Profile
{
    public SquareMapProfile()
    {
        CreateMap<BookingBody, SquareBooking>()
            .ForMember(to => to.Version, map => map.MapFrom(from => from.Version ?? 0))
            .ForMember(to => to.Status, map => map.MapFrom(from => Lower(from.Status) ?? ""))
            .ForMember(to => to.EndsAt, map => map.MapFrom(from => BookingTimes.EndOf(from)))
            .ForMember(to => to.Location, map => map.MapFrom(from => Unfetched(from.LocationId)))
            .ForMember(to => to.Customer, map => map.Ignore())
            .ForMember(to => to.CustomerId, map => map.MapFrom(from => TextOrNull(from.CustomerId)))
            .ForMember(to => to.CustomerNote, map => map.MapFrom(from => TextOrNull(from.CustomerNote)))
            .ForMember(to => to.SellerNote, map => map.MapFrom(from => TextOrNull(from.SellerNote)))
            .ForMember(to => to.Segments, map => map.MapFrom(from => SquareSegment.Of(from.AppointmentSegments)))
            .ForMember(to => to.AllDay, map => map.MapFrom(from => from.AllDay ?? false))
            .ForMember(to => to.Source, map => map.MapFrom(from => Lower(from.Source)))
            .ForMember(to => to.CreatedBy, map => map.MapFrom(from => CreatorOf(from.CreatorDetails)))
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<CustomerBody, SquareCustomer>()
            .ForMember(to => to.GivenName, map => map.MapFrom(from => TextOrNull(from.GivenName)))
            .ForMember(to => to.FamilyName, map => map.MapFrom(from => TextOrNull(from.FamilyName)))
            .ForMember(to => to.CompanyName, map => map.MapFrom(from => TextOrNull(from.CompanyName)))
            .ForMember(to => to.Nickname, map => map.MapFrom(from => TextOrNull(from.Nickname)))
            .ForMember(to => to.Country, map => map.MapFrom(from => CountryOf(from)))
            .ForMember(to => to.Phone, map => map.MapFrom(from => SquarePhone.ToE164(from.PhoneNumber, CountryOf(from))))
            .ForMember(to => to.TypedPhone, map => map.MapFrom(from => TextOrNull(from.PhoneNumber)))
            .ForMember(to => to.Email, map => map.MapFrom(from => TextOrNull(from.EmailAddress)))
            .ForMember(to => to.EmailUnsubscribed, map => map.MapFrom(from => IsUnsubscribed(from.Preferences)))
            .ForMember(to => to.Note, map => map.MapFrom(from => TextOrNull(from.Note)))
            .ForMember(to => to.ReferenceId, map => map.MapFrom(from => TextOrNull(from.ReferenceId)))
            .ForMember(to => to.Birthday, map => map.MapFrom(from => TextOrNull(from.Birthday)))
            .ForMember(to => to.MergedFrom, map => map.MapFrom(_ => Array.Empty<string>()))
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<LineItemBody, SquareLineItem>()
            .ForMember(to => to.Quantity, map => map.MapFrom(from => from.Quantity ?? "1"))
            .ForMember(to => to.Total, map => map.MapFrom(from => SquareMoney.Of(from.TotalMoney)));
        CreateMap<FulfillmentBody, SquareFulfillment>()
            .ForMember(to => to.Uid, map => map.MapFrom(from => from.Uid ?? ""))
            .ForMember(to => to.Type, map => map.MapFrom(from => Lower(from.Type)))
            .ForMember(to => to.State, map => map.MapFrom(from => Lower(from.State)))
            .ForMember(to => to.RecipientName, map => map.MapFrom(from => TextOrNull(RecipientOf(from).DisplayName)))
            .ForMember(to => to.RecipientPhone, map => map.MapFrom(from => TextOrNull(RecipientOf(from).PhoneNumber)))
            .ForMember(to => to.PickupAt, map => map.MapFrom(from => PickupOf(from)));
        CreateMap<FulfillmentChangeBody, SquareFulfillmentChange>()
            .ForMember(to => to.Uid, map => map.MapFrom(from => from.FulfillmentUid ?? ""))
            .ForMember(to => to.OldState, map => map.MapFrom(from => Lower(from.OldState)))
            .ForMember(to => to.NewState, map => map.MapFrom(from => Lower(from.NewState)));

        CreateMap<OrderBody, SquareOrder>()
            .ForMember(to => to.Version, map => map.MapFrom(from => from.Version ?? 0))
            .ForMember(to => to.State, map => map.MapFrom(from => Lower(from.State) ?? ""))
            .ForMember(to => to.Location, map => map.MapFrom(from => Unfetched(from.LocationId)))
            .ForMember(to => to.Customer, map => map.Ignore())
            .ForMember(to => to.ReferenceId, map => map.MapFrom(from => TextOrNull(from.ReferenceId)))
            .ForMember(to => to.TicketName, map => map.MapFrom(from => TextOrNull(from.TicketName)))
            .ForMember(to => to.SourceName, map => map.MapFrom(from => from.Source == null ? null : TextOrNull(from.Source.Name)))
            .ForMember(to => to.Total, map => map.MapFrom(from => SquareMoney.Of(from.TotalMoney)))
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<PaymentBody, SquarePayment>()
            .ForMember(to => to.Status, map => map.MapFrom(from => Lower(from.Status) ?? ""))
            .ForMember(to => to.SourceType, map => map.MapFrom(from => Lower(from.SourceType)))
            .ForMember(to => to.Amount, map => map.MapFrom(from => SquareMoney.Of(from.AmountMoney)))
            .ForMember(to => to.Tip, map => map.MapFrom(from => SquareMoney.Of(from.TipMoney)))
            .ForMember(to => to.Total, map => map.MapFrom(from => SquareMoney.Of(from.TotalMoney)))
            .ForMember(to => to.Refunded, map => map.MapFrom(from => SquareMoney.Of(from.RefundedMoney)))
            .ForMember(to => to.Customer, map => map.Ignore())
            .ForMember(to => to.CustomerId, map => map.MapFrom(from => TextOrNull(from.CustomerId)))
            .ForMember(to => to.BuyerEmail, map => map.MapFrom(from => TextOrNull(from.BuyerEmailAddress)))
            .ForMember(to => to.Raw, map => map.Ignore());
    }

    /// <summary>A mapper with this profile.</summary>
    /// <param name="licence">The AutoMapper licence key; null where there is none.</param>
    /// <param name="logging">Where AutoMapper writes its licence notice.</param>
    public static IMapper Mapper(string? licence, ILoggerFactory logging) => new MapperConfiguration(
        c =>
        {
            c.LicenseKey = licence;
            c.AddProfile<SquareMapProfile>();
        },
        logging).CreateMapper();

    /// <summary>An enumeration of Square's, in lower case; null where there is none.</summary>
    public static string? Lower(string? value) => TextOrNull(value)?.ToLowerInvariant();

    /// <summary>A location of which only the id is known yet.</summary>
    public static SquareLocation Unfetched(string? id) => new() { Id = id ?? "", TimeZone = "", Country = "" };

    /// <summary>A text; null where it is empty.</summary>
    public static string? TextOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? CreatorOf(CreatorBody? creator) => Lower(creator?.CreatorType);

    private static string? CountryOf(CustomerBody customer) => TextOrNull(customer.Address?.Country)?.ToUpperInvariant();

    private static bool IsUnsubscribed(PreferencesBody? preferences) => preferences?.EmailUnsubscribed ?? false;

    private static RecipientBody RecipientOf(FulfillmentBody body) =>
        body.PickupDetails?.Recipient ?? body.DeliveryDetails?.Recipient ?? body.ShipmentDetails?.Recipient ?? new();

    private static DateTimeOffset? PickupOf(FulfillmentBody body) => body.PickupDetails?.PickupAt;
}
