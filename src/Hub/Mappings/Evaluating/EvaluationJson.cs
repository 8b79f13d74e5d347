using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Mappings.Evaluating;

/// <summary>Results of evaluations as one line of JSON.</summary>
internal static class EvaluationJson
{
    // For a terminal and for other programs, not for a web page.
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"value": V}</c>, or <c>{"error": TEXT}</c> for an error value; with a trace also <c>trace</c>.</summary>
    /// <exception cref="ArgumentException">A text in it has half of a surrogate pair.</exception>
    public static string Write(Value value, TracePart? trace = null) => Written(writer =>
    {
        Result(writer, value);
        if (trace is null) return;
        writer.WritePropertyName("trace");
        Part(writer, trace);
    });

    /// <summary><c>{"error": TEXT}</c>.</summary>
    public static string Error(string message) => Written(writer => writer.WriteString("error", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message))));

    private static void Result(Utf8JsonWriter writer, in Value value)
    {
        if (value.IsError)
        {
            writer.WriteString("error", value.AsError.Message);
            return;
        }

        writer.WritePropertyName("value");
        SuiteJson.Write(writer, value);
    }

    private static void Part(Utf8JsonWriter writer, TracePart part)
    {
        writer.WriteStartObject();
        writer.WriteString("expr", part.Text);
        writer.WriteNumber("times", part.Times);
        writer.WriteStartArray("results");
        foreach (var value in part.Values)
        {
            writer.WriteStartObject();
            Result(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        foreach (var inner in part.Parts) Part(writer, inner);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, OneLine))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
