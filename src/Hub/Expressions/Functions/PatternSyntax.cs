using System.Globalization;
using System.Text;

namespace Hub.Expressions;

/// <summary>Writes RE2's notation as .NET's, where the two mean different things: ASCII classes, the end of the text, named groups, characters outside the basic plane.</summary>
internal static class PatternSyntax
{
    private const string AnyCharacter = @"(?:[^\n\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";

    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t ", ["cntrl"] = @"\x00-\x1F\x7F", ["digit"] = "0-9", ["graph"] = "!-~",
        ["lower"] = "a-z", ["print"] = " -~", ["punct"] = @"!-/:-@\[-`{-~", ["space"] = @"\t\n\v\f\r ", ["upper"] = "A-Z", ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    public static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var (hasLines, hasAll) = Flags(pattern);
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '\\':
                    i = Escape(pattern, i, text, isClass: false);
                    break;
                case '[':
                    i = Class(pattern, i, text);
                    break;
                case '$' when !hasLines:
                    text.Append(@"\z");
                    i++;
                    break;
                case '.' when !hasAll:
                    text.Append(AnyCharacter);
                    i++;
                    break;
                case '(' when pattern.AsSpan(i).StartsWith("(?P<"):
                    text.Append("(?<");
                    i += 4;
                    break;
                default:
                    var rune = Rune.TryGetRuneAt(pattern, i, out var found) ? found : Rune.ReplacementChar;
                    Literal(rune, text);
                    i += rune.Utf16SequenceLength;
                    break;
            }
        }
        return text.ToString();
    }

    // A character outside the basic plane is two for .NET, which a repetition must take together.
    private static void Literal(Rune rune, StringBuilder text)
    {
        if (rune.IsBmp)
            text.Append((char)rune.Value);
        else
            text.Append("(?:").Append(rune.ToString()).Append(')');
    }

    private static (bool HasLines, bool HasAll) Flags(string pattern)
    {
        var (lines, all) = (false, false);
        for (var i = pattern.IndexOf("(?", StringComparison.Ordinal); i >= 0; i = pattern.IndexOf("(?", i + 2, StringComparison.Ordinal))
        {
            for (var j = i + 2; j < pattern.Length && char.IsAsciiLetterLower(pattern[j]); j++)
            {
                lines |= pattern[j] == 'm';
                all |= pattern[j] == 's';
            }
        }
        return (lines, all);
    }

    private static int Escape(string pattern, int i, StringBuilder text, bool isClass)
    {
        if (i + 1 >= pattern.Length)
        {
            text.Append('\\');
            return i + 1;
        }
        var letter = pattern[i + 1];
        var set = letter switch
        {
            'd' or 'D' => "0-9",
            'w' or 'W' => "0-9A-Za-z_",
            's' or 'S' => @"\t\n\f\r ",
            _ => null,
        };
        if (set is not null && (!isClass || char.IsAsciiLetterLower(letter)))
        {
            text.Append(isClass ? set : $"[{(char.IsAsciiLetterUpper(letter) ? "^" : "")}{set}]");
            return i + 2;
        }
        switch (letter)
        {
            case 'p' or 'P' when i + 2 < pattern.Length && pattern[i + 2] != '{':
                text.Append('\\').Append(letter).Append('{').Append(pattern[i + 2]).Append('}');
                return i + 3;
            case 'x' when i + 2 < pattern.Length && pattern[i + 2] == '{' && pattern.IndexOf('}', i) is > 0 and var end
                && int.TryParse(pattern.AsSpan(i + 3, end - i - 3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code):
                if (code <= char.MaxValue)
                    text.Append(CultureInfo.InvariantCulture, $@"\u{code:X4}");
                else
                    Literal(new(code), text);
                return end + 1;
            case 'Q' when !isClass:
                var close = pattern.IndexOf(@"\E", i, StringComparison.Ordinal) is >= 0 and var found ? found : pattern.Length;
                foreach (var rune in pattern.AsSpan(i + 2, close - i - 2).EnumerateRunes())
                {
                    if (rune.IsAscii && !Rune.IsLetterOrDigit(rune))
                        text.Append('\\');
                    Literal(rune, text);
                }
                return Math.Min(close + 2, pattern.Length);
            default:
                text.Append('\\').Append(letter);
                return i + 2;
        }
    }

    private static int Class(string pattern, int i, StringBuilder text)
    {
        text.Append('[');
        i++;
        if (i < pattern.Length && pattern[i] == '^')
        {
            text.Append('^');
            i++;
        }
        for (var first = i; i < pattern.Length && (pattern[i] != ']' || i == first);)
        {
            if (pattern[i] == '\\')
            {
                i = Escape(pattern, i, text, isClass: true);
            }
            else if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is > 0 and var end
                && Named.TryGetValue(pattern[(i + 2)..end], out var set))
            {
                text.Append(set);
                i = end + 2;
            }
            else
            {
                text.Append(pattern[i] is '[' or ']' ? $@"\{pattern[i]}" : pattern[i].ToString());
                i++;
            }
        }
        if (i < pattern.Length)
            text.Append(']');
        return Math.Min(i + 1, pattern.Length);
    }
}
