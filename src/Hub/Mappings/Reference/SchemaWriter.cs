using System.Text.Json.Nodes;
using Hub.Connectors;

namespace Hub.Mappings.Reference;

/// <summary>Writes the JSON Schema (2020-12) of mapping files, by which editors complete and check keys, events, actions, fields and inputs.</summary>
/// <param name="model">What there is.</param>
internal sealed class SchemaWriter(ReferenceModel model)
{
    private readonly JsonObject definitions = [];

    /// <summary>The schema as text, the same each time.</summary>
    public string Write()
    {
        var inputs = new InputSchema();
        foreach (var action in model.Actions) definitions[InputOf(action.Name)] = inputs.Of(model.MembersOf(action.Input.Type), model.AlternativesOf(action.Input.Type));
        foreach (var query in model.Queries) definitions[InputOf(query.Name)] = inputs.Of(model.MembersOf(query.Input.Type), model.AlternativesOf(query.Input.Type));
        foreach (var type in model.Events)
        {
            // What is a list or a map offers them inside it too.
            definitions[FieldsOf(type.Name)] = new JsonObject
            {
                ["examples"] = Json.Texts(model.FieldsOf(type).Select(field => $"${{{field.Expression}}}")),
                ["additionalProperties"] = ReferTo(FieldsOf(type.Name)),
                ["items"] = ReferTo(FieldsOf(type.Name)),
            };
            definitions[ConditionsOf(type.Name)] = new JsonObject { ["examples"] = Json.Texts(model.FieldsOf(type).Select(field => field.Expression)) };
        }

        var root = Map("file", MappingKeys.File);
        return Json.Write(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Mapping file",
            ["description"] = "A mapping file of the connector hub, version 1 of the language. Generated from the code by hub docs --write.",
            ["type"] = "object",
            ["required"] = root["required"]!.DeepClone(),
            ["additionalProperties"] = false,
            ["properties"] = root["properties"]!.DeepClone(),
            ["$defs"] = definitions,
        });
    }

    private static string InputOf(string name) => "input of " + name;

    private static string FieldsOf(string name) => "fields of " + name;

    private static JsonObject ReferTo(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    private static string ConditionsOf(string name) => "conditions on " + name;

    private JsonObject Map(string owner, IReadOnlyList<MappingKey> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var value = Form($"{owner}.{key.Name}", key.Form);
            value["description"] = key.Description;
            properties[key.Name] = value;
        }

        var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = keys.Where(key => key.IsRequired).Select(key => key.Name).ToList();
        if (required.Count > 0) map["required"] = Json.Texts(required);
        return map;
    }

    private JsonObject Form(string owner, KeyForm form) => form switch
    {
        KeyForm.Constant => owner == "file.vars" ? [] : Scalar(),
        KeyForm.Condition => new() { ["type"] = Json.Texts("string", "boolean") },
        KeyForm.Expression => Scalar(),
        KeyForm.Span => new() { ["type"] = "string", ["pattern"] = "^([0-9]+[smhd])+$", ["examples"] = Json.Texts("5m", "24h", "7d") },
        KeyForm.Flag => new() { ["type"] = "boolean" },
        KeyForm.Nothing => new() { ["type"] = "null" },
        KeyForm.Number => new() { ["type"] = "integer", ["minimum"] = 1 },
        KeyForm.Choice { Words: ["1"] } => new() { ["enum"] = new JsonArray(1) },
        KeyForm.Choice choice => new() { ["enum"] = Json.Texts(choice.Words) },
        KeyForm.NameOf name => Names(name.What),
        KeyForm.Input => new() { ["type"] = "object" },
        KeyForm.Keys keys => Reference(owner, keys.Of),
        KeyForm.Named named => new() { ["type"] = "object", ["additionalProperties"] = Form(owner, named.Value) },
        KeyForm.ListOf list => new() { ["type"] = "array", ["items"] = Form(owner, list.Item) },
        KeyForm.Either either => new() { ["anyOf"] = new JsonArray([.. either.Forms.Select(each => Form(owner, each))]) },
        _ => throw new NotSupportedException($"The schema knows no form {form}."),
    };

    private static JsonObject Scalar() => new() { ["type"] = Json.Texts("string", "number", "boolean") };

    private JsonObject Names(Offered what) => what switch
    {
        Offered.Event => Described(model.Events.Select(type => (type.Name, type.Description))),
        Offered.Action => Described(model.Actions.Select(action => (action.Name, action.Description))),
        Offered.Query => Described(model.Queries.Select(query => (query.Name, query.Description))),
        Offered.Outcome => Described(OutcomeTable.All.Select(outcome => (outcome.Name, outcome.Description))),
        _ => new() { ["enum"] = Json.Texts(model.Objects) },
    };

    private static JsonObject Described(IEnumerable<(string Name, string Description)> names)
    {
        var all = names.ToList();
        return new() { ["enum"] = Json.Texts(all.Select(name => name.Name)), ["enumDescriptions"] = Json.Texts(all.Select(name => name.Description)) };
    }

    private JsonObject Reference(string owner, IReadOnlyList<MappingKey> keys)
    {
        var name = owner == "file.routes" ? "route" : owner[(owner.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (!definitions.ContainsKey(name))
        {
            // Its place is kept before those of the maps inside it.
            definitions.Add(name, null);
            var map = Map(name, keys);
            if (ReferenceEquals(keys, MappingKeys.Route))
            {
                map["oneOf"] = new JsonArray(new JsonObject { ["required"] = Json.Texts("on") }, new JsonObject { ["required"] = Json.Texts("after") });
                map["allOf"] = Conditions();
            }
            else if (ReferenceEquals(keys, MappingKeys.Read))
            {
                map["allOf"] = new JsonArray([.. model.Queries.Select(query => Chosen("query", query.Name, NeedsInput(query.Input.Type)))]);
            }

            if (ReferenceEquals(keys, MappingKeys.OutsideWindow)) AddTemplateInput(map);
            definitions.SetAt(definitions.IndexOf(name), map);
        }

        return new() { ["$ref"] = $"#/$defs/{name}" };
    }

    // Beside the hub's own two keys stands what a template takes, without the person, who is that of with.
    private void AddTemplateInput(JsonObject map)
    {
        var properties = map["properties"]!.AsObject();
        foreach (var send in model.Actions.Where(Compiling.Connections.IsTemplateSend))
        {
            var input = new InputSchema().Of([.. model.MembersOf(send.Input.Type).Where(member => member.Shape is not Inputs.RecipientShape)]);
            foreach (var (name, value) in input["properties"]!.AsObject()) properties.TryAdd(name, value!.DeepClone());
        }
    }

    private JsonArray Conditions()
    {
        var conditions = new JsonArray();
        foreach (var action in model.Actions) conditions.Add(Chosen("do", action.Name, NeedsInput(action.Input.Type)));
        foreach (var type in model.Events) conditions.Add(Fields(type));
        conditions.Add(Together("after", "outcome"));
        conditions.Add(Together("outcome", "after"));
        return conditions;
    }

    private bool NeedsInput(Type input) => model.MembersOf(input).Any(member => member.IsRequired) || model.AlternativesOf(input).Count > 0;

    private static JsonObject Together(string key, string needed) =>
        new() { ["if"] = new JsonObject { ["required"] = Json.Texts(key) }, ["then"] = new JsonObject { ["required"] = Json.Texts(needed) } };

    private static JsonObject Chosen(string key, string name, bool needsInput)
    {
        var then = new JsonObject { ["properties"] = new JsonObject { ["with"] = new JsonObject { ["$ref"] = $"#/$defs/{InputOf(name)}" } } };
        if (needsInput) then["required"] = Json.Texts("with");
        return new() { ["if"] = new JsonObject { ["required"] = Json.Texts(key), ["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = name } } }, ["then"] = then };
    }

    // Examples check nothing: they are what an editor offers where a value is to be written.
    private static JsonObject Fields(EventType type)
    {
        JsonObject Offer() => ReferTo(FieldsOf(type.Name));
        JsonObject OfferCondition() => ReferTo(ConditionsOf(type.Name));
        JsonObject OfferUnder(string key) => new() { ["properties"] = new JsonObject { [key] = Offer() } };
        var isOn = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = type.Name }, new JsonObject { ["type"] = "array", ["contains"] = new JsonObject { ["const"] = type.Name } }) };
        var properties = new JsonObject { ["limit"] = OfferUnder("per"), ["find"] = OfferUnder("customer"), ["read"] = new JsonObject { ["additionalProperties"] = OfferUnder("with") } };
        foreach (var key in new[] { "if", "when", "release_if" }) properties[key] = OfferCondition();
        foreach (var key in new[] { "each", "once", "at", "slot", "cancel", "let", "set", "link", "with", "outside_window" }) properties[key] = Offer();
        return new()
        {
            ["if"] = new JsonObject { ["required"] = Json.Texts("on"), ["properties"] = new JsonObject { ["on"] = isOn } },
            ["then"] = new JsonObject { ["properties"] = properties },
        };
    }
}
