namespace Hub.Connectors;

/// <summary>Phone numbers as people type them.</summary>
internal static class TypedPhone
{
    /// <summary>The digits of a number. Of one with its country, "+44 (0) 20 …", the digit in brackets is for callers from within the country only (ITU-T E.123) and is left out.</summary>
    public static string DigitsOf(string typed)
    {
        var text = typed.TrimStart();
        return string.Concat((text.StartsWith('+') || text.StartsWith("00", StringComparison.Ordinal) ? text.Replace("(0)", "", StringComparison.Ordinal) : text).Where(char.IsAsciiDigit));
    }
}
