using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Reads the keys of one YAML map: each at most once, unknown ones refused with the nearest known name.</summary>
internal sealed class KeyReader
{
    private readonly Problems problems;
    private readonly Dictionary<string, YamlEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Takes the keys of a map, and tells of those that it should not have.</summary>
    /// <param name="map">The map.</param>
    /// <param name="what">What it is, for messages: <c>A route</c>.</param>
    /// <param name="known">Its keys.</param>
    /// <param name="problems">Gathers what is wrong.</param>
    /// <param name="strangers">Takes the keys that nothing is known of, where the caller can say more about them; else they are told at once.</param>
    public KeyReader(YamlMap map, string what, IReadOnlyList<string> known, Problems problems, List<YamlEntry>? strangers = null)
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
            else if (strangers is not null && Vocabulary.Elsewhere.ContainsKey(entry.Name))
            {
                strangers.Add(entry);
            }
            else if (Meant(entry.Name, known) is { } meant)
            {
                problems.Add(entry.Key, $"{what} has no key {entry.Name}. Did you mean {meant}?");
                // What is below it is checked as if it stood under the right name.
                if (!map.Entries.Any(other => other.Name == meant)) entries[meant] = entry;
            }
            else if (strangers is null)
            {
                problems.Add(entry.Key, $"{what} has no key {entry.Name}. Its keys are {string.Join(", ", known)}.");
            }
            else
            {
                strangers.Add(entry);
            }
        }
    }

    public YamlMap At { get; }

    /// <summary>Whether the key is there, even with a wrong value.</summary>
    public bool Has(string key) => entries.ContainsKey(key);

    public YamlNode? Node(string key) => entries.GetValueOrDefault(key)?.Value;

    public YamlScalar? Scalar(string key) => Node(key) switch
    {
        null or YamlScalar { IsBroken: true } => null,
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
        null or YamlScalar { IsBroken: true } => null,
        YamlMap map => map,
        YamlList list => Wrong<YamlMap>(list, $"{key} takes names and values, not a list. Leave out the dashes."),
        YamlScalar { Text.Length: 0 } empty => Wrong<YamlMap>(empty, $"{key} is empty. Write name: value below it, or remove it."),
        var other => Wrong<YamlMap>(other, $"{key} takes names and values. Write them below it, each as name: value."),
    };

    /// <summary>A list of scalars, for which one scalar may stand alone.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key)
    {
        switch (Node(key))
        {
            case null or YamlScalar { IsBroken: true }:
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
                problems.Add(other, $"{key} takes a text or a list of texts, not {(other is YamlMap ? "names and values" : "nothing")}.");
                return [];
        }
    }

    public TimeSpan? Duration(string key) => Scalar(key) is { } scalar ? DurationOf(scalar, key) : null;

    public TimeSpan? DurationOf(YamlScalar scalar, string key)
    {
        if (DurationText.TryParse(scalar.Text, out var duration)) return duration;
        problems.Add(scalar, $"{key} takes a duration such as 90s, 5m, 24h or 7d, not {scalar.Text}.{DurationText.Advice(scalar.Text)}");
        return null;
    }

    private static string? Meant(string name, IReadOnlyList<string> known) =>
        Vocabulary.OtherWords.GetValueOrDefault(name) is { } word && known.Contains(word, StringComparer.Ordinal) ? word : Suggestion.Nearest(name, known);

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
