using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Expressions;

/// <summary>Spans of time as people write them where the language wants another form.</summary>
internal static class DurationWords
{
    private static readonly Regex Words = new(@"^(?<number>[0-9]{1,6})\s?(?<unit>[a-zA-Z]{1,7})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Iso = new("^P((?<days>[0-9]{1,5})D)?(T((?<hours>[0-9]{1,6})H)?((?<minutes>[0-9]{1,6})M)?((?<seconds>[0-9]{1,6})S)?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The same span in hours, minutes or seconds, as <c>24h</c> for <c>1 day</c>, <c>1d</c> or <c>P1D</c>; null where the text is none.</summary>
    public static string? Meant(string text)
    {
        if (text.Length > 30) return null;
        var words = Words.Match(text.Trim());
        if (words.Success)
        {
            var number = int.Parse(words.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            return words.Groups["unit"].Value.ToLowerInvariant() switch
            {
                "s" or "sec" or "secs" or "second" or "seconds" => Written(number, 's'),
                "m" or "min" or "mins" or "minute" or "minutes" => Written(number, 'm'),
                "h" or "hr" or "hrs" or "hour" or "hours" => Written(number, 'h'),
                "d" or "day" or "days" => Written(number * 24, 'h'),
                "w" or "week" or "weeks" => Written(number * 24 * 7, 'h'),
                _ => null,
            };
        }

        var iso = Iso.Match(text.Trim());
        if (!iso.Success) return null;
        var hours = (NumberOf(iso, "days") * 24) + NumberOf(iso, "hours");
        var parts = string.Concat(Part(hours, 'h'), Part(NumberOf(iso, "minutes"), 'm'), Part(NumberOf(iso, "seconds"), 's'));
        return parts.Length == 0 ? null : parts;
    }

    private static int NumberOf(Match match, string part) => match.Groups[part] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static string Part(int number, char unit) => number == 0 ? "" : Written(number, unit);

    private static string Written(int number, char unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
