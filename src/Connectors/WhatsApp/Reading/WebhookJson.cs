using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Hub.Connectors.WhatsApp;

/// <summary>The JSON of webhooks, read as far as it goes: what a person typed must not make a whole delivery unreadable.</summary>
internal static class WebhookJson
{
    /// <summary>The body as JSON. Bytes and escapes that are no Unicode become the replacement character.</summary>
    /// <exception cref="UnreadableWebhookException">The body is not JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(WithWholeCharacters(body));
        }
        catch (JsonException error)
        {
            throw new UnreadableWebhookException($"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine}.", error);
        }
    }

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
        var rest = JsonObject.Create(part)!;
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

    // $.image.voice → image, $.contacts[0].name → contacts
    private static string? FirstMember(string? path)
    {
        if (path is not ['$', '.', .. var rest]) return null;
        var end = rest.AsSpan().IndexOfAny('.', '[');
        return end < 0 ? rest : rest[..end];
    }

    private static byte[] WithWholeCharacters(ReadOnlySpan<byte> body)
    {
        var bytes = Utf8.IsValid(body) ? body.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body));
        for (var at = 0; at < bytes.Length - 1; at++)
        {
            if (bytes[at] != (byte)'\\') continue;
            var unit = Escape(bytes, at);
            if (unit is null)
            {
                at++;
            }
            else if (char.IsHighSurrogate(unit.Value) && Escape(bytes, at + 6) is { } low && char.IsLowSurrogate(low))
            {
                at += 11;
            }
            else
            {
                if (char.IsSurrogate(unit.Value)) "\\ufffd"u8.CopyTo(bytes.AsSpan(at));
                at += 5;
            }
        }

        return bytes;
    }

    private static char? Escape(ReadOnlySpan<byte> bytes, int at) =>
        at + 6 <= bytes.Length && bytes[at] == (byte)'\\' && bytes[at + 1] == (byte)'u'
            && ushort.TryParse(bytes.Slice(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
