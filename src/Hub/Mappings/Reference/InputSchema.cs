using System.Text.Json.Nodes;
using Hub.Mappings.Inputs;

namespace Hub.Mappings.Reference;

/// <summary>The part of the schema that says what an input takes. YAML's guess at a scalar's type does not count, so it is left open where text is meant.</summary>
internal sealed class InputSchema
{
    /// <summary>The schema of an input record.</summary>
    /// <param name="members">What it has.</param>
    /// <param name="alternatives">Groups of members, of each of which one is needed.</param>
    public JsonObject Of(IReadOnlyList<InputMember> members, IReadOnlyList<IReadOnlyList<InputMember>>? alternatives = null)
    {
        var properties = new JsonObject();
        foreach (var member in members)
        {
            var value = Of(member.Shape, member.KnownValues, member.IsNullable || member.Shape.MustBeNamed);
            value["description"] = member.Description;
            properties[member.Name] = value;
        }

        var input = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = members.Where(member => member.IsRequired).Select(member => member.Name).ToList();
        if (required.Count > 0) input["required"] = Json.Texts(required);
        if (alternatives is { Count: > 0 }) input["allOf"] = new JsonArray([.. alternatives.Select(OneOf)]);
        return input;
    }

    private JsonObject Of(InputShape shape, IReadOnlyList<string>? known, bool isNullable)
    {
        var schema = shape switch
        {
            BoolShape => Either(new JsonObject { ["type"] = "boolean" }, Expression()),
            WholeNumberShape => Either(new JsonObject { ["type"] = "integer" }, Expression()),
            NumberShape => Either(new JsonObject { ["type"] = "number" }, Expression()),
            DurationShape => Either(new JsonObject { ["type"] = "string", ["pattern"] = "^([0-9]+[smhd])+$" }, Expression()),
            EnumShape => Either(new JsonObject { ["enum"] = Json.Texts(shape.Wants["one of ".Length..].Split(", ")) }, Expression()),
            CustomerShape => Expression(),
            ListShape list => Either(new JsonObject { ["type"] = "array", ["items"] = Of(list.Element, known, isNullable: false) }, Scalar(null)),
            MapShape map => Either(Map(map), Expression()),
            EitherShape either => Either(new JsonObject { ["type"] = "array", ["items"] = Of(either.List.Element, null, isNullable: false) }, Map(either.Map), Scalar(null)),
            RecordShape record => Either(Of(record.Construction.Members), Expression()),
            JsonShape => [],
            _ => Scalar(known),
        };
        return isNullable && schema.Count > 0 ? Either(schema, new JsonObject { ["type"] = "null" }) : schema;
    }

    private static JsonObject OneOf(IReadOnlyList<InputMember> group) => Either([.. group.Select(member => new JsonObject { ["required"] = Json.Texts(member.Name) })]);

    private JsonObject Map(MapShape map) => new() { ["type"] = "object", ["additionalProperties"] = Of(map.Element, null, isNullable: false) };

    // An unknown value of a vendor's enumeration is a warning, and so it is only offered.
    private static JsonObject Scalar(IReadOnlyList<string>? known)
    {
        var scalar = new JsonObject { ["type"] = Json.Texts("string", "number", "boolean") };
        if (known is not null) scalar["examples"] = Json.Texts(known);
        return scalar;
    }

    private static JsonObject Expression() => new() { ["type"] = "string", ["pattern"] = @"\$\{" };

    private static JsonObject Either(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };
}
