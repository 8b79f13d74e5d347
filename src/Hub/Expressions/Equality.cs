namespace Hub.Expressions;

/// <summary>Equality and order as the language defines them: numbers compare by value across types, other different types are unequal.</summary>
internal static class Equality
{
    /// <summary>Deep equality. Work is charged to the frame; once it is exhausted the answer means nothing and the evaluation ends in an error.</summary>
    public static bool Equal(in Value left, in Value right, Frame frame) => left.Kind switch
    {
        ValueKind.List => right.Kind == ValueKind.List && Lists(left.AsList, right.AsList, frame),
        ValueKind.Map => right.Kind == ValueKind.Map && Maps(left.AsMap, right.AsMap, frame),
        ValueKind.Record => right.Kind == ValueKind.Record && Records(left.AsRecord, right.AsRecord, frame),
        ValueKind.Optional => right.Kind == ValueKind.Optional && Optionals(left, right, frame),
        ValueKind.Bytes => right.Kind == ValueKind.Bytes && frame.Spend(left.AsBytes.Length / 128) && left.AsBytes.Span.SequenceEqual(right.AsBytes.Span),
        ValueKind.String => right.Kind == ValueKind.String && Texts(left.AsString, right.AsString, frame),
        _ => Scalars(left, right),
    };

    // Texts of one length are compared to the end.
    private static bool Texts(string left, string right, Frame frame) =>
        left.Length == right.Length && frame.Spend(left.Length / 64) && string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>Equality of values without parts; values with parts are unequal here.</summary>
    public static bool Scalars(in Value left, in Value right)
    {
        if (left.Kind != right.Kind) return Numbers(left, right, out var order) && order == 0;
        return left.Kind switch
        {
            ValueKind.Null => true,
            ValueKind.String => string.Equals(left.AsString, right.AsString, StringComparison.Ordinal),
            ValueKind.Double => Doubles(left.AsDouble, right.AsDouble) == 0,
            ValueKind.Bool or ValueKind.Int or ValueKind.Uint => left.Bits == right.Bits,
            ValueKind.Timestamp or ValueKind.Duration => left.Bits == right.Bits && left.Nanos == right.Nanos,
            ValueKind.Type => string.Equals(left.AsType.Name, right.AsType.Name, StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>The order of two values; false where they have none.</summary>
    /// <param name="left">The left one.</param>
    /// <param name="right">The right one.</param>
    /// <param name="order">Negative, zero or positive; <see cref="int.MinValue"/> where NaN takes part and every comparison is false.</param>
    public static bool Compare(in Value left, in Value right, out int order)
    {
        order = 0;
        if (left.Kind != right.Kind) return Numbers(left, right, out order);
        switch (left.Kind)
        {
            case ValueKind.Bool or ValueKind.Int:
                order = left.Bits.CompareTo(right.Bits);
                return true;
            case ValueKind.Uint:
                order = left.AsUint.CompareTo(right.AsUint);
                return true;
            case ValueKind.Double:
                order = Doubles(left.AsDouble, right.AsDouble);
                return true;
            case ValueKind.String:
                order = CodePoints(left.AsString, right.AsString);
                return true;
            case ValueKind.Bytes:
                order = left.AsBytes.Span.SequenceCompareTo(right.AsBytes.Span);
                return true;
            case ValueKind.Timestamp or ValueKind.Duration:
                order = left.Bits != right.Bits ? left.Bits.CompareTo(right.Bits) : left.Nanos.CompareTo(right.Nanos);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Compares two numbers of any types; false where one is no number.</summary>
    public static bool Numbers(in Value left, in Value right, out int order)
    {
        order = 0;
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Int, ValueKind.Int):
                order = left.AsInt.CompareTo(right.AsInt);
                return true;
            case (ValueKind.Uint, ValueKind.Uint):
                order = left.AsUint.CompareTo(right.AsUint);
                return true;
            case (ValueKind.Int, ValueKind.Uint):
                order = left.AsInt < 0 ? -1 : ((ulong)left.AsInt).CompareTo(right.AsUint);
                return true;
            case (ValueKind.Uint, ValueKind.Int):
                order = right.AsInt < 0 ? 1 : left.AsUint.CompareTo((ulong)right.AsInt);
                return true;
            case (ValueKind.Int or ValueKind.Uint or ValueKind.Double, ValueKind.Int or ValueKind.Uint or ValueKind.Double):
                order = Doubles(ToDouble(left), ToDouble(right));
                return true;
            default:
                return false;
        }
    }

    public static double ToDouble(in Value number) => number.Kind switch
    {
        ValueKind.Int => number.AsInt,
        ValueKind.Uint => number.AsUint,
        _ => number.AsDouble,
    };

    // UTF-16 order differs from the order of code points where surrogates meet U+E000 and above.
    public static int CodePoints(string left, string right)
    {
        var shared = left.AsSpan().CommonPrefixLength(right);
        if (shared == left.Length || shared == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[shared], right[shared]);
        var (high, other) = (char.IsSurrogate(a), char.IsSurrogate(b));
        return high == other ? a.CompareTo(b) : high ? 1 : other ? -1 : 0;
    }

    private static int Doubles(double left, double right) =>
        left < right ? -1 : left > right ? 1 : double.IsNaN(left) || double.IsNaN(right) ? int.MinValue : 0;

    private static bool Lists(ValueList left, ValueList right, Frame frame)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!frame.Spend(1) || !Equal(frame.Charged(left[i]), frame.Charged(right[i]), frame)) return false;
        }

        return true;
    }

    private static bool Maps(ValueMap left, ValueMap right, Frame frame)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!frame.Spend(1) || !right.TryGet(left.Keys[i], out var other) || !Equal(frame.Charged(left.ValueAt(i)), frame.Charged(other), frame))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Records(RecordValue left, RecordValue right, Frame frame)
    {
        if (!ReferenceEquals(left.Type, right.Type)) return false;
        if (ReferenceEquals(left, right)) return true;
        foreach (var field in left.Type.Fields)
        {
            if (!frame.Spend(1) || !Equal(left.Get(field), right.Get(field), frame)) return false;
        }

        return true;
    }

    private static bool Optionals(in Value left, in Value right, Frame frame)
    {
        var some = left.TryGetSome(out var a);
        return some == right.TryGetSome(out var b) && (!some || (frame.Spend(1) && Equal(a, b, frame)));
    }
}
