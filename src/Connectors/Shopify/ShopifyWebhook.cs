using System.Text.Json.Serialization;

namespace Hub.Connectors.Shopify;

// Webhook bodies are the resources of the legacy REST API: snake_case names, numeric ids beyond 2^53, money as text (in refunds as numbers too).
// Every part may lack: subscriptions can leave fields out, and Shopify leaves personal data out until the app is approved for it.

internal sealed record OrderBody
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Currency { get; init; }
    public string? TotalPrice { get; init; }
    public string? FinancialStatus { get; init; }
    public string? FulfillmentStatus { get; init; }
    public string? CustomerLocale { get; init; }
    public CustomerBody? Customer { get; init; }
    public AddressBody? ShippingAddress { get; init; }
    public AddressBody? BillingAddress { get; init; }
    public IReadOnlyList<LineItemBody>? LineItems { get; init; }
    public string? Tags { get; init; }
    public string? Note { get; init; }
    public bool? Test { get; init; }
    public string? SourceName { get; init; }
    public string? OrderStatusUrl { get; init; }
    public string? CancelReason { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public string? CheckoutToken { get; init; }
    public IReadOnlyList<FulfillmentBody>? Fulfillments { get; init; }
}

internal sealed record OrderEditBody
{
    public OrderEditPart? OrderEdit { get; init; }
}

internal sealed record OrderEditPart
{
    public string? Id { get; init; }
    public string? OrderId { get; init; }
    public LineChangesBody? LineItems { get; init; }
    public bool? NotifyCustomer { get; init; }
    public string? StaffNote { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? CommittedAt { get; init; }
}

internal sealed record LineChangesBody
{
    public IReadOnlyList<LineChangeBody>? Additions { get; init; }
    public IReadOnlyList<LineChangeBody>? Removals { get; init; }
}

internal sealed record LineChangeBody
{
    public string? Id { get; init; }
    public long? Delta { get; init; }
}

internal sealed record FulfillmentBody
{
    public string? Id { get; init; }
    public string? OrderId { get; init; }
    public string? Name { get; init; }
    public string? Status { get; init; }
    public string? ShipmentStatus { get; init; }
    public string? Email { get; init; }
    public AddressBody? Destination { get; init; }
    public string? TrackingCompany { get; init; }
    public string? TrackingNumber { get; init; }
    public IReadOnlyList<string?>? TrackingNumbers { get; init; }
    public string? TrackingUrl { get; init; }
    public IReadOnlyList<string?>? TrackingUrls { get; init; }
    public IReadOnlyList<LineItemBody>? LineItems { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record CheckoutBody
{
    public string? Id { get; init; }
    public string? Token { get; init; }
    public string? CartToken { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Currency { get; init; }
    public string? TotalPrice { get; init; }
    public string? CustomerLocale { get; init; }
    public CustomerBody? Customer { get; init; }
    public AddressBody? ShippingAddress { get; init; }
    public AddressBody? BillingAddress { get; init; }
    public IReadOnlyList<LineItemBody>? LineItems { get; init; }
    public string? AbandonedCheckoutUrl { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record CustomerBody
{
    public string? Id { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? State { get; init; }
    public string? Tags { get; init; }
    public string? Note { get; init; }
    public AddressBody? DefaultAddress { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record RefundBody
{
    public string? Id { get; init; }
    public string? OrderId { get; init; }
    public string? Note { get; init; }
    public IReadOnlyList<RefundItemBody>? RefundLineItems { get; init; }
    public IReadOnlyList<TransactionBody>? Transactions { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? ProcessedAt { get; init; }
}

internal sealed record RefundItemBody
{
    public string? LineItemId { get; init; }
    public long? Quantity { get; init; }
    public MoneySetBody? SubtotalSet { get; init; }
    public LineItemBody? LineItem { get; init; }
}

internal sealed record TransactionBody
{
    public string? Kind { get; init; }
    public string? Status { get; init; }
    public string? Amount { get; init; }
    public string? Currency { get; init; }
}

internal sealed record AddressBody
{
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Name { get; init; }
    public string? Company { get; init; }
    public string? Address1 { get; init; }
    public string? Address2 { get; init; }
    public string? City { get; init; }
    public string? Zip { get; init; }
    public string? Province { get; init; }
    public string? ProvinceCode { get; init; }
    public string? Country { get; init; }
    public string? CountryCode { get; init; }
    public string? Phone { get; init; }
}

internal sealed record LineItemBody
{
    public string? Id { get; init; }
    public string? Title { get; init; }
    public string? VariantTitle { get; init; }
    public string? Sku { get; init; }
    public long? Quantity { get; init; }
    public string? Price { get; init; }
    public MoneySetBody? PriceSet { get; init; }
    public string? ProductId { get; init; }
    public string? VariantId { get; init; }
}

internal sealed record MoneySetBody
{
    public MoneyBody? ShopMoney { get; init; }
}

internal sealed record MoneyBody
{
    public string? Amount { get; init; }
    public string? CurrencyCode { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(LenientText), typeof(LooseTimeConverter), typeof(LooseFlagConverter), typeof(LooseCountConverter)])]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(OrderEditBody))]
[JsonSerializable(typeof(FulfillmentBody))]
[JsonSerializable(typeof(CheckoutBody))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(RefundBody))]
internal sealed partial class ShopifyWebhookJson : JsonSerializerContext;
