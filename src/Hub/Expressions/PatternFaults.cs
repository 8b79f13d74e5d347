using System.Text.RegularExpressions;

namespace Hub.Expressions;

/// <summary>What is said of a regular expression that is none, with the part and what to write for it.</summary>
internal static class PatternFaults
{
    private const string Flags = "imsU";

    /// <summary>Of one that cannot be read.</summary>
    public static string Of(string pattern, ArgumentException exception) => $"\"{pattern}\" is no regular expression: {(exception as RegexParseException)?.Error switch
    {
        RegexParseError.UnterminatedBracket => "a [ is not closed. Write ] where the set of characters ends, or [[] for the sign itself.",
        RegexParseError.InsufficientClosingParentheses => "a ( is not closed. Write ) where the group ends, or [(] for the sign itself.",
        RegexParseError.InsufficientOpeningParentheses => "a ) closes nothing. Remove it, or write [)] for the sign itself.",
        RegexParseError.QuantifierAfterNothing => $"{Repeater(pattern, exception)} repeats what stands before it, and nothing does. Write .* for anything, or [{Repeater(pattern, exception)}] for the sign itself.",
        RegexParseError.NestedQuantifiersNotParenthesized => "two signs of repetition stand beside each other. Remove one, or write [+] for the sign itself.",
        RegexParseError.ReversedCharacterRange => "a range within [ ] runs backwards. Write it from the lower to the higher, as [a-z].",
        RegexParseError.ReversedQuantifierRange => "a repetition runs backwards. Write the smaller number first, as {2,5}.",
        RegexParseError.UnescapedEndingBackslash => "it ends in a backslash, which stands for the sign behind it. Remove it, or write two.",
        RegexParseError.UnrecognizedEscape => "a backslash stands before a letter that has no meaning so. Remove the backslash.",
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference => "it refers back to a group, which is no part of the language. Write what the group holds once more.",
        _ => $"{exception.Message.Split(". ", 2)[^1].TrimEnd('.')}. Write words without signs, or [ ] around each sign that stands for itself.",
    }}";

    /// <summary>Of one that the engine without backtracking cannot run.</summary>
    public static string Unsupported(string pattern)
    {
        foreach (var mark in new[] { "(?=", "(?!", "(?<=", "(?<!" })
        {
            if (pattern.Contains(mark, StringComparison.Ordinal)) return $"\"{pattern}\" looks ahead or back with {mark}, which is no part of the language. Write two conditions joined by &&, the second with ! before it where something must not be there.";
        }

        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] != '\\') continue;
            if (char.IsAsciiDigit(pattern[i + 1]) || pattern[i + 1] == 'k') return $"\"{pattern}\" refers back to a group with \\{pattern[i + 1]}, which is no part of the language. Write what the group holds once more.";
            i++;
        }

        return $"\"{pattern}\" is too large a regular expression. Write several, joined by && or ||.";
    }

    /// <summary>Of one between slashes, as other languages write them; null where the slashes may be meant.</summary>
    public static string? InSlashes(string pattern)
    {
        var end = pattern.LastIndexOf('/');
        if (pattern.Length < 3 || pattern[0] != '/' || end < 2) return null;
        var (inner, flags) = (pattern[1..end], pattern[(end + 1)..]);
        var isMeant = flags.All(char.IsAsciiLetterLower) && flags.Length <= 3 && (flags.Length > 0 || inner[0] == '^' || inner[^1] == '$');
        var known = string.Concat(flags.Where(flag => Flags.Contains(flag, StringComparison.Ordinal)));
        return isMeant ? $"The slashes are part of this pattern. Write \"{(known.Length == 0 ? "" : $"(?{known})")}{inner}\"." : null;
    }

    // The place that is told lies at the sign, or just behind it.
    private static char Repeater(string pattern, ArgumentException exception)
    {
        var read = pattern[..Math.Min(pattern.Length, ((RegexParseException)exception).Offset + 1)];
        return read.LastOrDefault(sign => sign is '*' or '+' or '?' or '{', '*');
    }
}
