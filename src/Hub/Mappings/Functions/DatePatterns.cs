using System.Globalization;

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

    /// <summary>What is wrong with a pattern, and what would be right; null where it is right.</summary>
    public static string? Fault(string pattern)
    {
        if (IsMinutesForMonths(pattern)) return $"In a pattern mm is minutes, and months are MM. Write \"{pattern.Replace("mm", "MM", StringComparison.Ordinal)}\".";
        var isPercent = pattern.Contains('%', StringComparison.Ordinal);
        var fault = Refusal(pattern);
        if (fault is null && !isPercent) return null;
        var meant = (isPercent ? Percent : Letters).Aggregate(pattern, (text, pair) => text.Replace(pair.Theirs, pair.Ours, StringComparison.Ordinal));
        if (IsMinutesForMonths(meant)) meant = meant.Replace("mm", "MM", StringComparison.Ordinal);
        var isRight = meant != pattern && Refusal(meant) is null && !meant.Contains('%', StringComparison.Ordinal);
        return $"{fault ?? "A pattern has no %."} Write {(isRight ? $"\"{meant}\"" : $"for example \"{Usual}\"")}.";
    }

    private static string? Refusal(string pattern) =>
        DateText.Format(DateTimeOffset.UnixEpoch, pattern, "UTC", CultureInfo.InvariantCulture) is { IsError: true } error ? error.AsError.Message : null;

    // A day and a year with minutes between them, and no hour.
    private static bool IsMinutesForMonths(string pattern) =>
        pattern.Contains("mm", StringComparison.Ordinal) && pattern.Contains('y', StringComparison.Ordinal) && pattern.Contains('d', StringComparison.Ordinal)
        && !pattern.AsSpan().ContainsAny("MLHh'%");
}
