using System.Globalization;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>Values as JSON, to be stored and read back with the same type. Records are objects of their fields that are not null; bytes are base64, timestamps RFC 3339,
/// durations seconds with an s, an optional an array of none or one, infinite numbers strings. What is written as dyn comes back as JSON has it: a timestamp as its text.</summary>
internal static class ValueJson
{
    /// <summary>Writes a value that is no error.</summary>
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.Kind)
        {
            case ValueKind.Null:
                writer.WriteNullValue();
                break;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.AsBool);
                break;
            case ValueKind.Int:
                writer.WriteNumberValue(value.AsInt);
                break;
            case ValueKind.Uint:
                writer.WriteNumberValue(value.AsUint);
                break;
            case ValueKind.Double:
                WriteDouble(writer, value.AsDouble);
                break;
            case ValueKind.Bytes:
                writer.WriteBase64StringValue(value.AsBytes.Span);
                break;
            case ValueKind.Type:
                writer.WriteStringValue(value.AsType.Name);
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                for (var i = 0; i < value.AsList.Count; i++) Write(writer, value.AsList[i]);
                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                WriteMap(writer, value.AsMap);
                break;
            case ValueKind.Record:
                WriteRecord(writer, value.AsRecord);
                break;
            case ValueKind.Optional:
                writer.WriteStartArray();
                if (value.TryGetSome(out var inner)) Write(writer, inner);
                writer.WriteEndArray();
                break;
            case ValueKind.Error:
                throw new InvalidOperationException("An error is not stored as a value.");
            default:
                writer.WriteStringValue(ValueText.Scalar(value).AsString);
                break;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="element">The JSON; its document must outlive a value read as dyn.</param>
    /// <param name="type">The type it was written with.</param>
    /// <exception cref="JsonException">The JSON is not of that type.</exception>
    public static Value Read(JsonElement element, CelType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (element.ValueKind == JsonValueKind.Null) return Value.Null;
        try
        {
            return type switch
            {
                ListType list => Value.List(ValueList.Of([.. element.EnumerateArray().Select(item => Read(item, list.Element.Type))])),
                MapType map => ReadMap(element, map),
                RecordType record => ReadRecord(element, record),
                OptionalType optional => element.GetArrayLength() == 0 ? Value.None : Value.Some(Read(element[0], optional.Inner)),
                _ => ReadScalar(element, type),
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException($"The stored value is no {type}: {exception.Message}", exception);
        }
    }

    private static Value ReadScalar(JsonElement element, CelType type) => type.Kind switch
    {
        null => JsonValues.Read(element),
        ValueKind.Bool => Value.Bool(element.GetBoolean()),
        ValueKind.Int => Value.Int(element.GetInt64()),
        ValueKind.Uint => Value.Uint(element.GetUInt64()),
        ValueKind.Double => Value.Double(element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : element.GetDouble()),
        ValueKind.String => Value.String(element.GetString()!),
        ValueKind.Bytes => Value.Bytes(element.GetBytesFromBase64()),
        ValueKind.Timestamp => Good(Moments.ParseTimestamp(element.GetString()!)),
        ValueKind.Duration => Good(Moments.ParseDuration(element.GetString()!)),
        ValueKind.Type => Value.Type(Checker.NamedType(element.GetString()!) ?? throw new JsonException($"There is no type {element.GetString()}.")),
        _ => throw new JsonException($"The stored value is no {type}."),
    };

    private static Value Good(in Value value) => value.IsError ? throw new JsonException(value.AsError.Message) : value;

    // A fraction or an exponent tells a double from an int where it is read back as dyn.
    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        var text = Numbers.Text(number);
        if (!double.IsFinite(number)) writer.WriteStringValue(text);
        else writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0");
    }

    private static void WriteMap(Utf8JsonWriter writer, ValueMap map)
    {
        writer.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            writer.WritePropertyName(ValueText.Scalar(map.Keys[i]).AsString);
            Write(writer, map.ValueAt(i));
        }

        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, RecordValue record)
    {
        writer.WriteStartObject();
        foreach (var field in record.Type.Fields)
        {
            var value = record.Get(field);
            if (value.IsNull) continue;
            writer.WritePropertyName(field.Name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static Value ReadMap(JsonElement element, MapType type)
    {
        var properties = element.EnumerateObject().ToArray();
        return Value.Map(ValueMap.Of(
            Array.ConvertAll(properties, property => ReadKey(property.Name, type.Key)),
            Array.ConvertAll(properties, property => Read(property.Value, type.Element.Type))));
    }

    private static Value ReadKey(string name, CelType type) => type.Kind switch
    {
        ValueKind.Int => Value.Int(long.Parse(name, CultureInfo.InvariantCulture)),
        ValueKind.Uint => Value.Uint(ulong.Parse(name, CultureInfo.InvariantCulture)),
        ValueKind.Bool => Value.Bool(name == "true"),
        _ => Value.String(name),
    };

    private static Value ReadRecord(JsonElement element, RecordType type)
    {
        var values = new Value[type.Fields.Count];
        foreach (var property in element.EnumerateObject())
        {
            if (type.Find(property.Name) is { } field) values[field.Index] = Read(property.Value, field.Type);
        }

        return Value.Record(new StoredRecord(type, values));
    }
}
