using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Mappings;

/// <summary>Reads a limit as people say it, <c>3/day</c>, to show how it is written.</summary>
internal static class LimitWords
{
    private static readonly Regex Number = new("(?<number>[0-9]{1,6})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly (string Word, string Span)[] Spans = [("minute", "1m"), ("hour", "1h"), ("week", "7d"), ("month", "30d"), ("day", "1d"), ("/m", "1m"), ("/h", "1h"), ("/w", "7d")];

    /// <summary>The map that was probably meant.</summary>
    public static string Written(string words)
    {
        var count = Number.Match(words) is { Success: true } number ? int.Parse(number.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 1;
        var span = Array.Find(Spans, pair => words.Contains(pair.Word, StringComparison.OrdinalIgnoreCase)).Span ?? "1d";
        var per = words.Contains("thread", StringComparison.OrdinalIgnoreCase) ? "thread" : "customer";
        return $"{{count: {Math.Max(1, count).ToString(CultureInfo.InvariantCulture)}, per: {per}, in: {span}}}";
    }
}
