using Hub.Mappings.Yaml;

namespace Hub.Mappings.Inputs;

/// <summary>Finds <c>\n</c> where it is no new line: outside of double quotes.</summary>
internal static class UnreadBreaks
{
    private const string Mark = "\\n";
    private const int Longest = 100;

    /// <summary>What to write; null where there is none.</summary>
    /// <param name="scalar">A text that is sent.</param>
    public static string? Find(YamlScalar scalar)
    {
        if (scalar.IsEscaped || !ForeignTemplates.PlainParts(scalar.Text).Any(part => part.Contains(Mark, StringComparison.Ordinal))) return null;
        const string sent = $"{Mark} is sent as a backslash and an n: it is a new line in double quotes only.";
        // Only a text in lines of its own holds a break.
        if (scalar.Text.Contains('\n', StringComparison.Ordinal)) return $"{sent} Begin a new line in its place.";
        var isSimple = scalar.Text.Length <= Longest && !scalar.Text.Replace(Mark, "", StringComparison.Ordinal).AsSpan().ContainsAny('\\', '"');
        return isSimple ? $"{sent} Write \"{scalar.Text}\"" : $"{sent} Begin the value with | and put the lines below it.";
    }
}
