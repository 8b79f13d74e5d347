namespace Hub.Calendars;

/// <summary>The wall clock of a time zone, and the moments at which it shows a time: none in the gap of spring, two in the overlap of autumn.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    // The most that any zone's clock is away from UTC, and an hour more.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(15);

    /// <summary>What the clock shows.</summary>
    public DateTime At(DateTimeOffset moment) => moment.UtcDateTime + zone.GetUtcOffset(moment.UtcDateTime);

    /// <summary>The moments at which the clock may pass one of the times, and those at which it is changed, within the days around a date.</summary>
    /// <param name="date">The date that the times belong to.</param>
    /// <param name="times">Times of the wall clock, up to a day after the date.</param>
    public IEnumerable<DateTime> MomentsOf(DateOnly date, IEnumerable<DateTime> times)
    {
        var begin = DateTime.SpecifyKind(date.ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc);
        var (first, last) = (begin - Reach, begin + TimeSpan.FromDays(2) + Reach);
        var (before, after) = (zone.GetUtcOffset(first), zone.GetUtcOffset(last));
        foreach (var time in times)
        {
            var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
            yield return utc - before;
            if (before != after) yield return utc - after;
        }

        if (before != after) yield return Change(first, last, before);
    }

    // Zones change on whole seconds, and never twice within so few days.
    private DateTime Change(DateTime first, DateTime last, TimeSpan before)
    {
        while (last - first > TimeSpan.FromSeconds(1))
        {
            var middle = first + TimeSpan.FromSeconds((long)((last - first).TotalSeconds / 2));
            if (zone.GetUtcOffset(middle) == before) first = middle;
            else last = middle;
        }

        return last;
    }
}
