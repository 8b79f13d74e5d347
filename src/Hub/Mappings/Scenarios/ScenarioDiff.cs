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
/// <param name="Sign"><c>=</c> as expected, <c>~</c> with other fields or another outcome, <c>^</c> as expected but in another place, <c>-</c> did not come, <c>+</c> was not expected.</param>
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
    private const string Outcome = "outcome";
    private const string Place = "place";

    /// <summary>Where something did not come: how the step's events were read, and what each route that looked made of them; one line each.</summary>
    public IReadOnlyList<string> Because { get; init; } = [];

    /// <summary>Whether something that is expected did not come, or ended otherwise.</summary>
    public bool LacksWhatIsExpected => Entries.Any(entry => entry.Sign == "-" || entry.Fields.Any(differs => differs.Field == Outcome));

    /// <summary>Compares what is expected of a step with what came; null where all is as expected.</summary>
    public static StepDifference? Between(int line, JsonArray expected, IReadOnlyList<JsonObject> came)
    {
        if (expected.Count == came.Count && expected.Zip(came).All(pair => ScenarioJson.Matches(pair.First, pair.Second))) return null;
        return new(line, [.. Moved([.. Aligned(expected, came)])]);
    }

    /// <summary>The difference for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"line {Line}: not what was expected.");
        foreach (var entry in Entries)
        {
            text.Append($"\n    {entry.Sign} {entry.Entry}");
            if (entry.Sign == "-") text.Append("   is expected and did not come");
            if (entry.Sign == "^") text.Append("   came in another place");
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
    private static IEnumerable<Pair> Aligned(JsonArray expected, IReadOnlyList<JsonObject> came)
    {
        var likeness = Likeness(expected, came);
        for (var (i, j) = (0, 0); i < expected.Count || j < came.Count;)
        {
            var pair = i < expected.Count && j < came.Count ? Likeness(expected[i], came[j]) : 0;
            if (pair > 0 && likeness[i, j] == pair + likeness[i + 1, j + 1])
            {
                yield return new(i, expected[i], j, came[j]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == came.Count || (i < expected.Count && likeness[i, j] == likeness[i + 1, j]))
            {
                yield return new(i, expected[i], null, null);
                i++;
            }
            else
            {
                yield return new(null, null, j, came[j]);
                j++;
            }
        }
    }

    // What did not come in its place may have come in another one: then the place is the difference.
    private static IEnumerable<EntryDifference> Moved(List<Pair> pairs)
    {
        foreach (var least in new[] { Same, Related })
        {
            foreach (var lacking in pairs.Where(pair => pair is { ExpectedAt: not null, CameAt: null }).ToList())
            {
                if (pairs.Find(pair => pair is { ExpectedAt: null, Came: not null } && Likeness(lacking.Expected, pair.Came) >= least) is not { } elsewhere) continue;
                pairs.Remove(elsewhere);
                pairs[pairs.IndexOf(lacking)] = lacking with { CameAt = elsewhere.CameAt, Came = elsewhere.Came, IsMoved = true };
            }
        }

        return pairs.Select(Entry);
    }

    private static EntryDifference Entry(Pair pair)
    {
        if (pair.CameAt is null) return Entry("-", pair.Expected, null, []);
        if (pair.ExpectedAt is null) return Entry("+", null, pair.Came, []);
        var fields = Differences(pair.Expected, pair.Came!).ToList();
        var sign = fields.Count > 0 ? "~" : pair.IsMoved ? "^" : "=";
        if (pair.IsMoved) fields.Insert(0, new(Place, Element(JsonValue.Create(pair.ExpectedAt + 1)), Element(JsonValue.Create(pair.CameAt + 1))));
        return Entry(sign, pair.Expected, pair.Came, fields);
    }

    // Of what ended otherwise only that is told: its other fields are not there to be compared.
    private static IEnumerable<FieldDifference> Differences(JsonNode? expected, JsonObject came)
    {
        if (ScenarioJson.Matches(expected, came)) return [];
        var (wanted, ended) = (expected is JsonObject entry ? Expectation.KindOf(entry) : null, Expectation.KindOf(came));
        return wanted is not null && ended is not null && wanted.Split(' ')[0] != ended.Split(' ')[0]
            ? [new(Outcome, Element(JsonValue.Create(wanted)), Element(JsonValue.Create(ended)))]
            : Fields(expected, came, "");
    }

    private static int Likeness(JsonNode? expected, JsonObject came) => ScenarioJson.Matches(expected, came) ? Same : IsSameCommand(expected, came) ? Related : 0;

    // Of one route, or where the scenario names none, of one action.
    private static bool IsSameCommand(JsonNode? expected, JsonObject came) =>
        expected is JsonObject entry && entry.Count > 0 && (entry["route"] is { } route ? ScenarioJson.Matches(route, came["route"]) : ActionOf(entry) is { } action && action == ActionOf(came));

    private static string? ActionOf(JsonObject entry) => (entry["do"] ?? entry["action"] ?? entry["waits"] ?? entry["kept"] ?? entry["unknown"])?.ToString();

    private static IEnumerable<FieldDifference> Fields(JsonNode? expected, JsonNode? came, string path)
    {
        if (ScenarioJson.Matches(expected, came)) return [];
        return (expected, came) switch
        {
            (JsonObject wanted, JsonObject given) => wanted.SelectMany(pair => Fields(pair.Value, given[pair.Key], path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")),
            (JsonArray wanted, JsonArray given) => Enumerable.Range(0, Math.Max(wanted.Count, given.Count)).SelectMany(index => Fields(index < wanted.Count ? wanted[index] : null, index < given.Count ? given[index] : null, $"{path}[{index}]")),
            _ => [new(path, Element(expected), Element(came))],
        };
    }

    private static EntryDifference Entry(string sign, JsonNode? expected, JsonNode? came, IReadOnlyList<FieldDifference> fields) =>
        new(sign, Name(expected as JsonObject ?? came as JsonObject), Element(expected), Element(came), fields);

    private static string Name(JsonObject? entry)
    {
        if (entry is null || entry.Count == 0) return "an entry that says nothing";
        var (kind, value) = entry.GetAt(0);
        var what = value is JsonObject or JsonArray ? value.ToJsonString(ScenarioEvents.Readable) : value?.ToString();
        return $"{kind} {what}{(kind != "route" && entry["route"] is { } route ? $" ({route})" : "")}";
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

    /// <summary>An expected entry and the one that came, each with its place in its list; null where there is none.</summary>
    private sealed record Pair(int? ExpectedAt, JsonNode? Expected, int? CameAt, JsonObject? Came)
    {
        public bool IsMoved { get; init; }
    }
}
