namespace Hub.Expressions;

/// <summary>Fields and elements of values whose shape is known only when they are evaluated.</summary>
internal static class Access
{
    public static Value Select(in Value operand, string name)
    {
        switch (operand.Kind)
        {
            case ValueKind.Map:
                return operand.AsMap.TryGet(name, out var value) ? value : NoKey(Value.String(name));
            case ValueKind.Record:
                var record = operand.AsRecord;
                return record.Type.Find(name) is { } field ? record.Get(field) : Value.Error($"{record.Type} has no field {name}.");
            case ValueKind.Optional:
                return OptionalSelect(operand, name, throughNull: false);
            case ValueKind.Null:
                return Value.Error($"The field {name} was read from null.");
            case ValueKind.Error:
                return operand;
            default:
                return Value.Error($"The field {name} was read from {ValueText.TypeName(operand)}, which has none.");
        }
    }

    /// <summary>The field as an optional.</summary>
    /// <param name="operand">What the field is read from.</param>
    /// <param name="name">The field.</param>
    /// <param name="throughNull">Whether null gives none, and is not an error.</param>
    public static Value OptionalSelect(in Value operand, string name, bool throughNull)
    {
        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return operand.TryGetSome(out var inner) ? OptionalSelect(inner, name, throughNull) : operand;
            case ValueKind.Map:
                return operand.AsMap.TryGet(name, out var value) ? Value.Some(value) : Value.None;
            case ValueKind.Record:
                var record = operand.AsRecord;
                return record.Type.Find(name) is { } field && record.Get(field) is { IsNull: false } found ? Some(found) : Value.None;
            case ValueKind.Null when throughNull:
                return Value.None;
            default:
                return Select(operand, name);
        }
    }

    public static Value Has(in Value operand, string name)
    {
        switch (operand.Kind)
        {
            case ValueKind.Map:
                return Value.Bool(operand.AsMap.TryGet(name, out _));
            case ValueKind.Record:
                var record = operand.AsRecord;
                return record.Type.Find(name) is not { } field ? Value.False : record.Get(field) is var value && value.IsError ? value : Value.Bool(!value.IsNull);
            case ValueKind.Optional:
                return operand.TryGetSome(out var inner) ? Has(inner, name) : Value.False;
            case ValueKind.Null:
                return Value.False;
            default:
                return Select(operand, name);
        }
    }

    public static Value Index(in Value operand, in Value key)
    {
        switch (operand.Kind)
        {
            case ValueKind.List:
                var list = operand.AsList;
                if (!Place(key, out var place)) return Value.Error($"The index of a list is an int, not {ValueText.TypeName(key)}.");
                return place >= 0 && place < list.Count ? list[(int)place] : Value.Error($"The list has {list.Count} elements and none at {place}.");
            case ValueKind.Map:
                return operand.AsMap.TryGet(key, out var value) ? value : NoKey(key);
            case ValueKind.Optional:
                return OptionalIndex(operand, key);
            case ValueKind.Error:
                return operand;
            default:
                return Value.Error($"{ValueText.TypeName(operand)} has no elements.");
        }
    }

    public static Value OptionalIndex(in Value operand, in Value key)
    {
        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return operand.TryGetSome(out var inner) ? OptionalIndex(inner, key) : operand;
            case ValueKind.List when Place(key, out var place):
                var list = operand.AsList;
                return place >= 0 && place < list.Count ? Some(list[(int)place]) : Value.None;
            case ValueKind.Map:
                return operand.AsMap.TryGet(key, out var value) ? Value.Some(value) : Value.None;
            case ValueKind.Null:
                return Value.None;
            default:
                return Index(operand, key);
        }
    }

    public static Value Contains(in Value container, in Value element, Frame frame)
    {
        switch (container.Kind)
        {
            case ValueKind.List:
                var list = container.AsList;
                for (var i = 0; i < list.Count && frame.Spend(1); i++)
                {
                    if (Equality.Equal(frame.Charged(list[i]), element, frame)) return Value.True;
                }

                return Value.False;
            case ValueKind.Map:
                return Value.Bool(container.AsMap.TryGet(element, out _));
            default:
                return Value.Error($"After in comes a list or a map, not {ValueText.TypeName(container)}.");
        }
    }

    private static Value Some(in Value value) => value.IsError ? value : Value.Some(value);

    private static Value NoKey(in Value key) => Value.Error($"no such key: {key}");

    private static bool Place(in Value key, out long place)
    {
        place = key.Kind switch
        {
            ValueKind.Int => key.AsInt,
            ValueKind.Uint => (long)Math.Min(key.AsUint, long.MaxValue),
            ValueKind.Double when double.IsInteger(key.AsDouble) && Math.Abs(key.AsDouble) < int.MaxValue => (long)key.AsDouble,
            _ => long.MinValue,
        };
        return place != long.MinValue;
    }
}
