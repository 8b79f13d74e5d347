using Hub.Calendars;

namespace Hub.Configuration;

/// <summary>Reads the section <c>Calendars</c>: of each a zone, opening hours by weekday, holidays and extra openings.</summary>
/// <param name="tell">Gets each mistake: the path of the setting that it is about, and a sentence that names it.</param>
internal sealed class CalendarReader(Action<string, string> tell)
{
    private const string Zone = "Zone";
    private const string Open = "Open";
    private const string Holidays = "Holidays";
    private const string Extra = "Extra";
    private const int LongestName = 40;
    private const int LongestHoliday = 366;
    private const string HowHours = "Write it as 09:00-17:00; 24:00 is midnight, and 22:00-02:00 goes on after it.";

    private static readonly string[] Known = [Zone, Open, Holidays, Extra];
    private static readonly List<string> Weekdays = [.. Enum.GetNames<DayOfWeek>()];

    private int told;

    /// <summary>The calendars without a mistake, by name.</summary>
    public Dictionary<string, Calendar> Read(IConfigurationSection section)
    {
        var calendars = new Dictionary<string, Calendar>(StringComparer.Ordinal);
        if (section.Value is { Length: > 0 } strange) Tell(section.Path, $"{section.Path} holds calendars by name, and not {strange}. Write for example {section.Path}:support:Zone=Europe/Berlin and {section.Path}:support:Open:Monday=09:00-17:00");
        foreach (var child in section.GetChildren())
        {
            if (!IsName(child.Key))
            {
                Tell(child.Path, $"{child.Path}: a calendar's name has at most {LongestName} lower-case letters, digits, '-' and '_', and begins with a letter. Write {NameOf(child.Key)}.");
            }
            else if (ReadOne(child) is { } calendar)
            {
                calendars.Add(child.Key, calendar);
            }
        }

        return calendars;
    }

    private Calendar? ReadOne(IConfigurationSection section)
    {
        var before = told;
        foreach (var strange in section.GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            Tell(strange.Path, $"{strange.Path} is not a setting of a calendar. {Nearest.Question(strange.Key, Known)}Known: {string.Join(", ", Known)}.");
        }

        var zone = ReadZone(section);
        var week = ReadWeek(section.GetSection(Open));
        var holidays = Values(section.GetSection(Holidays)).Select(ReadHoliday).OfType<DateSpan>().ToList();
        var extra = ReadExtra(section.GetSection(Extra));
        if (week.Count == 0 && extra.Count == 0 && told == before)
        {
            Tell(section.Path, $"{section.Path}:{Open} is missing: the calendar would never open. Give hours for a weekday, for example {section.Path}:{Open}:Monday=09:00-17:00");
        }

        return zone is not null && told == before ? new Calendar(zone, week, holidays, extra) : null;
    }

