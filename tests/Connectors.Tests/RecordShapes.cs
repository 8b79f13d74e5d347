using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Tests;

/// <summary>Walks the records that mappings see: their types, and instances of them.</summary>
internal static class RecordShapes
{
    /// <summary>The properties, at any depth, that lack a description, as <c>Record.Property</c>.</summary>
    public static IEnumerable<string> Undescribed(Type record) =>
        from type in Records(record, [])
        from property in Properties(type)
        where string.IsNullOrWhiteSpace(property.GetCustomAttribute<DescriptionAttribute>()?.Description)
        select $"{type.Name}.{property.Name}";

    /// <summary>The properties, at any depth, that hold null although their type forbids it, as a path.</summary>
    public static IEnumerable<string> ForbiddenNulls(object instance, string path)
    {
        if (instance is IEnumerable list and not string)
        {
            var index = 0;
            foreach (var item in list)
            {
                var here = $"{path}[{index++}]";
                if (item is null) yield return here;
                else foreach (var found in ForbiddenNulls(item, here)) yield return found;
            }

            yield break;
        }

        if (!IsRecord(instance.GetType())) yield break;
        var nullability = new NullabilityInfoContext();
        foreach (var property in Properties(instance.GetType()))
        {
            var here = $"{path}.{property.Name}";
            var value = property.GetValue(instance);
            if (value is not null)
            {
                foreach (var found in ForbiddenNulls(value, here)) yield return found;
            }
            else if (nullability.Create(property).ReadState == NullabilityState.NotNull)
            {
                yield return here;
            }
        }
    }

    private static HashSet<Type> Records(Type type, HashSet<Type> seen)
    {
        if (type.HasElementType) return Records(type.GetElementType()!, seen);
        foreach (var argument in type.GenericTypeArguments) Records(argument, seen);
        if (!IsRecord(type) || !seen.Add(type)) return seen;
        foreach (var property in Properties(type)) Records(property.PropertyType, seen);
        return seen;
    }

    // A type with its own JSON form is a scalar or a union to mappings; its inside is not seen.
    private static bool IsRecord(Type type) =>
        type.Namespace?.StartsWith("Hub.Connectors", StringComparison.Ordinal) == true
        && !type.IsEnum
        && type.GetCustomAttribute<JsonConverterAttribute>() is null
        && type.GetCustomAttribute<JsonPolymorphicAttribute>() is null
        && type.BaseType?.GetCustomAttribute<JsonPolymorphicAttribute>() is null
        && type != typeof(JsonElement);

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);
}
