using System.Security.Cryptography;
using System.Text;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>What routes are, apart from layout and comments: the same as long as nothing is written otherwise that decides what they do.</summary>
internal static class RouteContents
{
    /// <summary>A hash of each route by its id: of its keys and values, of the <c>vars</c> of its file that it names, and of its file's name, with which its <c>once</c> keys begin anew.</summary>
    /// <param name="sources">The files, all of them valid.</param>
    /// <returns>32 hex digits for each route.</returns>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<MappingSource> sources)
    {
        var contents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources.Where(source => source.File != MappingFolder.Calendars))
        {
            if (YamlReader.Read(source.Text.TrimStart('\uFEFF'), new Problems(source.File)) is not YamlMap file) continue;
            var vars = (Entry(file, "vars") as YamlMap)?.Entries ?? [];
            foreach (var route in (Entry(file, "routes") as YamlList)?.Items.OfType<YamlMap>() ?? [])
            {
                if (Entry(route, "id") is YamlScalar id) contents[id.Text] = HashOf(source.File, route, vars);
            }
        }

        return contents;
    }

    private static string HashOf(string file, YamlMap route, IReadOnlyList<YamlEntry> vars)
    {
        var text = new StringBuilder(file).Append('\n');
        Write(route, text);
        var written = text.ToString();
        foreach (var named in vars.Where(named => written.Contains("vars." + named.Name, StringComparison.Ordinal)).OrderBy(named => named.Name, StringComparer.Ordinal))
        {
            text.Append('\n').Append(named.Name).Append('=');
            Write(named.Value, text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    // The order of a map's keys is layout; that of a list is not. Lengths stand before texts, so that no two nodes are written alike.
    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlScalar scalar:
                text.Append(scalar.Text.Length).Append(IsNoText(scalar) ? '!' : ':').Append(scalar.Text);
                break;
            case YamlList list:
                text.Append('[');
                foreach (var item in list.Items) Write(item, text);
                text.Append(']');
                break;
            case YamlMap map:
                text.Append('{');
                foreach (var entry in map.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
                {
                    text.Append(entry.Name.Length).Append(':').Append(entry.Name).Append('=');
                    Write(entry.Value, text);
                }

                text.Append('}');
                break;
        }
    }

    // Quotes are layout, but around what is no text without them.
    private static bool IsNoText(YamlScalar scalar) =>
        scalar.IsPlain && (scalar.Text is "" or "null" or "~" or "true" or "false" || char.IsAsciiDigit(scalar.Text[0]) || scalar.Text[0] is '-' or '+' or '.');

    private static YamlNode? Entry(YamlMap map, string name) => map.Entries.FirstOrDefault(entry => entry.Name == name)?.Value;
}
