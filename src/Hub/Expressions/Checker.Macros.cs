namespace Hub.Expressions;

internal sealed partial class Checker
{
    private static readonly string[] MacroNames =
        ["has", "all", "exists", "exists_one", "existsOne", "filter", "map", "transformList", "transformMap", "transformMapEntry", "cel.bind", "optMap", "optFlatMap"];

    private Bound? Macros(Syntax.Call call) => (call.Function, call.Target, call.Arguments.Count) switch
    {
        ("has", null, 1) => Has(call),
        ("bind", Syntax.Name { Text: "cel" }, 3) => BindName(call),
        ("optMap", not null, 2) => OptionalMap(call, isFlat: false),
        ("optFlatMap", not null, 2) => OptionalMap(call, isFlat: true),
        ("all", not null, 2 or 3) => Loop(call, Macro.All, names: call.Arguments.Count - 1, hasFilter: true, hasTransform: false),
        ("exists", not null, 2 or 3) => Loop(call, Macro.Exists, names: call.Arguments.Count - 1, hasFilter: true, hasTransform: false),
        ("exists_one", not null, 2) or ("existsOne", not null, 2 or 3) => Loop(call, Macro.ExistsOne, names: call.Arguments.Count - 1, hasFilter: true, hasTransform: false),
        ("filter", not null, 2) => Loop(call, Macro.Filter, names: 1, hasFilter: true, hasTransform: false),
        ("map", not null, 2 or 3) => Loop(call, Macro.Map, names: 1, hasFilter: call.Arguments.Count == 3, hasTransform: true),
        ("transformList", not null, 3 or 4) => Loop(call, Macro.TransformList, names: 2, hasFilter: call.Arguments.Count == 4, hasTransform: true),
        ("transformMap", not null, 3 or 4) => Loop(call, Macro.TransformMap, names: 2, hasFilter: call.Arguments.Count == 4, hasTransform: true),
        ("transformMapEntry", not null, 3 or 4) => Loop(call, Macro.TransformMapEntry, names: 2, hasFilter: call.Arguments.Count == 4, hasTransform: true),
        _ => null,
    };

    private Bound Has(Syntax.Call call)
    {
        if (call.Arguments[0] is not Syntax.Select { IsOptional: false } select)
        {
            return Malformed(call, $"has takes a field, as has(event.phone); {Quote(call.Arguments[0])} is none.{(call.Arguments[0] is Syntax.Name name ? $" Write {name.Text} != null." : "")}");
        }

        nodes++;
        if (DottedVariable(select.Operand, select.Field) is { } variable)
        {
            var slot = Slot(variable, select);
            return new Bound.Has(slot, null, call) { WhenTrue = Guards.NonNull(variable.Name) };
        }

        var operand = Bind(select.Operand);
        if (operand is Bound.Failure && !isDynamic) return operand;
        if (!isDynamic)
        {
            var inner = operand.Type is OptionalType optional ? optional.Inner : operand.Type;
            if (inner is RecordType record && record.Find(select.Field) is null) return UnknownField(record, select);
            if (!inner.IsDyn && inner is not (RecordType or MapType))
            {
                return Error(select, select.FieldPosition, select.Field.Length, $"{Quote(select.Operand)} is {Article(inner.ToString())}, which has no fields.");
            }

            if (operand.Type is not OptionalType && operand.Use.Nullable)
            {
                return Error(select, $"{Quote(operand.At)} may be null. Write {(operand is Bound.Field ? $"has({Quote(operand.At)})" : $"{Quote(operand.At)} != null")} && before it, or {Quote(operand.At)}.?{select.Field}.hasValue().");
            }
        }

        return new Bound.Has(operand, select.Field, call) { WhenTrue = operand.Path is null ? Guards.None : Guards.NonNull($"{operand.Path}.{select.Field}") };
    }

    private string? LocalNameOf(Syntax.Call call, int argument)
    {
        if (call.Arguments[argument] is Syntax.Name { IsRooted: false } name) return name.Text;
        Malformed(call.Arguments[argument], $"{call.Function} names its variable here, as list.{call.Function}(item, …); {Quote(call.Arguments[argument])} is no name.");
        return null;
    }

    private LocalName Declare(string name, TypeUse use)
    {
        var local = new LocalName(name, locals.Count, nextUnique++, use);
        locals.Add(local);
        localsMade = Math.Max(localsMade, locals.Count);
        return local;
    }

    private Bound BindName(Syntax.Call call)
    {
        if (LocalNameOf(call, 0) is not { } name) return new Bound.Failure("", call);
        var value = Bind(call.Arguments[1]);
        var local = Declare(name, value.Use);
        var body = Bind(call.Arguments[2]);
        locals.RemoveAt(local.Index);
        return new Bound.Bind(local.Index, value, body, call, body.Use) { WhenTrue = body.WhenTrue, WhenFalse = body.WhenFalse };
    }

