using System.Text.Json.Serialization;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>How something differs between two folders.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DifferenceKind>))]
internal enum DifferenceKind
{
    /// <summary>It is only in the newer one.</summary>
    [JsonStringEnumMemberName("added")]
    Added,

    /// <summary>It is only in the older one.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>It is in both, otherwise.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}

/// <summary>A key that is written otherwise.</summary>
/// <param name="Key">The key with those above it: <c>with.body</c>.</param>
/// <param name="Old">The older value as text; null where the key was not there.</param>
/// <param name="New">The newer value as text; null where the key is not there any more.</param>
internal sealed record KeyDifference(string Key, string? Old, string? New);

/// <summary>Something that differs between two folders of mapping files.</summary>
/// <param name="Of">What it is: <c>file</c>, <c>route</c>, <c>calendar</c>, or the file's key under which it stands: <c>vars</c>, <c>links</c>.</param>
/// <param name="Name">The file's name, the route's id, or the name under that key.</param>
/// <param name="File">The file; the newer one where it is in both.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Keys">What is written otherwise, where it is in both.</param>
internal sealed record MappingDifference(string Of, string Name, string File, DifferenceKind Kind, IReadOnlyList<KeyDifference> Keys)
{
    private const string Route = "route";

    // A key that moved to another file: its once keys are counted anew there.
    private const string FileKey = "file";

    /// <summary>All that differs, by what it is and its name; files that cannot be read as YAML count as empty. Layout and comments make no difference.</summary>
    public static IReadOnlyList<MappingDifference> Between(IReadOnlyList<MappingSource> older, IReadOnlyList<MappingSource> newer)
    {
        var (before, after) = (Parts(older), Parts(newer));
        var all = before.Keys.Union(after.Keys).OrderBy(key => key.Of, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal);
        return [.. all.Select(key => Compare(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key))).OfType<MappingDifference>()];
    }

    private static MappingDifference? Compare((string Of, string Name) key, Part? before, Part? after)
    {
        if (before is null) return new(key.Of, key.Name, after!.File, DifferenceKind.Added, []);
        if (after is null) return new(key.Of, key.Name, before.File, DifferenceKind.Removed, []);
        var keys = before.Values.Keys.Union(after.Values.Keys, StringComparer.Ordinal)
            .Select(name => new KeyDifference(name, before.Values.GetValueOrDefault(name), after.Values.GetValueOrDefault(name)))
            .Where(pair => pair.Old != pair.New)
            .ToList();
        if (key.Of == Route && before.File != after.File) keys.Insert(0, new(FileKey, before.File, after.File));
        return keys.Count == 0 ? null : new(key.Of, key.Name, after.File, DifferenceKind.Changed, keys);
    }

    private static Dictionary<(string Of, string Name), Part> Parts(IReadOnlyList<MappingSource> sources)
    {
        var parts = new Dictionary<(string, string), Part>();
        foreach (var source in sources.OrderBy(source => source.File, StringComparer.Ordinal))
        {
            if (source.File == MappingFolder.Calendars)
            {
                foreach (var (name, values) in CalendarText.Flat(source.Text)) parts[("calendar", name)] = new(source.File, values);
                continue;
            }

            if (YamlReader.Read(source.Text, new Problems(source.File)) is not YamlMap file) continue;
            parts[(FileKey, source.File)] = new(source.File, file.Entries.Where(entry => entry.Value is YamlScalar && entry.Name != "language").ToDictionary(entry => entry.Name, entry => Text(entry.Value), StringComparer.Ordinal));
            foreach (var entry in file.Entries) Add(parts, source.File, entry);
        }

        return parts;
    }

    private static void Add(Dictionary<(string, string), Part> parts, string file, YamlEntry entry)
    {
        switch (entry.Value)
        {
            case YamlList routes when entry.Name == "routes":
                foreach (var route in routes.Items.OfType<YamlMap>())
                {
                    if (route.Entries.FirstOrDefault(key => key.Name == "id")?.Value is YamlScalar id) parts[(Route, id.Text)] = new(file, Flat(route));
                }

                break;
            case YamlMap map:
                foreach (var named in map.Entries) parts[(entry.Name, named.Name)] = new(file, Flat(named.Value));
                break;
        }
    }

    // Keys of maps become one path; a list is one value, because a change in it moves what follows.
    private static Dictionary<string, string> Flat(YamlNode node)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(node, "");
        return values;

        void Walk(YamlNode at, string path)
        {
            if (at is not YamlMap map) values[path] = Text(at);
            else foreach (var entry in map.Entries) Walk(entry.Value, path.Length == 0 ? entry.Name : $"{path}.{entry.Name}");
        }
    }

    private static string Text(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Text,
        YamlList list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        YamlMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Name}: {Text(entry.Value)}"))}}}",
        _ => "",
    };

    private sealed record Part(string File, IReadOnlyDictionary<string, string> Values);
}
