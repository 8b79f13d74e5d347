using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Square;

/// <summary>What mappings see of a booking that was made or changed.</summary>
internal sealed record SquareBooking
{
    [Description("The booking's id")]
    public required string Id { get; init; }

    [Description("Grows by each change of the booking")]
    public required long Version { get; init; }

    [Description("How the booking stands; who cancelled it is told by it")]
    [KnownValues("pending", "accepted", "declined", "cancelled_by_customer", "cancelled_by_seller", "no_show")]
    public required string Status { get; init; }

    [Description("When it begins")]
    public required DateTimeOffset StartAt { get; init; }

    [Description("When it ends: the services after one another, with the time between them")]
    public required DateTimeOffset EndsAt { get; init; }

    [Description("Where it is, with time zone and country; fetched")]
    public required SquareLocation Location { get; init; }

    [Description("Whose booking it is; fetched; absent where Square knows no customer, or no more")]
    public SquarePerson? Customer { get; init; }

    [Description("The id of the customer")]
    public string? CustomerId { get; init; }

    [Description("What the customer noted")]
    public string? CustomerNote { get; init; }

    [Description("What the seller noted, which customers do not see")]
    public string? SellerNote { get; init; }

    [Description("The services, in order")]
    public required IReadOnlyList<SquareSegment> Segments { get; init; }

    [Description("True where it takes the whole day")]
    public required bool AllDay { get; init; }

    [Description("By what it was made")]
    [KnownValues("first_party_merchant", "first_party_buyer", "third_party_buyer", "api")]
    public string? Source { get; init; }

    [Description("Who made it")]
    [KnownValues("team_member", "customer")]
    public string? CreatedBy { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Description("Square's own JSON of the booking")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a customer that was made or changed.</summary>
internal sealed record SquareCustomer
{
    [Description("The customer's id")]
    public required string Id { get; init; }

    [Description("Grows by each change of the customer")]
    public long? Version { get; init; }

    [Description("The given name")]
    public string? GivenName { get; init; }

    [Description("The family name")]
    public string? FamilyName { get; init; }

    [Description("The name of the company")]
    public string? CompanyName { get; init; }

    [Description("The nickname")]
    public string? Nickname { get; init; }

    [Description("The phone number in E.164; absent where it cannot be told from what was typed")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The phone number as somebody typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? TypedPhone { get; init; }

    [Description("The country by which a number without one is read: that of the address, else of the seller's main location; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public string? Country { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("True where the customer wants no marketing by e-mail")]
    public required bool EmailUnsubscribed { get; init; }

    [Description("A note of the seller")]
    public string? Note { get; init; }

    [Description("The id that another system gave the customer")]
    public string? ReferenceId { get; init; }

    [Description("The birthday, as year-month-day; the year is 0000 where it is not known")]
    public string? Birthday { get; init; }

    [Description("The ids of the groups that the customer is in")]
    public required IReadOnlyList<string> GroupIds { get; init; }

    [Description("The ids of the customers that this one was made of, and that are no more; empty for all others")]
    public required IReadOnlyList<string> MergedFrom { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Description("Square's own JSON of the customer")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a customer that is no more.</summary>
internal sealed record SquareCustomerDeleted
{
    [Description("The customer's id")]
    public required string Id { get; init; }

    [Description("The id of the customer that it went into; absent where it was deleted for good")]
    public string? MergedInto { get; init; }

    [Description("Square's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of an order that was made or changed.</summary>
internal sealed record SquareOrder
{
    [Description("The order's id")]
    public required string Id { get; init; }

    [Description("Grows by each change of the order")]
    public required long Version { get; init; }

    [Description("How the order stands")]
    [KnownValues("open", "completed", "canceled", "draft")]
    public required string State { get; init; }

    [Description("Where it was made, with time zone and country")]
    public required SquareLocation Location { get; init; }

    [Description("Whose order it is; absent where Square knows no customer, or no more")]
    public SquarePerson? Customer { get; init; }

    [Description("The id that another system gave the order")]
    public string? ReferenceId { get; init; }

    [Description("The name of the ticket")]
    public string? TicketName { get; init; }

    [Description("What made the order")]
    public string? SourceName { get; init; }

    [Description("The lines")]
    public required IReadOnlyList<SquareLineItem> LineItems { get; init; }

    [Description("Its pick-ups, shipments and deliveries")]
    public required IReadOnlyList<SquareFulfillment> Fulfillments { get; init; }

    [Description("What it costs in all")]
    public Money? Total { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Description("When it was completed or cancelled; absent while it is open")]
    public DateTimeOffset? ClosedAt { get; init; }

    [Description("Square's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a change of an order's fulfillments.</summary>
internal sealed record SquareFulfillmentUpdated
{
    [Description("The order's id")]
    public required string OrderId { get; init; }

    [Description("The order's version by this change")]
    public required long Version { get; init; }

    [Description("What changed")]
    public required IReadOnlyList<SquareFulfillmentChange> Changes { get; init; }

    [Description("The order as it is now; fetched")]
    public required SquareOrder Order { get; init; }

    [Description("When it changed")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Description("Square's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a payment that was made or changed.</summary>
internal sealed record SquarePayment
{
    [Description("The payment's id")]
    public required string Id { get; init; }

    [Description("How the payment stands")]
    [KnownValues("approved", "pending", "completed", "canceled", "failed")]
    public required string Status { get; init; }

    [Description("How it is paid")]
    [KnownValues("card", "bank_account", "wallet", "buy_now_pay_later", "square_account", "cash", "external")]
    public string? SourceType { get; init; }

    [Description("The amount without the tip")]
    public Money? Amount { get; init; }

    [Description("The tip")]
    public Money? Tip { get; init; }

    [Description("The amount with the tip")]
    public Money? Total { get; init; }

    [Description("What of it was given back")]
    public Money? Refunded { get; init; }

    [Description("Who pays; fetched; absent where Square knows no customer, or no more")]
    public SquarePerson? Customer { get; init; }

    [Description("The id of the customer")]
    public string? CustomerId { get; init; }

    [Description("The id of the order that is paid")]
    public string? OrderId { get; init; }

    [Description("The id of the location")]
    public string? LocationId { get; init; }

    [Description("The id that another system gave the payment")]
    public string? ReferenceId { get; init; }

    [Description("A note")]
    public string? Note { get; init; }

    [Description("The e-mail address of the buyer")]
    public string? BuyerEmail { get; init; }

    [Description("The number of the receipt")]
    public string? ReceiptNumber { get; init; }

    [Description("Where the receipt can be seen")]
    public string? ReceiptUrl { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [Description("Square's own JSON of the payment")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of an event whose type has none of its own here.</summary>
internal sealed record SquareUnknown
{
    [Description("Square's name of the type, for example oauth.authorization.revoked or invoice.published")]
    public required string Kind { get; init; }

    [Description("The id of what it is about")]
    public string? Id { get; init; }

    [Description("Square's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}
