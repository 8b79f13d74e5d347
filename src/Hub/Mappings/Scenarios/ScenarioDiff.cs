using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Mappings.Scenarios;

/// <summary>A field that is not as expected.</summary>
/// <param name="Field">Its path in the entry: <c>with.tags[0]</c>.</param>
/// <param name="Expected">What the scenario says.</param>
/// <param name="Came">What came; null where the field is absent.</param>
internal sealed record FieldDifference(string Field, JsonElement? Expected, JsonElement? Came);

/// <summary>An expected entry beside the one that came.</summary>
/// <param name="Sign"><c>=</c> as expected, <c>~</c> with other fields, <c>-</c> did not come, <c>+</c> was not expected.</param>
/// <param name="Entry">What it is, in a few words: <c>do shopify.add_tags (told)</c>.</param>
/// <param name="Expected">The whole entry as the scenario has it.</param>
/// <param name="Came">The whole entry as it came; it may be written into the scenario as it stands.</param>
/// <param name="Fields">The fields that differ.</param>
internal sealed record EntryDifference(string Sign, string Entry, JsonElement? Expected, JsonElement? Came, IReadOnlyList<FieldDifference> Fields);

/// <summary>A step that did not go as expected.</summary>
/// <param name="Line">Where the step stands.</param>
/// <param name="Entries">All entries of the step, in order.</param>
internal sealed record StepDifference(int Line, IReadOnlyList<EntryDifference> Entries)
{
    private const int Same = 3;
    private const int Related = 1;

    /// <summary>Where something did not come: how the step's events were read, and what each route that looked made of them; one line each.</summary>
    public IReadOnlyList<string> Because { get; init; } = [];

    /// <summary>Compares what is expected of a step with what came; null where all is as expected.</summary>
    public static StepDifference? Between(int line, JsonArray expected, IReadOnlyList<JsonObject> came)
    {
        if (expected.Count == came.Count && expected.Zip(came).All(pair => ScenarioJson.Matches(pair.First, pair.Second))) return null;
        return new(line, [.. Aligned(expected, came)]);
    }

    /// <summary>The difference for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"line {Line}: not what was expected.");
        foreach (var entry in Entries)
        {
            text.Append($"\n    {entry.Sign} {entry.Entry}");
            if (entry.Sign == "-") text.Append("   is expected and did not come");
            if (entry.Sign == "+") text.Append($"   came and is not expected\n        {entry.Came}");
            var width = entry.Fields.Select(field => field.Field.Length).DefaultIfEmpty().Max();
            foreach (var field in entry.Fields)
            {
                text.Append($"\n        {field.Field.PadRight(width)}  expected  {Shown(field.Expected)}\n        {new string(' ', width)}  came      {Shown(field.Came)}");
            }
        }

        foreach (var line in Because) text.Append($"\n    : {line}");
        return text.ToString();
    }

    private static string Shown(JsonElement? value) => value?.ToString() is not { } text ? "nothing" : value.Value.ValueKind == JsonValueKind.String ? $"\"{text}\"" : text;

    // The order of both stays; as much as possible stands beside what it matches, and the rest beside what is of the same route.
    private static IEnumerable<EntryDifference> Aligned(JsonArray expected, IReadOnlyList<JsonObject> came)
    {
        var likeness = Likeness(expected, came);
        for (var (i, j) = (0, 0); i < expected.Count || j < came.Count;)
        {
            var pair = i < expected.Count && j < came.Count ? Likeness(expected[i], came[j]) : 0;
            if (pair > 0 && likeness[i, j] == pair + likeness[i + 1, j + 1])
            {
                yield return pair == Same ? Entry("=", expected[i], came[j], []) : Entry("~", expected[i], came[j], [.. Fields(expected[i], came[j], "")]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == came.Count || (i < expected.Count && likeness[i, j] == likeness[i + 1, j]))
            {
                yield return Entry("-", expected[i++], null, []);
            }
            else
            {
                yield return Entry("+", null, came[j++], []);
            }
        }
    }

    private static int Likeness(JsonNode? expected, JsonObject came) => ScenarioJson.Matches(expected, came) ? Same : IsSameCommand(expected, came) ? Related : 0;

    // Of one route, or where the scenario names none, of one action.
    private static bool IsSameCommand(JsonNode? expected, JsonObject came) =>
        expected is JsonObject entry && entry.Count > 0 && (entry["route"] is { } route ? ScenarioJson.Matches(route, came["route"]) : ActionOf(entry) is { } action && action == ActionOf(came));

    private static string? ActionOf(JsonObject entry) => (entry["do"] ?? entry["action"] ?? entry["waits"] ?? entry["kept"])?.ToString();

    private static IEnumerable<FieldDifference> Fields(JsonNode? expected, JsonNode? came, string path)
    {
        if (ScenarioJson.Matches(expected, came)) return [];
        return (expected, came) switch
        {
            (JsonObject wanted, JsonObject given) => wanted.SelectMany(pair => Fields(pair.Value, given[pair.Key], path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")),
            (JsonArray wanted, JsonArray given) when wanted.Count == given.Count => wanted.SelectMany((item, index) => Fields(item, given[index], $"{path}[{index}]")),
            _ => [new(path, Element(expected), Element(came))],
        };
    }

    private static EntryDifference Entry(string sign, JsonNode? expected, JsonNode? came, IReadOnlyList<FieldDifference> fields) =>
        new(sign, Name(expected as JsonObject ?? came as JsonObject), Element(expected), Element(came), fields);

    private static string Name(JsonObject? entry)
    {
        if (entry is null || entry.Count == 0) return "an entry that says nothing";
        var (kind, value) = entry.GetAt(0);
        return $"{kind} {value}{(kind != "route" && entry["route"] is { } route ? $" ({route})" : "")}";
    }

    private static JsonElement? Element(JsonNode? node) => node is null ? null : JsonElement.Parse(node.ToJsonString(ScenarioEvents.Readable));

    // The best that can be had of what follows, from each place in both.
    private static int[,] Likeness(JsonArray expected, IReadOnlyList<JsonObject> came)
    {
        var best = new int[expected.Count + 1, came.Count + 1];
        for (var i = expected.Count - 1; i >= 0; i--)
        {
            for (var j = came.Count - 1; j >= 0; j--)
            {
                var pair = Likeness(expected[i], came[j]);
                best[i, j] = Math.Max(Math.Max(best[i + 1, j], best[i, j + 1]), pair > 0 ? pair + best[i + 1, j + 1] : 0);
            }
        }

        return best;
    }
}
