using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Calendars;

namespace Hub.Configuration;

/// <summary>Opening hours, weekdays and holidays as people write them, in the form that a calendar takes.</summary>
internal static class CalendarForms
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    private static readonly Regex Hours = new(@"^(from|von)?\s*(?<h1>\d{1,2})([:.](?<m1>\d{2}))?\s*(?<a1>am|pm|h|uhr)?\s*(-|–|—|to|till|bis|until)\s*(?<h2>\d{1,2})([:.](?<m2>\d{2}))?\s*(?<a2>am|pm|h|uhr)?$", Options);
    private static readonly Regex Dates = new(@"^(?<first>[\d.\-/]+)\s*(-|–|—|to|till|bis|until|\.\.)\s*(?<last>[\d.\-/]+)$", Options);
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-M-d", "d.M.yyyy", "yyyy/MM/dd", "yyyyMMdd"];

    /// <summary>The span that a text means, as <c>09:00-17:00</c>; null where none is meant clearly.</summary>
    public static string? SpanOf(string text)
    {
        if (text.Trim().ToLowerInvariant() is "24h" or "24/7" or "all day" or "open" or "always") return "00:00-24:00";
        if (Hours.Match(text.Trim()) is not { Success: true } match) return null;
        var span = $"{TimeOf(match, "1")}-{TimeOf(match, "2")}";
        return OpenSpan.TryParse(span, out _) ? span : null;
    }

    /// <summary>Whether a text says that a day is closed.</summary>
    public static bool IsClosed(string text) => text.Trim().ToLowerInvariant() is "closed" or "geschlossen" or "none" or "off" or "-" or "null" or "false";

    /// <summary>The weekday that a name means in some language; null where none is meant.</summary>
    public static DayOfWeek? WeekdayOf(string name)
    {
        var text = name.Trim().TrimEnd('.');
        return CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(culture => culture.Name.Length > 0)
            .SelectMany(culture => Enum.GetValues<DayOfWeek>().Where(day => Same(culture.DateTimeFormat.GetDayName(day), text) || (text.Length > 1 && Same(culture.DateTimeFormat.GetAbbreviatedDayName(day).TrimEnd('.'), text))).Select(day => (culture.Name, day)))
            .OrderBy(pair => pair.Name is "en" or "de" or "fr" or "es" or "it" or "nl" ? 0 : 1).Select(pair => (DayOfWeek?)pair.day).FirstOrDefault();
    }

    /// <summary>Whether a name means several weekdays, as <c>Mon-Fri</c>.</summary>
    public static bool IsSeveralDays(string name) => name.Contains('-', StringComparison.Ordinal) || name.Contains('–', StringComparison.Ordinal) || name.Contains(',', StringComparison.Ordinal) || name.Contains('+', StringComparison.Ordinal)
        || name.ToLowerInvariant() is "weekdays" or "workdays" or "weekend" or "weekends" or "daily" or "all" or "everyday";

    /// <summary>The holiday that a text means, as <c>2026-12-25</c> or with a slash between two; null where none is meant clearly.</summary>
    public static string? DatesOf(string text)
    {
        if (DateOf(text) is { } day) return day;
        return Dates.Match(text.Trim()) is { Success: true } match && DateOf(match.Groups["first"].Value) is { } first && DateOf(match.Groups["last"].Value) is { } last ? $"{first}/{last}" : null;
    }

    private static string? DateOf(string text) =>
        DateOnly.TryParseExact(text.Trim(), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string TimeOf(Match match, string which)
    {
        var hour = int.Parse(match.Groups["h" + which].Value, CultureInfo.InvariantCulture);
        var half = match.Groups["a" + which].Value.ToLowerInvariant();
        hour = half is "pm" && hour < 12 ? hour + 12 : half is "am" && hour == 12 ? 0 : hour;
        return string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{(match.Groups["m" + which] is { Success: true } minutes ? minutes.Value : "00")}");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
