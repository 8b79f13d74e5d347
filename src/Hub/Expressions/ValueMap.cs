namespace Hub.Expressions;

/// <summary>An immutable map in the order of its entries. Keys are bool, int, uint or string; 1, 1u and 1.0 find the same key.</summary>
internal abstract class ValueMap
{
    /// <summary>The empty map.</summary>
    public static ValueMap Empty { get; } = new Owned([], []);

    /// <summary>The number of entries.</summary>
    public abstract int Count { get; }

    /// <summary>Finds the value of a key.</summary>
    public abstract bool TryGet(in Value key, out Value value);

    /// <summary>The keys in order.</summary>
    public abstract IReadOnlyList<Value> Keys { get; }

    /// <summary>The value at the place of a key in <see cref="Keys"/>.</summary>
    public abstract Value ValueAt(int index);

    /// <summary>Finds the value of a text key.</summary>
    public virtual bool TryGet(string key, out Value value) => TryGet(Value.String(key), out value);

    /// <summary>A map of the given entries, whose keys must differ; the arrays must not change afterwards.</summary>
    public static ValueMap Of(Value[] keys, Value[] values) => keys.Length == 0 ? Empty : new Owned(keys, values);

    /// <summary>A map of the given entries.</summary>
    public static ValueMap Of(IReadOnlyDictionary<string, Value> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Of([.. entries.Keys.Select(Value.String)], [.. entries.Values]);
    }

    internal static bool IsKey(in Value key) => key.Kind is ValueKind.Bool or ValueKind.Int or ValueKind.Uint or ValueKind.String;

    private sealed class Owned : ValueMap
    {
        private const int Linear = 8;
        private readonly Value[] keys;
        private readonly Value[] values;
        private readonly Dictionary<Value, int>? places;

        public Owned(Value[] keys, Value[] values)
        {
            this.keys = keys;
            this.values = values;
            if (keys.Length <= Linear) return;
            places = new(keys.Length, KeyComparer.Instance);
            for (var i = 0; i < keys.Length; i++) places[keys[i]] = i;
        }

        public override int Count => keys.Length;

        public override IReadOnlyList<Value> Keys => keys;

        public override Value ValueAt(int index) => values[index];

        public override bool TryGet(in Value key, out Value value)
        {
            var place = places is null ? Find(key) : places.GetValueOrDefault(key, -1);
            value = place < 0 ? default : values[place];
            return place >= 0;
        }

        private int Find(in Value key)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (Equality.Scalars(keys[i], key)) return i;
            }

            return -1;
        }
    }
}

/// <summary>Compares map keys as the language does: numbers by their value, whatever their type.</summary>
internal sealed class KeyComparer : IEqualityComparer<Value>
{
    public static KeyComparer Instance { get; } = new();

    public bool Equals(Value x, Value y) => Equality.Scalars(x, y);

    public int GetHashCode(Value obj) => obj.Kind switch
    {
        ValueKind.String => StringComparer.Ordinal.GetHashCode(obj.AsString),
        ValueKind.Double when obj.AsDouble is >= long.MinValue and < 9223372036854775808.0 => ((long)obj.AsDouble).GetHashCode(),
        ValueKind.Double when obj.AsDouble is >= 0 and < 18446744073709551616.0 => unchecked((long)(ulong)obj.AsDouble).GetHashCode(),
        _ => obj.Bits.GetHashCode(),
    };
}
