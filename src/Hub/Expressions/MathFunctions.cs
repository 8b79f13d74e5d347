namespace Hub.Expressions;

/// <summary>The math extension.</summary>
internal static class MathFunctions
{
    private static readonly CelType[] NumberTypes = [CelType.Int, CelType.Uint, CelType.Double];

    public static IEnumerable<Function> All =>
    [
        .. Extremes("math.greatest", sign: 1),
        .. Extremes("math.least", sign: -1),
        .. Doubles("math.ceil", Math.Ceiling),
        .. Doubles("math.floor", Math.Floor),
        .. Doubles("math.round", number => Math.Round(number, MidpointRounding.AwayFromZero)),
        .. Doubles("math.trunc", Math.Truncate),
        .. Tests("math.isNaN", double.IsNaN),
        .. Tests("math.isInf", double.IsInfinity),
        .. Tests("math.isFinite", double.IsFinite),
        .. NumberTypes.Select(type => Declare.Plain("math.abs", [type], type, (values, _) => Abs(values[0]))),
        .. NumberTypes.Select(type => Declare.Plain("math.sign", [type], type, (values, _) => Sign(values[0]))),
        .. NumberTypes.Select(type => Declare.Plain("math.sqrt", [type], CelType.Double, (values, _) => Value.Double(Math.Sqrt(Equality.ToDouble(values[0]))))),
        .. Bits("math.bitAnd", (left, right) => left & right),
        .. Bits("math.bitOr", (left, right) => left | right),
        .. Bits("math.bitXor", (left, right) => left ^ right),
        .. Whole.Select(type => Declare.Plain("math.bitNot", [type], type, (values, _) => new(values[0].Kind, null, ~values[0].Bits))),
        .. Shifts("math.bitShiftLeft", (bits, count) => bits << count),
        .. Shifts("math.bitShiftRight", (bits, count) => bits >>> count),
    ];

    private static CelType[] Whole => [CelType.Int, CelType.Uint];

    private static IEnumerable<Function> Doubles(string name, Func<double, double> function) =>
        [Declare.Plain(name, [CelType.Double], CelType.Double, (values, _) => Value.Double(function(values[0].AsDouble)))];

    private static IEnumerable<Function> Tests(string name, Func<double, bool> function) =>
        [Declare.Plain(name, [CelType.Double], CelType.Bool, (values, _) => Value.Bool(function(values[0].AsDouble)))];

    private static IEnumerable<Function> Bits(string name, Func<long, long, long> function) =>
        Whole.Select(type => Declare.Plain(name, [type, type], type, (values, _) => new(values[0].Kind, null, function(values[0].Bits, values[1].Bits))));

    private static IEnumerable<Function> Shifts(string name, Func<long, int, long> function) =>
        Whole.Select(type => Declare.Plain(name, [type, CelType.Int], type, (values, _) => values[1].AsInt switch
        {
            < 0 => Value.Error($"{name} takes no negative offset."),
            > 63 => new(values[0].Kind, null),
            var count => new(values[0].Kind, null, function(values[0].Bits, (int)count)),
        }));

    private static Value Abs(in Value value) => value.Kind switch
    {
        ValueKind.Int when value.AsInt == long.MinValue => Value.Error("The result is out of range for int: overflow."),
        ValueKind.Int => Value.Int(Math.Abs(value.AsInt)),
        ValueKind.Double => Value.Double(Math.Abs(value.AsDouble)),
        _ => value,
    };

    private static Value Sign(in Value value) => value.Kind switch
    {
        ValueKind.Int => Value.Int(Math.Sign(value.AsInt)),
        ValueKind.Uint => Value.Uint(value.AsUint == 0 ? 0UL : 1UL),
        _ => Value.Double(double.IsNaN(value.AsDouble) ? double.NaN : Math.Sign(value.AsDouble)),
    };

    // Any count of numbers, or one list of them.
    private static IEnumerable<Function> Extremes(string name, int sign) =>
    [
        Declare.Plain(name, [CelType.Dyn], CelType.Dyn, (values, frame) => values[0].Kind == ValueKind.List
            ? Extreme(name, values[0].AsList, sign, frame)
            : values[0].IsNumber ? values[0] : NotNumber(name, values[0])) with
        {
            TakesMany = true,
            ResultOf = uses => (uses[0].Type is ListType list ? list.Element : uses[0]) is { Nullable: false } use && (use.Type.IsDyn || use.Type.IsNumber) ? use : null,
        },
    ];

    private static Value Extreme(string name, ValueList list, int sign, Frame frame)
    {
        if (list.Count == 0 || !frame.Spend(list.Count)) return Value.Error($"{name} takes at least one number; the list is empty.");
        var best = list[0];
        for (var i = 0; i < list.Count; i++)
        {
            if (!Better(list[i], ref best, sign)) return NotNumber(name, list[i]);
        }

        return best;
    }

    private static bool Better(in Value value, ref Value best, int sign)
    {
        if (!Equality.Numbers(value, best, out var order)) return false;
        if (order != int.MinValue && order * sign > 0) best = value;
        return true;
    }

    private static Value NotNumber(string name, in Value value) => Value.Error($"no such overload: {name} takes numbers, not {ValueText.TypeName(value)}");
}
