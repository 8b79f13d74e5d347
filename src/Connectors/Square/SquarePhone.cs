using System.Collections.Frozen;

namespace Hub.Connectors.Square;

/// <summary>Square keeps phone numbers as they were typed. Reads one as E.164, by the country of the seller; Square sells to eight countries.</summary>
internal static class SquarePhone
{
    private const int Shortest = 7;
    private const int Longest = 15;

    // Country code, the digit before national numbers, how foreign numbers begin, and the digits of a national number without that digit (ITU-T E.164, E.123).
    private static readonly FrozenDictionary<string, Plan> Plans = new Dictionary<string, Plan>(StringComparer.OrdinalIgnoreCase)
    {
        ["US"] = new("1", "1", "011", 10, 10),
        ["CA"] = new("1", "1", "011", 10, 10),
        ["GB"] = new("44", "0", "00", 9, 10),
        ["IE"] = new("353", "0", "00", 7, 9),
        ["FR"] = new("33", "0", "00", 9, 9),
        ["ES"] = new("34", "", "00", 9, 9),
        ["AU"] = new("61", "0", "0011", 9, 9),
        ["JP"] = new("81", "0", "010", 9, 10),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number in E.164; null where it cannot be told.</summary>
    /// <param name="typed">As somebody typed it.</param>
    /// <param name="country">The country of a number that names none; null where it is not known.</param>
    public static string? ToE164(string? typed, string? country)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var isWhole = typed.TrimStart().StartsWith('+');
        var digits = TypedPhone.DigitsOf(typed);
        if (isWhole) return Whole(digits);
        if (country is null || !Plans.TryGetValue(country, out var plan)) return null;
        if (digits.StartsWith(plan.Abroad, StringComparison.Ordinal)) return Whole(digits[plan.Abroad.Length..]);
        if (plan.Takes(digits)) return $"+{plan.Code}{digits}";
        if (plan.Trunk.Length > 0 && digits.StartsWith(plan.Trunk, StringComparison.Ordinal) && plan.Takes(digits[plan.Trunk.Length..])) return $"+{plan.Code}{digits[plan.Trunk.Length..]}";
        return digits.StartsWith(plan.Code, StringComparison.Ordinal) && plan.Takes(digits[plan.Code.Length..]) ? $"+{digits}" : null;
    }

    private static string? Whole(string digits) => digits.Length is >= Shortest and <= Longest && digits[0] != '0' ? $"+{digits}" : null;

    private sealed record Plan(string Code, string Trunk, string Abroad, int Least, int Most)
    {
        // What begins with the digit before national numbers is no national number without it.
        public bool Takes(string digits) => digits.Length >= Least && digits.Length <= Most && (Trunk.Length == 0 || !digits.StartsWith(Trunk, StringComparison.Ordinal));
    }
}
