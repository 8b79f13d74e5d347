using System.Text.RegularExpressions;
using Hub.Mappings.Reference;

namespace Hub.Mappings.Yaml;

/// <summary>Finds a map in flow style that was meant as a value: <c>{{ event.id }}</c> or <c>{item.number}</c> without quotes.</summary>
internal static class BareBraces
{
    private static readonly Regex Path = new(@"^(?<root>[a-z_]+)(\.\??[A-Za-z_][A-Za-z0-9_]*)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>What to write instead; null where it is a map.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="begin">Where the map begins.</param>
    public static string? Find(string text, int begin)
    {
        var rest = text.AsSpan(Math.Min(begin, text.Length));
        if (rest is not ['{', ..]) return null;
        if (rest.IndexOfAny('\r', '\n') is var line and >= 0) rest = rest[..line];
        var isDouble = rest.StartsWith("{{");
        var end = isDouble ? rest.IndexOf("}}") : rest.IndexOf('}');
        var inner = rest[(isDouble ? 2 : 1)..(end < 0 ? rest.Length : end)].Trim().ToString();
        var isPath = Path.Match(inner) is { Success: true } path && (MappingNames.WhereIs(path.Groups["root"].Value) is not null || isDouble);
        if (!isDouble && !isPath) return null;
        var written = isDouble ? $"{{{{ {inner} }}}}" : $"{{{inner}}}";
        return isPath && MappingNames.WhereIs(inner.Split('.')[0]) is not null
            ? $"{written} is no value: to YAML {{ begins a map. Write \"${{{inner}}}\"."
            : $"{written} is no value: to YAML {{ begins a map. A value stands in \"${{…}}\", such as \"${{event.{(isPath ? inner : "id")}}}\".";
    }
}
