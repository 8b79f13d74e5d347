using System.Globalization;

namespace Hub.Mappings;

/// <summary>Durations as mapping files write them: <c>90s</c>, <c>5m</c>, <c>24h</c>, <c>7d</c>, also joined as <c>1h30m</c>.</summary>
internal static class DurationText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads a duration; false where it has another form or is longer than ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits++;
                continue;
            }

            if (digits is 0 or > 9 || UnitOf(text[i]) is not { } unit) return false;
            duration += unit * int.Parse(text.AsSpan(i - digits, digits), CultureInfo.InvariantCulture);
            if (duration > Longest) return false;
            digits = 0;
        }

        return text.Length > 0 && digits == 0;
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
