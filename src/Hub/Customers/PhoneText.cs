using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Customers;

/// <summary>
/// What a person wrote, reduced to what is dialled: the first steps of libphonenumber's parser (PhoneNumberUtil: extractPossibleNumber,
/// isViablePhoneNumber, maybeStripExtension, normalizeDigits), without letters for digits.
/// </summary>
internal static class PhoneText
{
    private const int LongestInput = 250;
    private const int FewestDigits = 3;
    private const string Context = ";phone-context=";
    private const string Subaddress = ";isub=";
    private const string Pluses = "+\uFF0B";

    private const string Punctuation =
        @"\-x\u2010-\u2015\u2212\u30FC\uFF0D-\uFF0F \u00A0\u00AD\u200B\u2060\u3000()\uFF08\uFF09\uFF3B\uFF3D.\[\]/~\u2053\u223C\uFF5E";

    private static readonly SearchValues<char> Usual = SearchValues.Create("0123456789 -().");

    private static readonly Regex Viable = Compile($@"\A[{Pluses}]*(?:[{Punctuation}*]*\d){{3,}}[{Punctuation}*]*\z");

    private static readonly Regex SecondNumber = Compile(@"[\\/] *x");

    private static readonly Regex AfterEnd = Compile(@"[^\d#]+\z");

    // An extension needs a word, a sign or a separator before it; the less certain the sign, the fewer digits may follow.
    private static readonly Regex Extension = Compile(
        @"(?:;ext=\d{1,20}"
        + @"|[ \u00A0\t,]*(?:e?xt(?:ensi(?:o\u0301?|\u00F3))?n?|\uFF45?\uFF58\uFF54\uFF4E?|\u0434\u043E\u0431|anexo)[:.\uFF0E]?[ \u00A0\t,\-]*\d{1,20}#?"
        + @"|[ \u00A0\t,]*(?:[x\uFF58#\uFF03~\uFF5E]|int|\uFF49\uFF4E\uFF54)[:.\uFF0E]?[ \u00A0\t,\-]*\d{1,9}#?"
        + @"|[- ]+\d{1,6}#"
        + @"|[ \u00A0\t]*(?:,{2}|;)[:.\uFF0E]?[ \u00A0\t,\-]*\d{1,15}#?"
        + @"|[ \u00A0\t]*,+[:.\uFF0E]?[ \u00A0\t,\-]*\d{1,9}#?)\z");

    /// <summary>The digits of a number in ASCII, and whether a plus stood before them.</summary>
    /// <returns>False where the text holds no number, or more than one.</returns>
    public static bool TryRead(string text, out string digits, out bool plus)
    {
        plus = text.StartsWith('+');
        digits = plus ? text[1..] : text;
        if (text.Length > LongestInput) return false;

        if (digits.Length > 0 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return true;
        if (!digits.AsSpan().ContainsAnyExcept(Usual)) return TryReadUsual(ref digits);

        var number = WithoutExtension(Candidate(Dialled(text)));
        if (!Viable.IsMatch(number)) return false;

        plus = Pluses.Contains(number[0], StringComparison.Ordinal);
        digits = string.Concat(number.Where(char.IsDigit).Select(digit => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digit))));
        return true;
    }

    // Among these signs there is nothing to cut away: only the digits count.
    private static bool TryReadUsual(ref string digits)
    {
        Span<char> kept = stackalloc char[LongestInput];
        var count = 0;
        foreach (var character in digits)
        {
            if (char.IsAsciiDigit(character)) kept[count++] = character;
        }

        if (count < FewestDigits) return false;
        digits = new(kept[..count]);
        return true;
    }

    /// <summary>The number of a <c>tel:</c> address (RFC 3966), its global context put before it; other text as it is.</summary>
    private static string Dialled(string text)
    {
        var subaddress = text.IndexOf(Subaddress, StringComparison.OrdinalIgnoreCase);
        var number = subaddress < 0 ? text : text[..subaddress];
        var at = number.IndexOf(Context, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return number;

        var context = number[(at + Context.Length)..].Split(';')[0];
        var scheme = number.IndexOf("tel:", StringComparison.OrdinalIgnoreCase);
        var local = number[(scheme < 0 || scheme > at ? 0 : scheme + "tel:".Length)..at];
        return context.StartsWith('+') ? context + local : local;
    }

    /// <summary>From the first plus or digit to the last digit; nothing where there is none.</summary>
    private static string Candidate(string text)
    {
        var start = text.AsSpan().IndexOfAny(Pluses);
        var digit = 0;
        while (digit < text.Length && !char.IsDigit(text[digit])) digit++;

        start = start < 0 ? digit : Math.Min(start, digit);
        var number = text[start..];
        var second = SecondNumber.Match(number);
        number = second.Success ? number[..second.Index] : number;
        var end = AfterEnd.Match(number);
        return end.Success ? number[..end.Index] : number;
    }

    private static string WithoutExtension(string number)
    {
        var extension = Extension.Match(number);
        return extension.Success && Viable.IsMatch(number[..extension.Index]) ? number[..extension.Index] : number;
    }

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
