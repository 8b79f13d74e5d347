using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors;

/// <summary>
/// Reads text that a vendor sometimes writes as a number (ids, amounts, times) with every digit, which no number type holds; an object or a
/// list where text belongs is no text. Compiled into every connector.
/// </summary>
internal sealed class LenientText : JsonConverter<string>
{
    /// <summary>The text at which the reader stands, or null where there is none.</summary>
    public static string? Of(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
