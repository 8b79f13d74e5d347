namespace Hub.Expressions;

/// <summary>An immutable list of values; elements may be read lazily.</summary>
internal abstract class ValueList
{
    /// <summary>The empty list.</summary>
    public static ValueList Empty { get; } = new Owned([], 0);

    /// <summary>The number of elements.</summary>
    public abstract int Count { get; }

    /// <summary>The element at a place between 0 and <see cref="Count"/> − 1.</summary>
    public abstract Value this[int index] { get; }

    /// <summary>A list of the given values; the array must not change afterwards.</summary>
    public static ValueList Of(params Value[] values) => values.Length == 0 ? Empty : new Owned(values, values.Length);

    /// <summary>A list that reads its elements when they are asked for.</summary>
    public static ValueList Of<T>(IReadOnlyList<T> items, Func<T, Value> read) => new Read<T>(items, read);

    /// <summary>A list of the first of the given values; the array must not change afterwards.</summary>
    internal static ValueList Of(Value[] values, int count) => count == 0 ? Empty : new Owned(values, count);

    private sealed class Owned(Value[] values, int count) : ValueList
    {
        public override int Count => count;

        public override Value this[int index] => index < count ? values[index] : throw new ArgumentOutOfRangeException(nameof(index));
    }

    private sealed class Read<T>(IReadOnlyList<T> items, Func<T, Value> read) : ValueList
    {
        public override int Count => items.Count;

        public override Value this[int index] => read(items[index]);
    }
}
