using AutoMapper;

namespace Hub.Connectors.Shopify;

/// <summary>From the vendor's bodies to the records that mappings see. Keys, fallback times, <c>raw</c> and parts that need the whole body are the reader's.</summary>
internal sealed class ShopifyMapProfile : Profile
{
    public ShopifyMapProfile()
    {
        CreateMap<AddressBody, ShopifyAddress>();
        CreateMap<CustomerBody, ShopifyPerson>().ForMember(to => to.Locale, map => map.Ignore());
        CreateMap<LineItemBody, ShopifyLineItem>()
            .ForMember(to => to.Title, map => map.MapFrom(from => from.Title ?? ""))
            .ForMember(to => to.Quantity, map => map.MapFrom(from => from.Quantity ?? 0))
            .ForMember(to => to.Price, map => map.MapFrom(from => MoneyOf(from.PriceSet)));
        CreateMap<LineChangeBody, ShopifyLineChange>()
            .ForMember(to => to.Id, map => map.MapFrom(from => from.Id ?? ""))
            .ForMember(to => to.Quantity, map => map.MapFrom(from => from.Delta ?? 0));

        CreateMap<OrderBody, ShopifyOrder>()
            .ForMember(to => to.Name, map => map.MapFrom(from => from.Name ?? ""))
            .ForMember(to => to.Currency, map => map.MapFrom(from => from.Currency ?? ""))
            .ForMember(to => to.Total, map => map.MapFrom(from => Money.Parse(from.TotalPrice, from.Currency)))
            .ForMember(to => to.FinancialStatus, map => map.MapFrom(from => Lower(from.FinancialStatus)))
            .ForMember(to => to.FulfillmentStatus, map => map.MapFrom(from => Lower(from.FulfillmentStatus)))
            .ForMember(to => to.Locale, map => map.MapFrom(from => from.CustomerLocale))
            .ForMember(to => to.Country, map => map.MapFrom(from => Country(from.ShippingAddress, from.BillingAddress, from.Customer)))
            .ForMember(to => to.Tags, map => map.MapFrom(from => Tags(from.Tags)))
            .ForMember(to => to.Test, map => map.MapFrom(from => from.Test ?? false))
            .ForMember(to => to.StatusUrl, map => map.MapFrom(from => from.OrderStatusUrl))
            .ForMember(to => to.CreatedAt, map => map.Ignore())
            .ForMember(to => to.UpdatedAt, map => map.Ignore())
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<OrderEditPart, ShopifyOrderEdited>()
            .ForMember(to => to.Id, map => map.MapFrom(from => from.OrderId))
            .ForMember(to => to.EditId, map => map.MapFrom(from => from.Id ?? ""))
            .ForMember(to => to.Order, map => map.MapFrom(from => Unfetched(from.OrderId)))
            .ForMember(to => to.Additions, map => map.MapFrom(from => from.LineItems == null ? null : from.LineItems.Additions))
            .ForMember(to => to.Removals, map => map.MapFrom(from => from.LineItems == null ? null : from.LineItems.Removals))
            .ForMember(to => to.NotifyCustomer, map => map.MapFrom(from => from.NotifyCustomer ?? false))
            .ForMember(to => to.CreatedAt, map => map.Ignore())
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<FulfillmentBody, ShopifyFulfillment>()
            .ForMember(to => to.FulfillmentId, map => map.MapFrom(from => from.Id))
            .ForMember(to => to.Name, map => map.MapFrom(from => from.Name ?? ""))
            .ForMember(to => to.Status, map => map.MapFrom(from => Lower(from.Status) ?? ""))
            .ForMember(to => to.ShipmentStatus, map => map.MapFrom(from => Lower(from.ShipmentStatus)))
            .ForMember(to => to.Order, map => map.MapFrom(from => Unfetched(from.OrderId)))
            .ForMember(to => to.Parcels, map => map.MapFrom(from => Parcels(from)))
            .ForMember(to => to.CreatedAt, map => map.Ignore())
            .ForMember(to => to.UpdatedAt, map => map.Ignore())
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<CheckoutBody, ShopifyCheckout>()
            .ForMember(to => to.Currency, map => map.MapFrom(from => from.Currency ?? ""))
            .ForMember(to => to.Total, map => map.MapFrom(from => Money.Parse(from.TotalPrice, from.Currency)))
            .ForMember(to => to.Locale, map => map.MapFrom(from => from.CustomerLocale))
            .ForMember(to => to.Country, map => map.MapFrom(from => Country(from.ShippingAddress, from.BillingAddress, from.Customer)))
            .ForMember(to => to.RecoveryUrl, map => map.MapFrom(from => from.AbandonedCheckoutUrl))
            .ForMember(to => to.CreatedAt, map => map.Ignore())
            .ForMember(to => to.UpdatedAt, map => map.Ignore())
            .ForMember(to => to.Raw, map => map.Ignore());
        CreateMap<CheckoutBody, ShopifyCheckoutDeleted>().ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<CustomerBody, ShopifyCustomer>()
            .ForMember(to => to.Country, map => map.MapFrom(from => Country(from.DefaultAddress, null, null)))
            .ForMember(to => to.State, map => map.MapFrom(from => Lower(from.State)))
            .ForMember(to => to.Tags, map => map.MapFrom(from => Tags(from.Tags)))
            .ForMember(to => to.Raw, map => map.Ignore());

        CreateMap<RefundItemBody, ShopifyRefundItem>()
            .ForMember(to => to.Title, map => map.MapFrom(from => from.LineItem == null ? null : from.LineItem.Title))
            .ForMember(to => to.Quantity, map => map.MapFrom(from => from.Quantity ?? 0))
            .ForMember(to => to.Subtotal, map => map.MapFrom(from => MoneyOf(from.SubtotalSet)));
        CreateMap<RefundBody, ShopifyRefund>()
            .ForMember(to => to.Amount, map => map.MapFrom(from => PaidBack(from)))
            .ForMember(to => to.LineItems, map => map.MapFrom(from => from.RefundLineItems))
            .ForMember(to => to.CreatedAt, map => map.Ignore())
            .ForMember(to => to.Raw, map => map.Ignore());
    }

