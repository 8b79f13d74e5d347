namespace Hub.Expressions;

/// <summary>The elements of lists that are written out: of what types they are, and which of them keeps the list from a place that takes others.</summary>
internal sealed partial class Checker
{
    private static ListType ListOf(TypeUse element, Bound[] elements, bool[] optional)
    {
        var kinds = elements.Select((one, i) => KindOf(one, optional[i])).Where(kind => kind.Kind != ValueKind.Null).ToList();
        return element.Type.IsDyn && kinds.Exists(kind => !kind.IsDyn) ? new(element, kinds) : new(element);
    }

    private static CelType KindOf(Bound element, bool isOptional) => isOptional && element.Type is OptionalType optional ? optional.Inner : element.Type;

    // Beside other values an optional is taken for the value in it, which it is not.
    private Bound.Failure? Unmarked(Bound[] elements, bool[] optional)
    {
        var unmarked = elements.Where((element, i) => !optional[i] && element.Type is OptionalType).ToList();
        if (unmarked.Count == 0 || unmarked.Count == elements.Length) return null;
        Bound.Failure? failure = null;
        foreach (var element in unmarked) failure = Error(element.At, $"{Quote(element.At)} is an optional in a list of other values. Write ?{Quote(element.At)}, which leaves it out where it is absent.");
        return failure;
    }

    // The element of a list written out that keeps it from a parameter.
    private Bound.Failure? Misfit(Function[] candidates, Bound[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not Bound.List list) continue;
            var wanted = candidates.Select(candidate => candidate.Parameters[i].Type).OfType<ListType>().FirstOrDefault(parameter => !parameter.Element.Type.IsDyn);
            if (wanted is null || CelType.Fits(list.Type, wanted)) continue;
            Bound.Failure? failure = null;
            for (var j = 0; j < list.Elements.Length; j++)
            {
                if (Misfit(list.Elements[j], list.IsOptional[j], wanted.Element) is { } message) failure = Error(list.Elements[j].At, message);
            }

            if (failure is not null) return failure;
        }

        return null;
    }

    private string? Misfit(Bound element, bool isOptional, TypeUse wanted)
    {
        var written = Quote(element.At);
        var kind = KindOf(element, isOptional);
        if (kind is OptionalType { Inner: var inner } && CelType.Fits(inner, wanted.Type)) return $"{written} is an optional, and the list takes {Article(wanted.Type.ToString())} each. Write ?{written}, which leaves it out where it is absent.";
        if (kind.Kind == ValueKind.Null) return wanted.Nullable ? null : "null is no element of this list. Leave it out.";
        if (!CelType.Fits(kind, wanted.Type)) return $"{written} is {Article(kind.ToString())}, and the list takes {Article(wanted.Type.ToString())} each.{Converted(element, wanted.Type)}";
        if (isOptional || wanted.Nullable || !element.Use.Nullable) return null;
        return $"{written} may be null, and no element of this list may. Write ?{(element is Bound.Field field ? $"{Quote(field.Operand.At)}.?{field.Declared.Name}" : $"optional.ofNonZeroValue({written})")}, which leaves it out where it is absent.";
    }

    // What leaves out the elements that are null, or makes the list of values that stand by themselves.
    private string? WithoutAbsent(Syntax.Call call, Function nearest, Bound[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (nearest.Parameters[i].Type is not ListType { Element: { Nullable: false, Type: var wanted } }) continue;
            if (arguments[i] is { Type: ListType { Element: { Nullable: true, Type: var given } } } && CelType.Fits(given, wanted)) return $" Leave out what is null: write {Filled(arguments[i])} for {Quote(arguments[i].At)}.";
            if (arguments[i].Type is OptionalType { Inner: var inner } && CelType.Fits(inner, wanted) && i == 0 && call.Target is null && arguments.Length > 1)
            {
                var several = arguments.TakeWhile(argument => argument.Type is OptionalType).Select(argument => $"?{Quote(argument.At)}").ToList();
                return $" Write {call.Function}([{string.Join(", ", several)}], {(several.Count < arguments.Length ? Quote(arguments[^1].At) : "\"DE\"")}){(several.Count < arguments.Length ? "" : ", with the country that is meant")}.";
            }
        }

        return null;
    }

    private string Filled(Bound list) =>
        list is Bound.Loop { Macro: Macro.Map, Filter: null, Transform: Bound.Field { Use.Nullable: true } field, At: Syntax.Call { Target: { } range, Arguments: [var name, _] } }
            ? $"{Quote(range)}.map({Quote(name)}, has({Quote(field.At)}), {Quote(field.At)})"
            : $"{Quote(list.At)}.filter(x, x != null)";
}
