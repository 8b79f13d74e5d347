using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.HubSpot.Actions;
using Hub.Connectors.HubSpot.Queries;

namespace Hub.Connectors.HubSpot;

/// <summary>The JSON forms that mappings see: snake_case, without nulls.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContactReported))]
[JsonSerializable(typeof(DealReported))]
[JsonSerializable(typeof(TicketReported))]
[JsonSerializable(typeof(RecordMerged))]
[JsonSerializable(typeof(RecordDeleted))]
[JsonSerializable(typeof(AssociationChanged))]
[JsonSerializable(typeof(UnknownEvent))]
[JsonSerializable(typeof(UpsertContactInput))]
[JsonSerializable(typeof(UpsertContactResult))]
[JsonSerializable(typeof(UpdateContactInput))]
[JsonSerializable(typeof(LogMessageInput))]
[JsonSerializable(typeof(LogMessageResult))]
[JsonSerializable(typeof(AddContactNoteInput))]
[JsonSerializable(typeof(AddDealNoteInput))]
[JsonSerializable(typeof(AddTicketNoteInput))]
[JsonSerializable(typeof(AddNoteResult))]
[JsonSerializable(typeof(CreateDealInput))]
[JsonSerializable(typeof(CreateDealResult))]
[JsonSerializable(typeof(UpdateDealInput))]
[JsonSerializable(typeof(CreateTicketInput))]
[JsonSerializable(typeof(CreateTicketResult))]
[JsonSerializable(typeof(UpdateTicketInput))]
[JsonSerializable(typeof(UploadFileInput))]
[JsonSerializable(typeof(UploadFileResult))]
[JsonSerializable(typeof(FindContactInput))]
[JsonSerializable(typeof(FindContactResult))]
[JsonSerializable(typeof(ListDealsInput))]
[JsonSerializable(typeof(ListDealsResult))]
[JsonSerializable(typeof(ListTicketsInput))]
[JsonSerializable(typeof(ListTicketsResult))]
internal sealed partial class HubSpotJson : JsonSerializerContext;

/// <summary>The JSON forms of HubSpot itself: camelCase; every text may also come as a number, with every digit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(LenientWord)])]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(CrmObject))]
[JsonSerializable(typeof(PropertiesBody))]
[JsonSerializable(typeof(BatchReadBody))]
[JsonSerializable(typeof(BatchUpsertBody))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(AssociationPage))]
[JsonSerializable(typeof(AssociationBatchBody))]
[JsonSerializable(typeof(AssociationBatchAnswer))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(PropertyDefinition))]
[JsonSerializable(typeof(PropertyGroup))]
[JsonSerializable(typeof(StoredFile))]
[JsonSerializable(typeof(StoredFileAnswer))]
[JsonSerializable(typeof(UploadOptions))]
[JsonSerializable(typeof(AccountDetails))]
[JsonSerializable(typeof(TokenQuestion))]
[JsonSerializable(typeof(PrivateTokenDetails))]
[JsonSerializable(typeof(WebhookSettings))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(SubscriptionWrite))]
[JsonSerializable(typeof(SubscriptionChange))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class HubSpotApiJson : JsonSerializerContext;

/// <summary>The JSON forms of OAuth: snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(LenientWord)])]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokenDetails))]
internal sealed partial class HubSpotTokenJson : JsonSerializerContext;

/// <summary><see cref="LenientText"/>, also for the names in maps.</summary>
internal sealed class LenientWord : JsonConverter<string>
{
    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientText.Of(ref reader);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <inheritdoc />
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>Reads a list of texts, numbers among them; what is no list is none.</summary>
internal sealed class LenientTexts : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc />
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (LenientText.Of(ref reader) is { } text) texts.Add(text);
        }

        return texts;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
