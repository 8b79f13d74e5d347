using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>What a <see cref="Value"/> holds.</summary>
internal enum ValueKind : byte
{
    /// <summary>Nothing; in a typed record: the property is absent.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed integer of 64 bits.</summary>
    Int,

    /// <summary>An unsigned integer of 64 bits.</summary>
    Uint,

    /// <summary>A floating point number of 64 bits.</summary>
    Double,

    /// <summary>Text.</summary>
    String,

    /// <summary>Octets.</summary>
    Bytes,

    /// <summary>A moment between the years 1 and 9999, to the nanosecond.</summary>
    Timestamp,

    /// <summary>A span of time, to the nanosecond.</summary>
    Duration,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>A map from bool, int, uint or string keys.</summary>
    Map,

    /// <summary>An object of a declared <see cref="RecordType"/>.</summary>
    Record,

    /// <summary>A value that may be absent, as <c>.?</c> gives it.</summary>
    Optional,

    /// <summary>A type as a value.</summary>
    Type,

    /// <summary>An evaluation that failed; see <see cref="Value.AsError"/>.</summary>
    Error,
}

/// <summary>One value of the expression language. Scalars allocate nothing; an error is a value too and never an exception.</summary>
internal readonly struct Value
{
    private readonly object? reference;
    private readonly long bits;
    private readonly int extra;

    internal Value(ValueKind kind, object? reference, long bits = 0, int extra = 0)
    {
        Kind = kind;
        this.reference = reference;
        this.bits = bits;
        this.extra = extra;
    }

    /// <summary>What the value holds.</summary>
    public ValueKind Kind { get; }

    /// <summary>The null value, also the default of the struct.</summary>
    public static Value Null => default;

    /// <summary>The value true.</summary>
    public static Value True => new(ValueKind.Bool, null, 1);

    /// <summary>The value false.</summary>
    public static Value False => new(ValueKind.Bool, null);

    /// <summary>The optional without a value.</summary>
    public static Value None => new(ValueKind.Optional, null);

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => Kind == ValueKind.Null;

    /// <summary>Whether the value is an evaluation error.</summary>
    public bool IsError => Kind == ValueKind.Error;

    /// <summary>Whether the value is the bool true.</summary>
    public bool IsTrue => Kind == ValueKind.Bool && bits != 0;

    /// <summary>Whether the value is the bool false.</summary>
    public bool IsFalse => Kind == ValueKind.Bool && bits == 0;

    /// <summary>The bool; the kind must be <see cref="ValueKind.Bool"/>.</summary>
    public bool AsBool => Number(ValueKind.Bool) != 0;

    /// <summary>The signed integer; the kind must be <see cref="ValueKind.Int"/>.</summary>
    public long AsInt => Number(ValueKind.Int);

    /// <summary>The unsigned integer; the kind must be <see cref="ValueKind.Uint"/>.</summary>
    public ulong AsUint => unchecked((ulong)Number(ValueKind.Uint));

    /// <summary>The floating point number; the kind must be <see cref="ValueKind.Double"/>.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(Number(ValueKind.Double));

    /// <summary>The text; the kind must be <see cref="ValueKind.String"/>.</summary>
    public string AsString => (string)Held(ValueKind.String);

    /// <summary>The octets; the kind must be <see cref="ValueKind.Bytes"/>.</summary>
    public ReadOnlyMemory<byte> AsBytes => (byte[])Held(ValueKind.Bytes);

    /// <summary>The moment in UTC, cut to 100 ns; the kind must be <see cref="ValueKind.Timestamp"/>.</summary>
    public DateTimeOffset AsTimestamp => DateTimeOffset.UnixEpoch.AddTicks((Number(ValueKind.Timestamp) * TimeSpan.TicksPerSecond) + (extra / 100));

    /// <summary>The span, cut to 100 ns; the kind must be <see cref="ValueKind.Duration"/>.</summary>
    public TimeSpan AsDuration => new((Number(ValueKind.Duration) * TimeSpan.TicksPerSecond) + (extra / 100));

    /// <summary>The list; the kind must be <see cref="ValueKind.List"/>.</summary>
    public ValueList AsList => Unsafe.As<ValueList>(Held(ValueKind.List));

    /// <summary>The map; the kind must be <see cref="ValueKind.Map"/>.</summary>
    public ValueMap AsMap => Unsafe.As<ValueMap>(Held(ValueKind.Map));

    /// <summary>The record; the kind must be <see cref="ValueKind.Record"/>.</summary>
    public RecordValue AsRecord => Unsafe.As<RecordValue>(Held(ValueKind.Record));

    /// <summary>The type; the kind must be <see cref="ValueKind.Type"/>.</summary>
    public CelType AsType => (CelType)Held(ValueKind.Type);

    /// <summary>The error; the kind must be <see cref="ValueKind.Error"/>.</summary>
    public ExpressionError AsError => (ExpressionError)Held(ValueKind.Error);

    internal bool IsNumber => Kind is ValueKind.Int or ValueKind.Uint or ValueKind.Double;

    internal long Bits => bits;

    internal int Nanos => extra;

    internal object? Reference => reference;

    /// <summary>A bool.</summary>
    public static Value Bool(bool value) => new(ValueKind.Bool, null, value ? 1 : 0);

    /// <summary>A signed integer.</summary>
    public static Value Int(long value) => new(ValueKind.Int, null, value);

    /// <summary>An unsigned integer.</summary>
    public static Value Uint(ulong value) => new(ValueKind.Uint, null, unchecked((long)value));

    /// <summary>A floating point number.</summary>
    public static Value Double(double value) => new(ValueKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Text.</summary>
    public static Value String(string value) => new(ValueKind.String, value);

    /// <summary>Text, or null where there is none.</summary>
    public static Value StringOrNull(string? value) => value is null ? Null : new(ValueKind.String, value);

    /// <summary>Octets; the array must not change afterwards.</summary>
    public static Value Bytes(byte[] value) => new(ValueKind.Bytes, value);

    /// <summary>A moment.</summary>
    public static Value Timestamp(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new(ValueKind.Timestamp, null, seconds - 1, (int)((rest + TimeSpan.TicksPerSecond) * 100))
            : new(ValueKind.Timestamp, null, seconds, (int)(rest * 100));
    }

    /// <summary>A moment, or null where there is none.</summary>
    public static Value TimestampOrNull(DateTimeOffset? value) => value is { } moment ? Timestamp(moment) : Null;

    /// <summary>A span of time.</summary>
    public static Value Duration(TimeSpan value)
    {
        var seconds = Math.DivRem(value.Ticks, TimeSpan.TicksPerSecond, out var rest);
        return new(ValueKind.Duration, null, seconds, (int)(rest * 100));
    }

    /// <summary>A list.</summary>
    public static Value List(ValueList value) => new(ValueKind.List, value);

    /// <summary>A list of the given values; the array must not change afterwards.</summary>
    public static Value List(params Value[] values) => new(ValueKind.List, ValueList.Of(values));

    /// <summary>A list that reads its elements when they are asked for.</summary>
    public static Value List<T>(IReadOnlyList<T> items, Func<T, Value> read) => new(ValueKind.List, ValueList.Of(items, read));

    /// <summary>A map.</summary>
    public static Value Map(ValueMap value) => new(ValueKind.Map, value);

    /// <summary>An object of a declared type, whose fields are read when they are asked for.</summary>
    public static Value Record(RecordType type, object instance) => new(ValueKind.Record, new ObjectRecord(type, instance));

    /// <summary>A record.</summary>
    public static Value Record(RecordValue value) => new(ValueKind.Record, value);

    /// <summary>An object of a declared type, or null where there is none.</summary>
    public static Value RecordOrNull(RecordType type, object? instance) => instance is null ? Null : Record(type, instance);

    /// <summary>An optional that holds <paramref name="value"/>.</summary>
    public static Value Some(Value value) => new(ValueKind.Optional, new Present(value));

    /// <summary>A type as a value.</summary>
    public static Value Type(CelType value) => new(ValueKind.Type, value);

    /// <summary>An error without a position; the expression in which it arises adds the position.</summary>
    public static Value Error(string message) => new(ValueKind.Error, new ExpressionError(-1, 0, message));

    /// <summary>An error.</summary>
    public static Value Error(ExpressionError error) => new(ValueKind.Error, error);

    /// <summary>The vendor's own JSON as dynamic data, read when it is asked for. Integers within int64 become int, within uint64 uint,
    /// larger ones a string of their digits, fractions double; null stays null. The document must outlive the value.</summary>
    public static Value FromJson(JsonElement element) => JsonValues.Read(element);

    /// <summary>The value inside an optional; false for none. The kind must be <see cref="ValueKind.Optional"/>.</summary>
    public bool TryGetSome(out Value value)
    {
        var inner = (Present?)Held(ValueKind.Optional);
        value = inner is null ? default : inner.Value;
        return inner is not null;
    }

    /// <summary>The value as the language's own text, for messages and tests.</summary>
    public override string ToString() => ValueText.Describe(this);

    /// <summary>An error that has no position yet gets that of the expression in which it arose.</summary>
    internal Value At(int position, int length) =>
        Kind == ValueKind.Error ? Placed(position, length) : this;

    private Value Placed(int position, int length) => AsError.Position < 0 ? Error(AsError with { Position = position, Length = length }) : this;

    private long Number(ValueKind kind)
    {
        if (Kind != kind) throw Mistaken(kind);
        return bits;
    }

    // The reference is of the type that the kind says: only this struct makes values, and Frame its lazy ones.
    private object Held(ValueKind kind)
    {
        if (Kind != kind) throw Mistaken(kind);
        return reference!;
    }

    private InvalidOperationException Mistaken(ValueKind kind) => new($"The value is {Kind}, not {kind}.");

    private sealed class Present(Value value)
    {
        public Value Value { get; } = value;
    }
}
