using System.Globalization;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>The published conformance suite of the language, as far as it needs no protobuf messages.</summary>
public class ConformanceTests
{
    private const string Cases = "cel/cases.jsonl";

    /// <summary>Cases left out on purpose, with the reason.</summary>
    private static readonly Dictionary<string, string> LeftOut = [];

    [SharedFact(Cases)]
    public void EveryCase_GivesWhatTheSuiteSays()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(Repository.Shared(Cases)))
        {
            using var document = JsonDocument.Parse(line);
            count++;
            var name = $"{Text(document, "suite")}/{Text(document, "section")}/{Text(document, "name")}";
            if (!LeftOut.ContainsKey(name) && Failure(document.RootElement) is { } failure)
            {
                failures.Add($"{name}: {Text(document, "expr")} {failure}");
            }
        }

        failures.ShouldBeEmpty();
        count.ShouldBeGreaterThan(1_000);
    }

    private static string Text(JsonDocument document, string property) => document.RootElement.GetProperty(property).GetString()!;

    private static string? Failure(JsonElement test)
    {
        var scope = Scope.Of(FunctionTable.Standard);
        var bindings = new List<Value>();
        if (test.TryGetProperty("bindings", out var declared))
        {
            foreach (var binding in declared.EnumerateObject())
            {
                scope = scope.With(binding.Name, CelType.Dyn);
                bindings.Add(Read(binding.Value.GetProperty("value")));
            }
        }

        var frame = new Frame(scope);
        for (var i = 0; i < bindings.Count; i++) frame[i] = bindings[i];
        var compiled = Expression.Compile(test.GetProperty("expr").GetString()!, scope, new() { IsDynamic = true });
        var value = compiled.Compiled is { } expression ? expression.Evaluate(frame) : Value.Error(compiled.Errors[0]);
        if (test.TryGetProperty("error", out var error)) return value.IsError ? null : $"gives {value}, and should fail: {error}";
        var expected = Read(test.GetProperty("value"));
        return Same(value, expected, frame) ? null : $"gives {value}, and should give {expected}";
    }

    // Stricter than the language's equality: types must agree, and NaN is NaN.
    private static bool Same(Value left, Value right, Frame frame)
    {
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            ValueKind.Double => left.AsDouble.CompareTo(right.AsDouble) == 0,
            ValueKind.List => left.AsList.Count == right.AsList.Count
                && Enumerable.Range(0, left.AsList.Count).All(i => Same(left.AsList[i], right.AsList[i], frame)),
            ValueKind.Map => left.AsMap.Count == right.AsMap.Count
                && Enumerable.Range(0, left.AsMap.Count).All(i => right.AsMap.TryGet(left.AsMap.Keys[i], out var other) && Same(left.AsMap.ValueAt(i), other, frame)),
            ValueKind.Type => left.AsType.Name == right.AsType.Name,
            _ => Equality.Equal(left, right, frame),
        };
    }

    private static Value Read(JsonElement element)
    {
        var property = element.EnumerateObject().Single();
        var inner = property.Value;
        return property.Name switch
        {
            "int64Value" => Value.Int(long.Parse(inner.GetString()!, CultureInfo.InvariantCulture)),
            "uint64Value" => Value.Uint(ulong.Parse(inner.GetString()!, CultureInfo.InvariantCulture)),
            "doubleValue" => Value.Double(inner.ValueKind == JsonValueKind.String ? double.Parse(inner.GetString()!, CultureInfo.InvariantCulture) : inner.GetDouble()),
            "boolValue" => Value.Bool(inner.GetBoolean()),
            "stringValue" => Value.String(inner.GetString()!),
            "bytesValue" => Value.Bytes(inner.GetBytesFromBase64()),
            "nullValue" => Value.Null,
            "listValue" => Value.List(ValueList.Of(inner.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(Read)] : [])),
            "mapValue" => Map(inner),
            "typeValue" => Value.Type(Checker.NamedType(inner.GetString()!)!),
            _ => throw new InvalidDataException($"The case has a {property.Name}."),
        };
    }

    private static Value Map(JsonElement element)
    {
        if (!element.TryGetProperty("entries", out var entries)) return Value.Map(ValueMap.Empty);
        var pairs = entries.EnumerateArray().ToArray();
        return Value.Map(ValueMap.Of(
            Array.ConvertAll(pairs, pair => Read(pair.GetProperty("key"))),
            Array.ConvertAll(pairs, pair => Read(pair.GetProperty("value")))));
    }
}
