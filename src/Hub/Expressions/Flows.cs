namespace Hub.Expressions;

/// <summary>
/// Finds the fields that a value came from. With a trace it follows what was evaluated: the branch that was taken, the alternative that was present. Without one it names all that
/// might be read.
/// </summary>
/// <param name="trace">An evaluation; null for none.</param>
/// <param name="variables">Where a variable's value came from; null for one that stands for itself.</param>
internal sealed class Flows(Trace? trace, Func<Variable, Flow?> variables)
{
    private const string AnyElement = "[*]";

    private readonly Dictionary<int, Flow> locals = [];

    /// <summary>Where the value of a checked tree came from.</summary>
    public Flow Of(Bound node)
    {
        if (trace?.WasSeen(node) == false) return Flow.Empty;
        return node switch
        {
            Bound.Slot slot => variables(slot.Variable) ?? Flow.At(slot.Variable.Name, ValueOf(node)),
            Bound.Local local => Local(local),
            Bound.Field field => Below(field.Operand, "." + field.Declared.Name, node),
            Bound.Select select => Below(select.Operand, "." + select.Name, node),
            Bound.OptionalSelect select => Below(select.Operand, "." + select.Name, node),
            Bound.NonNull optional => Of(optional.Operand),
            Bound.Has has => Has(has),
            Bound.Index index => Index(index),
            Bound.Call call => Call(call),
            Bound.Conditional conditional => Flow.Of(Of(conditional.IfTrue), Of(conditional.IfFalse)).By(Of(conditional.Condition)),
            Bound.Loop loop => Loop(loop),
            Bound.Bind bind => With(bind.Place, Of(bind.Value), bind.Body),
            Bound.OptionalMap map => OptionalMap(map),
            _ => Flow.Of(Observing.PartsOf(node).Select(Of)),
        };
    }

    private Flow Local(Bound.Local local)
    {
        var from = locals.GetValueOrDefault(local.Place) ?? Flow.Empty;
        return from.Path is { } path ? Flow.At(path, ValueOf(local)) with { DecidedBy = from.DecidedBy } : from;
    }

    // An optional shows as what is in it, and one without a value as null.
    private Value? ValueOf(Bound node) => trace?.ValueOf(node) is not { } value ? null
        : value.Kind != ValueKind.Optional ? value
        : value.TryGetSome(out var inner) ? inner : Value.Null;

    private Flow Below(Bound operand, string step, Bound node)
    {
        var from = Of(operand);
        return from.Path is { } path ? Flow.At(path + step, ValueOf(node)) with { DecidedBy = from.DecidedBy } : from;
    }

    private Flow Has(Bound.Has has)
    {
        var from = Of(has.Operand);
        if (has.Name is null || from.Path is not { } path) return from;
        var value = trace?.ValueOf(has.Operand) is { } operand ? Access.Open(operand, has.Name, throughNull: true) : (Value?)null;
        return Flow.At($"{path}.{has.Name}", value is { Kind: Access.Nothing } ? Value.Null : value);
    }

    private Flow Index(Bound.Index index)
    {
        var key = trace?.ValueOf(index.Key) ?? (index.Key as Bound.Constant)?.Value;
        var at = key is null || key.Value.Kind == ValueKind.List ? AnyElement : $"[{key}]";
        var element = Below(index.Operand, at, index);
        return index.Key is Bound.Constant ? element : element.By(Of(index.Key));
    }

    private Flow Call(Bound.Call call)
    {
        var function = call.Candidates[0];
        return function switch
        {
            { Name: "or" or "orValue", IsReceiver: true } when call.Arguments is [var first, var second] => Alternative(first, second),
            { Name: "value", IsReceiver: true } or { Name: "optional.of", IsReceiver: false } when call.Arguments is [var only] => Of(only),
            { Chooses: true } when call.Arguments is [Bound.List list, ..] => Chosen(function, list, call),
            _ => Flow.Of(call.Arguments.Select(Of)),
        };
    }

    private Flow Alternative(Bound first, Bound second)
    {
        if (trace is null) return Flow.Of(Of(first), Of(second));
        return trace.ValueOf(first) is { Kind: ValueKind.Optional } optional && !optional.TryGetSome(out _) ? Of(second).By(Of(first)) : Of(first);
    }

    // The first element for which the function gives a value; those before it were looked at in vain.
    private Flow Chosen(Function function, Bound.List list, Bound.Call call)
    {
        var others = Flow.Of(call.Arguments.Skip(1).Select(Of));
        if (trace is null) return Flow.Of(list.Elements.Select(Of)).By(others);
        var arguments = Array.ConvertAll(call.Arguments, argument => trace.ValueOf(argument) ?? Value.Null);
        var before = new List<Flow>();
        for (var i = 0; i < list.Elements.Length; i++)
        {
            var element = trace.ValueOf(list.Elements[i]) ?? Value.Null;
            var isThere = !list.IsOptional[i] || (element.Kind == ValueKind.Optional && element.TryGetSome(out element));
            var flow = Of(list.Elements[i]);
            if (isThere && !element.IsError && IsGiven(function, [Value.List(element), .. arguments.AsSpan(1)])) return flow.By([.. before, others]);
            before.Add(flow);
        }

        return Flow.Empty.By([.. before, others]);
    }

    private static bool IsGiven(Function function, ReadOnlySpan<Value> arguments)
    {
        // What was an error, or was seen more than once in a loop, was not given as it stands here.
        for (var i = 0; i < arguments.Length; i++)
        {
            var (kind, wanted) = (arguments[i].Kind, function.Parameters[i]);
            if (kind == ValueKind.Error || (wanted.Type.Kind is { } known && kind != known && !(wanted.Nullable && kind == ValueKind.Null))) return false;
        }

        var frame = new Frame(Scope.Of(FunctionTable.Standard));
        var entered = frame.Enter(0);
        var value = function.Body(arguments, frame);
        frame.Leave(entered);
        return !value.IsNull && !value.IsError;
    }

    private Flow Loop(Bound.Loop loop)
    {
        var range = Of(loop.Range);
        var element = range.Path is { } path ? Flow.At(path + AnyElement, null) : range;
        var isMap = loop.Range.Type is MapType || trace?.ValueOf(loop.Range) is { Kind: ValueKind.Map };
        locals[loop.First] = loop.Second >= 0 || isMap ? Flow.Empty.By(range) : element;
        if (loop.Second >= 0) locals[loop.Second] = element;
        var filter = loop.Filter is null ? Flow.Empty : Of(loop.Filter);
        var transform = loop.Transform is null ? Flow.Empty : Of(loop.Transform);
        locals.Remove(loop.First);
        locals.Remove(loop.Second);
        return loop.Macro switch
        {
            Macro.All or Macro.Exists or Macro.ExistsOne => filter.From.Count > 0 ? filter with { Path = null } : range with { Path = null },
            Macro.Filter => (range with { Path = null }).By(filter),
            _ => (transform.From.Count > 0 ? transform with { Path = null } : Flow.Empty.By(range)).By(filter),
        };
    }

    private Flow OptionalMap(Bound.OptionalMap map)
    {
        var operand = Of(map.Operand);
        var mapped = With(map.Place, operand, map.Body);
        return trace?.WasSeen(map.Body) == false ? Flow.Empty.By(operand) : mapped.From.Count > 0 ? mapped : mapped.By(operand);
    }

    private Flow With(int place, Flow value, Bound body)
    {
        locals[place] = value;
        var flow = Of(body);
        locals.Remove(place);
        return flow;
    }
}
