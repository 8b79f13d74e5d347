using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>A notification of the CRM: what happened to records of one module, without them. Recorded form; Zoho's page "Notifications" has the same keys.</summary>
internal sealed record Notification
{
    /// <summary>Zoho's name of the module.</summary>
    public required string Module { get; init; }

    /// <summary><c>insert</c>, <c>update</c> or <c>delete</c>; also in the words of the subscription, <c>create</c> and <c>edit</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The records.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Zoho's time in milliseconds, as a number or as text; null where it is no time.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>The channel.</summary>
    public required string? Channel { get; init; }

    /// <summary>The channel's token: a bearer secret, which goes into no event.</summary>
    public required string? Token { get; init; }

    private JsonElement Root { get; init; }

    /// <summary>The notification in a body.</summary>
    /// <exception cref="UnreadableWebhookException">There is none.</exception>
    public static Notification Of(ReadOnlySpan<byte> body)
    {
        var root = WebhookBody.ParseObject(body);
        if (Text(root, "module") is not { Length: > 0 } module || !root.TryGetProperty("ids", out var ids) || ids.ValueKind != JsonValueKind.Array)
        {
            throw new UnreadableWebhookException("The body is no notification of Zoho CRM: module or ids is missing. A webhook of a workflow rule is something else; the hub subscribes by itself.");
        }

        return new()
        {
            Module = module,
            Operation = Text(root, "operation") ?? "",
            Ids = [.. ids.EnumerateArray().Select(TextOf).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)],
            At = TimeOf(Text(root, "server_time")),
            Channel = Text(root, "channel_id"),
            Token = Text(root, "token"),
            Root = root,
        };
    }

    /// <summary>The fields of a record that changed, in the order in which Zoho names them.</summary>
    public IReadOnlyList<ZohoChange> ChangesOf(string id, DateTimeOffset at)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in List("affected_values").Where(entry => Text(entry, "record_id") == id))
        {
            if (!entry.TryGetProperty("values", out var given) || given.ValueKind != JsonValueKind.Object) continue;
            foreach (var value in given.EnumerateObject()) values[value.Name] = value.Value.Clone();
        }

        var named =
            from entry in List("affected_fields")
            where entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(id, out var fields) && fields.ValueKind == JsonValueKind.Array
            from field in entry.GetProperty(id).EnumerateArray()
            where field.ValueKind == JsonValueKind.String
            select field.GetString()!;
        return [.. named.Concat(values.Keys).Distinct(StringComparer.Ordinal).Select(field => new ZohoChange { Field = field, Value = values.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null, ChangedAt = at })];
    }

    /// <summary>The same in each delivery of one notification of a record: Zoho gives it no id.</summary>
    public string KeyOf(string id, IReadOnlyList<ZohoChange> changes)
    {
        var content = string.Join('\n', changes.Select(change => $"{change.Field}={(change.Value is { } value ? value.GetRawText() : "")}"));
        return $"{Module}/{id}/{Operation}/{Text(Root, "server_time")}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 8))}";
    }

    private static string? Text(JsonElement parent, string name) => ErrorDetails.TextOf(parent, name);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static DateTimeOffset? TimeOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : LooseTime.Of(text);

    private IEnumerable<JsonElement> List(string name) => Root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}
