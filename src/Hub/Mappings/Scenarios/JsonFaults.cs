using System.Text;

namespace Hub.Mappings.Scenarios;

/// <summary>Why a text is no JSON, as a sentence that says what to write.</summary>
internal static class JsonFaults
{
    private const int LongestEscape = 5;
    private const string Bare = "Texts and names stand in double quotes; without them are only numbers, true, false and null.";

    /// <summary>The sentence for what stands at a place.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="column">The byte within the line, from 0.</param>
    public static string At(ReadOnlySpan<byte> json, long line, long column)
    {
        var begin = 0;
        for (var i = 0L; i < line && begin < json.Length; i++)
        {
            var end = json[begin..].IndexOf((byte)'\n');
            begin = end < 0 ? json.Length : begin + end + 1;
        }

        var at = (int)Math.Min(begin + column, json.Length);
        var rest = json[at..];
        var isEnd = rest.Trim(" \t\r\n"u8).IsEmpty;
        var place = JsonPlace.Before(json[..at]);
        if (place.IsEmpty && isEnd) return "It is empty.";
        if (place.InText) return InText(json[..at], rest);
        if (place.Word is { } word && InWord(word, rest, isEnd) is { } sentence) return sentence;
        if (isEnd) return "It ends too early: a closing }, ] or quote is missing.";
        var found = Rune.DecodeFromUtf8(rest, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
        if (place.IsDone) return $"The JSON ends before it. Remove {found} and what follows{(found.Value is '}' or ']' ? ", or open it before" : "")}.";
        return (found.Value, place.Last) switch
        {
            ('\'', _) => "Texts and names stand in double quotes: \"…\".",
            (0x201C or 0x201D or 0x201E, _) => "Texts and names stand in straight double quotes: \"…\".",
            ('/' or '#', _) => "JSON has no comments. Remove it.",
            ('=', JsonPlace.Name) => "A name and its value are joined by a colon.",
            ('}' or ']' or ',', JsonPlace.Name) => "A colon and a value are missing behind the name before it.",
            (_, JsonPlace.Name) => "A colon is missing behind the name before it.",
            ('}' or ']', ',') => "The comma before it is one too many. Remove it.",
            ('}' or ']', ':') => "A value is missing before it.",
            ('}', _) when place.Open == ']' => "What is open here is no object, and ends with ].",
            (']', _) when place.Open == '}' => "What is open here is no list, and ends with }.",
            (',', ',' or '[' or '{') => "This comma is one too many. Remove it.",
            (',', ':') => "A value is missing before it.",
            (':', ':') => "This colon is one too many. Remove it.",
            (':', _) when place.Open == ']' => "A list holds no names: write {\"…\": …} around a name and its value, or a comma for the colon.",
            (':', JsonPlace.Value) => "Behind a value comes a comma, and no colon.",
            (';', _) => "Values are parted by commas.",
            (_, JsonPlace.Value) when found.Value is '"' or '{' or '[' or '-' || Rune.IsDigit(found) => "A comma is missing before it.",
            (_, JsonPlace.Value) when Rune.IsLetter(found) => json[at - 1] == '"' ? "A text ends at the quote before it. Write \\\" for a quote within it." : "A comma is missing before it.",
            (_, '{' or ',') when place.Open == '}' && Rune.IsDigit(found) => "Names stand in double quotes: \"…\".",
            ('+', _) => "A number begins with a digit or -. Leave out the +.",
            ('.', _) => "A number begins with a digit. Write 0 before the point.",
            _ when Rune.IsLetter(found) => Bare,
            _ => $"{found} is not expected here.",
        };
    }

    private static string InText(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return "It ends too early: a closing }, ] or quote is missing.";
        if (rest[0] is (byte)'\n' or (byte)'\r' or (byte)'\t') return "A text ends in the line where it begins: write \\n for a new line within it, and \\t for a tab.";
        return before is [.., (byte)'\\']
            ? "Within a text \\ begins an escape, and this is none. Write \\\\ for a backslash."
            : rest[0] < ' ' ? "A text holds no control characters. Remove it, or write \\u and its four digits."
            : before[Math.Max(0, before.Length - LongestEscape)..].IndexOf("\\u"u8) >= 0 ? "Behind \\u stand four digits, of 0 to 9 and a to f. Write \\\\ for a backslash."
            : "This is not UTF-8. Save the file as UTF-8.";
    }

    // Null where the word is whole, and what comes behind it is what is wrong.
    private static string? InWord(string word, ReadOnlySpan<byte> rest, bool isEnd)
    {
        var next = rest.IsEmpty ? ' ' : (char)rest[0];
        if (char.IsAsciiLetter(word[0])) return isEnd || (word is "true" or "false" or "null" && !char.IsAsciiLetterOrDigit(next)) ? null : Bare;
        if (word is "0" or "-0" && char.IsAsciiDigit(next)) return "A number does not begin with 0. Leave the 0 out, or put the whole in double quotes.";
        if (!char.IsAsciiDigit(word[^1])) return $"The number is not whole: a digit is missing behind {word[^1]}.";
        return char.IsAsciiLetter(next) || next is '.' or '-' or '+' or '_' || (next == '/' && !rest.StartsWith("//"u8) && !rest.StartsWith("/*"u8)) ? "This is no number. What is a text stands in double quotes." : null;
    }
}
