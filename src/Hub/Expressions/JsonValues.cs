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
        JsonValueKind.String => Value.String(JsonText.Of(element)),
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

    // Elements are read in blocks and kept: to find one in an array of objects costs as much as to pass all before it.
    private sealed class JsonList(JsonElement array) : ValueList
    {
        private const int Block = 1024;
        private readonly Value[]?[] blocks = new Value[]?[(array.GetArrayLength() + Block - 1) / Block];

        public override int Count { get; } = array.GetArrayLength();

        public override Value this[int index] => (Volatile.Read(ref blocks[index / Block]) ?? ReadBlock(index / Block))[index % Block];

        private Value[] ReadBlock(int block)
        {
            var (first, values) = (block * Block, new Value[Math.Min(Block, Count - (block * Block))]);
            var place = 0;
            foreach (var element in array.EnumerateArray())
            {
                if (place - first == values.Length) break;
                if (place >= first) values[place - first] = Read(element);
                place++;
            }

            Volatile.Write(ref blocks[block], values);
            return values;
        }
    }

    private sealed class JsonMap(JsonElement element) : ValueMap
    {
        // Beyond so many a search costs as much as reading anew.
        private const int MostKept = 16;
        private Value[]? keys;
        private Value[]? values;
        private Kept? kept;

        public override int Count => element.GetPropertyCount();

        public override IReadOnlyList<Value> Keys => keys ??= [.. element.EnumerateObject().Select(property => Value.String(JsonText.NameOf(property)))];

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
            var first = Volatile.Read(ref kept);
            for (var known = first; known is not null; known = known.Next)
            {
                if (!string.Equals(known.Name, key, StringComparison.Ordinal)) continue;
                value = known.Value;
                return known.IsFound;
            }

            var isFound = JsonText.TryGetProperty(element, key, out var property);
            value = isFound ? Read(property) : default;
            // Another thread may put its own there at the same moment; then one of the two is read again.
            if ((first?.Place ?? 0) < MostKept) Volatile.Write(ref kept, new(key, value, isFound, first));
            return isFound;
        }

        private sealed class Kept(string name, Value value, bool isFound, Kept? next)
        {
            public string Name => name;

            public Value Value => value;

            public bool IsFound => isFound;

            public Kept? Next => next;

            public int Place { get; } = (next?.Place ?? 0) + 1;
        }
    }
}
