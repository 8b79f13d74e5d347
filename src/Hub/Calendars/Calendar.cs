using System.Globalization;

namespace Hub.Calendars;

/// <summary>
/// Opening hours in a time zone. Open is what the wall clock of the zone says: in the hour that comes twice in autumn a time is open twice, and the hour that
/// is left out in spring is never. A span belongs to the day on which it begins.
/// </summary>
internal sealed class Calendar
{
    // A calendar has hours on some weekday, and no holiday is longer than a year: who finds nothing for so long will not find anything.
    private const int MostSteps = 5_000;

    // Nothing within so many hours is looked for beyond the date after the next one, not even where a zone leaves out a whole day.
    private static readonly TimeSpan Stride = TimeSpan.FromHours(12);

    private readonly TimeZoneInfo zone;
    private readonly ZoneClock clock;
    private readonly Dictionary<DayOfWeek, IReadOnlyList<OpenSpan>> week;
    private readonly IReadOnlyList<DateSpan> holidays;
    private readonly Dictionary<DateOnly, IReadOnlyList<OpenSpan>> extra;

    /// <summary>Makes a calendar.</summary>
    /// <param name="zone">The zone whose wall clock counts.</param>
    /// <param name="week">The spans that begin on each weekday; days that are left out are closed.</param>
    /// <param name="holidays">Days that are closed from midnight to midnight, by the zone's clock: a span that would begin on one does not happen at all, one of the day before ends at midnight.</param>
    /// <param name="extra">Spans of single days beside the usual ones, also on holidays.</param>
    public Calendar(
        TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenSpan>> week, IReadOnlyList<DateSpan> holidays, IReadOnlyDictionary<DateOnly, IReadOnlyList<OpenSpan>> extra)
    {
        this.zone = zone;
        clock = new(zone);
        this.week = new(week);
        this.holidays = holidays;
        this.extra = new(extra);
    }

    /// <summary>The moments between which calendars can be asked: the arithmetic around a date stays within what a date can be.</summary>
    public static (DateTimeOffset First, DateTimeOffset Last) Range { get; } = (new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero), new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What it is, in one text: the same for two calendars with the same zone, hours, holidays and extra openings.</summary>
    public string Content => string.Join(
        '\n',
        [
            zone.Id,
            .. week.OrderBy(day => day.Key).Select(day => $"{day.Key} {Told(day.Value)}"),
            .. holidays.Select(span => $"{Told(span.First)}/{Told(span.Last)}").Order(StringComparer.Ordinal),
            .. extra.OrderBy(day => day.Key).Select(day => $"{Told(day.Key)} {Told(day.Value)}"),
        ]);

    /// <summary>Whether it is open at a moment within <see cref="Range"/>.</summary>
    public bool IsOpen(DateTimeOffset moment)
    {
        var shown = clock.At(moment);
        var date = DateOnly.FromDateTime(shown);
        return SpansOf(date).Concat(SpansOf(date.AddDays(-1))).Any(span => span.From <= shown && shown < span.To);
    }

    /// <summary>The moment itself where it is open, else the first open one after it; null where none comes.</summary>
    public DateTimeOffset? OpensAt(DateTimeOffset moment) => AddOpen(moment, TimeSpan.Zero);

    /// <summary>The moment by which so much opening time has passed. It is never a closed one: what ends as the doors close is done when they open again.</summary>
    /// <param name="from">A moment within <see cref="Range"/>.</param>
    /// <param name="openTime">Not below zero.</param>
    /// <param name="spend">Asked before each step from one opening or closing to the next; false ends the search. Null for a search that only its own bound ends.</param>
    /// <returns>Null where it does not open often enough, or <paramref name="spend"/> ended it.</returns>
    public DateTimeOffset? AddOpen(DateTimeOffset from, TimeSpan openTime, Func<bool>? spend = null)
    {
        var (moment, left) = (from, openTime);
        for (var step = 0; step < MostSteps && moment < Range.Last && spend?.Invoke() != false; step++)
        {
            var next = NextChange(moment);
            if (IsOpen(moment))
            {
                if (left < next - moment) return moment + left;
                left -= next - moment;
            }

            moment = next;
        }

        return null;
    }

    // Between this moment and the one returned it is open all the time or closed all the time.
    private DateTimeOffset NextChange(DateTimeOffset moment)
    {
        var today = DateOnly.FromDateTime(clock.At(moment));
        var next = moment.UtcDateTime + Stride;
        for (var date = today.AddDays(-2); date <= today.AddDays(2); date = date.AddDays(1))
        {
            foreach (var change in clock.MomentsOf(date, SpansOf(date).SelectMany(span => new[] { span.From, span.To })))
            {
                if (change > moment.UtcDateTime && change < next) next = change;
            }
        }

        return new(next, TimeSpan.Zero);
    }

    // The spans that begin on a date, by the wall clock.
    private IEnumerable<(DateTime From, DateTime To)> SpansOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        if (!IsHoliday(date))
        {
            var end = IsHoliday(date.AddDays(1)) ? midnight.AddDays(1) : DateTime.MaxValue;
            foreach (var span in week.GetValueOrDefault(date.DayOfWeek) ?? []) yield return (midnight + span.From, Earlier(midnight + span.To, end));
        }

        foreach (var span in extra.GetValueOrDefault(date) ?? []) yield return (midnight + span.From, midnight + span.To);
    }

    private bool IsHoliday(DateOnly date)
    {
        foreach (var holiday in holidays)
        {
            if (holiday.Contains(date)) return true;
        }

        return false;
    }

    private static string Told(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Told(IReadOnlyList<OpenSpan> spans) => string.Join(' ', spans.OrderBy(span => span.From).Select(span => $"{span.From.Ticks}-{span.To.Ticks}"));

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
