namespace Hub.Mappings.Yaml;

/// <summary>Finds lines that other programs leave in a text: the marks of an unresolved merge, and the fences of Markdown. They stand at the beginning of a line, where no value of a mapping file can stand.</summary>
internal static class ForeignLines
{
    private const int MostLines = 5;
    private static readonly string[] Marks = ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "];
    private static readonly string[] Fences = ["```", "~~~"];

    /// <summary>The first such line; null where there is none.</summary>
    public static YamlTrap? Find(string text)
    {
        if (!Begins(text, Marks) && !Begins(text, Fences)) return null;
        var lines = text.Split('\n');
        return Of(lines, Marks, "{0} is a mark of a merge that was not finished. Keep one of the two sides, and remove this line{1}.") ?? Of(lines, Fences, "{0} is a fence of Markdown and no part of the file. Remove this line{1}.");
    }

    private static bool Begins(string text, string[] beginnings) =>
        Array.Exists(beginnings, beginning => text.StartsWith(beginning, StringComparison.Ordinal) || text.Contains('\n' + beginning, StringComparison.Ordinal));

    private static YamlTrap? Of(string[] lines, string[] beginnings, string sentence)
    {
        var found = Enumerable.Range(1, lines.Length).Where(line => Array.Exists(beginnings, beginning => lines[line - 1].StartsWith(beginning, StringComparison.Ordinal))).Take(MostLines + 1).ToList();
        if (found.Count == 0) return null;
        var more = found.Count == 1 ? "" : $" and line{(found.Count == 2 ? "" : "s")} {string.Join(", ", found.Skip(1))}";
        var sign = lines[found[0] - 1].TrimEnd('\r').Split(' ')[0];
        return new(found[0], 1, string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, sign, more));
    }
}
