using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>Fields that a scenario gives to an event and that the event does not have, or never as null: what reads the event would take them in silence.</summary>
internal static class UnknownFields
{
    /// <summary>A sentence for the first field that the type does not have, or that is null and never is; null where all are right.</summary>
    /// <param name="given">The fields.</param>
    /// <param name="type">The type of the event's data.</param>
    /// <param name="name">The event's type, for the sentence.</param>
    public static string? In(JsonObject given, JsonTypeInfo type, string name) => In(given, type, name, "");

    private static string? In(JsonNode? given, JsonTypeInfo type, string name, string path) => (given, type.Kind) switch
    {
        (JsonObject fields, JsonTypeInfoKind.Object) when !type.Properties.Any(property => property.IsExtensionData) => fields.Select(field => In(field, type, name, path)).FirstOrDefault(mistake => mistake is not null),
        (JsonArray items, JsonTypeInfoKind.Enumerable) when ElementOf(type) is { } element => items.Select((item, index) => In(item, element, name, $"{path}[{index}]")).FirstOrDefault(mistake => mistake is not null),
        _ => null,
    };

    private static string? In(KeyValuePair<string, JsonNode?> field, JsonTypeInfo type, string name, string path)
    {
        var comparison = type.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var here = path.Length == 0 ? field.Key : $"{path}.{field.Key}";
        if (type.Properties.FirstOrDefault(property => property.Name.Equals(field.Key, comparison)) is { } known) return field.Value is null && known is { IsGetNullable: false, PropertyType.IsValueType: false } ? $"{here} of {name} is never null. Give it a value, or leave it out." : In(field.Value, type.Options.GetTypeInfo(known.PropertyType), name, here);
        var names = type.Properties.Select(property => property.Name).ToList();
        return $"{name} has no field {here}.{Suggestion.For(field.Key, names)} {(path.Length == 0 ? "Its fields" : $"The fields of {path}")} are {string.Join(", ", names)}.";
    }

    private static JsonTypeInfo? ElementOf(JsonTypeInfo list) => list.ElementType is { } element ? list.Options.GetTypeInfo(element) : null;
}