    private TimeZoneInfo? ReadZone(IConfigurationSection section)
    {
        var name = section[Zone];
        var path = $"{section.Path}:{Zone}";
        const string example = "Write an IANA name, for example Europe/Athens.";
        if (string.IsNullOrEmpty(name))
        {
            Tell(path, $"{path} is missing: a calendar needs a time zone. {example}");
            return null;
        }

        // .NET takes the names of Windows for zones too, which other programs do not know.
        if (!TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana) || iana == name || name is "UTC")
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
            iana = null;
        }

        var meant = iana is null ? Nearest.Question(name, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)) : $"Did you mean {iana}? ";
        Tell(path, $"{path} is {name}, which is not a time zone. {meant}{example}");
        return null;
    }

    private Dictionary<DayOfWeek, IReadOnlyList<OpenSpan>> ReadWeek(IConfigurationSection section)
    {
        var week = new Dictionary<DayOfWeek, IReadOnlyList<OpenSpan>>();
        if (section.Value is { Length: > 0 }) Tell(section.Path, $"{section.Path} takes hours by weekday, for example {section.Path}:Monday=09:00-17:00");
        foreach (var day in section.GetChildren())
        {
            if (Weekday(day.Key) is not { } weekday)
            {
                Tell(day.Path, $"{day.Path} is not a weekday. {MeantDay(day.Key)}Known: {string.Join(", ", Weekdays)}, and their first three letters.");
            }
            else if (ReadSpans(day) is { Count: > 0 } spans && !week.TryAdd(weekday, spans))
            {
                Tell(day.Path, $"{day.Path} names a weekday a second time. Give a day's spans in one list.");
            }
        }

        return week;
    }

    private static string MeantDay(string name)
    {
        if (CalendarForms.WeekdayOf(name) is { } day) return $"Did you mean {day}? ";
        if (CalendarForms.IsSeveralDays(name)) return "Write each day by itself, as \"Monday\": \"09:00-17:00\", \"Tuesday\": \"09:00-17:00\". ";
        // Of two that are as near, the one with the same first letter.
        return Nearest.Question(name, Weekdays.OrderBy(known => name.Length > 0 && char.ToUpperInvariant(name[0]) == known[0] ? 0 : 1));
    }

    private Dictionary<DateOnly, IReadOnlyList<OpenSpan>> ReadExtra(IConfigurationSection section)
    {
        var extra = new Dictionary<DateOnly, IReadOnlyList<OpenSpan>>();
        foreach (var day in section.GetChildren())
        {
            if (!DateSpan.TryDate(day.Key, out var date)) Tell(day.Path, $"{day.Path} is not a date. Write it as {section.Path}:{CalendarForms.DatesOf(day.Key) ?? "2026-12-20"}=10:00-14:00");
            else if (ReadSpans(day) is { Count: > 0 } spans) extra.TryAdd(date, spans);
        }

        return extra;
    }

    private List<OpenSpan> ReadSpans(IConfigurationSection day)
    {
        var spans = new List<OpenSpan>();
        var values = Values(day);
        if (values.Count == 0) Tell(day.Path, $"{day.Path} is empty. {HowHours} Leave out a day that is closed.");
        foreach (var (path, text) in values)
        {
            if (!OpenSpan.TryParse(text, out var span)) Tell(path, $"{path}: '{text}' is not a span of hours. {(CalendarForms.IsClosed(text) ? "Leave out a day that is closed." : CalendarForms.SpanOf(text) is { } meant ? $"Write {meant}." : text.Contains(',', StringComparison.Ordinal) ? "Write several as a list: [\"09:00-12:00\", \"13:00-17:00\"]." : HowHours)}");
            else if (spans.Exists(span.Overlaps)) Tell(path, $"{path}: '{text}' overlaps another span of the day. Write one span for both.");
            else spans.Add(span);
        }

        return spans;
    }

    private DateSpan? ReadHoliday((string Path, string Text) holiday)
    {
        if (!DateSpan.TryParse(holiday.Text, out var span))
        {
            Tell(holiday.Path, $"{holiday.Path}: '{holiday.Text}' is not a date. {(CalendarForms.DatesOf(holiday.Text) is { } meant ? $"Write {meant}." : DateSpan.TryDate(holiday.Path[(holiday.Path.LastIndexOf(':') + 1)..], out var named) ? $"Holidays are a list of dates without names: [\"{named:yyyy-MM-dd}\"]." : "Write it as 2026-12-25, or as 2026-12-24/2027-01-01 for several days; each year anew.")}");
        }
        else if (span.Last.DayNumber - span.First.DayNumber >= LongestHoliday)
        {
            Tell(holiday.Path, $"{holiday.Path}: '{holiday.Text}' is longer than a year. Take the hours away instead.");
        }
        else
        {
            return span;
        }

        return null;
    }

    private void Tell(string path, string sentence)
    {
        told++;
        tell(path, sentence);
    }

    private static DayOfWeek? Weekday(string key)
    {
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            var name = day.ToString();
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase) || name[..3].Equals(key, StringComparison.OrdinalIgnoreCase)) return day;
        }

        return null;
    }

    private static List<(string Path, string Text)> Values(IConfigurationSection section) =>
        section.Value is { Length: > 0 } single ? [(section.Path, single)] : [.. section.GetChildren().Select(child => (child.Path, child.Value ?? ""))];

    private static string NameOf(string text)
    {
        var name = string.Concat(text.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' ? letter : '-')).TrimStart('-', '_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return name.Length == 0 ? "support" : name.Length > LongestName ? name[..LongestName] : name;
    }

    private static bool IsName(string name) =>
        name.Length <= LongestName && char.IsAsciiLetterLower(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
