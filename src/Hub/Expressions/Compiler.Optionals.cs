namespace Hub.Expressions;

internal static partial class Compiler
{
    // A node that gives an optional, as what is inside it: Access.Nothing where there is none. Null for a node that makes its optional otherwise.
    private static Evaluation? Opened(Bound node) => node switch
    {
        Bound.OptionalSelect select => OptionalSelect(select),
        Bound.NonNull optional => NonNull(optional),
        Bound.Index { IsOptional: true } index => OptionalIndex(index),
        _ => null,
    };

    private static Evaluation Closed(Evaluation opened) => frame =>
    {
        var value = opened(frame);
        return value.Kind == Access.Nothing ? Value.None : value.IsError ? value : Value.Some(value);
    };

    private static Evaluation OptionalSelect(Bound.OptionalSelect node)
    {
        var operand = Bare(node.Operand) ?? Opened(node.Operand) ?? Compile(node.Operand);
        var (name, at) = (node.Name, node.At);
        var (dropsNull, throughNull) = (node.DropsNull, PassesNull(node));
        var field = Owner(node.Operand)?.Find(name);
        return frame =>
        {
            var value = operand(frame);
            if (value.Kind == Access.Nothing) return value;
            if (value.Kind == Access.Bare) return field!.Read(value.Reference!) is { IsNull: false } there ? there.At(at.Position, at.Length) : Access.None;
            value = frame.Charged(Access.Open(value, name, throughNull));
            return dropsNull && value.IsNull ? Access.None : value.At(at.Position, at.Length);
        };
    }

    private static bool PassesNull(Bound.OptionalSelect node) => node.At is Syntax.Select { IsOptional: true } || node.Operand.Type is OptionalType { Inner: RecordType };

    private static Evaluation NonNull(Bound.NonNull node)
    {
        var operand = Compile(node.Operand);
        return frame => operand(frame) is var value && value.IsNull ? Access.None : value;
    }

    private static Evaluation OptionalIndex(Bound.Index node)
    {
        var (operand, key, at) = (Opened(node.Operand) ?? Compile(node.Operand), Compile(node.Key), node.At);
        var dropsNull = node.DropsNull;
        return frame =>
        {
            var container = operand(frame);
            if (container.IsError) return container;
            var place = key(frame);
            if (place.IsError) return place;
            if (container.Kind == Access.Nothing) return container;
            var value = frame.Charged(Access.OpenAt(container, place));
            return dropsNull && value.IsNull ? Access.None : value.At(at.Position, at.Length);
        };
    }

    // or and orValue look at what stands in for nothing only where there is nothing.
    private static Evaluation? Fallback(Bound.Call node)
    {
        if (node.Candidates is not [{ Name: "or" or "orValue", IsReceiver: true }] || node.Arguments is not [var target, var fallback]) return null;
        var isValue = node.Candidates[0].Name == "orValue";
        var (instead, at) = (Compile(fallback), node.At);
        if (isValue && Opened(target) is { } opened)
        {
            return frame => opened(frame) is var value && value.Kind == Access.Nothing ? instead(frame) : value;
        }

        var operand = Compile(target);
        return frame =>
        {
            var value = operand(frame);
            if (value.IsError) return value;
            if (value.Kind == ValueKind.Optional && value.TryGetSome(out var inner)) return isValue ? inner : value;
            var other = instead(frame);
            if (other.IsError || (value.Kind == ValueKind.Optional && (isValue || other.Kind == ValueKind.Optional))) return other;
            return Value.Error($"no such overload: {ValueText.TypeName(value)}.{(isValue ? "orValue" : "or")}({ValueText.TypeName(other)})").At(at.Position, at.Length);
        };
    }

    private static Evaluation? HasValue(Bound.Call node)
    {
        if (node.Candidates is not [{ Name: "hasValue", IsReceiver: true }] || node.Arguments is not [var target] || Opened(target) is not { } opened) return null;
        return frame => opened(frame) is var value && value.IsError ? value : Value.Bool(value.Kind != Access.Nothing);
    }

    private static Evaluation OptionalMap(Bound.OptionalMap node)
    {
        var opened = Opened(node.Operand);
        var (operand, body, local, at) = (opened ?? Compile(node.Operand), Compile(node.Body), node.Place, node.At);
        var (isOpened, isFlat, dropsNull) = (opened is not null, node.IsFlat, node.Body.Use.Nullable);
        return frame =>
        {
            var value = operand(frame);
            if (value.IsError) return value;
            if (value.Kind == Access.Nothing) return Value.None;
            if (!isOpened)
            {
                if (value.Kind != ValueKind.Optional)
                {
                    return Value.Error($"no such overload: {(isFlat ? "optFlatMap" : "optMap")} works on an optional, not {ValueText.TypeName(value)}").At(at.Position, at.Length);
                }

                if (!value.TryGetSome(out value)) return Value.None;
            }

            frame.SetLocal(local, value);
            var result = body(frame);
            if (result.IsError) return result;
            if (isFlat)
            {
                return result.Kind == ValueKind.Optional ? result : Value.Error("optFlatMap ends with an optional.").At(at.Position, at.Length);
            }

            return result.IsNull && dropsNull ? Value.None : Value.Some(result);
        };
    }
}
