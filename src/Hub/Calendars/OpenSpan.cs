using System.Globalization;

namespace Hub.Calendars;

/// <summary>One span of opening hours of a day, as the wall clock of the calendar's zone shows it: open from the first moment, closed from the second.</summary>
/// <param name="From">Since the day's midnight; below 24 h.</param>
/// <param name="To">Since the same midnight; above 24 h where the span goes on after midnight, at most 48 h.</param>
internal readonly record struct OpenSpan(TimeSpan From, TimeSpan To)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Reads <c>09:00-17:00</c>; an end of <c>24:00</c> is midnight, and one before the beginning is of the next day: <c>22:00-02:00</c>.</summary>
    /// <returns>False where it has another form or is empty.</returns>
    public static bool TryParse(string text, out OpenSpan span)
    {
        span = default;
        if (text.Split('-') is not [var first, var second] || !TryTime(first, out var from) || !TryTime(second, out var to) || from == Day || from == to) return false;
        span = new(from, to < from ? to + Day : to);
        return true;
    }

    /// <summary>Whether the two have a moment in common.</summary>
    public bool Overlaps(OpenSpan other) => From < other.To && other.From < To;

    private static bool TryTime(string text, out TimeSpan time)
    {
        time = Day;
        return text.Trim() is "24:00" || TimeSpan.TryParseExact(text.Trim(), ["h\\:mm", "hh\\:mm"], CultureInfo.InvariantCulture, out time);
    }
}
