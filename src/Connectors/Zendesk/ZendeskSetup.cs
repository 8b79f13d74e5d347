using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Zendesk;

// What comparing, subscribing and checking ask Zendesk for.

/// <summary>A page of the export of ticket events.</summary>
/// <param name="TicketEvents">One for each update of a ticket, oldest first.</param>
/// <param name="EndTime">Where the next page begins, in unix seconds.</param>
/// <param name="EndOfStream">Whether there is none now.</param>
internal sealed record TicketEventList(IReadOnlyList<JsonElement>? TicketEvents, long? EndTime, bool? EndOfStream);

/// <summary>One update of a ticket in the export.</summary>
internal sealed record TicketUpdate
{
    [JsonConverter(typeof(IdConverter))]
    public string? TicketId { get; init; }

    public long Timestamp { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? UpdaterId { get; init; }

    public IReadOnlyList<TicketUpdatePart>? ChildEvents { get; init; }
}

/// <summary>A part of an update. A change names its field as the key of the new value, <c>"status": "open"</c>, or as audits do.</summary>
internal sealed record TicketUpdatePart
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? EventType { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Type { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? AuthorId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Body { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? PlainBody { get; init; }

    public bool? Public { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? FieldName { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Value { get; init; }

    /// <summary>The new status; null where the part is of another field.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Status { get => field ?? (FieldName == "status" ? Value : null); init; }

    [JsonConverter(typeof(LenientText))]
    public string? PreviousValue { get; init; }

    /// <summary>The status before.</summary>
    [JsonIgnore]
    public string? PreviousStatus => Status is null || string.IsNullOrEmpty(PreviousValue) ? null : PreviousValue;
}

/// <summary>Zendesk's wrapping of the user whose token it is.</summary>
internal sealed record MeAnswer(MeRecord? User);

/// <summary>The user whose token it is.</summary>
internal sealed record MeRecord
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Role { get; init; }
}

/// <summary>A page of webhooks.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookRecord>? Webhooks, PageMeta? Meta);

/// <summary>A webhook.</summary>
internal sealed record WebhookRecord
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Endpoint { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<string>? Subscriptions { get; init; }
}

/// <summary>Zendesk's wrapping of a webhook to change: what is null is left as it is.</summary>
internal sealed record WebhookWrite(WebhookRecord Webhook);

/// <summary>Zendesk's wrapping of a webhook's secret.</summary>
internal sealed record SigningSecretAnswer(SigningSecretBody? SigningSecret);

/// <summary>A webhook's secret.</summary>
internal sealed record SigningSecretBody(string? Secret);

/// <summary>A page of triggers.</summary>
internal sealed record TriggerList(IReadOnlyList<TriggerRecord>? Triggers, PageMeta? Meta);

/// <summary>A trigger: what Zendesk does by itself when a ticket is made or changed.</summary>
internal sealed record TriggerRecord
{
    public string? Title { get; init; }

    public bool? Active { get; init; }

    public IReadOnlyList<TriggerAction>? Actions { get; init; }

    public TriggerConditions? Conditions { get; init; }
}

/// <summary>What a trigger does. The value is a text, or a list that begins with whom it tells.</summary>
internal sealed record TriggerAction(string? Field, JsonElement? Value)
{
    /// <summary>The value, or the first of a list.</summary>
    [JsonIgnore]
    public string? First => Value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.String => list[0].GetString(),
        _ => null,
    };
}

/// <summary>When a trigger fires.</summary>
internal sealed record TriggerConditions(IReadOnlyList<TriggerCondition>? All);

/// <summary>One condition.</summary>
internal sealed record TriggerCondition
{
    public string? Field { get; init; }

    public string? Operator { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Value { get; init; }
}
