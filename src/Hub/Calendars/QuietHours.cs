using System.Collections.Concurrent;

namespace Hub.Calendars;

/// <summary>The hours of each day in which people are not to be written to, by the clock of where they are.</summary>
internal sealed class QuietHours
{
    // Zones of one country are at most half a day apart: who finds no common hour within so many days will not find any.
    private const int MostSteps = 100;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly IReadOnlyList<OpenSpan> open;
    private readonly IReadOnlyCollection<DayOfWeek> quietDays;
    private readonly TimeZoneInfo zone;
    private readonly ConcurrentDictionary<string, Calendar> calendars = new(StringComparer.Ordinal);

    /// <summary>Makes them.</summary>
    /// <param name="between">The quiet hours; they may go on after midnight.</param>
    /// <param name="days">Days that are quiet from midnight to midnight; not all seven.</param>
    /// <param name="zone">Where a person is taken to be of whom nothing is known.</param>
    /// <param name="categories">The categories of messages that keep to them.</param>
    public QuietHours(OpenSpan between, IReadOnlyCollection<DayOfWeek> days, TimeZoneInfo zone, IReadOnlyCollection<string> categories)
    {
        // Quiet through midnight leaves one span of the day, else one on either side.
        open = between.To > Day
            ? [new(between.To - Day, between.From)]
            : [.. new OpenSpan[] { new(TimeSpan.Zero, between.From), new(between.To, Day) }.Where(span => span.From < span.To)];
        quietDays = days;
        this.zone = zone;
        Categories = categories;
    }

    /// <summary>The categories of messages that keep to them.</summary>
    public IReadOnlyCollection<string> Categories { get; }

    /// <summary>When somebody may be written to.</summary>
    /// <param name="timeZone">The person's time zone, IANA, where it is known.</param>
    /// <param name="country">Their country, ISO 3166-1 alpha-2, where it is known: in one of several zones it must be no quiet hour in any of them.</param>
    /// <param name="moment">From when on.</param>
    /// <returns>The moment itself where it is not quiet, else the first after it; and by whose clock that is.</returns>
    public (DateTimeOffset At, string By) OpensAt(string? timeZone, string? country, DateTimeOffset moment)
    {
        if (timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var own)) return (Of(own).OpensAt(moment) ?? moment, own.Id);
        var zones = country is null ? [] : CountryZones.Of(country);
        if (zones.Count == 1) return (Of(zones[0]).OpensAt(moment) ?? moment, zones[0].Id);
        if (zones.Count > 1 && Common(zones, moment) is { } at) return (at, $"all time zones of {country}");
        return (Of(zone).OpensAt(moment) ?? moment, zone.Id);
    }

    private DateTimeOffset? Common(IReadOnlyList<TimeZoneInfo> zones, DateTimeOffset moment)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var next = zones.Max(one => Of(one).OpensAt(moment) ?? moment);
            if (next == moment) return moment;
            moment = next;
        }

        return null;
    }

    private Calendar Of(TimeZoneInfo one) => calendars.GetOrAdd(
        one.Id, static (_, state) => new(state.one, Enum.GetValues<DayOfWeek>().Except(state.quietDays).ToDictionary(day => day, _ => state.open), [], new Dictionary<DateOnly, IReadOnlyList<OpenSpan>>()),
        (one, quietDays, open));
}
