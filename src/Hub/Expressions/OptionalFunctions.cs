namespace Hub.Expressions;

/// <summary>Functions on optionals.</summary>
internal static class OptionalFunctions
{
    private static readonly CelType Any = CelType.OptionalOf(CelType.Dyn);

    public static IEnumerable<Function> All =>
    [
        Declare.Plain("optional.none", [], Any, (_, _) => Value.None),
        Declare.Plain("optional.of", [CelType.Dyn], Any, (values, _) => Value.Some(values[0])) with { ResultOf = Wrap },
        new("optional.ofNonZeroValue", [new(CelType.Dyn, Nullable: true)], new(Any, Nullable: false), (values, _) => IsZero(values[0]) ? Value.None : Value.Some(values[0])) { ResultOf = Wrap },
        Declare.Receiver("hasValue", [Any], CelType.Bool, (values, frame) => Value.Bool(values[0].TryGetSome(out _))),
        Declare.Receiver("value", [Any], CelType.Dyn, (values, _) => values[0].TryGetSome(out var inner) ? inner : Value.Error("The optional has no value; read it with orValue(…).")) with
        {
            ResultOf = uses => new(Inner(uses[0]), Nullable: false),
        },
        Declare.Receiver("or", [Any, Any], Any, (values, frame) => values[0].TryGetSome(out _) ? values[0] : values[1]) with
        {
            ResultOf = uses => Checker.Join(new(Inner(uses[0]), Nullable: false), new(Inner(uses[1]), Nullable: false)) is { } joined ? new(CelType.OptionalOf(joined.Type), Nullable: false) : null,
        },
        new("orValue", [new(Any, Nullable: false), new(CelType.Dyn, Nullable: true)], TypeUse.Dyn, (values, _) => values[0].TryGetSome(out var inner) ? inner : values[1])
        {
            IsReceiver = true,
            ResultOf = uses => Inner(uses[0]).IsDyn ? new(CelType.Dyn, Nullable: false) : Checker.Join(new(Inner(uses[0]), Nullable: false), uses[1]),
        },
    ];

    private static TypeUse? Wrap(IReadOnlyList<TypeUse> uses) => new TypeUse(CelType.OptionalOf(uses[0].Type.Kind == ValueKind.Null ? CelType.Dyn : uses[0].Type), Nullable: false);

    private static CelType Inner(TypeUse use) => use.Type is OptionalType optional ? optional.Inner : CelType.Dyn;

    private static bool IsZero(in Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.Bool or ValueKind.Int or ValueKind.Uint => value.Bits == 0,
        ValueKind.Double => value.AsDouble == 0,
        ValueKind.String => value.AsString.Length == 0,
        ValueKind.Bytes => value.AsBytes.Length == 0,
        ValueKind.Duration => value.Bits == 0 && value.Nanos == 0,
        ValueKind.List => value.AsList.Count == 0,
        ValueKind.Map => value.AsMap.Count == 0,
        ValueKind.Optional => !value.TryGetSome(out _),
        _ => false,
    };
}
