using Hub.Expressions;

namespace Hub.Mappings.Yaml;

/// <summary>Finds what looks like a blank where YAML needs one: in an indent, behind a dash, on either side of a key's colon. There YAML takes it for a letter, and reads something else than everybody sees.</summary>
internal static class HiddenSpaces
{
    private const int MostLines = 5;

    /// <summary>The first such place in or beside lines in which something is wrong; null where there is none.</summary>
    /// <param name="lines">The text's lines.</param>
    /// <param name="wrong">The lines in question, counted from 1.</param>
    public static YamlTrap? Find(string[] lines, IEnumerable<int> wrong)
    {
        var first = wrong.Where(line => line >= 1 && line <= lines.Length).Distinct().Order().Select(line => (Line: line, At: In(lines[line - 1]))).FirstOrDefault(found => found.At >= 0);
        if (first.Line == 0) return null;
        var character = lines[first.Line - 1][first.At];
        var more = Enumerable.Range(first.Line + 1, lines.Length - first.Line).Where(line => In(lines[line - 1]) >= 0).Take(MostLines).ToList();
        var others = more.Count == 0 ? "" : $"; so too in line{(more.Count == 1 ? "" : "s")} {string.Join(", ", more)}";
        return new(first.Line, first.At + 1, $"Here stands {LookAlike.Space(character)}, which looks like a blank or like nothing and is a letter to YAML: {LookAlike.Mended(character)}{others}.");
    }

    // Where the first of them stands in the line's indent, behind its dash or at the colon of its key; -1 where none does.
    private static int In(string line)
    {
        var at = 0;
        while (at < line.Length && line[at] is ' ' or '\t' or '-')
        {
            at++;
        }

        if (at < line.Length && IsHidden(line[at])) return at;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or '.' or '-'))
        {
            at++;
        }

        var before = at;
        while (at < line.Length && (line[at] == ' ' || IsHidden(line[at]))) at++;
        if (at >= line.Length || line[at] != ':') return -1;
        var hidden = line.AsSpan(before, at - before).IndexOfAnyExcept(' ');
        return hidden >= 0 ? before + hidden : at + 1 < line.Length && IsHidden(line[at + 1]) ? at + 1 : -1;
    }

    private static bool IsHidden(char character) => LookAlike.Space(character) is not null;
}
