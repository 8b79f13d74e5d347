using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Mappings.Functions;

/// <summary>Patterns of dates as other systems write them.</summary>
internal static class DatePatterns
{
    private const string Usual = "d MMMM yyyy";

    // strftime, as PHP, Python and Liquid have it.
    private static readonly (string Theirs, string Ours)[] Percent =
    [
        ("%d", "dd"), ("%-d", "d"), ("%e", "d"), ("%m", "MM"), ("%Y", "yyyy"), ("%y", "yy"), ("%H", "HH"), ("%I", "hh"), ("%M", "mm"), ("%S", "ss"), ("%B", "MMMM"), ("%b", "MMM"), ("%A", "EEEE"), ("%a", "EEE"), ("%p", "a"),
    ];

    // Moment.js and .NET.
    private static readonly (string Theirs, string Ours)[] Letters = [("dddd", "EEEE"), ("ddd", "EEE"), ("DD", "dd"), ("D", "d"), ("YYYY", "yyyy"), ("YY", "yy"), ("tt", "a"), ("A", "a")];

    private static readonly (string Theirs, string Ours)[] Words = [("day", "d"), ("month", "MMMM"), ("year", "yyyy"), ("hours?", "HH"), ("minutes?", "mm"), ("seconds?", "ss"), ("do", "d")];
    private static readonly Regex Letter = new("[A-Za-z]+", RegexOptions.NonBacktracking);
    private static readonly SearchValues<char> Fields = SearchValues.Create("yMLdEaHhmsS");

    /// <summary>What is wrong with a pattern, and what would be right; null where it is right.</summary>
    public static string? Fault(string pattern)
    {
        if (IsMinutesForMonths(pattern)) return $"In a pattern mm is minutes, and months are MM. Write \"{pattern.Replace("mm", "MM", StringComparison.Ordinal)}\".";
        if (IsMonthsForMinutes(pattern)) return $"In a pattern MM is months, and minutes are mm. Write \"{pattern.Replace("MM", "mm", StringComparison.Ordinal)}\".";
        var isPercent = pattern.Contains('%', StringComparison.Ordinal);
        var fault = Refusal(pattern);
        if (fault is null && !isPercent) return null;
        var meant = (isPercent ? Percent : Letters).Aggregate(pattern, (text, pair) => text.Replace(pair.Theirs, pair.Ours, StringComparison.Ordinal));
        if (Refusal(meant) is not null) meant = Quoted(Spelled(meant));
        if (IsMinutesForMonths(meant)) meant = meant.Replace("mm", "MM", StringComparison.Ordinal);
        var isRight = meant != pattern && HasField(meant) && Refusal(meant) is null && !meant.Contains('%', StringComparison.Ordinal);
        return $"{fault ?? "A pattern has no %."} Write {(isRight ? $"\"{meant}\"" : $"for example \"{Usual}\"")}.";
    }

    // Fields that are spelled out, and letters that follow a day in English.
    private static string Spelled(string pattern) =>
        Words.Aggregate(pattern, (text, pair) => Regex.Replace(text, $"(^|[^A-Za-z]){pair.Theirs}($|[^A-Za-z])", $"$1{pair.Ours}$2", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase));

    // Words among the fields stand in quotes: HH.mm Uhr.
    private static string Quoted(string pattern)
    {
        if (pattern.Contains('\'', StringComparison.Ordinal)) return pattern;
        return Letter.Replace(pattern, word => word.Value.All(letter => Fields.Contains(letter)) ? word.Value
            : word.Value.Distinct().Count() == word.Value.Length || word.Value.Length < 3 ? $"'{word.Value}'"
            : string.Concat(word.Value.Select(letter => Fields.Contains(letter) ? letter.ToString() : $"'{letter}'")));
    }

    private static bool HasField(string pattern) => Letter.Matches(Regex.Replace(pattern, "'[^']*'", "", RegexOptions.NonBacktracking)).Count > 0;

    // An hour with months behind it, and no date.
    private static bool IsMonthsForMinutes(string pattern) =>
        pattern.Contains("MM", StringComparison.Ordinal) && !pattern.Contains("MMM", StringComparison.Ordinal) && pattern.AsSpan().ContainsAny('H', 'h') && !pattern.AsSpan().ContainsAny("mydDY'%");

    private static string? Refusal(string pattern) =>
        DateText.Format(DateTimeOffset.UnixEpoch, pattern, "UTC", CultureInfo.InvariantCulture) is { IsError: true } error ? error.AsError.Message : null;

    // A day and a year with minutes between them, and no hour.
    private static bool IsMinutesForMonths(string pattern) =>
        pattern.Contains("mm", StringComparison.Ordinal) && pattern.Contains('y', StringComparison.Ordinal) && pattern.Contains('d', StringComparison.Ordinal)
        && !pattern.AsSpan().ContainsAny("MLHh'%");
}