    // Until completion the order is known by its id alone; no mapping sees this record.
    private static ShopifyOrderRef Unfetched(string? orderId) => new() { Id = orderId ?? "", Name = "" };

    private static string? Lower(string? value) => value?.ToLowerInvariant();

    private static string? Country(AddressBody? shipping, AddressBody? billing, CustomerBody? customer) =>
        shipping?.CountryCode ?? billing?.CountryCode ?? customer?.DefaultAddress?.CountryCode;

    private static IReadOnlyList<string> Tags(string? tags) => (tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Money? MoneyOf(MoneySetBody? set) => Money.Parse(set?.ShopMoney?.Amount, set?.ShopMoney?.CurrencyCode);

    // Numbers and links are two lists side by side, which may differ in length; the single fields repeat the first of each and are what older senders fill.
    private static IReadOnlyList<ShopifyParcel> Parcels(FulfillmentBody body)
    {
        var numbers = ListOr(body.TrackingNumbers, body.TrackingNumber);
        var links = ListOr(body.TrackingUrls, body.TrackingUrl);
        return [.. Enumerable.Range(0, int.Max(numbers.Count, links.Count))
            .Select(at => new ShopifyParcel { Number = At(numbers, at), TrackingUrl = At(links, at), Company = Filled(body.TrackingCompany) })
            .Where(parcel => parcel.Number is not null || parcel.TrackingUrl is not null)];
    }

    private static IReadOnlyList<string?> ListOr(IReadOnlyList<string?>? list, string? single) => list is { Count: > 0 } ? list : [single];

    private static string? At(IReadOnlyList<string?> list, int index) => index < list.Count ? Filled(list[index]) : null;

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    // A transaction's own currency may be null or XXX, "no currency": then the refunded lines tell it.
    private static Money? PaidBack(RefundBody body)
    {
        var paid = (body.Transactions ?? []).Where(one => one is { Kind: "refund", Status: "success" }).ToList();
        var currency = paid.Select(one => one.Currency)
            .Concat((body.RefundLineItems ?? []).Select(line => line.SubtotalSet?.ShopMoney?.CurrencyCode))
            .FirstOrDefault(code => code is { Length: 3 } and not "XXX");
        var amounts = paid.Select(one => Money.Parse(one.Amount, currency)).ToList();
        if (amounts.Count == 0 || amounts.Contains(null)) return null;
        var total = paid.Sum(one => decimal.Parse(one.Amount!, System.Globalization.CultureInfo.InvariantCulture));
        return Money.Parse(total.ToString(System.Globalization.CultureInfo.InvariantCulture), currency);
    }
}
