using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Mappings.Evaluating;

/// <summary>Values as people read them in a terminal.</summary>
internal static class Notation
{
    private const int Longest = 200;
    private const int MostDepth = 1_000;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value whole: scalars in the language's own notation, what has parts as JSON.</summary>
    public static string Of(in Value value) => value.Kind is ValueKind.List or ValueKind.Map or ValueKind.Record or ValueKind.String ? Json(value, Indented) : value.ToString();

    /// <summary>A value on one line, cut where it is long; an error as its message.</summary>
    public static string Short(Value value)
    {
        var text = value.Kind is ValueKind.List or ValueKind.Map or ValueKind.Record or ValueKind.String ? Json(value, OneLine) : value.ToString();
        return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
    }

    // A number that is written as it is given takes no place of its own in the layout: so that is made of the whole.
    private static string Json(in Value value, JsonWriterOptions options)
    {
        using var whole = new MemoryStream();
        using (var writer = new Utf8JsonWriter(whole, OneLine)) ValueJson.Write(writer, value);
        using var document = JsonDocument.Parse(whole.GetBuffer().AsMemory(0, (int)whole.Length), new JsonDocumentOptions { MaxDepth = MostDepth });
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options)) document.RootElement.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
