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

    /// <summary>The parts of a pattern when its counted repetitions are written out, about; no more than <see cref="int.MaxValue"/>.</summary>
    public static int Size(string pattern)
    {
        var outer = new Stack<double>();
        var (total, last) = (0.0, 0.0);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '(':
                    outer.Push(total);
                    (total, last) = (0, 0);
                    break;
                case ')' when outer.Count > 0:
                    last = total;
                    total += outer.Pop();
                    break;
                case '{' when pattern.IndexOf('}', i) is > 0 and var end && Repetitions(pattern.AsSpan(i + 1, end - i - 1)) is { } count:
                    total += last * (count - 1);
                    last *= count;
                    i = end;
                    break;
                default:
                    if (pattern[i] == '\\') i++;
                    last = 1;
                    total++;
                    break;
            }
        }

        while (outer.Count > 0) total += outer.Pop();
        return (int)Math.Min(total, int.MaxValue);
    }

    private static int? Repetitions(ReadOnlySpan<char> braces)
    {
        var comma = braces.IndexOf(',');
        var most = comma >= 0 && comma < braces.Length - 1 ? braces[(comma + 1)..] : comma >= 0 ? braces[..comma] : braces;
        return int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(count, 1) : null;
    }

    // A character outside the basic plane is two for .NET, which a repetition must take together.
    private static void Literal(Rune rune, StringBuilder text)
    {
        if (rune.IsBmp) text.Append((char)rune.Value);
        else text.Append("(?:").Append(rune.ToString()).Append(')');
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
                if (code <= char.MaxValue) text.Append(CultureInfo.InvariantCulture, $@"\u{code:X4}");
                else Literal(new(code), text);
                return end + 1;
            case 'Q' when !isClass:
                var close = pattern.IndexOf(@"\E", i, StringComparison.Ordinal) is >= 0 and var found ? found : pattern.Length;
                foreach (var rune in pattern.AsSpan(i + 2, close - i - 2).EnumerateRunes())
                {
                    if (rune.IsAscii && !Rune.IsLetterOrDigit(rune)) text.Append('\\');
                    Literal(rune, text);
                }

                return Math.Min(close + 2, pattern.Length);
            default:
                text.Append('\\').Append(letter);
                return i + 2;
        }
    }

    // A class is one unit of UTF-16 for .NET: characters of two units stand beside it as alternatives.
    private static int Class(string pattern, int i, StringBuilder text)
    {
        i++;
        var isNegated = i < pattern.Length && pattern[i] == '^';
        if (isNegated) i++;
        var set = new StringBuilder();
        var pairs = new StringBuilder();
        for (var first = i; i < pattern.Length && (pattern[i] != ']' || i == first);)
        {
            if (pattern[i] == '\\')
            {
                i = Escape(pattern, i, set, isClass: true);
            }
            else if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is > 0 and var end
                && Named.TryGetValue(pattern[(i + 2)..end], out var named))
            {
                set.Append(named);
                i = end + 2;
            }
            else if (i + 1 < pattern.Length && char.IsSurrogatePair(pattern[i], pattern[i + 1]))
            {
                pairs.Append('|').Append(pattern.AsSpan(i, 2));
                i += 2;
            }
            else
            {
                set.Append(pattern[i] is '[' or ']' ? $@"\{pattern[i]}" : pattern[i].ToString());
                i++;
            }
        }

        var close = i < pattern.Length ? "]" : "";
        if (isNegated) text.Append("(?:[^").Append(set).Append(@"\uD800-\uDFFF").Append(close).Append(@"|[\uD800-\uDBFF][\uDC00-\uDFFF])");
        else if (pairs.Length == 0) text.Append('[').Append(set).Append(close);
        else if (set.Length == 0) text.Append("(?:").Append(pairs, 1, pairs.Length - 1).Append(')');
        else text.Append("(?:[").Append(set).Append(close).Append(pairs).Append(')');
        return Math.Min(i + 1, pattern.Length);
    }
}
