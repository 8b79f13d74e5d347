using System.Text.Json;

namespace Hub.Mappings;

/// <summary>The file of a folder's calendars as text, for comparing two of them.</summary>
internal static class CalendarText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>What is written of each calendar, by its name: the values by their path, <c>Open.Monday</c>. Nothing where it is not JSON.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Flat(string text)
    {
        var calendars = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            foreach (var section in Members(document.RootElement))
            {
                foreach (var calendar in Members(section.Value))
                {
                    var values = new Dictionary<string, string>(StringComparer.Ordinal);
                    Walk(calendar.Value, "", values);
                    calendars[calendar.Name] = values;
                }
            }
        }
        catch (JsonException)
        {
            // Who checks the file tells it.
        }

        return calendars;
    }

    private static void Walk(JsonElement at, string path, Dictionary<string, string> values)
    {
        if (at.ValueKind != JsonValueKind.Object) values[path] = Text(at);
        else foreach (var member in Members(at)) Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", values);
    }

    private static IEnumerable<JsonProperty> Members(JsonElement at) => at.ValueKind == JsonValueKind.Object ? at.EnumerateObject() : [];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
