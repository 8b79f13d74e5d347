using System.Globalization;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>Durations as mapping files write them: <c>90s</c>, <c>5m</c>, <c>24h</c>, <c>7d</c>, also joined as <c>1h30m</c>.</summary>
internal static class DurationText
{
    private const int MostDigits = 9;
    private static readonly long LongestSeconds = (long)TimeSpan.FromDays(3650).TotalSeconds;

    /// <summary>Reads a duration; false where it has another form or is longer than ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var digits = 0;
        // Nine digits of days are more than a TimeSpan holds, and far less than a long.
        var seconds = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits++;
                continue;
            }

            if (digits is 0 or > MostDigits || SecondsOf(text[i]) is not { } unit) return false;
            seconds = checked(seconds + (unit * int.Parse(text.AsSpan(i - digits, digits), CultureInfo.InvariantCulture)));
            if (seconds > LongestSeconds) return false;
            digits = 0;
        }

        if (text.Length == 0 || digits > 0) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>A duration as CEL reads it, which knows no days: <c>24h</c>, <c>1h30m</c>.</summary>
    public static string ForExpression(TimeSpan duration)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Part((long)duration.TotalHours, 'h')}{Part(duration.Minutes, 'm')}{Part(duration.Seconds, 's')}");
        return text.Length == 0 ? "0s" : text;
    }

    /// <summary>What to write for a text that is no duration, as a sentence with a space before it; nothing where none is meant.</summary>
    public static string Advice(string text) => DurationWords.Meant(text) is { } meant ? $" Write {meant}."
        : text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit) ? $" Write {text}h, if hours are meant." : "";

    private static string Part(long count, char unit) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");

    private static long? SecondsOf(char letter) => letter switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => null,
    };
}
