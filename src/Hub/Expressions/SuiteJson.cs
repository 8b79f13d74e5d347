using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>
/// Values in the JSON form of the language's published suite (the protobuf JSON of <c>cel.expr.Value</c>): one property that names the kind, as in <c>{"int64Value":"1"}</c>.
/// What that form has no kind for is an object with its type: <c>{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"90s"}}</c>, and so a timestamp;
/// an optional is <c>{"objectValue":{"@type":"optional_type","value":V}}</c>, without value where it is none. A record is a map of its fields that are not null.
/// </summary>
internal static class SuiteJson
{
    private const string Prefix = "type.googleapis.com/";
    private const string TimestampType = Prefix + "google.protobuf.Timestamp";
    private const string DurationType = Prefix + "google.protobuf.Duration";
    private const string OptionalType = "optional_type";

    /// <summary>Writes a value that is no error.</summary>
    public static void Write(Utf8JsonWriter writer, in Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        switch (value.Kind)
        {
            case ValueKind.Null:
                writer.WriteNull("nullValue");
                break;
            case ValueKind.Bool:
                writer.WriteBoolean("boolValue", value.AsBool);
                break;
            case ValueKind.Int:
                writer.WriteString("int64Value", value.AsInt.ToString(CultureInfo.InvariantCulture));
                break;
            case ValueKind.Uint:
                writer.WriteString("uint64Value", value.AsUint.ToString(CultureInfo.InvariantCulture));
                break;
            case ValueKind.Double:
                WriteDouble(writer, value.AsDouble);
                break;
            case ValueKind.String:
                writer.WriteString("stringValue", value.AsString);
                break;
            case ValueKind.Bytes:
                writer.WriteBase64String("bytesValue", value.AsBytes.Span);
                break;
            case ValueKind.Type:
                writer.WriteString("typeValue", value.AsType.Name);
                break;
            case ValueKind.List:
                WriteList(writer, value.AsList);
                break;
            case ValueKind.Map:
                WriteMap(writer, value.AsMap);
                break;
            case ValueKind.Record:
                WriteRecord(writer, value.AsRecord);
                break;
            case ValueKind.Timestamp or ValueKind.Duration:
                WriteObject(writer, value.Kind == ValueKind.Timestamp ? TimestampType : DurationType, ValueText.Scalar(value).AsString);
                break;
            case ValueKind.Optional:
                WriteOptional(writer, value);
                break;
            default:
                throw new InvalidOperationException("An error is no value.");
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="JsonException">The JSON is not in that form; the message says what is wrong.</exception>
    public static Value Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 1) throw Wrong("A value is an object with one property that names its kind, as {\"int64Value\":\"1\"}.");
        var kind = element.EnumerateObject().First();
        try
        {
            return Read(kind.Name, kind.Value);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw Wrong($"{kind.Name} cannot be read: {wrong.Message}");
        }
    }

    private static Value Read(string kind, JsonElement content) => kind switch
    {
        "nullValue" => Value.Null,
        "boolValue" => Value.Bool(content.GetBoolean()),
        "int64Value" => Value.Int(long.Parse(Digits(content), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        "uint64Value" => Value.Uint(ulong.Parse(Digits(content), NumberStyles.None, CultureInfo.InvariantCulture)),
        "doubleValue" => Value.Double(content.ValueKind == JsonValueKind.String ? double.Parse(content.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : content.GetDouble()),
        "stringValue" => Value.String(content.GetString() ?? throw Wrong("stringValue takes a text.")),
        "bytesValue" => Value.Bytes(Octets(content.GetString() ?? "")),
        "typeValue" => Value.Type(Checker.NamedType(content.GetString() ?? "") ?? throw Wrong($"There is no type {content.GetString()}.")),
        "listValue" => Value.List(ValueList.Of([.. Items(content, "values").Select(Read)])),
        "mapValue" => Map(Items(content, "entries")),
        "objectValue" => Object(content),
        _ => throw Wrong($"There is no kind of value {kind}."),
    };

    private static Value Map(IReadOnlyList<JsonElement> entries)
    {
        var keys = entries.Select(entry => Read(entry.GetProperty("key"))).ToArray();
        if (Array.Exists(keys, key => !ValueMap.IsKey(key))) throw Wrong("A key of a map is a string, an int, a uint or a bool.");
        if (keys.Distinct(KeyComparer.Instance).Count() != keys.Length) throw Wrong("A map has each key once.");
        return Value.Map(ValueMap.Of(keys, [.. entries.Select(entry => Read(entry.GetProperty("value")))]));
    }

    private static Value Object(JsonElement content)
    {
        var value = content.GetProperty("@type").GetString() switch
        {
            TimestampType => Moments.ParseTimestamp(content.GetProperty("value").GetString() ?? ""),
            DurationType => Moments.ParseDuration(content.GetProperty("value").GetString() ?? ""),
            OptionalType => content.TryGetProperty("value", out var inner) ? Value.Some(Read(inner)) : Value.None,
            var other => throw Wrong($"There are no objects of type {other} here."),
        };
        return value.IsError ? throw Wrong(value.AsError.Message) : value;
    }

    private static IReadOnlyList<JsonElement> Items(JsonElement content, string name) => content.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static string Digits(JsonElement content) => content.ValueKind == JsonValueKind.Number ? content.GetRawText() : content.GetString() ?? "";

    // Protobuf's JSON takes both alphabets, with or without padding.
    private static byte[] Octets(string text) =>
        text.AsSpan().ContainsAny('-', '_') || text.Length % 4 != 0 ? Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_')) : Convert.FromBase64String(text);

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumber("doubleValue", number);
        else writer.WriteString("doubleValue", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteList(Utf8JsonWriter writer, ValueList list)
    {
        writer.WriteStartObject("listValue");
        if (list.Count > 0)
        {
            writer.WriteStartArray("values");
            for (var i = 0; i < list.Count; i++) Write(writer, list[i]);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, ValueMap map)
    {
        writer.WriteStartObject("mapValue");
        if (map.Count > 0)
        {
            writer.WriteStartArray("entries");
            for (var i = 0; i < map.Count; i++) WriteEntry(writer, map.Keys[i], map.ValueAt(i));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, RecordValue record)
    {
        writer.WriteStartObject("mapValue");
        writer.WriteStartArray("entries");
        foreach (var field in record.Type.Fields)
        {
            if (record.Get(field) is { IsNull: false } value) WriteEntry(writer, Value.String(field.Name), value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, in Value key, in Value value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("key");
        Write(writer, key);
        writer.WritePropertyName("value");
        Write(writer, value);
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, in Value value)
    {
        writer.WriteStartObject("objectValue");
        writer.WriteString("@type", OptionalType);
        if (value.TryGetSome(out var inner))
        {
            writer.WritePropertyName("value");
            Write(writer, inner);
        }

        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject("objectValue");
        writer.WriteString("@type", type);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private static JsonException Wrong(string message) => new(message);
}
