using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Expressions;

namespace Hub.Mappings.Explaining;

/// <summary>Values as explanations show them.</summary>
internal static partial class Shown
{
    // What is larger is no value that a person reads.
    private const int Longest = 4_000;

    private const string RecordBegin = "(a record: ";
    private const string JsonEnd = " characters of JSON)";
    private const char End = ')';

    /// <summary>A field that was read.</summary>
    public static FieldValue Field(Origin origin) => new(origin.Path, origin.Value is { } value ? Value(value) : null, origin.Value is not null);

    /// <summary>A value as JSON; null for null, an error as its message, and what is very long by its length.</summary>
    public static JsonElement? Value(in Value value)
    {
        if (value.IsNull) return null;
        if (value.IsError) return Text($"error: {value.AsError.Message}");
        // A record holds more than anybody asked for; its fields are shown one by one.
        if (value.Kind == ValueKind.Record) return Text(RecordBegin + value.AsRecord.Type.Name + End);
        var json = BindingsJson.ElementOf(value);
        return json.GetRawText().Length is var length and > Longest ? Text($"({length}{JsonEnd}") : json;
    }

    /// <summary>Whether it only stands for a value that is not shown itself, and so tells nothing of anybody.</summary>
    public static bool IsStandIn(JsonElement shown) => shown.ValueKind == JsonValueKind.String && shown.GetString()! is var text && StandIn().IsMatch(text);

    /// <summary>What stands at a place of an input; null where nothing does.</summary>
    public static JsonElement? At(JsonNode? input, IReadOnlyList<string> steps)
    {
        var node = input;
        foreach (var step in steps)
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        // To whom a message goes is told by the number alone, where it has one.
        if (node is JsonObject recipient && recipient["kind"]?.ToString() == "phone") node = recipient["phone"];
        return node is null ? null : JsonElement.Parse(node.ToJsonString());
    }

    /// <summary>A constant of a mapping file; null for none.</summary>
    public static JsonElement? Constant(object? constant) => constant switch
    {
        null => null,
        bool flag => JsonElement.Parse(flag ? "true" : "false"),
        long or int => JsonElement.Parse(Convert.ToString(constant, CultureInfo.InvariantCulture)!),
        _ => Text(Convert.ToString(constant, CultureInfo.InvariantCulture) ?? ""),
    };

    /// <summary>What a condition gave, in a word.</summary>
    public static string Result(IReadOnlyList<Value> values) => values switch
    {
        [] => "not looked at",
        [{ IsError: true } error, ..] => $"error: {error.AsError.Message}",
        [var only] => only.ToString(),
        _ => string.Join(", ", values),
    };

    private static JsonElement Text(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    [GeneratedRegex(@"^\((?:a record: [A-Za-z_.]+|[0-9]+ characters of JSON)\)$", RegexOptions.NonBacktracking)]
    private static partial Regex StandIn();
}
