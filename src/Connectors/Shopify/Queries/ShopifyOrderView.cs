using System.ComponentModel;

namespace Hub.Connectors.Shopify.Queries;

/// <summary>An order as the queries give it.</summary>
internal sealed record ShopifyOrderView
{
    [Description("The order's id")]
    public required string Id { get; init; }

    [Description("The order's name as people know it, for example #1001")]
    public required string Name { get; init; }

    [Description("The e-mail address given with the order")]
    public string? Email { get; init; }

    [Description("The phone number given with the order, as the buyer typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }

    [Description("The shop's currency, ISO 4217")]
    [TextForm(TextForm.Currency)]
    public required string Currency { get; init; }

    [Description("The total price in the shop's currency")]
    public Money? Total { get; init; }

    [Description("How far it is paid")]
    [KnownValues("pending", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided", "expired")]
    public string? FinancialStatus { get; init; }

    [Description("How far it is fulfilled")]
    [KnownValues("unfulfilled", "partially_fulfilled", "fulfilled", "in_progress", "on_hold", "open", "pending_fulfillment", "request_declined", "restocked", "scheduled")]
    public string? FulfillmentStatus { get; init; }

    [Description("The buyer's language at checkout, for example en-CA")]
    [TextForm(TextForm.Language)]
    public string? Locale { get; init; }

    [Description("The country by shipping address, else billing address; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The customer; absent for a guest")]
    public ShopifyPerson? Customer { get; init; }

    [Description("The shipments, five at most")]
    public required IReadOnlyList<ShopifyShipmentView> Fulfillments { get; init; }

    [Description("The order's tags")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("True for an order that only tests the shop")]
    public required bool Test { get; init; }

    [Description("When it was cancelled; absent while it stands")]
    public DateTimeOffset? CancelledAt { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    public static ShopifyOrderView Of(OrderNode order) => new()
    {
        Id = order.LegacyResourceId ?? "",
        Name = order.Name ?? "",
        Email = order.Email,
        Phone = order.Phone,
        Currency = order.CurrencyCode ?? "",
        Total = Fetched.Amount(order.TotalPriceSet),
        FinancialStatus = order.DisplayFinancialStatus?.ToLowerInvariant(),
        FulfillmentStatus = order.DisplayFulfillmentStatus?.ToLowerInvariant(),
        Locale = order.CustomerLocale,
        Country = order.ShippingAddress?.CountryCodeV2 ?? order.BillingAddress?.CountryCodeV2,
        Customer = Fetched.Person(order.Customer),
        Fulfillments = [.. (order.Fulfillments ?? []).Select(ShopifyShipmentView.Of)],
        Tags = order.Tags ?? [],
        Test = order.Test ?? false,
        CancelledAt = order.CancelledAt,
        CreatedAt = order.CreatedAt,
        UpdatedAt = order.UpdatedAt,
    };
}

/// <summary>A shipment of an order as the queries give it.</summary>
internal sealed record ShopifyShipmentView
{
    [Description("The fulfillment's id")]
    public required string Id { get; init; }

    [Description("The fulfillment's status; success means that it was handed over")]
    [KnownValues("pending", "open", "success", "cancelled", "error", "failure")]
    public string? Status { get; init; }

    [Description("What Shopify shows to people")]
    [KnownValues("attempted_delivery", "canceled", "carrier_picked_up", "confirmed", "delayed", "delivered", "failure", "fulfilled", "in_transit", "label_printed", "label_purchased", "label_voided",
        "marked_as_fulfilled", "not_delivered", "out_for_delivery", "picked_up", "ready_for_pickup", "submitted")]
    public string? DisplayStatus { get; init; }

    [Description("The parcels, five at most")]
    public required IReadOnlyList<ShopifyParcel> Parcels { get; init; }

    public static ShopifyShipmentView Of(FulfillmentNode fulfillment) => new()
    {
        Id = fulfillment.LegacyResourceId ?? "",
        Status = fulfillment.Status?.ToLowerInvariant(),
        DisplayStatus = fulfillment.DisplayStatus?.ToLowerInvariant(),
        Parcels = [.. (fulfillment.TrackingInfo ?? []).Select(info => new ShopifyParcel { Number = info.Number, TrackingUrl = info.Url, Company = info.Company })],
    };
}
