namespace Hub.Mappings.Yaml;

/// <summary>What lists and maps in one line, <c>[…]</c> and <c>{…}</c>, take for something else than their writer.</summary>
internal static class FlowTraps
{
    private const string Comment = "To YAML # begins a comment here, and what closes the list or map is not read.";

    /// <summary>A <c>#</c> that cuts off the end of a list or map, in that line or above it.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="number">The line where YAML gave up.</param>
    public static YamlTrap? CutByComment(string[] lines, int number)
    {
        for (var line = number; line >= 1; line--)
        {
            if (CommentIn(lines[line - 1].TrimEnd('\r')) is var (at, message)) return new(line, at + 1, message);
        }

        return null;
    }

    /// <summary>A second colon in a value without quotes; null where there is none.</summary>
    /// <param name="value">The list or map.</param>
    public static (int At, string Message)? SecondColon(string value)
    {
        foreach (var piece in Pieces(value, out _))
        {
            var item = value[piece];
            if (item.IndexOf(": ", StringComparison.Ordinal) is not (var colon and > 0) || item[(colon + 2)..].TrimStart() is not [not ('"' or '\'' or '{' or '['), ..] text) continue;
            if (text.IndexOf(": ", StringComparison.Ordinal) is var second and >= 0)
            {
                return (piece.Start.Value + item.Length - text.Length + second, $"A value without quotes must not hold \": \". {QuotedForms.Advice(text.Contains(" #", StringComparison.Ordinal) ? "" : text.TrimEnd())}");
            }
        }

        return null;
    }

    /// <summary>What stands behind the end of a list or map with which a value begins; null where nothing does.</summary>
    /// <param name="value">The value.</param>
    public static string? Behind(string value)
    {
        _ = Pieces(value, out var end);
        if (end < 0) return null;
        var rest = value[(end + 1)..].TrimStart();
        return rest.Length == 0 || rest[0] is '#' or ':' or ',' or ']' or '}' ? null : $"To YAML this value ends at the {value[end]}. {QuotedForms.Advice(value.Contains(" #", StringComparison.Ordinal) ? "" : value)}";
    }

    private static (int At, string Message)? CommentIn(string line)
    {
        for (var begin = 0; begin < line.Length; begin++)
        {
            if (line[begin] is not ('[' or '{') || line.AsSpan(0, begin).TrimEnd() is not ([] or [.., ':' or '-'])) continue;
            var pieces = Pieces(line[begin..], out var end);
            if (end >= 0 || pieces.Count == 0) return null;
            var at = begin + pieces[^1].End.Value;
            if (at + 1 >= line.Length || line[at] != '#' || line[at + 1] is ' ' or '\t' or '#') return null;
            if (line.AsSpan(at).IndexOfAny(']', '}') < 0) return null;
            var item = line[(begin + pieces[^1].Start.Value)..(at + line.AsSpan(at).IndexOfAny(",]}"))];
            var colon = item.AsSpan(0, pieces[^1].End.Value - pieces[^1].Start.Value).IndexOf(": ");
            var text = item[(colon < 0 ? 0 : colon + 2)..].Trim();
            return (at, $"{Comment} {QuotedForms.Advice(text.AsSpan().ContainsAny("\"'${") ? "" : text)}");
        }

        return null;
    }

    // What stands between the brackets, braces and commas, without what is in quotes cut; up to a comment, or to the end of the whole.
    private static List<Range> Pieces(string value, out int end)
    {
        var pieces = new List<Range>();
        var (open, begin, quote) = (0, 0, '\0');
        end = -1;
        for (var i = 0; i < value.Length; i++)
        {
            if (quote != '\0')
            {
                if (quote == '"' && value[i] == '\\') i++;
                else if (value[i] == quote) quote = '\0';
            }
            else if (value[i] is '"' or '\'' && value.AsSpan(0, i).TrimEnd() is [] or [.., ',' or '[' or '{' or ':'])
            {
                quote = value[i];
            }
            else if (value[i] == '#' && i > 0 && value[i - 1] is ' ' or '\t' or '[' or '{' or ',')
            {
                pieces.Add(begin..i);
                return pieces;
            }
            else if (value[i] is '[' or '{' or ',' or ']' or '}')
            {
                pieces.Add(begin..i);
                begin = i + 1;
                open += value[i] is '[' or '{' ? 1 : value[i] is ',' ? 0 : -1;
                if (open > 0) continue;
                end = i;
                return pieces;
            }
        }

        pieces.Add(begin..value.Length);
        return pieces;
    }
}
