using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>Scalars as text, where a key or an input takes text.</summary>
internal static class ScalarText
{
    public static bool IsScalar(CelType type) =>
        type.Kind is ValueKind.String or ValueKind.Bool or ValueKind.Int or ValueKind.Uint or ValueKind.Double or ValueKind.Timestamp or ValueKind.Duration;

    /// <summary>The text of a scalar; null for what is no scalar, and for null.</summary>
    public static string? Of(in Value value) => value.Kind switch
    {
        ValueKind.String => value.AsString,
        ValueKind.Null => null,
        _ => ValueText.Scalar(value) is { IsError: false } text ? text.AsString : null,
    };
}
