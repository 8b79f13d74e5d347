namespace Hub.Connectors.HubSpot;

/// <summary>Phone numbers as a CRM holds them: in any form.</summary>
internal static class HubSpotPhones
{
    private const int Fewest = 7;
    private const int Most = 15;

    // The country codes of two digits; 1 and 7 have one, all others three (ITU-T E.164, list of assigned country codes).
    private static readonly HashSet<string> TwoDigits =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
        "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    /// <summary>The number in E.164, where its country is told; null otherwise.</summary>
    public static string? E164(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var text = typed.Trim();
        if (text.Any(letter => !char.IsAsciiDigit(letter) && !" ()-./+\u00a0\u2011\u2013".Contains(letter, StringComparison.Ordinal))) return null;
        var digits = TypedPhone.DigitsOf(text);
        if (text.StartsWith("00", StringComparison.Ordinal)) digits = digits[2..];
        else if (text[0] != '+') return null;
        return digits.Length is >= Fewest and <= Most && digits[0] != '0' ? $"+{digits}" : null;
    }

    /// <summary>The number without its country, of a number in E.164.</summary>
    public static string National(string e164)
    {
        var digits = Digits(e164);
        var code = digits[0] is '1' or '7' ? 1 : TwoDigits.Contains(digits[..2]) ? 2 : 3;
        return digits[code..];
    }

    /// <summary>The digits alone.</summary>
    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
