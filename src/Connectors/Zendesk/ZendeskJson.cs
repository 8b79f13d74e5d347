using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Zendesk;

/// <summary>The JSON forms of the connector: Zendesk's own and those that mappings see. Both write snake_case and leave nulls out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(TicketEnvelope))]
[JsonSerializable(typeof(UserEnvelope))]
[JsonSerializable(typeof(CommentCreated))]
[JsonSerializable(typeof(TicketCreated))]
[JsonSerializable(typeof(TicketStatusChanged))]
[JsonSerializable(typeof(TicketChanged))]
[JsonSerializable(typeof(UserChanged))]
[JsonSerializable(typeof(UnknownEvent))]
[JsonSerializable(typeof(CreateTicketInput))]
[JsonSerializable(typeof(CreateTicketResult))]
[JsonSerializable(typeof(AddCommentInput))]
[JsonSerializable(typeof(SetStatusInput))]
[JsonSerializable(typeof(SetPriorityInput))]
[JsonSerializable(typeof(AddTagsInput))]
[JsonSerializable(typeof(ListTicketsInput))]
[JsonSerializable(typeof(ListTicketsResult))]
[JsonSerializable(typeof(GetTicketInput))]
[JsonSerializable(typeof(TicketRecord))]
[JsonSerializable(typeof(UserWrite))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(TicketWrite))]
[JsonSerializable(typeof(TicketAnswer))]
[JsonSerializable(typeof(TicketList))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(TicketEventList))]
[JsonSerializable(typeof(TicketUpdate))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookWrite))]
[JsonSerializable(typeof(SigningSecretAnswer))]
[JsonSerializable(typeof(TriggerList))]
[JsonSerializable(typeof(UploadAnswer))]
internal sealed partial class ZendeskJson : JsonSerializerContext;

/// <summary>An id: a number in Zendesk's REST answers, a text in its events. Read as text with every digit; written as a number.</summary>
internal sealed class IdConverter : JsonConverter<string>
{
    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientText.Of(ref reader);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (ZendeskId.IsValid(value)) writer.WriteRawValue(value, skipInputValidation: true);
        else writer.WriteStringValue(value);
    }
}

/// <summary>Zendesk's ids: up to 19 decimal digits.</summary>
internal static class ZendeskId
{
    /// <summary>Whether a text is an id, and so may stand in a path.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= 19 } && id[0] != '0' && id.All(char.IsAsciiDigit);

    /// <summary>The id, or null where Zendesk writes that there is none: empty, or 0.</summary>
    public static string? OrNull(string? id) => string.IsNullOrWhiteSpace(id) || id == "0" ? null : id;
}
