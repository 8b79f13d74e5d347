using System.Globalization;

namespace Hub.Expressions;

/// <summary>Numbers as text.</summary>
internal static class Numbers
{
    /// <summary>The value of a number token, or null where it is out of range.</summary>
    public static Value? Read(in Token token, bool negative)
    {
        var text = token.Text.AsSpan();
        if (token.Kind == TokenKind.Double)
        {
            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsInfinity(number) ? null : Value.Double(negative ? -number : number);
        }

        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!ulong.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude))
        {
            return null;
        }

        if (token.Kind == TokenKind.Uint) return Value.Uint(magnitude);
        if (negative) return magnitude > 1UL << 63 ? null : Value.Int(unchecked(-(long)magnitude));
        return magnitude > long.MaxValue ? null : Value.Int((long)magnitude);
    }

    /// <summary>A double as text: the shortest digits that read back as the same number.</summary>
    public static string Text(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal),
    };
}
