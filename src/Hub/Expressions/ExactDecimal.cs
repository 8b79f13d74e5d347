using System.Globalization;
using System.Numerics;

namespace Hub.Expressions;

/// <summary>Doubles with a given number of digits, rounded from their exact value, halves to even.</summary>
internal static class ExactDecimal
{
    /// <summary>So many digits after the point.</summary>
    public static string Fixed(double number, int digits)
    {
        var whole = Scaled(Math.Abs(number), digits).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var text = digits == 0 ? whole : $"{whole.AsSpan(0, whole.Length - digits)}.{whole.AsSpan(whole.Length - digits)}";
        return double.IsNegative(number) ? "-" + text : text;
    }

    /// <summary>One digit before the point, so many after it, and an exponent of two digits or more.</summary>
    public static string Scientific(double number, int digits)
    {
        var amount = Math.Abs(number);
        var exponent = amount == 0 ? 0 : (int)Math.Floor(Math.Log10(amount));
        var mantissa = Scaled(amount, digits - exponent);
        // The logarithm may be off by one, and rounding may add a digit.
        if (mantissa >= BigInteger.Pow(10, digits + 1)) mantissa = Scaled(amount, digits - ++exponent);
        else if (amount != 0 && mantissa < BigInteger.Pow(10, digits)) mantissa = Scaled(amount, digits - --exponent);
        var text = mantissa.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var point = digits == 0 ? "" : ".";
        return string.Create(CultureInfo.InvariantCulture, $"{(double.IsNegative(number) ? "-" : "")}{text[..1]}{point}{text[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    // number × 10^power as a whole number.
    private static BigInteger Scaled(double number, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        BigInteger numerator = exponent == 0 ? fraction : fraction | (1L << 52);
        var shift = Math.Max(exponent, 1) - 1075;
        BigInteger denominator = 1;
        if (shift >= 0) numerator <<= shift;
        else denominator <<= -shift;
        if (power >= 0) numerator *= BigInteger.Pow(10, power);
        else denominator *= BigInteger.Pow(10, -power);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
