using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Zoho;

/// <summary>The JSON forms of the connector: Zoho's own and those that mappings see. Fields of records have Zoho's API names; all else is snake_case, and nulls are left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ZohoLead))]
[JsonSerializable(typeof(ZohoContact))]
[JsonSerializable(typeof(ZohoDeal))]
[JsonSerializable(typeof(ZohoCase))]
[JsonSerializable(typeof(ZohoDeleted))]
[JsonSerializable(typeof(UnknownEvent))]
[JsonSerializable(typeof(LeadBody))]
[JsonSerializable(typeof(ContactBody))]
[JsonSerializable(typeof(DealBody))]
[JsonSerializable(typeof(CaseBody))]
[JsonSerializable(typeof(UpsertLeadInput))]
[JsonSerializable(typeof(UpsertLeadResult))]
[JsonSerializable(typeof(UpsertContactInput))]
[JsonSerializable(typeof(UpsertContactResult))]
[JsonSerializable(typeof(UpdateRecordInput))]
[JsonSerializable(typeof(AddNoteInput))]
[JsonSerializable(typeof(AddNoteResult))]
[JsonSerializable(typeof(AttachFileInput))]
[JsonSerializable(typeof(AttachFileResult))]
[JsonSerializable(typeof(TagsInput))]
[JsonSerializable(typeof(FindPersonInput))]
[JsonSerializable(typeof(FindPersonResult))]
[JsonSerializable(typeof(GetRecordInput))]
[JsonSerializable(typeof(GetRecordResult))]
[JsonSerializable(typeof(ListRelatedInput))]
[JsonSerializable(typeof(ListRelatedResult))]
[JsonSerializable(typeof(NoteParent))]
[JsonSerializable(typeof(WriteBody))]
[JsonSerializable(typeof(WriteAnswer))]
[JsonSerializable(typeof(RecordList))]
[JsonSerializable(typeof(TimelineList))]
[JsonSerializable(typeof(TagsBody))]
[JsonSerializable(typeof(WatchBody))]
[JsonSerializable(typeof(WatchAnswer))]
[JsonSerializable(typeof(WatchList))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(FieldList))]
[JsonSerializable(typeof(TokenBody))]
internal sealed partial class ZohoJson : JsonSerializerContext
{
    /// <summary>A text as a value of a field.</summary>
    public static JsonElement ValueOf(string text) => JsonSerializer.SerializeToElement(text, Default.String);
}

/// <summary>Reads an ISO 8601 time with any offset; what is none reads as absent.</summary>
internal sealed class LooseTime : JsonConverter<DateTimeOffset?>
{
    /// <summary>The time in a text; null where it is none.</summary>
    public static DateTimeOffset? Of(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(LenientText.Of(ref reader));

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time) writer.WriteStringValue(time);
        else writer.WriteNullValue();
    }
}

/// <summary>Reads true and false; anything else reads as absent.</summary>
internal sealed class LooseFlag : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.GetBoolean();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag) writer.WriteBooleanValue(flag);
        else writer.WriteNullValue();
    }
}

/// <summary>Reads a reference to another record or a user, <c>{"name", "id"}</c>; a plain text where the field was made one is the name.</summary>
internal sealed class LooseLookup : JsonConverter<LookupBody>
{
    public override LookupBody? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = JsonElement.ParseValue(ref reader);
        return value.ValueKind switch
        {
            JsonValueKind.Object => new(ErrorDetails.TextOf(value, "id"), ErrorDetails.TextOf(value, "name"), ErrorDetails.TextOf(value, "email")),
            JsonValueKind.String => new(null, value.GetString(), null),
            _ => null,
        };
    }

    public override void Write(Utf8JsonWriter writer, LookupBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id", value.Id);
        writer.WriteString("name", value.Name);
        writer.WriteEndObject();
    }
}

/// <summary>Reads a record's tags, <c>[{"name"}]</c>, or names alone.</summary>
internal sealed class LooseTags : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = JsonElement.ParseValue(ref reader);
        if (value.ValueKind != JsonValueKind.Array) return null;
        return [.. value.EnumerateArray().Select(tag => tag.ValueKind == JsonValueKind.String ? tag.GetString() : ErrorDetails.TextOf(tag, "name")).OfType<string>()];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var tag in value) writer.WriteStringValue(tag);
        writer.WriteEndArray();
    }
}
