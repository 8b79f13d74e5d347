using Hub.Storage;

namespace Hub.Alerting;

/// <summary>How many webhooks a connection usually gets: what came in the same hours of the weeks before.</summary>
internal static class Rhythm
{
    private const int Week = 7 * 24;
    private const int WeeksLookedAt = 4;

    // Of one week nobody knows whether it was a usual one.
    private const int FewestWeeks = 2;

    /// <summary>How many came at least in the same span of each of the last four weeks, as far as they are known; 0 where fewer than two are.</summary>
    /// <remarks>
    /// An hour counts as the quietest of itself and its neighbours: that a shop opens a little later, or that clocks are put forward, is no silence. Of a span of more than a week, its first week is looked at.
    /// </remarks>
    /// <param name="hours">How many came in each hour, by its number; hours in which none came are left out.</param>
    /// <param name="from">The beginning of the span.</param>
    /// <param name="to">Its end.</param>
    public static long Usual(IReadOnlyDictionary<long, long> hours, DateTimeOffset from, DateTimeOffset to)
    {
        if (hours.Count == 0 || to <= from) return 0;
        var end = to - from > TimeSpan.FromHours(Week) ? from.AddHours(Week) : to;
        var known = hours.Keys.Min();
        var weeks = Enumerable.Range(1, WeeksLookedAt).Where(week => Arrivals.HourOf(from) - (week * Week) >= known).Select(week => InWeek(hours, from, end, week)).ToList();
        return weeks.Count < FewestWeeks ? 0 : (long)weeks.Min();
    }

    private static double InWeek(IReadOnlyDictionary<long, long> hours, DateTimeOffset from, DateTimeOffset end, int week)
    {
        var sum = 0.0;
        for (var hour = Arrivals.HourOf(from); hour <= Arrivals.HourOf(end); hour++)
        {
            var begins = DateTimeOffset.FromUnixTimeSeconds(hour * 3600);
            var (first, last) = (begins > from ? begins : from, begins.AddHours(1) < end ? begins.AddHours(1) : end);
            sum += QuietestAround(hours, hour - (week * Week)) * (last - first).TotalHours;
        }

        return sum;
    }

    private static long QuietestAround(IReadOnlyDictionary<long, long> hours, long hour) =>
        Math.Min(hours.GetValueOrDefault(hour), Math.Min(hours.GetValueOrDefault(hour - 1), hours.GetValueOrDefault(hour + 1)));
}
