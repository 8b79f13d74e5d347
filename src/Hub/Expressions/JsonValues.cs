using System.Globalization;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>Reads parsed JSON as dynamic values, one node at a time.</summary>
internal static class JsonValues
{
    public static Value Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.String(element.GetString()!),
        JsonValueKind.Number => Number(element),
        JsonValueKind.Array => Value.List(new JsonList(element)),
        JsonValueKind.Object => Value.Map(new JsonMap(element)),
        _ => Value.Null,
    };

    private static Value Number(JsonElement element)
    {
        if (element.TryGetInt64(out var signed)) return Value.Int(signed);
        if (element.TryGetUInt64(out var unsigned)) return Value.Uint(unsigned);
        var text = element.GetRawText();
        return text.AsSpan().ContainsAny('.', 'e', 'E')
            ? Value.Double(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
            : Value.String(text);
    }

    private sealed class JsonList(JsonElement array) : ValueList
    {
        public override int Count { get; } = array.GetArrayLength();

        public override Value this[int index] => Read(array[index]);
    }

    private sealed class JsonMap(JsonElement element) : ValueMap
    {
        private Value[]? keys;
        private Value[]? values;

        public override int Count => element.GetPropertyCount();

        public override IReadOnlyList<Value> Keys => keys ??= [.. element.EnumerateObject().Select(property => Value.String(property.Name))];

        public override Value ValueAt(int index) =>
            (values ??= [.. element.EnumerateObject().Select(property => Read(property.Value))])[index];

        public override bool TryGet(in Value key, out Value value)
        {
            if (key.Kind == ValueKind.String) return TryGet(key.AsString, out value);
            value = default;
            return false;
        }

        public override bool TryGet(string key, out Value value)
        {
            var found = element.TryGetProperty(key, out var property);
            value = found ? Read(property) : default;
            return found;
        }
    }
}
