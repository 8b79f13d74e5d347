using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Square;

/// <summary>What every answer may carry: errors, also beside a status of success.</summary>
internal record SquareAnswer
{
    public IReadOnlyList<ErrorBody>? Errors { get; init; }
}

internal sealed record ErrorBody
{
    public string? Category { get; init; }
    public string? Code { get; init; }
    public string? Field { get; init; }
}

internal sealed record BookingAnswer : SquareAnswer
{
    public BookingBody? Booking { get; init; }
}

internal sealed record BookingList : SquareAnswer
{
    public IReadOnlyList<BookingBody>? Bookings { get; init; }
    public string? Cursor { get; init; }
}

/// <summary>A booking to make or to change.</summary>
/// <param name="IdempotencyKey">At most 255 characters.</param>
/// <param name="Booking">What is null is left out.</param>
internal sealed record BookingWrite(string IdempotencyKey, BookingBody Booking);

/// <summary>A booking to cancel.</summary>
/// <param name="IdempotencyKey">At most 255 characters.</param>
/// <param name="BookingVersion">The current version.</param>
internal sealed record BookingCancel(string IdempotencyKey, long? BookingVersion);

internal sealed record TimesQuery(TimesFilterHolder Query);

internal sealed record TimesFilterHolder(TimesFilter Filter);

/// <summary>Which times are wanted: those of a booking that is to be moved, or those of a location and services.</summary>
internal sealed record TimesFilter
{
    public required TimeRange StartAtRange { get; init; }
    public string? LocationId { get; init; }
    public string? BookingId { get; init; }
    public IReadOnlyList<SegmentFilter>? SegmentFilters { get; init; }
}

internal sealed record TimeRange(DateTimeOffset? StartAt, DateTimeOffset? EndAt);

internal sealed record SegmentFilter(string ServiceVariationId, AnyOf? TeamMemberIdFilter);

internal sealed record AnyOf(IReadOnlyList<string> Any);

internal sealed record TimesAnswer : SquareAnswer
{
    public IReadOnlyList<TimeBody>? Availabilities { get; init; }
}

internal sealed record TimeBody
{
    public DateTimeOffset? StartAt { get; init; }
    public string? LocationId { get; init; }
    public IReadOnlyList<SegmentBody>? AppointmentSegments { get; init; }
}

internal sealed record BookingProfileAnswer : SquareAnswer
{
    public BookingProfileBody? BusinessBookingProfile { get; init; }
}

internal sealed record BookingProfileBody
{
    public bool? BookingEnabled { get; init; }
    public bool? SupportSellerLevelWrites { get; init; }
}

internal sealed record CustomerAnswer : SquareAnswer
{
    public CustomerBody? Customer { get; init; }
}

internal sealed record CustomerList : SquareAnswer
{
    public IReadOnlyList<CustomerBody>? Customers { get; init; }
    public string? Cursor { get; init; }
}

internal sealed record CustomerSearch(CustomerFilterHolder Query, long? Limit, string? Cursor);

internal sealed record CustomerFilterHolder(CustomerFilter Filter);

internal sealed record CustomerFilter
{
    public TextFilter? PhoneNumber { get; init; }
    public TextFilter? ReferenceId { get; init; }
}

/// <summary>The whole text, or words of which each is somewhere in it; one of the two.</summary>
internal sealed record TextFilter(string? Exact, string? Fuzzy);

/// <summary>A customer to make or to change: what is null is left out.</summary>
internal sealed record CustomerWrite
{
    /// <summary>At most 45 characters; for making only.</summary>
    public string? IdempotencyKey { get; init; }

    public string? GivenName { get; init; }
    public string? FamilyName { get; init; }
    public string? CompanyName { get; init; }
    public string? EmailAddress { get; init; }
    public string? PhoneNumber { get; init; }
    public string? ReferenceId { get; init; }
    public string? Note { get; init; }
}

internal sealed record LocationAnswer : SquareAnswer
{
    public LocationBody? Location { get; init; }
}

internal sealed record OrderAnswer : SquareAnswer
{
    public OrderBody? Order { get; init; }
}

internal sealed record OrderList : SquareAnswer
{
    public IReadOnlyList<OrderBody>? Orders { get; init; }
}

/// <summary>The orders to give.</summary>
/// <param name="Ids">At most 100.</param>
internal sealed record OrderIds([property: JsonPropertyName("order_ids")] IReadOnlyList<string> Ids);

internal sealed record CatalogAnswer : SquareAnswer
{
    public CatalogBody? Object { get; init; }
}

internal sealed record CatalogBody
{
    public long? Version { get; init; }
}

/// <summary>Asks for an access token.</summary>
internal sealed record TokenRequest(string ClientId, string ClientSecret, string GrantType, string RefreshToken);

internal sealed record TokenGiven : SquareAnswer
{
    public string? AccessToken { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? MerchantId { get; init; }
    public string? RefreshToken { get; init; }
}

internal sealed record TokenStatus : SquareAnswer
{
    public IReadOnlyList<string>? Scopes { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? ClientId { get; init; }
    public string? MerchantId { get; init; }
}

internal sealed record SubscriptionList : SquareAnswer
{
    public IReadOnlyList<SubscriptionBody>? Subscriptions { get; init; }
    public string? Cursor { get; init; }
}

internal sealed record SubscriptionAnswer : SquareAnswer
{
    public SubscriptionBody? Subscription { get; init; }
}

/// <summary>A subscription to change.</summary>
internal sealed record SubscriptionWrite(SubscriptionBody Subscription);

internal sealed record SubscriptionBody
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public bool? Enabled { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
    public string? NotificationUrl { get; init; }
    public string? SignatureKey { get; init; }
}

internal sealed record EventSearch(EventQuery Query, long Limit, string? Cursor);

internal sealed record EventQuery(EventFilter Filter, EventSort Sort);

internal sealed record EventFilter(IReadOnlyList<string> EventTypes, IReadOnlyList<string>? MerchantIds, TimeRange CreatedAt);

internal sealed record EventSort(string Field, string Order);

internal sealed record EventList : SquareAnswer
{
    public IReadOnlyList<JsonElement>? Events { get; init; }
    public string? Cursor { get; init; }
}
