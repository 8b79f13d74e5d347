using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Shopify;

internal sealed record ShopifyOrder
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

    [Description("How far it is fulfilled; absent while nothing is")]
    [KnownValues("fulfilled", "partial", "restocked")]
    public string? FulfillmentStatus { get; init; }

    [Description("The buyer's language at checkout, for example en-CA")]
    [TextForm(TextForm.Language)]
    public string? Locale { get; init; }

    [Description("The country by shipping address, else billing address, else the customer's own; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The customer; absent for a guest")]
    public ShopifyPerson? Customer { get; init; }

    [Description("Where it is sent; absent when nothing is sent")]
    public ShopifyAddress? ShippingAddress { get; init; }

    [Description("The address of the bill")]
    public ShopifyAddress? BillingAddress { get; init; }

    [Description("What was ordered")]
    public required IReadOnlyList<ShopifyLineItem> LineItems { get; init; }

    [Description("The order's tags")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("The buyer's or the merchant's note")]
    public string? Note { get; init; }

    [Description("True for an order that only tests the shop")]
    public required bool Test { get; init; }

    [Description("The channel that it came from, for example web or pos")]
    public string? SourceName { get; init; }

    [Description("The page where the buyer sees the order's status")]
    public string? StatusUrl { get; init; }

    [Description("Why it was cancelled")]
    [KnownValues("customer", "fraud", "inventory", "declined", "staff", "other")]
    public string? CancelReason { get; init; }

    [Description("When it was cancelled; absent while it stands")]
    public DateTimeOffset? CancelledAt { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("The checkout that became this order")]
    public string? CheckoutToken { get; init; }

    [Description("Shopify's own JSON of the order")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyOrderDeleted
{
    [Description("The id that the order had")]
    public required string Id { get; init; }

    [Description("Shopify's own JSON")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyOrderEdited
{
    [Description("The order's id")]
    public required string Id { get; init; }

    [Description("The edit's own id")]
    public required string EditId { get; init; }

    [Description("The order")]
    public required ShopifyOrderRef Order { get; init; }

    [Description("Lines with more pieces than before, new lines too")]
    public required IReadOnlyList<ShopifyLineChange> Additions { get; init; }

    [Description("Lines with fewer pieces than before")]
    public required IReadOnlyList<ShopifyLineChange> Removals { get; init; }

    [Description("Whether the merchant wants the buyer to be told")]
    public required bool NotifyCustomer { get; init; }

    [Description("The merchant's reason")]
    public string? StaffNote { get; init; }

    [Description("When the edit was begun")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When the edit took effect")]
    public DateTimeOffset? CommittedAt { get; init; }

    [Description("Shopify's own JSON of the edit")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyFulfillment
{
    [Description("The fulfillment's id")]
    public required string FulfillmentId { get; init; }

    [Description("The fulfillment's name, for example #1001.1")]
    public required string Name { get; init; }

    [Description("The fulfillment's status; success means that it was handed over")]
    [KnownValues("pending", "open", "success", "cancelled", "error", "failure")]
    public required string Status { get; init; }

    [Description("What the carrier says of the parcel")]
    [KnownValues("label_printed", "label_purchased", "confirmed", "in_transit", "out_for_delivery", "delivered", "attempted_delivery", "ready_for_pickup", "failure")]
    public string? ShipmentStatus { get; init; }

    [Description("The order's id")]
    public required string OrderId { get; init; }

    [Description("The order, fetched from the shop")]
    public required ShopifyOrderRef Order { get; init; }

    [Description("Where it is sent")]
    public ShopifyAddress? Destination { get; init; }

    [Description("The parcels, one for each tracking number or link")]
    public required IReadOnlyList<ShopifyParcel> Parcels { get; init; }

    [Description("What is in it")]
    public required IReadOnlyList<ShopifyLineItem> LineItems { get; init; }

    [Description("The buyer's e-mail address")]
    public string? Email { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it last changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Shopify's own JSON of the fulfillment")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyRefund
{
    [Description("The refund's id")]
    public required string Id { get; init; }

    [Description("The order's id")]
    public required string OrderId { get; init; }

    [Description("What was paid back; absent when the currency is not said or nothing was paid back yet")]
    public Money? Amount { get; init; }

    [Description("The lines that were given back")]
    public required IReadOnlyList<ShopifyRefundItem> LineItems { get; init; }

    [Description("The merchant's reason")]
    public string? Note { get; init; }

    [Description("When it was made")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it was carried out")]
    public DateTimeOffset? ProcessedAt { get; init; }

    [Description("Shopify's own JSON of the refund")]
    public required JsonElement Raw { get; init; }
}

internal sealed record ShopifyUnknown
{
    [Description("The topic, for example returns/update")]
    public required string Kind { get; init; }

    [Description("Shopify's own JSON")]
    public required JsonElement Raw { get; init; }
}
