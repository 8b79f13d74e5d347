namespace Hub.Mappings.Yaml;

/// <summary>How a value is written so that YAML takes it as it is.</summary>
internal static class QuotedForms
{
    private const int Longest = 100;

    /// <summary>Advice to put a value in single quotes, with the very text where it is short.</summary>
    /// <param name="value">The value, as it should be read.</param>
    public static string Advice(ReadOnlySpan<char> value) => value.Length is 0 or > Longest ? "Put the whole value in single quotes." : $"Put the whole value in single quotes: {Single(value)}";

    /// <summary>The value in single quotes; those within it are doubled.</summary>
    public static string Single(ReadOnlySpan<char> value) => $"'{value.ToString().Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The value as it may stand behind a key: in single quotes where YAML would take it for something else.</summary>
    public static string Plain(string value) =>
        value.Contains(": ", StringComparison.Ordinal) || value.Contains(" #", StringComparison.Ordinal) || value is "" or ['!' or '&' or '*' or '"' or '\'' or '{' or '[' or '#' or '|' or '>' or '@' or '`' or '%' or '-' or '?', ..] ? Single(value) : value;

    /// <summary>Where in a text in double quotes the first backslash stands that begins no escape of YAML, and where the closing quote; -1 where there is none.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="begin">Where the opening quote stands.</param>
    /// <param name="end">How far it is looked for.</param>
    public static (int Bad, int Closing) BadEscape(string text, int begin, int end)
    {
        for (var i = begin + 1; i < end; i++)
        {
            if (text[i] == '"') return (-1, i);
            if (text[i] != '\\') continue;
            if (i + 1 < text.Length && !IsEscape(text, i + 1)) return (i, -1);
            i++;
        }

        return (-1, -1);
    }

    // YAML 1.2.2, 5.7: one letter, or x, u and U with two, four and eight digits.
    private static bool IsEscape(string text, int at)
    {
        var digits = text[at] switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        return digits > 0
            ? at + digits < text.Length && text.AsSpan(at + 1, digits).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0
            : "0abt\tnvfre \"/\\N_LP\r\n".Contains(text[at], StringComparison.Ordinal);
    }
}
