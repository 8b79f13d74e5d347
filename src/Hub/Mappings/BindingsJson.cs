using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Expressions;

namespace Hub.Mappings;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
internal sealed partial class BindingsJsonContext : JsonSerializerContext;

/// <summary>What a moment leaves for later ones: an object of variable names and their values.</summary>
internal static class BindingsJson
{
    /// <summary>Nothing left.</summary>
    public const string Empty = "{}";

    /// <summary>Writes the variables; errors and what is not known yet are left out.</summary>
    public static string Write(IReadOnlyList<Variable> variables, Frame frame)
    {
        if (variables.Count == 0) return Empty;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var variable in variables)
            {
                var value = frame[variable.Slot];
                if (value.IsError) continue;
                writer.WritePropertyName(variable.Name);
                ValueJson.Write(writer, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value as JSON.</summary>
    public static JsonElement ElementOf(in Value value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer))
            ValueJson.Write(writer, value);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
