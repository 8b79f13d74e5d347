using System.Globalization;
using AutoMapper;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.HubSpot;

/// <summary>From HubSpot's properties to the records that mappings see.</summary>
internal sealed class HubSpotMapProfile : Profile
{
    public HubSpotMapProfile()
    {
        CreateMap<CrmObject, ContactRecord>()
            .ForMember(to => to.Email, o => o.MapFrom(from => from.Text("email")))
            .ForMember(to => to.Phone, o => o.MapFrom(from => PhoneOf(from)))
            .ForMember(to => to.MobilePhone, o => o.MapFrom(from => HubSpotPhones.E164(from.Text("hs_calculated_mobile_number")) ?? HubSpotPhones.E164(from.Text("mobilephone"))))
            .ForMember(to => to.TypedPhone, o => o.MapFrom(from => from.Text("phone") ?? from.Text("mobilephone")))
            .ForMember(to => to.FirstName, o => o.MapFrom(from => from.Text("firstname")))
            .ForMember(to => to.LastName, o => o.MapFrom(from => from.Text("lastname")))
            .ForMember(to => to.Name, o => o.MapFrom(from => NameOf(from)))
            .ForMember(to => to.Company, o => o.MapFrom(from => from.Text("company")))
            .ForMember(to => to.Country, o => o.MapFrom(from => from.Text("country")))
            .ForMember(to => to.Language, o => o.MapFrom(from => from.Text("hs_language")))
            .ForMember(to => to.LifecycleStage, o => o.MapFrom(from => from.Text("lifecyclestage")))
            .ForMember(to => to.LeadStatus, o => o.MapFrom(from => from.Text("hs_lead_status")))
            .ForMember(to => to.OwnerId, o => o.MapFrom(from => from.Text("hubspot_owner_id")))
            .ForMember(to => to.IsUnsubscribed, o => o.MapFrom(from => Flag(from.Text("hs_email_optout"))))
            .ForMember(to => to.CustomerId, o => o.Ignore())
            .ForMember(to => to.Properties, o => o.Ignore());

        CreateMap<CrmObject, PersonRecord>()
            .ForMember(to => to.Name, o => o.MapFrom(from => NameOf(from)))
            .ForMember(to => to.Phone, o => o.MapFrom(from => PhoneOf(from)))
            .ForMember(to => to.Email, o => o.MapFrom(from => from.Text("email")))
            .ForMember(to => to.Language, o => o.MapFrom(from => from.Text("hs_language")))
            .ForMember(to => to.CustomerId, o => o.Ignore());

        CreateMap<CrmObject, DealRecord>()
            .ForMember(to => to.Name, o => o.MapFrom(from => from.Text("dealname")))
            .ForMember(to => to.Pipeline, o => o.MapFrom(from => from.Text("pipeline")))
            .ForMember(to => to.Stage, o => o.MapFrom(from => from.Text("dealstage")))
            .ForMember(to => to.Amount, o => o.Ignore())
            .ForMember(to => to.CloseDate, o => o.MapFrom(from => Time(from.Text("closedate"))))
            .ForMember(to => to.OwnerId, o => o.MapFrom(from => from.Text("hubspot_owner_id")))
            .ForMember(to => to.IsClosed, o => o.MapFrom(from => Flag(from.Text("hs_is_closed"))))
            .ForMember(to => to.IsWon, o => o.MapFrom(from => Flag(from.Text("hs_is_closed_won"))))
            .ForMember(to => to.Contacts, o => o.Ignore())
            .ForMember(to => to.Properties, o => o.Ignore());

        CreateMap<CrmObject, TicketRecord>()
            .ForMember(to => to.Subject, o => o.MapFrom(from => from.Text("subject")))
            .ForMember(to => to.Content, o => o.MapFrom(from => from.Text("content")))
            .ForMember(to => to.Pipeline, o => o.MapFrom(from => from.Text("hs_pipeline")))
            .ForMember(to => to.Stage, o => o.MapFrom(from => from.Text("hs_pipeline_stage")))
            .ForMember(to => to.Priority, o => o.MapFrom(from => Lower(from.Text("hs_ticket_priority"))))
            .ForMember(to => to.OwnerId, o => o.MapFrom(from => from.Text("hubspot_owner_id")))
            .ForMember(to => to.Contacts, o => o.Ignore())
            .ForMember(to => to.Properties, o => o.Ignore());
    }

    /// <summary>A mapper with this profile.</summary>
    /// <param name="licence">The AutoMapper licence key; null where there is none.</param>
    /// <param name="logging">Where AutoMapper writes its licence notice.</param>
    public static IMapper Mapper(string? licence, ILoggerFactory logging) => new MapperConfiguration(
        c =>
        {
            c.LicenseKey = licence;
            c.AddProfile<HubSpotMapProfile>();
        },
        logging).CreateMapper();

    // HubSpot's own reckoning knows the account's country and the habits of each.
    private static string? PhoneOf(CrmObject contact) =>
        ((string[])["hs_whatsapp_phone_number", "hs_calculated_phone_number", "phone", "hs_calculated_mobile_number", "mobilephone"])
        .Select(property => HubSpotPhones.E164(contact.Text(property))).FirstOrDefault(phone => phone is not null);

    private static string? NameOf(CrmObject contact)
    {
        var name = string.Join(' ', new[] { contact.Text("firstname"), contact.Text("lastname") }.OfType<string>());
        return name.Length == 0 ? null : name;
    }

    private static bool? Flag(string? text) => bool.TryParse(text, out var flag) ? flag : null;

    private static string? Lower(string? text) => text?.ToLowerInvariant();

    // In answers of the API as ISO 8601, in webhooks as milliseconds.
    private static DateTimeOffset? Time(string? text) =>
        HubSpotTimes.OfMilliseconds(text) ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null);
}

/// <summary>HubSpot's times.</summary>
internal static class HubSpotTimes
{
    // The first and last millisecond that a DateTimeOffset holds.
    private const long Earliest = -62_135_596_800_000;
    private const long Latest = 253_402_300_799_999;

    /// <summary>A time that is written as milliseconds since 1970; null where it is none.</summary>
    public static DateTimeOffset? OfMilliseconds(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= Earliest and <= Latest
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>A time as the API takes it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
