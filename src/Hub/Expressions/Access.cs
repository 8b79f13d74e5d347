namespace Hub.Expressions;

/// <summary>Fields and elements of values whose shape is known only when they are evaluated.</summary>
internal static class Access
{
    /// <summary>Between the parts of an expression: what an optional without a value holds. Never a value of the language.</summary>
    public const ValueKind Nothing = (ValueKind)(byte.MaxValue - 1);

    /// <summary>Between the parts of an expression: the object behind a record, whose type both parts know. Never a value of the language.</summary>
    public const ValueKind Bare = (ValueKind)(byte.MaxValue - 2);

    /// <summary>The mark for nothing.</summary>
    public static Value None => new(Nothing, null);

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
                return Closed(Open(operand, name, throughNull: false));
            case ValueKind.Null:
                return Value.Error($"The field {name} was read from null.");
            case ValueKind.Error:
                return operand;
            default:
                return Value.Error($"The field {name} was read from {ValueText.TypeName(operand)}, which has none.");
        }
    }

    /// <summary>What is inside the field as an optional, or <see cref="Nothing"/>.</summary>
    /// <param name="operand">What the field is read from.</param>
    /// <param name="name">The field.</param>
    /// <param name="throughNull">Whether null gives nothing, and is not an error.</param>
    public static Value Open(in Value operand, string name, bool throughNull)
    {
        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return operand.TryGetSome(out var inner) ? Open(inner, name, throughNull) : None;
            case ValueKind.Map:
                return operand.AsMap.TryGet(name, out var value) ? value : None;
            case ValueKind.Record:
                var record = operand.AsRecord;
                return record.Type.Find(name) is { } field && record.Get(field) is { IsNull: false } found ? found : None;
            case ValueKind.Null when throughNull:
                return None;
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
                return Closed(OpenAt(operand, key));
            case ValueKind.Error:
                return operand;
            default:
                return Value.Error($"{ValueText.TypeName(operand)} has no elements.");
        }
    }

    /// <summary>What is inside the element as an optional, or <see cref="Nothing"/>.</summary>
    public static Value OpenAt(in Value operand, in Value key)
    {
        switch (operand.Kind)
        {
            case ValueKind.Optional:
                return operand.TryGetSome(out var inner) ? OpenAt(inner, key) : None;
            case ValueKind.List when Place(key, out var place):
                var list = operand.AsList;
                return place >= 0 && place < list.Count ? list[(int)place] : None;
            case ValueKind.Map:
                return operand.AsMap.TryGet(key, out var value) ? value : None;
            case ValueKind.Null:
                return None;
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

    private static Value Closed(in Value value) => value.Kind == Nothing ? Value.None : value.IsError ? value : Value.Some(value);

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
