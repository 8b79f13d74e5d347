using System.Text.Json.Nodes;
using Hub.Mappings.Scenarios;

namespace Hub.Mappings.Reference;

/// <summary>Writes the JSON Schema (2020-12) of files of scenarios.</summary>
/// <param name="model">What there is.</param>
internal sealed class ScenarioSchemaWriter(ReferenceModel model)
{
    /// <summary>The schema as text, the same each time.</summary>
    public string Write() => Json.Write(new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Scenarios",
        ["description"] = "A file of scenarios (x.test.yaml) beside the mapping files of the connector hub. Generated from the code by hub docs --write.",
        ["type"] = "array",
        ["items"] = Map(
            ["scenario", "steps"],
            ("scenario", "What it shows.", Text()),
            ("files", "The mapping files that take part; without it all of the folder do.", OneOrList(Text())),
            ("start", "The world before the first step.", Start()),
            ("answers", "By action or query, what the vendor answers: a result, a failure, or a list of them, one for each call.", Answers()),
            ("steps", "What happens, in order, and what should come of it.", List(Step()))),
    });

    private static JsonObject Start() => Map(
        [],
        ("clock", "The moment at which it begins.", Text()),
        ("customer", "The customer, where known.", Map([], [.. new[] { "name", "phone", "email", "language", "time_zone", "country" }.Select(name => (name, $"The customer's {name.Replace('_', ' ')}.", Value())), ("tags", "The customer's tags.", List(Value()))])),
        ("thread", "The thread, where there is one.", Map([], ("number", "The business number's id at the vendor.", Value()), ("window_open_until", "Until when free text may be sent.", Value()))),
        ("links", "By the link's name, the id at its right end.", Named(Value())),
        ("consent", "What the customer allows.", Map([], ("opted_in", "The categories opted in to.", List(Value())), ("opted_out", "The categories opted out of.", List(Value())))),
        ("state", "By the variable's name, its value.", Named(Value())));

    private JsonObject Step() => Map(
        ["expect"],
        ("at", "When it happens: a time, or a duration since the step before.", Text()),
        ("given", "The webhook or event that happens; without it only time passes.", Map(
            [],
            ("payload", "A file with the webhook's body. Its folder names the vendor or connection.", Text()),
            ("connection", "The vendor or connection, where the folder does not say it.", Text()),
            ("suffix", "The end of the webhook's address, where the vendor tells by it what happened.", Text()),
            ("headers", "The webhook's headers, where they matter.", Named(Value())),
            ("event", "Instead of a payload, the event's type.", Text()),
            ("data", "The event's fields, or the name of a JSON file that holds them.", new JsonObject { ["type"] = Json.Texts("object", "string") }),
            ("ends", "By object, the ids by which links find the event.", Named(Value())),
            ("change", "Fields of the event that are other than in the payload, and what the hub would fetch at the vendor.", new JsonObject { ["type"] = "object" }))),
        ("expect", "All that comes in this step, in order; an empty list means nothing.", List(Expected())));

    private JsonObject Expected()
    {
        var actions = new JsonObject { ["enum"] = Json.Texts(model.Actions.Select(action => action.Name)) };
        var entry = Map(
            [],
            ("do", "The action was carried out.", (JsonObject)actions.DeepClone()),
            ("refused", "The command ended without effect, for this reason.", Text()),
            ("waits", "The action is due later.", (JsonObject)actions.DeepClone()),
            ("held", "A calendar, a limit or the vendor holds the command.", new JsonObject { ["enum"] = Json.Texts(Expectation.Reasons["held"]) }),
            ("kept", "The window was closed: the action's words wait for the customer.", (JsonObject)actions.DeepClone()),
            ("cancelled", "The command was cancelled, for this reason.", new JsonObject { ["enum"] = Json.Texts(Expectation.Reasons["cancelled"]) }),
            ("parked", "It is set aside, for this reason.", new JsonObject { ["enum"] = Json.Texts(Expectation.Reasons["parked"]) }),
            ("unknown", "The action was begun, and whether it took effect is not known.", (JsonObject)actions.DeepClone()),
            ("broken", "The action was done, and this link could not be made of its result.", Value()),
            ("set", "Variables were set.", Named(Value())),
            ("in_slot", "What waits in this slot at the end of the step.", Value()),
            ("route", "The route's id; null for an empty slot.", Value()),
            ("with", "Fields of the input; those that are not named may be anything.", new JsonObject { ["type"] = "object" }),
            ("action", "The action of what did not go.", actions),
            ("until", "When it is due.", Value()),
            ("for", "What it waits for instead of a time: the owner of its once key, or a link that is being made.", new JsonObject { ["enum"] = Json.Texts(Expectation.Reasons["for"]) }),
            ("slot", "The key of the slot in which it waits.", Value()),
            ("error", "Why the expression failed.", Text()),
            ("expression", "The expression that failed.", Text()));
        entry["minProperties"] = 1;
        return entry;
    }

    private JsonObject Answers()
    {
        var named = model.Actions.Select(action => (action.Name, action.Description)).Concat(model.Queries.Select(query => (query.Name, query.Description)));
        return Map([], [.. named.Select(each => (each.Name, each.Description, new JsonObject { ["type"] = Json.Texts("object", "array", "null") }))]);
    }

    private static JsonObject Map(IReadOnlyList<string> required, params (string Name, string Description, JsonObject Schema)[] keys)
    {
        var properties = new JsonObject();
        foreach (var (name, description, schema) in keys)
        {
            schema["description"] = description;
            properties[name] = schema;
        }

        var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0) map["required"] = Json.Texts(required);
        return map;
    }

    private static JsonObject Named(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject OneOrList(JsonObject item) => new() { ["anyOf"] = new JsonArray(item, List((JsonObject)item.DeepClone())) };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Value() => new() { ["type"] = Json.Texts("string", "number", "boolean", "null") };
}
