using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Reads the keys of one YAML map: each at most once, unknown ones refused with the nearest known name.</summary>
internal sealed class KeyReader
{
    private readonly Problems problems;
    private readonly Dictionary<string, YamlEntry> entries = new(StringComparer.Ordinal);

    public KeyReader(YamlMap map, string what, IReadOnlyList<string> known, Problems problems)
    {
        At = map;
        this.problems = problems;
        foreach (var entry in map.Entries)
        {
            entries[entry.Name] = entry;
            if (known.Contains(entry.Name, StringComparer.Ordinal)) continue;
            if (Vocabulary.Reserved.TryGetValue(entry.Name, out var instead))
            {
                problems.Add(entry.Key, $"{entry.Name} is reserved for a later version of the language. {instead}");
            }
            else
            {
                problems.Add(entry.Key, $"{what} has no key {entry.Name}.{Suggestion.For(entry.Name, known)} Its keys are {string.Join(", ", known)}.");
            }
        }
    }

    public YamlMap At { get; }

    public YamlNode? Node(string key) => entries.GetValueOrDefault(key)?.Value;

    public YamlScalar? Scalar(string key) => Node(key) switch
    {
        null => null,
        YamlScalar { Text.Length: > 0 } scalar => scalar,
        YamlScalar empty => Wrong<YamlScalar>(empty, $"{key} is empty. Give it a value or remove it."),
        var other => Wrong<YamlScalar>(other, $"{key} takes one value, not a {KindOf(other)}."),
    };

    public YamlScalar? Required(string key, string example)
    {
        if (!entries.ContainsKey(key)) problems.Add(At, $"{key} is missing. Write {example}.");
        return Scalar(key);
    }

    public YamlMap? Map(string key) => Node(key) switch
    {
        null => null,
        YamlMap map => map,
        var other => Wrong<YamlMap>(other, $"{key} takes a map of names and values."),
    };

    /// <summary>A list of scalars, for which one scalar may stand alone.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlScalar { Text.Length: > 0 } one:
                return [one];
            case YamlList list:
                foreach (var item in list.Items.Where(item => item is not YamlScalar))
                {
                    problems.Add(item, $"{key} takes a list of texts, not of {KindOf(item)}s.");
                }

                if (list.Items.Count == 0) problems.Add(list, $"{key} is empty. Give it a value or remove it.");
                return [.. list.Items.OfType<YamlScalar>()];
            case var other:
                problems.Add(other, $"{key} takes a text or a list of texts.");
                return [];
        }
    }

    public TimeSpan? Duration(string key) => Scalar(key) is { } scalar ? DurationOf(scalar, key) : null;

    public TimeSpan? DurationOf(YamlScalar scalar, string key)
    {
        if (DurationText.TryParse(scalar.Text, out var duration)) return duration;
        problems.Add(scalar, $"{key} takes a duration such as 90s, 5m, 24h or 7d, not {scalar.Text}.");
        return null;
    }

    private static string KindOf(YamlNode node) => node switch
    {
        YamlList => "list",
        YamlMap => "map",
        _ => "text",
    };

    private T? Wrong<T>(YamlNode at, string message)
        where T : YamlNode
    {
        problems.Add(at, message);
        return null;
    }
}
