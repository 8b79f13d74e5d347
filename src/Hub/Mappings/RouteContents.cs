using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>What routes are, apart from layout and comments: the same as long as nothing is written otherwise that decides what they do.</summary>
internal sealed class RouteContents
{
    private readonly Snapshot snapshot;
    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, string Route), YamlMap> written = [];

    private RouteContents(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        foreach (var source in snapshot.Sources.Where(source => source.File != MappingFolder.Calendars))
        {
            if (YamlReader.Read(source.Text.TrimStart('\uFEFF'), new Problems(source.File)) is not YamlMap file) continue;
            foreach (var route in (Entry(file, "routes") as YamlList)?.Items.OfType<YamlMap>() ?? [])
            {
                if (Entry(route, "id") is YamlScalar id) written[(source.File, id.Text)] = route;
            }
        }
    }

    /// <summary>
    /// A hash of each route by its id: of its keys and values, of what it uses that is declared elsewhere (<c>vars</c>, state variables, links, calendars), of the route that it follows,
    /// which decides whether it runs and with what, and of its file's name, with which its <c>once</c> keys begin anew.
    /// </summary>
    /// <returns>32 hex digits for each route.</returns>
    public static IReadOnlyDictionary<string, string> Of(Snapshot snapshot)
    {
        var contents = new RouteContents(snapshot);
        foreach (var route in snapshot.Routes) contents.HashOf(route);
        return contents.hashes;
    }

    private string HashOf(Route route)
    {
        if (hashes.TryGetValue(route.Id, out var known)) return known;
        var text = new StringBuilder(route.File).Append('\n');
        if (written.TryGetValue((route.File, route.Id), out var node)) Write(node, text);
        if (route.Trigger is RouteTrigger.AfterRoute after && snapshot.Find(after.Id) is { } followed) Part("after", after.Id, HashOf(followed));
        foreach (var (name, value) in route.Vars.OrderBy(constant => constant.Name, StringComparer.Ordinal)) Part("vars", name, Json(value));
        foreach (var name in route.State) Part("state", name, snapshot.State.TryGetValue(name, out var declared) ? $"{declared.Of} {declared.TypeName} {declared.For.Ticks}" : "");
        foreach (var name in route.Links.Order(StringComparer.Ordinal)) Part("links", name, snapshot.Links.TryGetValue(name, out var link) ? $"{link.Left} {link.Right} {link.Reopen.Ticks}" : "");
        foreach (var name in route.Calendars) Part("calendars", name, snapshot.Calendars.TryGetValue(name, out var calendar) ? calendar.Content : "");
        return hashes[route.Id] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));

        void Part(string family, string name, string content) => text.Append('\n').Append(family).Append(' ').Append(name).Append('=').Append(content.Length).Append(':').Append(content);
    }

    private static string Json(in Value value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) ValueJson.Write(writer, value);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
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
