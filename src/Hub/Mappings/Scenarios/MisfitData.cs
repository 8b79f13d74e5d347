using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Mappings.Scenarios;

/// <summary>Why data do not make a record, in the words of the language: the field with its path, what it takes, and what stands there.</summary>
internal static class MisfitData
{
    private const int Longest = 60;

    /// <summary>One sentence.</summary>
    /// <param name="wrong">What the reader of JSON says; only its path is used.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">The record's type.</param>
    public static string Of(JsonException wrong, JsonNode? data, JsonTypeInfo type)
    {
        var (at, path) = (data, "");
        JsonTypeInfo? kind = type;
        foreach (var step in Steps(wrong.Path ?? "$"))
        {
            var isIndex = int.TryParse(step, out var index);
            path = isIndex ? $"{path}[{step}]" : path.Length == 0 ? step : $"{path}.{step}";
            (at, kind) = at switch
            {
                JsonArray list when isIndex && index < list.Count => (list[index], kind?.ElementType is { } element ? type.Options.GetTypeInfo(element) : null),
                JsonObject fields => (fields[step], Property(kind, step)),
                _ => (at, null),
            };
        }

        if (at is JsonObject given && kind is { Kind: JsonTypeInfoKind.Object } && Lacking(kind, given) is { Count: > 0 } lacking)
        {
            return $"{(path.Length == 0 ? "It" : path)} lacks {string.Join(", ", lacking)}.";
        }

        return $"{(path.Length == 0 ? "It" : path)} takes {Wanted(kind?.Type)}, and not {Shown(at)}.";
    }

    private static JsonTypeInfo? Property(JsonTypeInfo? type, string name) => type switch
    {
        { Kind: JsonTypeInfoKind.Object } => type.Properties.FirstOrDefault(property => property.Name == name) is { } property ? type.Options.GetTypeInfo(property.PropertyType) : null,
        { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } element } => type.Options.GetTypeInfo(element),
        _ => null,
    };

    private static List<string> Lacking(JsonTypeInfo type, JsonObject given) =>
        [.. type.Properties.Where(property => property.IsRequired && !given.ContainsKey(property.Name)).Select(property => property.Name)];

    // $.parcels[0]['a b'] has the steps parcels, 0, a b.
    private static IEnumerable<string> Steps(string path)
    {
        for (var i = 1; i < path.Length;)
        {
            var isQuoted = path.AsSpan(i).StartsWith("['");
            var begin = i + (isQuoted ? 2 : 1);
            var end = isQuoted ? path.IndexOf("']", begin, StringComparison.Ordinal) : path[i] == '[' ? path.IndexOf(']', begin) : path.IndexOfAny(['.', '['], begin);
            if (end < 0) end = path.Length;
            yield return path[begin..end];
            i = end + (isQuoted ? 2 : path[i] == '[' ? 1 : 0);
        }
    }

    private static string Wanted(Type? type)
    {
        var plain = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        if (plain is null) return "another value";
        if (plain.IsEnum) return $"one of {string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}";
        if (plain == typeof(string)) return "text";
        if (plain == typeof(bool)) return "true or false";
        if (plain == typeof(int) || plain == typeof(long) || plain == typeof(uint) || plain == typeof(ulong)) return "a whole number";
        if (plain == typeof(double) || plain == typeof(decimal)) return "a number";
        if (plain == typeof(DateTimeOffset)) return "a time, such as 2026-03-01T10:00:00Z";
        if (plain == typeof(TimeSpan)) return "a duration, such as 90s";
        return typeof(System.Collections.IEnumerable).IsAssignableFrom(plain) && !typeof(System.Collections.IDictionary).IsAssignableFrom(plain) && plain.GetGenericArguments().Length == 1 ? "a list" : "names and values";
    }

    private static string Shown(JsonNode? value)
    {
        var text = value?.ToJsonString(ScenarioEvents.Readable) ?? "null";
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }
}
