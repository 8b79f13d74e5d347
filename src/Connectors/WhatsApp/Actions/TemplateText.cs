using System.Text;

namespace Hub.Connectors.WhatsApp;

/// <summary>Makes a text fit for a template's parameter. Only what goes over the wire is cleaned; the record keeps the words as they were.</summary>
internal static class TemplateText
{
    // Meta refuses parameters with line breaks, tabs or more than four spaces in a row (132018).
    private const int MaxSpaces = 4;

    /// <summary>The text with each run of white space that Meta refuses made one space, and none at the ends.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var trimmed = text.Trim();
        for (var at = 0; at < trimmed.Length;)
        {
            var end = at;
            while (end < trimmed.Length && IsRun(trimmed[end])) end++;
            if (end == at)
            {
                clean.Append(trimmed[at++]);
                continue;
            }

            var run = trimmed.AsSpan(at, end - at);
            if (run.Length <= MaxSpaces && run.IndexOfAnyExcept(' ') < 0) clean.Append(run);
            else clean.Append(' ');
            at = end;
        }

        return clean.ToString();
    }

    private static bool IsRun(char character) => character is ' ' or '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
