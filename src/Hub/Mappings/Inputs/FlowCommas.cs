using Hub.Mappings.Yaml;

namespace Hub.Mappings.Inputs;

/// <summary>Finds the value in a map in one line that a comma within it ended, as <c>{text: Hello, you}</c>.</summary>
internal static class FlowCommas
{
    /// <summary>What to write; empty where the key before it says it already, null where it is no part of a value.</summary>
    /// <param name="map">The map.</param>
    /// <param name="entry">One of its entries, which it should not have.</param>
    public static string? Cut(YamlMap map, YamlEntry entry)
    {
        var at = map.Entries.ToList().FindIndex(other => ReferenceEquals(other, entry));
        var first = at;
        while (first > 0 && IsBare(map.Entries[first])) first--;
        if (first == at || map.Entries[first] is not { Value: YamlScalar { IsPlain: true, Text.Length: > 0 } begun } cut || begun.Line != entry.Key.Line) return null;
        if (at > first + 1) return "";
        var parts = map.Entries.Skip(at).TakeWhile(IsBare).Select(part => part.Name);
        return $"Within braces in one line a comma ends the value. Write it in quotes: {cut.Name}: {QuotedForms.Single($"{begun.Text}, {string.Join(", ", parts)}")}.";
    }

    private static bool IsBare(YamlEntry entry) => entry is { Key.IsPlain: true, Value: YamlScalar { IsPlain: true, Text.Length: 0, IsBroken: false } };
}
