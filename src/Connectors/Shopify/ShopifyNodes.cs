namespace Hub.Connectors.Shopify;

/// <summary>An order. Which parts are asked for, the operation says; what was not is null.</summary>
internal sealed record OrderNode
{
    public string? LegacyResourceId { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? CustomerLocale { get; init; }
    public string? CurrencyCode { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public bool? Test { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? DisplayFinancialStatus { get; init; }
    public string? DisplayFulfillmentStatus { get; init; }
    public MoneyBagNode? TotalPriceSet { get; init; }
    public AddressNode? ShippingAddress { get; init; }
    public AddressNode? BillingAddress { get; init; }
    public CustomerNode? Customer { get; init; }
    public IReadOnlyList<FulfillmentNode>? Fulfillments { get; init; }
    public IReadOnlyList<TransactionNode>? Transactions { get; init; }
    public IReadOnlyList<RefundNode>? Refunds { get; init; }
    public NodeList<LineItemNode>? LineItems { get; init; }
    public string? Note { get; init; }
    public string? SourceName { get; init; }
    public string? StatusPageUrl { get; init; }
    public string? CancelReason { get; init; }
    public string? CheckoutToken { get; init; }
}

internal sealed record MoneyBagNode
{
    public MoneyNode? ShopMoney { get; init; }
}

internal sealed record MoneyNode
{
    public string? Amount { get; init; }
    public string? CurrencyCode { get; init; }
}

internal sealed record AddressNode
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
    public string? CountryCodeV2 { get; init; }
    public string? Phone { get; init; }
}

internal sealed record CustomerNode
{
    public string? LegacyResourceId { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Locale { get; init; }
    public EmailNode? DefaultEmailAddress { get; init; }
    public PhoneNode? DefaultPhoneNumber { get; init; }
    public NodeList<OrderNode>? Orders { get; init; }
    public AddressNode? DefaultAddress { get; init; }
    public string? State { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public string? Note { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record EmailNode
{
    public string? EmailAddress { get; init; }
}

internal sealed record PhoneNode
{
    public string? PhoneNumber { get; init; }
}

/// <summary>A page of a list.</summary>
internal sealed record NodeList<TNode>
{
    public IReadOnlyList<TNode>? Nodes { get; init; }
    public PageNode? PageInfo { get; init; }
}

internal sealed record PageNode
{
    public bool? HasNextPage { get; init; }
    public string? EndCursor { get; init; }
}

internal sealed record FulfillmentNode
{
    public string? LegacyResourceId { get; init; }
    public string? Status { get; init; }
    public string? DisplayStatus { get; init; }
    public IReadOnlyList<TrackingNode>? TrackingInfo { get; init; }
    public string? Name { get; init; }
    public OrderNode? Order { get; init; }
    public NodeList<FulfilledNode>? FulfillmentLineItems { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record FulfilledNode
{
    public long? Quantity { get; init; }
    public LineItemNode? LineItem { get; init; }
}

internal sealed record LineItemNode
{
    public string? Id { get; init; }
    public string? Title { get; init; }
    public string? VariantTitle { get; init; }
    public string? Sku { get; init; }
    public long? Quantity { get; init; }
    public MoneyBagNode? OriginalUnitPriceSet { get; init; }
    public ResourceNode? Product { get; init; }
    public ResourceNode? Variant { get; init; }
}

internal sealed record ResourceNode
{
    public string? LegacyResourceId { get; init; }
}

internal sealed record TransactionNode
{
    public string? Kind { get; init; }
    public string? Status { get; init; }
    public DateTimeOffset? ProcessedAt { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
}

internal sealed record RefundNode
{
    public string? LegacyResourceId { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? ProcessedAt { get; init; }
    public string? Note { get; init; }
    public OrderNode? Order { get; init; }
    public MoneyBagNode? TotalRefundedSet { get; init; }
    public NodeList<RefundLineNode>? RefundLineItems { get; init; }
}

internal sealed record RefundLineNode
{
    public long? Quantity { get; init; }
    public MoneyBagNode? SubtotalSet { get; init; }
    public LineItemNode? LineItem { get; init; }
}

internal sealed record TrackingNode
{
    public string? Number { get; init; }
    public string? Url { get; init; }
    public string? Company { get; init; }
}
