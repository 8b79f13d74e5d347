using System.Text;

namespace Hub.Mappings.Scenarios;

/// <summary>Why a text is no JSON, as a sentence that says what to write.</summary>
internal static class JsonFaults
{
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
        var before = json[..at].TrimEnd(" \t\r\n"u8);
        var rest = json[at..];
        if (before.IsEmpty && rest.Trim(" \t\r\n"u8).IsEmpty) return "It is empty.";
        if (rest.Trim(" \t\r\n"u8).IsEmpty) return "It ends too early: a closing }, ] or quote is missing.";
        if (rest[0] is (byte)'\n' or (byte)'\r' or (byte)'\t') return "A text ends in the line where it begins: write \\n for a new line within it, and \\t for a tab.";
        var found = Rune.DecodeFromUtf8(rest, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
        var last = before.IsEmpty ? (byte)' ' : before[^1];
        return (found.Value, last) switch
        {
            ('\'', _) => "Texts and names stand in double quotes: \"…\".",
            (0x201C or 0x201D or 0x201E, _) => "Texts and names stand in straight double quotes: \"…\".",
            ('}' or ']', (byte)',') => "The comma before it is one too many. Remove it.",
            ('}' or ']', (byte)':') => "A value is missing before it.",
            ('}', _) => "What is open here is no object, and ends with ].",
            (']', _) => "What is open here is no list, and ends with }.",
            ('/' or '#', _) => "JSON has no comments. Remove it.",
            ('=', _) => "A name and its value are joined by a colon.",
            (',', (byte)',' or (byte)'[' or (byte)'{') => "This comma is one too many. Remove it.",
            ('"' or '{' or '[', not ((byte)',' or (byte)'[' or (byte)'{' or (byte)':' or (byte)' ')) => "A comma is missing before it.",
            _ when Rune.IsLetter(found) => "Texts and names stand in double quotes; without them are only numbers, true, false and null.",
            _ => $"{found} is not expected here.",
        };
    }
}
