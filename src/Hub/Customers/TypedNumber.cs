using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Customers;

/// <summary>A phone number as somebody copies or types it into a search, in plain signs.</summary>
internal static partial class TypedNumber
{
    private static readonly string[] Prefixes = ["https://", "http://", "wa.me/", "tel:"];

    /// <summary>
    /// The text with ASCII digits for those of other scripts and widths, plain spaces and dashes for theirs, and without what no one sees (marks of writing direction), the scheme of an
    /// address (<c>tel:</c>, <c>wa.me/</c>) and the zero in brackets that is not dialled from abroad (<c>+49 (0)176</c>).
    /// </summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            switch (char.GetUnicodeCategory(letter))
            {
                case UnicodeCategory.Format:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)));
                    break;
                case UnicodeCategory.SpaceSeparator:
                    plain.Append(' ');
                    break;
                case UnicodeCategory.DashPunctuation:
                    plain.Append('-');
                    break;
                default:
                    plain.Append(letter == '\uFF0B' ? '+' : letter is '\uFF08' ? '(' : letter is '\uFF09' ? ')' : letter);
                    break;
            }
        }

        var found = plain.ToString().Trim();
        foreach (var prefix in Prefixes)
        {
            if (found.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) found = found[prefix.Length..];
        }

        return TrunkZero().Replace(found, "${country} ");
    }

    [GeneratedRegex(@"^(?<country>(?:\+|00)[ ]*[0-9]{1,3})[ .-]*\(0\)[ .-]*", RegexOptions.NonBacktracking)]
    private static partial Regex TrunkZero();
}
