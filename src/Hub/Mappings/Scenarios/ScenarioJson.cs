using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>What scenario files write, as JSON, and the comparison of it with what came.</summary>
internal static class ScenarioJson
{
    /// <summary>YAML as JSON: quoted scalars are text, plain ones what they look like.</summary>
    public static JsonNode? Of(YamlNode node) => node switch
    {
        YamlScalar { IsPlain: true } scalar => Plain(scalar.Text),
        YamlScalar scalar => JsonValue.Create(scalar.Text),
        YamlList list => new JsonArray([.. list.Items.Select(Of)]),
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, Of(entry.Value)))),
        _ => null,
    };

    /// <summary>Lays <paramref name="changes"/> over an object, field by field.</summary>
    public static void Merge(JsonObject onto, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            if (change is JsonObject deeper && onto[name] is JsonObject there) Merge(there, deeper);
            else onto[name] = change?.DeepClone();
        }
    }

    /// <summary>Whether all that is expected is there; what is not named may be anything.</summary>
    public static bool Matches(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject wanted, JsonObject given) => wanted.All(pair => Matches(pair.Value, given[pair.Key])),
        (JsonArray wanted, JsonArray given) => wanted.Count == given.Count && wanted.Zip(given).All(pair => Matches(pair.First, pair.Second)),
        (JsonValue wanted, JsonValue given) => wanted.ToString() == given.ToString(),
        _ => expected is null && actual is null,
    };

    private static JsonNode? Plain(string text)
    {
        if (text is "null" or "~" or "") return null;
        if (text is "true" or "false") return JsonValue.Create(text == "true");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
