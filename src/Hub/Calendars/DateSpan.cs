using System.Globalization;

namespace Hub.Calendars;

/// <summary>Whole days, the last one too.</summary>
internal readonly record struct DateSpan(DateOnly First, DateOnly Last)
{
    /// <summary>Reads <c>2026-12-25</c>, or <c>2026-12-24/2027-01-01</c> for several days.</summary>
    /// <returns>False where it has another form or ends before it begins.</returns>
    public static bool TryParse(string text, out DateSpan span)
    {
        span = default;
        var ends = text.Split('/');
        if (ends.Length > 2 || !TryDate(ends[0], out var first) || !TryDate(ends[^1], out var last) || last < first) return false;
        span = new(first, last);
        return true;
    }

    /// <summary>Reads <c>2026-12-25</c>.</summary>
    public static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public bool Contains(DateOnly date) => First <= date && date <= Last;
}
