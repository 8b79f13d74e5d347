using System.Text.RegularExpressions;
using Hub.Mappings.Reference;

namespace Hub.Mappings.Yaml;

/// <summary>Finds a map in flow style that was meant as a value: <c>{{ event.id }}</c> or <c>{item.number}</c> without quotes.</summary>
internal static class BareBraces
{
    // As far as anybody writes a path; it is looked for at each map of a file.
    private const int Farthest = 200;
    private const int LongestQuoted = 60;

    private static readonly Regex Path = new(@"^(?<root>[a-z_]+)(\.\??[A-Za-z_][A-Za-z0-9_]*)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>What to write instead; null where it is a map.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="begin">Where the map begins.</param>
    public static string? Find(string text, int begin)
    {
        if (begin >= text.Length || text[begin] != '{') return null;
        var rest = text.AsSpan(begin, Math.Min(Farthest, text.Length - begin));
        var isCut = begin + rest.Length < text.Length;
        if (rest.IndexOfAny('\r', '\n') is var line and >= 0)
        {
            rest = rest[..line];
            isCut = false;
        }

        var isDouble = rest.StartsWith("{{");
        var end = isDouble ? rest.IndexOf("}}") : rest.IndexOf('}');
        var inner = rest[(isDouble ? 2 : 1)..(end < 0 ? rest.Length : end)].Trim().ToString();
        var isPath = (end >= 0 || !isCut) && Path.Match(inner) is { Success: true } path && (MappingNames.WhereIs(path.Groups["root"].Value) is not null || isDouble);
        if (!isDouble && !isPath) return null;
        var quoted = inner.Length > LongestQuoted && !isPath ? $"{inner[..LongestQuoted]}…" : inner;
        var written = isDouble ? $"{{{{ {quoted} }}}}" : $"{{{quoted}}}";
        return isPath && MappingNames.WhereIs(inner.Split('.')[0]) is not null
            ? $"{written} is no value: to YAML {{ begins a map. Write \"${{{inner}}}\"."
            : $"{written} is no value: to YAML {{ begins a map. A value stands in \"${{…}}\", such as \"${{event.{(isPath ? inner : "id")}}}\".";
    }
}
