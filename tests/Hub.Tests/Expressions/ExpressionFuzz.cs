using System.Buffers;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>What must hold of any source: it is refused with errors that have a place, or evaluated to a value or an error, twice to the same, within its memory. Says what does not.</summary>
internal static class ExpressionFuzz
{
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>What is wrong, or null. An exception is for the caller.</summary>
    public static string? Fault(string source, bool isDynamic)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Expression.Compile(source, Shop.Scope, new() { IsDynamic = isDynamic });
        if ((result.Compiled is null) != (result.Errors.Count > 0)) return "it is neither compiled nor refused, or both";
        if (result.Errors.Concat(result.Warnings).FirstOrDefault(error => IsOutside(error, source)) is { } outside) return $"an error has no place or no text: {outside}";
        if (result.Compiled is not { } expression) return null;
        var value = expression.Evaluate(Frame());
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (bytes > MostBytes) return $"it took {bytes} bytes";
        var again = expression.Evaluate(Frame());
        if (!Same(value, again)) return $"it gives {value}, and then {again}";
        if (value.IsError) return IsOutside(value.AsError, value.AsError.Source ?? source) ? $"its error has no place or no text: {value.AsError}" : null;
        if (!IsOfTheLanguage(value)) return $"it gives what is no value of the language: {value}";
        if (!isDynamic && !FitsType(value, expression)) return $"it gives {value}, and was to be {expression.Type}{(expression.Nullable ? " or null" : "")}";
        return Unwritable(value);
    }

    /// <summary>The frame that every source is evaluated in.</summary>
    private static Frame Frame()
    {
        var frame = Shop.Frame();
        frame[4] = Value.Int(0);
        using var document = JsonDocument.Parse("""{"a": 1, "b": null, "list": [1, "x", {"y": [1.5, 18446744073709551615, 1e400, 123456789012345678901234567890]}], "deep": {"a": {"a": {"a": "b"}}}, "text": "😀 \ud83d", "half \udc00": "\ude00\ud83d"}""");
        frame[3] = Value.FromJson(document.RootElement.Clone());
        return frame;
    }

    private static bool IsOutside(ExpressionError error, string source) =>
        error.Position < 0 || error.Length < 0 || error.Position + error.Length > source.Length || error.Message.Length == 0;

    private static bool FitsType(in Value value, Expression expression) =>
        expression.Type.Kind is not { } kind || value.Kind == kind || (value.IsNull && expression.Nullable);

    private static bool IsOfTheLanguage(Value value) => value.Kind switch
    {
        ValueKind.List => Enumerable.Range(0, value.AsList.Count).All(i => IsPart(value.AsList[i])),
        ValueKind.Map => Enumerable.Range(0, value.AsMap.Count).All(i => IsPart(value.AsMap.Keys[i]) && IsPart(value.AsMap.ValueAt(i)) && value.AsMap.TryGet(value.AsMap.Keys[i], out _)),
        ValueKind.Optional => !value.TryGetSome(out var inner) || IsPart(inner),
        _ => Enum.IsDefined(value.Kind),
    };

    private static bool IsPart(Value value) => !value.IsError && IsOfTheLanguage(value);

    // Stricter than the language: types agree, NaN is NaN, errors say the same.
    private static bool Same(Value left, Value right) => left.Kind == right.Kind && left.Kind switch
    {
        ValueKind.Error => left.AsError == right.AsError,
        ValueKind.Double => BitConverter.DoubleToInt64Bits(left.AsDouble) == BitConverter.DoubleToInt64Bits(right.AsDouble),
        ValueKind.List => left.AsList.Count == right.AsList.Count && Enumerable.Range(0, left.AsList.Count).All(i => Same(left.AsList[i], right.AsList[i])),
        ValueKind.Map => left.AsMap.Count == right.AsMap.Count && Enumerable.Range(0, left.AsMap.Count).All(i => Same(left.AsMap.Keys[i], right.AsMap.Keys[i]) && Same(left.AsMap.ValueAt(i), right.AsMap.ValueAt(i))),
        ValueKind.Optional => left.TryGetSome(out var one) == right.TryGetSome(out var two) && Same(one, two),
        ValueKind.Record => ReferenceEquals(left.AsRecord.Instance, right.AsRecord.Instance),
        ValueKind.Bytes => left.AsBytes.Span.SequenceEqual(right.AsBytes.Span),
        _ => Equality.Scalars(left, right),
    };

    // Whatever comes out can be stored.
    private static string? Unwritable(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { MaxDepth = 1_000 })) ValueJson.Write(writer, value);
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new() { MaxDepth = 1_000 });
        return document.RootElement.ValueKind == JsonValueKind.Undefined ? "it cannot be written" : null;
    }
}
