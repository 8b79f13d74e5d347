using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.list_times</c> needs.</summary>
[NeedsOneOf(nameof(Booking), nameof(Location))]
[NeedsOneOf(nameof(Booking), nameof(Service))]
internal sealed record ListTimesInput
{
    [Description("The id of the booking that is to be moved; else give location and service")]
    public string? Booking { get; init; }

    [Description("The id of the location")]
    public string? Location { get; init; }

    [Description("The id of the service variation in the catalog")]
    public string? Service { get; init; }

    [Description("The ids of the team members who may serve; anybody when left out")]
    public IReadOnlyList<string>? TeamMembers { get; init; }

    [Description("The earliest beginning; now when left out")]
    public DateTimeOffset? From { get; init; }

    [Description("The latest beginning, 32 days after from at most; 7 days after from when left out")]
    public DateTimeOffset? Until { get; init; }

    [Description("How many at most; 10 when left out")]
    public int? Limit { get; init; }
}

/// <summary>A time that can be booked.</summary>
internal sealed record SquareTime
{
    [Description("When it begins")]
    public required DateTimeOffset StartAt { get; init; }

    [Description("The id of the location")]
    public required string LocationId { get; init; }

    [Description("The services, as square.create_booking takes them")]
    public required IReadOnlyList<SquareSegment> Segments { get; init; }
}

/// <summary>What <c>square.list_times</c> gives.</summary>
/// <param name="Times">The times.</param>
internal sealed record ListTimesResult([property: Description("The times that can be booked, the earliest first")] IReadOnlyList<SquareTime> Times);

/// <summary>Lists the times that can be booked.</summary>
internal sealed class ListTimes : IQuery<ListTimesInput>
{
    private const int UsualLimit = 10;
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    // The vendor's description: the range is at least a day long, and at most 32.
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(32);

    public string Name => "square.list_times";

    public string Description => "Lists the times that can be booked for a service, or to which a booking can be moved.";

    public JsonTypeInfo Input => SquareJson.Default.ListTimesInput;

    public JsonTypeInfo Result => SquareJson.Default.ListTimesResult;

    public async Task<QueryOutcome> RunAsync(ListTimesInput input, Connection connection, CancellationToken cancel)
    {
        var from = input.From ?? connection.Time.GetUtcNow();
        var until = input.Until ?? from + UsualSpan;
        if (until < from || until - from > LongestSpan) return new QueryOutcome.Failed(new(FailureKind.Rejected, "span", "The latest beginning must be after the earliest, and 32 days after it at most."));
        if (Malformed(input) is { } malformed) return new QueryOutcome.Failed(malformed);
        var end = until - from < ShortestSpan ? from + ShortestSpan : until;
        var range = new TimeRange(from.ToUniversalTime(), end.ToUniversalTime());
        var filter = input.Booking is not null
            ? new TimesFilter { StartAtRange = range, BookingId = input.Booking }
            : new TimesFilter { StartAtRange = range, LocationId = input.Location, SegmentFilters = [new(input.Service!, input.TeamMembers is { Count: > 0 } members ? new(members) : null)] };
        var found = await SquareApi.Of(connection).AskAsync((rest, token) => rest.TimesAsync(token, new(new(filter)), cancel), cancel);
        if (found.Failure is not null) return new QueryOutcome.Failed(found.Failure);
        var times = (found.Value?.Availabilities ?? [])
            .Where(time => time.StartAt >= from && time.StartAt <= until)
            .OrderBy(time => time.StartAt)
            .Take(input.Limit ?? UsualLimit)
            .Select(time => new SquareTime { StartAt = time.StartAt!.Value, LocationId = time.LocationId ?? input.Location ?? "", Segments = SquareSegment.Of(time.AppointmentSegments) });
        return new QueryOutcome.Found(new ListTimesResult([.. times]));
    }

    private static VendorFailure? Malformed(ListTimesInput input) => input.Booking is not null
        ? SquareId.Malformed("booking", input.Booking)
        : SquareId.Malformed("location", input.Location) ?? SquareId.Malformed("service", input.Service);
}
