using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Rehearsals;

/// <summary>Stand-ins for phone numbers. Country and area stay, the end is counted; one number has one stand-in, written as +61 412 345 678 or 0412 345 678 or 61412345678.</summary>
internal sealed class PhoneStandIns
{
    private static readonly Regex Candidates = new(@"[+(]?[0-9][0-9 ()./\-\u00a0]{5,}[0-9]", RegexOptions.NonBacktracking);

    // What the forms of one number have in common: country code, trunk zero and Brazil's ninth digit stand before these.
    private const int Common = 8;
    private const int Fewest = 7;
    private const int Most = 15;
    private const int ReplacedAtMost = 6;
    private const int LongestAlone = 12;

    private readonly HashSet<string> originals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private int given;

    /// <summary>Whether a text is one number: digits with plus sign and separators at most.</summary>
    public static bool IsNumber(string text) => Candidates.Match(text) is { Success: true } match && match.Length == text.Trim().Length && DigitsOf(text).Length is >= Fewest and <= Most;

    /// <summary>Learns a number in any form.</summary>
    public void Learn(string number)
    {
        var digits = DigitsOf(number);
        if (digits.Length < Fewest) return;
        originals.Add(KeyOf(digits));
    }

    /// <summary>A text with stand-ins for every learned number, and for all else that can only be one.</summary>
    public string Replace(string text) => Candidates.Replace(text, match =>
    {
        var digits = DigitsOf(match.Value);
        if (digits.Length is < Fewest or > Most) return match.Value;
        return originals.Contains(KeyOf(digits)) || LooksLikePhone(match.Value, digits, text) ? StandIn(match.Value, digits) : match.Value;
    });

    // Ids and times are digits too: what counts is a plus, a leading zero, or digits among words.
    private static bool LooksLikePhone(string number, string digits, string text) =>
        number[0] is '+' or '(' || (number[0] == '0' && digits.Length is >= 9 and <= LongestAlone) || (digits.Length >= 9 && number.Length == digits.Length && text.AsSpan().ContainsAny(' ', '\n'));

    private string StandIn(string number, string digits)
    {
        var replaced = Math.Min(ReplacedAtMost, digits.Length - 3);
        var key = KeyOf(digits);
        if (!numbers.TryGetValue(key, out var count))
        {
            // Never a number that somebody else in the document has.
            do count = ++given;
            while (originals.Contains(KeyOf(With(digits, replaced, count))) || With(digits, replaced, count) == digits);
            numbers[key] = count;
        }

        var other = With(digits, replaced, count);
        var next = 0;
        return string.Concat(number.Select(letter => char.IsAsciiDigit(letter) ? other[next++] : letter));
    }

    private static string With(string digits, int replaced, int count)
    {
        var end = count.ToString(CultureInfo.InvariantCulture).PadLeft(replaced, '0');
        return digits[..^replaced] + end[^replaced..];
    }

    private static string KeyOf(string digits) => digits.Length <= Common ? digits : digits[^Common..];

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
