using System.Globalization;
using Hub.Calendars;
using Hub.Customers;

namespace Hub.Configuration;

/// <summary>Reads by what a connection writes to people: <c>QuietHours</c>, <c>Caps</c>, <c>StopWords</c>, <c>StartWords</c>, <c>ConfirmWords</c>, <c>ConfirmSources</c>, <c>ConfirmDays</c>.</summary>
/// <param name="section">The connection.</param>
/// <param name="errors">Gets a sentence for each mistake.</param>
internal sealed class ConversationRulesReader(IConfigurationSection section, List<string> errors)
{
    private const string QuietKey = "QuietHours";
    private const string CapsKey = "Caps";
    private const string StopKey = "StopWords";
    private const string StartKey = "StartWords";
    private const string ConfirmKey = "ConfirmWords";
    private const string SourcesKey = "ConfirmSources";
    private const string DaysKey = "ConfirmDays";
    private const int MostDays = 365;
    private const string Between = "Between";
    private const string Days = "Days";
    private const string Zone = "Zone";
    private const string Categories = "Categories";
    private const int MostCount = 1000;
    private static readonly TimeSpan LongestCap = TimeSpan.FromDays(90);
    private static readonly string[] OfQuiet = [Between, Days, Zone, Categories];
    private static readonly string[] Capped = [ConsentCategories.Marketing, ConsentCategories.Utility, ConsentCategories.Authentication];

    /// <summary>The keys that are read here.</summary>
    public static IReadOnlyList<string> Keys { get; } = [QuietKey, CapsKey, StopKey, StartKey, ConfirmKey, SourcesKey, DaysKey];

    /// <summary>The rules; what is wrong is left out and told.</summary>
    public ConversationRules Read() => new()
    {
        Quiet = section.GetSection(QuietKey) is var quiet && quiet.Exists() ? ReadQuiet(quiet) : null,
        Caps = ReadCaps(section.GetSection(CapsKey)),
        Words = ReadWords(),
        ConfirmedSources = Texts(section.GetSection(SourcesKey)),
        ConfirmWithin = ReadDays(),
    };

    private TimeSpan ReadDays()
    {
        if (section[DaysKey] is not { Length: > 0 } text) return ConversationRules.None.ConfirmWithin;
        if (Whole(text, out var days) && days <= MostDays) return TimeSpan.FromDays(days);
        errors.Add($"{section.Path}:{DaysKey} must be 1 to {MostDays}: for so many days people may confirm an opt-in in the chat.");
        return ConversationRules.None.ConfirmWithin;
    }

    private QuietHours? ReadQuiet(IConfigurationSection quiet)
    {
        var before = errors.Count;
        RefuseUnknown(quiet, OfQuiet, "quiet hours");
        if (!OpenSpan.TryParse(quiet[Between] ?? "", out var span)) errors.Add($"{quiet.Path}:{Between} must be the hours in which nobody is written to, for example 20:00-09:00.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(quiet[Zone] ?? "", out var zone)) errors.Add($"{quiet.Path}:{Zone} must be the IANA time zone of people of whom no country is known, for example Europe/Athens.");
        var days = new List<DayOfWeek>();
        foreach (var text in Texts(quiet.GetSection(Days)))
        {
            if (Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && !char.IsAsciiDigit(text[0])) days.Add(day);
            else errors.Add($"{quiet.Path}:{Days}: {text} is no day of the week. {Nearest.Question(text, Enum.GetNames<DayOfWeek>())}");
        }

        if (days.Distinct().Count() == 7) errors.Add($"{quiet.Path}:{Days} names all days: nobody would ever be written to.");
        var categories = Texts(quiet.GetSection(Categories)) is { Count: > 0 } given ? given.Select(text => text.ToLowerInvariant()).ToList() : [ConsentCategories.Marketing];
        foreach (var category in categories.Except(Capped, StringComparer.Ordinal)) errors.Add(WrongCategory($"{quiet.Path}:{Categories}", category));
        return errors.Count == before ? new(span, [.. days.Distinct()], zone!, categories) : null;
    }

    private Dictionary<string, IReadOnlyList<FrequencyCap>> ReadCaps(IConfigurationSection caps)
    {
        var found = new Dictionary<string, IReadOnlyList<FrequencyCap>>(StringComparer.Ordinal);
        foreach (var child in caps.GetChildren())
        {
            var category = child.Key.ToLowerInvariant();
            if (!Capped.Contains(category, StringComparer.Ordinal)) errors.Add(WrongCategory(caps.Path, child.Key));
            var read = new List<FrequencyCap>();
            foreach (var text in Texts(child))
            {
                if (Cap(text) is { } cap) read.Add(cap);
                else errors.Add($"{child.Path}: {text} is no cap. Write how many within how many days or hours, for example 1 in 1d, or 3 in 7d; at most 90 days.");
            }

            found[category] = read;
        }

        return found;
    }

    private static FrequencyCap? Cap(string text)
    {
        if (text.Split(" in ", StringSplitOptions.TrimEntries) is not [var many, { Length: > 1 } time]) return null;
        TimeSpan? unit = time[^1] switch { 'd' => TimeSpan.FromDays(1), 'h' => TimeSpan.FromHours(1), _ => null };
        if (unit is null || !Whole(many, out var count) || !Whole(time[..^1], out var units)) return null;
        return unit.Value * units is var span && span <= LongestCap ? new(count, span) : null;
    }

    private static bool Whole(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MostCount;

    private ConsentWords ReadWords()
    {
        var (stop, start, confirm) = (Texts(section.GetSection(StopKey)), Texts(section.GetSection(StartKey)), Texts(section.GetSection(ConfirmKey)));
        foreach (var (key, word) in stop.Select(word => (StopKey, word)).Concat(start.Select(word => (StartKey, word))).Concat(confirm.Select(word => (ConfirmKey, word))))
        {
            if (!ConsentWords.IsWord(word.TrimStart('-'))) errors.Add($"{section.Path}:{key}: a word has letters or digits, and at most {ConsentWords.Longest} characters.");
        }

        return stop.Count + start.Count + confirm.Count == 0 ? ConsentWords.Standard : ConsentWords.Standard.With(stop, start, confirm);
    }

    private void RefuseUnknown(IConfigurationSection part, string[] known, string of)
    {
        foreach (var child in part.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add($"{child.Path} is not a setting of {of}. {Nearest.Question(child.Key, known)}Known: {string.Join(", ", known)}.");
        }
    }

    private static string WrongCategory(string path, string category) => $"{path}: {category} is not a category of templates. {Nearest.Question(category, Capped)}Known: {string.Join(", ", Capped)}.";

    private static List<string> Texts(IConfigurationSection child) =>
        child.Value is { Length: > 0 } single ? [single] : [.. child.GetChildren().Select(entry => entry.Value).OfType<string>().Where(text => text.Length > 0)];
}
