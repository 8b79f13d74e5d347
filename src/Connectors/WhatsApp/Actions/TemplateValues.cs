using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.WhatsApp;

/// <summary>The values of a template's parameters: a list by position, or a map by name. Numbers and true or false are taken as text; null and other things are no value.</summary>
[JsonConverter(typeof(TemplateValuesConverter))]
internal sealed record TemplateValues
{
    /// <summary>The values by position; null where they are given by name.</summary>
    public IReadOnlyList<string?>? Positional { get; init; }

    /// <summary>The values by name; null where they are given by position.</summary>
    public IReadOnlyDictionary<string, string?>? Named { get; init; }

    /// <summary>How many values there are.</summary>
    public int Count => Positional?.Count ?? Named?.Count ?? 0;

    /// <summary>The value of a parameter; null where there is none.</summary>
    /// <param name="parameters">The template's parameters in order.</param>
    /// <param name="parameter">The position (<c>1</c>, <c>2</c>) or the name.</param>
    public string? Value(IReadOnlyList<string> parameters, string parameter)
    {
        if (Named is not null) return Named.GetValueOrDefault(parameter);
        var at = 0;
        while (at < parameters.Count && parameters[at] != parameter) at++;
        return Positional is not null && at < Positional.Count ? Positional[at] : null;
    }
}

/// <summary>Reads and writes <see cref="TemplateValues"/>.</summary>
internal sealed class TemplateValuesConverter : JsonConverter<TemplateValues>
{
    public override TemplateValues? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return json.ValueKind switch
        {
            JsonValueKind.Array => new() { Positional = [.. json.EnumerateArray().Select(Text)] },
            JsonValueKind.Object => new() { Named = json.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value), StringComparer.Ordinal) },
            _ => throw new JsonException("Template values are a list, or a map from name to value."),
        };
    }

    public override void Write(Utf8JsonWriter writer, TemplateValues value, JsonSerializerOptions options)
    {
        if (value.Named is { } named)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in named) writer.WriteString(name, text);
            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray();
        foreach (var text in value.Positional ?? []) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
