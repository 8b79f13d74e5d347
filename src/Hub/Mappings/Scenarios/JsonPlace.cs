using System.Text;

namespace Hub.Mappings.Scenarios;

/// <summary>Where a reader of JSON stands: what is open, and what it has read last.</summary>
/// <param name="Open">How what is open is closed, <c>}</c> or <c>]</c>; NUL where nothing is.</param>
/// <param name="Last">The last sign of the grammar, or <see cref="Name"/> or <see cref="Value"/>; NUL where there was nothing.</param>
/// <param name="Word">The word or number that reaches up to the place; null where none does.</param>
/// <param name="InText">Whether the place is within a text.</param>
internal readonly record struct JsonPlace(char Open, char Last, string? Word, bool InText)
{
    /// <summary>Stands for the name of a member.</summary>
    public const char Name = 'n';

    /// <summary>Stands for a whole value.</summary>
    public const char Value = 'v';

    /// <summary>Whether nothing but blanks was read.</summary>
    public bool IsEmpty => Last == '\0' && !InText;

    /// <summary>Whether the one value that JSON is was read to its end.</summary>
    public bool IsDone => Open == '\0' && Last == Value && Word is null;

    /// <summary>The place behind a piece of JSON, all of which but its end is right.</summary>
    public static JsonPlace Before(ReadOnlySpan<byte> json)
    {
        var open = new Stack<char>();
        var last = '\0';
        for (var i = 0; i < json.Length;)
        {
            var sign = (char)json[i];
            if (sign == '"')
            {
                var end = TextEnd(json, i);
                if (end < 0) return new(Top(open), last, null, InText: true);
                last = Top(open) == '}' && last is '{' or ',' ? Name : Value;
                i = end + 1;
                continue;
            }

            if (IsOfWord(sign))
            {
                var begin = i;
                while (i < json.Length && IsOfWord((char)json[i])) i++;
                last = Value;
                if (i == json.Length) return new(Top(open), last, Encoding.UTF8.GetString(json[begin..]), InText: false);
                continue;
            }

            if (sign is '{' or '[') open.Push(sign == '{' ? '}' : ']');
            if (sign is '}' or ']') open.TryPop(out _);
            if (sign is not (' ' or '\t' or '\r' or '\n')) last = sign is '}' or ']' ? Value : sign;
            i++;
        }

        return new(Top(open), last, null, InText: false);
    }

    private static char Top(Stack<char> open) => open.TryPeek(out var closing) ? closing : '\0';

    private static int TextEnd(ReadOnlySpan<byte> json, int begin)
    {
        for (var i = begin + 1; i < json.Length; i++)
        {
            if (json[i] == '"') return i;
            if (json[i] == '\\') i++;
        }

        return -1;
    }

    private static bool IsOfWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '+' or '.' or '_' || sign >= 0x80;
}
