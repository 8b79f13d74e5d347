using System.Text.Json;
using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>A webhook → its events, in Meta's order: entries, changes, and in a change first the messages and then the statuses.</summary>
internal sealed class WhatsAppReader(IMapper mapper)
{
    private readonly MessageReading messages = new(mapper);
    private readonly StatusReading statuses = new(mapper);
    private readonly AccountReading accounts = new(mapper);

    /// <summary>The events of a webhook.</summary>
    /// <exception cref="UnreadableWebhookException">The body is no JSON object with a list <c>entry</c>.</exception>
    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request)
    {
        var root = WebhookBody.Parse(request.Body.Span);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("entry", out var entries) || entries.ValueKind != JsonValueKind.Array)
        {
            throw new UnreadableWebhookException("The body is no object with a list named entry.");
        }

        var origin = root.TryGetProperty("object", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        return [.. entries.EnumerateArray().SelectMany(entry => Entry(entry, origin, request.ArrivedAt))];
    }

    private IEnumerable<IncomingEvent> Entry(JsonElement entry, string origin, DateTimeOffset arrivedAt)
    {
        var id = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("id", out var found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Number ? found.ToString() : "";
        var time = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("time", out var at) && at.ValueKind is JsonValueKind.String or JsonValueKind.Number ? at.ToString() : null;
        var whole = new Change { Field = origin, Value = entry, BusinessAccountId = id, Time = arrivedAt, Number = null, People = new([]) };
        whole = whole with { Time = whole.At(time) };
        var changes = WebhookParts.Items(entry, "changes").ToList();
        if (changes.Count == 0 || origin != "whatsapp_business_account") return [whole.Unknown(origin.Length > 0 ? origin : "entry", entry)];
        return changes.SelectMany(change => Events(Of(whole, change)));
    }

    private static Change Of(Change whole, JsonElement change)
    {
        var isObject = change.ValueKind == JsonValueKind.Object;
        var value = isObject && change.TryGetProperty("value", out var found) ? found : change;
        var metadata = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("metadata", out var part) ? WebhookParts.Read(part, WhatsAppWebhookJson.Default.MetadataPart) : null;
        return whole with
        {
            Field = isObject && change.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.String ? field.GetString()! : "change",
            Value = value,
            Number = metadata?.PhoneNumberId is { Length: > 0 } number ? new() { Id = number, Display = metadata.DisplayPhoneNumber } : null,
            People = new([.. WebhookParts.Items(value, "contacts").Select(contact => WebhookParts.Read(contact, WhatsAppWebhookJson.Default.ContactPart)).OfType<ContactPart>()]),
        };
    }

    // The fields of the webhook subscription, Meta's webhooks reference, 2026-04.
    private IEnumerable<IncomingEvent> Events(Change change) => change.Field switch
    {
        "messages" => Messages(change),
        "smb_message_echoes" => Each(change, "message_echoes", item => MessageReading.Echoed(change, item)),
        "user_preferences" => Each(change, "user_preferences", item => StatusReading.Preference(change, item)),
        "message_template_status_update" => [accounts.Template(change, "status")],
        "template_category_update" => [accounts.Template(change, "category")],
        "message_template_components_update" => [accounts.Template(change, "components")],
        "message_template_quality_update" => [accounts.Template(change, "quality")],
        "account_update" or "account_alerts" or "account_review_update" or "account_settings_update" or "business_capability_update" or "business_status_update"
            or "business_username_update" or "phone_number_name_update" or "phone_number_quality_update" or "security" => [accounts.Account(change)],
        _ => [change.Unknown(change.Field, change.Value)],
    };

    private IEnumerable<IncomingEvent> Messages(Change change)
    {
        var received = WebhookParts.Items(change.Value, "messages").ToList();
        var reported = WebhookParts.Items(change.Value, "statuses").ToList();
        IReadOnlyList<ErrorPart> errors = [.. WebhookParts.Items(change.Value, "errors").Select(error => WebhookParts.Read(error, WhatsAppWebhookJson.Default.ErrorPart)).OfType<ErrorPart>()];
        if (received.Count + reported.Count == 0) return [change.Unknown(errors.Count > 0 ? "messages.errors" : "messages", change.Value)];
        return received.Select(message => messages.Received(change, message, errors)).Concat(reported.Select(status => statuses.Status(change, status)));
    }

    private static IEnumerable<IncomingEvent> Each(Change change, string list, Func<JsonElement, IncomingEvent> read)
    {
        var items = WebhookParts.Items(change.Value, list).ToList();
        return items.Count > 0 ? items.Select(read) : [change.Unknown(change.Field, change.Value)];
    }
}
