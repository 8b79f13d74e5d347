using YamlDotNet.Core;

namespace Hub.Mappings.Yaml;

/// <summary>Where YAML means something else than the writer: one sentence each that says what to write.</summary>
internal static class YamlTraps
{
    /// <summary>What to write instead of what YAML could not read.</summary>
    public static string Explain(string text, YamlException wrong)
    {
        var line = LineOf(text, (int)wrong.Start.Line);
        var value = ValueOf(line);
        if (value.StartsWith('!')) return "A value that begins with ! is a tag to YAML. Put it in single quotes: '!…'.";
        if (value is ['{' or '[', ..] && HasBareExpression(value)) return "In flow style ${…} must stand in quotes: \"${…}\".";
        if (value is not ['"' or '\'', ..] && value.Contains(": ", StringComparison.Ordinal))
        {
            return "A value without quotes must not hold \": \". Put the whole value in single quotes.";
        }

        if (value is ['@' or '`' or '%' or ',' or ']' or '}', ..]) return $"A value cannot begin with {value[0]}. Put it in single quotes.";
        if (line.Contains('\t', StringComparison.Ordinal)) return "Indent with spaces: a tab is not allowed here.";
        return $"This is not YAML. {wrong.Message}";
    }

    /// <summary>Whether a plain value that ends at <paramref name="end"/> was cut by a comment that its writer did not mean as one.</summary>
    public static bool CutByComment(string text, int end, string value)
    {
        var i = end;
        while (i < text.Length && text[i] is ' ' or '\t') i++;
        if (i >= text.Length || text[i] != '#') return false;
        var isGlued = i + 1 < text.Length && text[i + 1] is not (' ' or '\t' or '#' or '\r' or '\n');
        var begun = value.LastIndexOf("${", StringComparison.Ordinal);
        var isOpen = (begun >= 0 && value.IndexOf('}', begun) < 0) || value.Count(c => c == '"') % 2 != 0;
        return isGlued || isOpen;
    }

    private static string LineOf(string text, int number)
    {
        var begin = 0;
        for (var i = 1; i < number; i++)
        {
            var next = text.IndexOf('\n', begin);
            if (next < 0) break;
            begin = next + 1;
        }

        var end = text.IndexOf('\n', begin);
        return (end < 0 ? text[begin..] : text[begin..end]).TrimEnd('\r');
    }

    // What stands behind the first "key: " or "- " of a line.
    private static string ValueOf(string line)
    {
        var rest = line.TrimStart();
        while (rest.StartsWith("- ", StringComparison.Ordinal)) rest = rest[2..].TrimStart();
        var colon = rest.IndexOf(": ", StringComparison.Ordinal);
        return rest is ['{' or '[', ..] || colon < 0 ? rest : rest[(colon + 2)..].Trim();
    }

    private static bool HasBareExpression(string value)
    {
        var quote = '\0';
        for (var i = 0; i < value.Length; i++)
        {
            if (quote != '\0') quote = value[i] == quote ? '\0' : quote;
            else if (value[i] is '"' or '\'') quote = value[i];
            else if (value[i] == '$' && i + 1 < value.Length && value[i + 1] == '{') return true;
        }

        return false;
    }
}
