using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hub.Configuration;

namespace Hub.Endpoints;

/// <summary>Whether JSON has the shape of a type: what a deserialiser lets pass or refuses in words for programmers, told in a sentence.</summary>
internal static class JsonShape
{
    /// <summary>The first thing that is wrong; null where nothing is. Values that are no objects and lists are left to the deserialiser.</summary>
    public static string? Fault(JsonElement json, JsonTypeInfo type) => Fault(json, type, "");

    private static string? Fault(JsonElement json, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object when json.ValueKind != JsonValueKind.Object => $"{(path.Length == 0 ? "The body" : path)} must be a JSON object.",
        JsonTypeInfoKind.Object => FaultOfObject(json, type, path),
        JsonTypeInfoKind.Enumerable when json.ValueKind != JsonValueKind.Array => $"{path} must be a list.",
        JsonTypeInfoKind.Enumerable => json.EnumerateArray().Select((item, i) => Fault(item, type.Options.GetTypeInfo(type.ElementType!), $"{path}[{i}]")).FirstOrDefault(fault => fault is not null),
        _ when type.Type == typeof(string) && json.ValueKind != JsonValueKind.String => $"{path} must be a text.",
        _ when type.Type == typeof(DateTimeOffset?) && !json.TryGetDateTimeOffset(out _) => $"{path} must be a moment such as 2026-03-01T10:00:00Z.",
        _ => null,
    };

    private static string? FaultOfObject(JsonElement json, JsonTypeInfo type, string path)
    {
        var names = type.Properties.Select(property => property.Name).ToList();
        foreach (var member in json.EnumerateObject())
        {
            if (names.Contains(member.Name, StringComparer.OrdinalIgnoreCase)) continue;
            return $"{Within(path, member.Name)} is nothing that this call takes. {Nearest.Question(member.Name, names)}Known: {string.Join(", ", names)}.";
        }

        foreach (var property in type.Properties)
        {
            var name = Within(path, property.Name);
            var given = json.EnumerateObject().LastOrDefault(member => member.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)).Value;
            var isOptional = property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;
            if (given.ValueKind == JsonValueKind.Undefined && !isOptional) return $"{name} is missing.";
            if (given.ValueKind == JsonValueKind.Null && !isOptional) return $"{name} must not be null.";
            if (given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) continue;
            if (Fault(given, type.Options.GetTypeInfo(property.PropertyType), name) is { } fault) return fault;
        }

        return null;
    }

    private static string Within(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
