using System.Text.Json;

namespace Hub.Connectors.Square;

// Square marks nearly every field as optional and nullable: every part may lack. The records of the API are those of the webhooks.

/// <summary>The envelope of a webhook, and of an event in the list of events.</summary>
internal sealed record Envelope
{
    public string? MerchantId { get; init; }
    public string? LocationId { get; init; }
    public string? Type { get; init; }
    public string? EventId { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public EnvelopeData? Data { get; init; }
}

/// <summary>What an event is about. The id of a booking has its version behind a colon here; the object may lack.</summary>
internal sealed record EnvelopeData
{
    public string? Type { get; init; }
    public string? Id { get; init; }
    public bool? Deleted { get; init; }
    public JsonElement? Object { get; init; }
}

internal sealed record BookingBody
{
    public string? Id { get; init; }
    public long? Version { get; init; }
    public string? Status { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public string? LocationId { get; init; }
    public string? CustomerId { get; init; }
    public string? CustomerNote { get; init; }
    public string? SellerNote { get; init; }
    public IReadOnlyList<SegmentBody>? AppointmentSegments { get; init; }
    public bool? AllDay { get; init; }
    public string? Source { get; init; }
    public CreatorBody? CreatorDetails { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record SegmentBody
{
    public string? ServiceVariationId { get; init; }
    public long? ServiceVariationVersion { get; init; }
    public string? TeamMemberId { get; init; }
    public long? DurationMinutes { get; init; }
    public long? IntermissionMinutes { get; init; }
}

internal sealed record CreatorBody
{
    public string? CreatorType { get; init; }
}

internal sealed record CustomerBody
{
    public string? Id { get; init; }
    public long? Version { get; init; }
    public string? GivenName { get; init; }
    public string? FamilyName { get; init; }
    public string? CompanyName { get; init; }
    public string? Nickname { get; init; }
    public string? EmailAddress { get; init; }
    public string? PhoneNumber { get; init; }
    public string? ReferenceId { get; init; }
    public string? Note { get; init; }
    public string? Birthday { get; init; }
    public IReadOnlyList<string>? GroupIds { get; init; }
    public PreferencesBody? Preferences { get; init; }
    public AddressBody? Address { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

internal sealed record PreferencesBody
{
    public bool? EmailUnsubscribed { get; init; }
}

internal sealed record AddressBody
{
    public string? Country { get; init; }
}

/// <summary>Beside a customer: that it was made of others, or went into another.</summary>
internal sealed record MergeContext
{
    public MergeBody? Merge { get; init; }
}

internal sealed record MergeBody
{
    public IReadOnlyList<string>? FromCustomerIds { get; init; }
    public string? ToCustomerId { get; init; }
}

/// <summary>What a webhook of an order carries in the place of the order.</summary>
internal sealed record OrderNotice
{
    public string? OrderId { get; init; }
    public long? Version { get; init; }
    public string? LocationId { get; init; }
    public string? State { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public IReadOnlyList<FulfillmentChangeBody>? FulfillmentUpdate { get; init; }
}

internal sealed record FulfillmentChangeBody
{
    public string? FulfillmentUid { get; init; }
    public string? OldState { get; init; }
    public string? NewState { get; init; }
}

internal sealed record OrderBody
{
    public string? Id { get; init; }
    public long? Version { get; init; }
    public string? State { get; init; }
    public string? LocationId { get; init; }
    public string? CustomerId { get; init; }
    public string? ReferenceId { get; init; }
    public string? TicketName { get; init; }
    public SourceBody? Source { get; init; }
    public IReadOnlyList<LineItemBody>? LineItems { get; init; }
    public IReadOnlyList<FulfillmentBody>? Fulfillments { get; init; }
    public MoneyBody? TotalMoney { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

internal sealed record SourceBody
{
    public string? Name { get; init; }
}

internal sealed record LineItemBody
{
    public string? Uid { get; init; }
    public string? Name { get; init; }
    public string? VariationName { get; init; }
    public string? Quantity { get; init; }
    public string? Note { get; init; }
    public MoneyBody? TotalMoney { get; init; }
}

internal sealed record FulfillmentBody
{
    public string? Uid { get; init; }
    public string? Type { get; init; }
    public string? State { get; init; }
    public FulfillmentDetailsBody? PickupDetails { get; init; }
    public FulfillmentDetailsBody? ShipmentDetails { get; init; }
    public FulfillmentDetailsBody? DeliveryDetails { get; init; }
}

internal sealed record FulfillmentDetailsBody
{
    public RecipientBody? Recipient { get; init; }
    public DateTimeOffset? PickupAt { get; init; }
}

internal sealed record RecipientBody
{
    public string? DisplayName { get; init; }
    public string? EmailAddress { get; init; }
    public string? PhoneNumber { get; init; }
}

internal sealed record PaymentBody
{
    public string? Id { get; init; }
    public string? Status { get; init; }
    public string? SourceType { get; init; }
    public MoneyBody? AmountMoney { get; init; }
    public MoneyBody? TipMoney { get; init; }
    public MoneyBody? TotalMoney { get; init; }
    public MoneyBody? RefundedMoney { get; init; }
    public string? LocationId { get; init; }
    public string? OrderId { get; init; }
    public string? CustomerId { get; init; }
    public string? ReferenceId { get; init; }
    public string? Note { get; init; }
    public string? BuyerEmailAddress { get; init; }
    public string? ReceiptNumber { get; init; }
    public string? ReceiptUrl { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>An amount in the currency's smallest unit.</summary>
internal sealed record MoneyBody
{
    public long? Amount { get; init; }
    public string? Currency { get; init; }
}

internal sealed record LocationBody
{
    public string? Id { get; init; }
    public string? MerchantId { get; init; }
    public string? Name { get; init; }
    public string? Timezone { get; init; }
    public string? Country { get; init; }
    public string? LanguageCode { get; init; }
    public string? PhoneNumber { get; init; }
}
