using System.ComponentModel;

namespace Hub.Connectors.Square;

/// <summary>Where a booking or an order is.</summary>
internal sealed record SquareLocation
{
    [Description("The location's id")]
    public required string Id { get; init; }

    [Description("The location's name")]
    public string? Name { get; init; }

    [Description("The location's time zone, by its IANA name: times are told to customers in it")]
    [TextForm(TextForm.TimeZone)]
    public required string TimeZone { get; init; }

    [Description("The location's country; ISO 3166 two letters")]
    [TextForm(TextForm.Country)]
    public required string Country { get; init; }

    [Description("The location's language")]
    [TextForm(TextForm.Language)]
    public string? Language { get; init; }

    [Description("The location's own phone number, as the seller typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? Phone { get; init; }
}

/// <summary>The customer of a booking, an order or a payment.</summary>
internal sealed record SquarePerson
{
    [Description("The customer's id")]
    public required string Id { get; init; }

    [Description("The given name")]
    public string? GivenName { get; init; }

    [Description("The family name")]
    public string? FamilyName { get; init; }

    [Description("The phone number in E.164; absent where it cannot be told from what was typed")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("The phone number as somebody typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? TypedPhone { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The id that another system gave the customer")]
    public string? ReferenceId { get; init; }

    /// <summary>A customer as Square gives it.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="country">The seller's country, by which a number without one is read.</param>
    public static SquarePerson Of(CustomerBody customer, string? country) => new()
    {
        Id = customer.Id ?? "",
        GivenName = SquareMapProfile.TextOrNull(customer.GivenName),
        FamilyName = SquareMapProfile.TextOrNull(customer.FamilyName),
        Phone = SquareCustomers.PhoneOf(customer, country),
        TypedPhone = SquareMapProfile.TextOrNull(customer.PhoneNumber),
        Email = SquareMapProfile.TextOrNull(customer.EmailAddress),
        ReferenceId = SquareMapProfile.TextOrNull(customer.ReferenceId),
    };
}

/// <summary>One service of a booking.</summary>
internal sealed record SquareSegment
{
    [Description("The id of the service variation in the catalog")]
    public required string Service { get; init; }

    [Description("The version of the service variation; looked up in the catalog when left out")]
    public long? ServiceVersion { get; init; }

    [Description("The id of the team member")]
    public required string TeamMember { get; init; }

    [Description("How long it takes, in minutes; as the service says when left out")]
    public long? DurationMinutes { get; init; }

    /// <summary>The services as Square gives them.</summary>
    public static IReadOnlyList<SquareSegment> Of(IReadOnlyList<SegmentBody>? segments) =>
    [
        .. (segments ?? []).Select(segment => new SquareSegment
        {
            Service = segment.ServiceVariationId ?? "",
            ServiceVersion = segment.ServiceVariationVersion,
            TeamMember = segment.TeamMemberId ?? "",
            DurationMinutes = segment.DurationMinutes,
        }),
    ];
}

/// <summary>A line of an order.</summary>
internal sealed record SquareLineItem
{
    [Description("What was ordered")]
    public string? Name { get; init; }

    [Description("Which variation of it")]
    public string? VariationName { get; init; }

    [Description("How much of it, as decimal text")]
    public required string Quantity { get; init; }

    [Description("A note to it")]
    public string? Note { get; init; }

    [Description("What the line costs in all")]
    public Money? Total { get; init; }
}

/// <summary>A pick-up, shipment or delivery of an order.</summary>
internal sealed record SquareFulfillment
{
    [Description("The id within the order")]
    public required string Uid { get; init; }

    [Description("What it is")]
    [KnownValues("pickup", "shipment", "delivery", "simple")]
    public string? Type { get; init; }

    [Description("How far it is")]
    [KnownValues("proposed", "reserved", "prepared", "completed", "canceled", "failed")]
    public string? State { get; init; }

    [Description("The name of who gets it")]
    public string? RecipientName { get; init; }

    [Description("The phone number of who gets it, as somebody typed it")]
    [TextForm(TextForm.TypedPhone)]
    public string? RecipientPhone { get; init; }

    [Description("When it can be picked up")]
    public DateTimeOffset? PickupAt { get; init; }
}

/// <summary>A change of the state of a fulfillment.</summary>
internal sealed record SquareFulfillmentChange
{
    [Description("The fulfillment's id within the order")]
    public required string Uid { get; init; }

    [Description("The state before")]
    [KnownValues("proposed", "reserved", "prepared", "completed", "canceled", "failed")]
    public string? OldState { get; init; }

    [Description("The state after")]
    [KnownValues("proposed", "reserved", "prepared", "completed", "canceled", "failed")]
    public string? NewState { get; init; }
}

/// <summary>Amounts of Square, which are whole numbers of the currency's smallest unit.</summary>
internal static class SquareMoney
{
    /// <summary>The amount; null where a part lacks.</summary>
    public static Money? Of(MoneyBody? body)
    {
        if (body is not { Amount: { } minor, Currency: { } currency } || Money.Parse("1", currency) is not { Minor: var scale }) return null;
        var digits = 0;
        for (var unit = scale; unit > 1; unit /= 10) digits++;
        return new(((decimal)minor / scale).ToString($"F{digits}", System.Globalization.CultureInfo.InvariantCulture), minor, currency.ToUpperInvariant());
    }
}