    private Bound OptionalMap(Syntax.Call call, bool isFlat)
    {
        var operand = Bind(call.Target!);
        if (LocalNameOf(call, 0) is not { } name || (operand is Bound.Failure && !isDynamic))
        {
            return operand is Bound.Failure ? operand : new Bound.Failure("", call);
        }

        if (!isDynamic && operand.Type is not OptionalType && !operand.Type.IsDyn)
        {
            return Error(call, $"{call.Function} works on an optional; {Quote(call.Target!)} is {Article(operand.Type.ToString())}.{(call.Target is Syntax.Select target ? $" Write {Quote(target.Operand)}.?{target.Field}.{call.Function}(…)." : "")}");
        }

        var local = Declare(name, operand.Type is OptionalType optional ? Typed(optional.Inner) : TypeUse.Dyn);
        var body = Bind(call.Arguments[1]);
        locals.RemoveAt(local.Index);
        if (body is Bound.Failure && !isDynamic) return body;
        if (isFlat && !isDynamic && body.Type is not OptionalType && !body.Type.IsDyn)
        {
            return Error(body.At, $"optFlatMap ends with an optional; {Quote(body.At)} is {Article(body.Type.ToString())}. Write optMap.");
        }

        var type = isFlat && body.Type is OptionalType ? body.Type : CelType.OptionalOf(isFlat ? CelType.Dyn : body.Type);
        return new Bound.OptionalMap(operand, local.Index, body, isFlat, call, Typed(type));
    }

    private Bound Loop(Syntax.Call call, Macro macro, int names, bool hasFilter, bool hasTransform)
    {
        var range = Bind(call.Target!);
        var first = LocalNameOf(call, 0);
        var second = names == 2 ? LocalNameOf(call, 1) : "";
        if (first is null || second is null) return new Bound.Failure("", call);
        if (range is Bound.Failure && !isDynamic) return range;
        if (names == 2 && first == second)
        {
            return Malformed(call.Arguments[1], $"The two variables of {call.Function} must have different names.");
        }

        if (Elements(call, range, names == 2) is not { } elements) return new Bound.Failure("", call);
        var before = nodes;
        var one = Declare(first, elements.First);
        var two = names == 2 ? Declare(second, elements.Second) : null;
        var filter = hasFilter ? Bind(call.Arguments[names]) : null;
        if (filter is not null && !CelType.Fits(filter.Type, CelType.Bool))
        {
            Error(filter.At, $"{call.Function} takes a condition; {Quote(filter.At)} is {Article(filter.Type.ToString())}.");
        }

        var transform = hasTransform ? Bind(call.Arguments[^1], filter?.WhenTrue ?? Guards.None) : null;
        if (two is not null) locals.RemoveAt(two.Index);
        locals.RemoveAt(one.Index);
        var use = isDynamic ? TypeUse.Dyn : macro switch
        {
            Macro.All or Macro.Exists or Macro.ExistsOne => Bool,
            Macro.Filter => range.Type is MapType map ? new(CelType.ListOf(map.Key), Nullable: false) : new(Narrowed(range.Type, one, filter!), Nullable: false),
            Macro.Map or Macro.TransformList => new(new ListType(transform!.Use), Nullable: false),
            Macro.TransformMap => new(new MapType(elements.First.Type, transform!.Use), Nullable: false),
            _ => new(transform!.Type is MapType made ? made : CelType.MapOf(CelType.Dyn, CelType.Dyn), Nullable: false),
        };
        if (macro == Macro.TransformMapEntry && !isDynamic && transform!.Type is not MapType && !transform.Type.IsDyn)
        {
            return Error(transform.At, $"transformMapEntry makes one entry, as {{key: value}}; {Quote(transform.At)} is {Article(transform.Type.ToString())}.");
        }

        return new Bound.Loop(macro, range, one.Index, two?.Index ?? -1, filter, transform, call, use) { Weight = Math.Max(1, nodes - before) };
    }

    // list.filter(x, x != null) has no null in it.
    private static CelType Narrowed(CelType range, LocalName element, Bound filter) =>
        range is ListType { Element.Nullable: true } list && filter.WhenTrue.IsNonNull($"{element.Name}#{element.Unique}") ? CelType.ListOf(list.Element.Type) : range;

    private (TypeUse First, TypeUse Second)? Elements(Syntax.Call call, Bound range, bool isPair)
    {
        if (isDynamic) return (TypeUse.Dyn, TypeUse.Dyn);
        if (Required(range, call.Function) is not null) return null;
        switch (range.Type)
        {
            case ListType list:
                return isPair ? (Typed(CelType.Int), list.Element) : (list.Element, list.Element);
            case MapType map:
                return (Typed(map.Key), map.Element);
            case { IsDyn: true }:
                return (TypeUse.Dyn, TypeUse.Dyn);
            default:
                Error(call, $"{call.Function} works on a list or a map; {Quote(call.Target!)} is {Article(range.Type.ToString())}.{(range.Type is OptionalType ? " Write .orValue([]) before it." : range.Type.Kind == ValueKind.String ? $" For a part of a text write {Quote(call.Target!)}.contains(\"…\")." : "")}");
                return null;
        }
    }
}
