using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.WhatsApp;

/// <summary>The parts of webhooks, read as far as they go: one odd member must not make a whole delivery unreadable.</summary>
internal static class WebhookParts
{
    /// <summary>The part as a record. A member of another type than Meta documents is left out, not the part.</summary>
    /// <returns>The record, or null where the part is no object.</returns>
    public static T? Read<T>(JsonElement part, JsonTypeInfo<T> type)
        where T : class
    {
        if (part.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return part.Deserialize(type);
        }
        catch (JsonException error)
        {
            return ReadWithout(part, error, type);
        }
    }

    /// <summary>The items of a list member; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static T? ReadWithout<T>(JsonElement part, JsonException first, JsonTypeInfo<T> type)
        where T : class
    {
        var rest = Members(part);
        for (var error = first; ;)
        {
            if (FirstMember(error.Path) is not { } member || !rest.Remove(member)) return null;
            try
            {
                return rest.Deserialize(type);
            }
            catch (JsonException next)
            {
                error = next;
            }
        }
    }

    // A member that is named twice counts as the serialiser reads it, by its last value; JsonObject.Create would refuse the whole part.
    private static JsonObject Members(JsonElement part)
    {
        var members = new JsonObject();
        foreach (var member in part.EnumerateObject())
        {
            members[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(member.Value),
                JsonValueKind.Array => JsonArray.Create(member.Value),
                _ => JsonValue.Create(member.Value),
            };
        }

        return members;
    }

    // $.image.voice → image, $.contacts[0].name → contacts
    private static string? FirstMember(string? path)
    {
        if (path is not ['$', '.', .. var rest]) return null;
        var end = rest.AsSpan().IndexOfAny('.', '[');
        return end < 0 ? rest : rest[..end];
    }
}
