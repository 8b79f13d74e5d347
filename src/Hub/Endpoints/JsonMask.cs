using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Endpoints;

/// <summary>
/// Hides personal data in JSON whose fields the hub does not know one by one: what is known to be no personal data stays (an id that holds a phone number does not),
/// a phone number keeps its last four digits, a name its first letter, and of every other text is told how long it is.
/// </summary>
internal static class JsonMask
{
    // The vendor's own JSON repeats everything under other names.
    private const string Raw = "raw";

    private static readonly HashSet<string> Open = new(StringComparer.Ordinal)
    {
        "id", "status", "state", "previous", "type", "kind", "fact", "currency", "amount", "language", "locale", "country", "country_code", "template", "category", "change", "topic",
        "financial_status", "fulfillment_status", "shipment_status", "public", "ticket", "order", "tags",
    };

    // They end like ids, and name a person.
    private static readonly HashSet<string> Closed = new(StringComparer.Ordinal) { "wa_id", "user_id", "customer_id", "bsuid" };

    // Where somebody is.
    private static readonly HashSet<string> Places = new(StringComparer.Ordinal) { "latitude", "longitude" };

    /// <summary>A copy without personal data.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="name">The name of the field where it stands; empty for none.</param>
    public static JsonElement Hide(JsonElement json, string name = "") => JsonSerializer.SerializeToElement(Hide(JsonSerializer.SerializeToNode(json, AdminJson.Default.JsonElement), name), AdminJson.Default.JsonNode);

    private static JsonNode? Hide(JsonNode? node, string name) => node switch
    {
        JsonObject map => new JsonObject(map.Where(pair => pair.Key != Raw).Select(pair => KeyValuePair.Create(pair.Key, Hide(pair.Value, pair.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => Hide(item, name))]),
        JsonValue when Places.Contains(name) => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String && !IsOpen(name) => JsonValue.Create(Closedly(value.GetValue<string>(), name), AdminJson.Default.String),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(VendorIds.Hide(value.GetValue<string>()), AdminJson.Default.String),
        _ => node?.DeepClone(),
    };

    private static string Closedly(string text, string name) => name == "name" || name.EndsWith("_name", StringComparison.Ordinal) ? Masking.Name(text) : Masking.Text(text);

    private static bool IsOpen(string name) =>
        !Closed.Contains(name) && (Open.Contains(name) || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("_at", StringComparison.Ordinal));
}
