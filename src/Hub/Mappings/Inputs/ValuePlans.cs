using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>What stopped an input from being made: at most one of the two.</summary>
internal sealed class InputFault
{
    public RouteFailure? Failure { get; set; }

    public DraftRefusal? Refusal { get; set; }

    public bool IsSet => Failure is not null || Refusal is not null;
}

/// <summary>How one value of an input is made, decided once at load.</summary>
internal interface IValuePlan
{
    /// <summary>Makes the value; where that fails, the fault says why and the result means nothing.</summary>
    object? Make(Frame frame, InputFault fault);

    /// <summary>A value of the same shape with stand-ins for what is not constant, for checks at load; false where there is none.</summary>
    bool TryProbe(out object? probe);
}

/// <summary>The same value always.</summary>
internal sealed class ConstantPlan(object? value) : IValuePlan
{
    public object? Make(Frame frame, InputFault fault) => value;

    public bool TryProbe(out object? probe)
    {
        probe = value;
        return true;
    }
}

/// <summary>A value that an expression gives.</summary>
internal sealed class FormulaPlan(Formula formula, InputShape shape, string name, bool isRequired) : IValuePlan
{
    public const string StandIn = "x";

    public object? Make(Frame frame, InputFault fault)
    {
        var value = formula.Evaluate(frame);
        if (value.IsError)
        {
            fault.Failure = formula.Failure(value);
            return null;
        }

        if (value.Kind == ValueKind.Optional) value = value.TryGetSome(out var some) ? some : Value.Null;
        if (shape.IsEmpty(value) && shape.RefusalOfEmpty(name, isRequired) is { } refusal)
        {
            fault.Refusal = refusal;
            return null;
        }

        if (value.IsNull) return null;
        if (shape.TryConvert(value, out var converted)) return converted;
        fault.Failure = formula.Failure($"{name} takes {shape.Wants}, and this gave {value.Kind.ToString().ToLowerInvariant()}.");
        return null;
    }

    public bool TryProbe(out object? probe)
    {
        probe = null;
        return !isRequired || shape.TryConvert(Value.String(StandIn), out probe);
    }
}

/// <summary>A list written out in the file.</summary>
internal sealed class ListPlan(IReadOnlyList<IValuePlan> items, ListShape shape) : IValuePlan
{
    public object Make(Frame frame, InputFault fault)
    {
        var values = new object?[items.Count];
        for (var i = 0; i < values.Length && !fault.IsSet; i++) values[i] = items[i].Make(frame, fault);
        return fault.IsSet ? values : shape.Build(values);
    }

    public bool TryProbe(out object? probe)
    {
        var values = new object?[items.Count];
        probe = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (!items[i].TryProbe(out values[i])) return false;
        }

        probe = shape.Build(values);
        return true;
    }
}

/// <summary>A map written out in the file.</summary>
internal sealed class MapPlan(IReadOnlyList<string> keys, IReadOnlyList<IValuePlan> items, MapShape shape) : IValuePlan
{
    public object Make(Frame frame, InputFault fault)
    {
        var values = new object?[items.Count];
        for (var i = 0; i < values.Length && !fault.IsSet; i++) values[i] = items[i].Make(frame, fault);
        return fault.IsSet ? values : shape.Build(keys, values);
    }

    public bool TryProbe(out object? probe)
    {
        var values = new object?[items.Count];
        probe = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (!items[i].TryProbe(out values[i])) return false;
        }

        probe = shape.Build(keys, values);
        return true;
    }
}

/// <summary>An input record.</summary>
/// <param name="construction">How an instance is made.</param>
/// <param name="members">The plan of each member of <see cref="RecordConstruction.Members"/>, null where the file does not name it.</param>
internal sealed class RecordPlan(RecordConstruction construction, IReadOnlyList<IValuePlan?> members) : IValuePlan
{
    public object? Make(Frame frame, InputFault fault)
    {
        var values = construction.Defaults();
        for (var i = 0; i < values.Length && !fault.IsSet; i++)
        {
            if (members[i] is { } plan) values[i] = plan.Make(frame, fault);
        }

        return fault.IsSet ? null : construction.Build(values);
    }

    public bool TryProbe(out object? probe)
    {
        var values = construction.Defaults();
        probe = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (members[i] is { } plan && !plan.TryProbe(out values[i])) return false;
        }

        probe = construction.Build(values);
        return true;
    }
}

/// <summary>What a plan of a list or map inside an <see cref="EitherShape"/> gives, wrapped.</summary>
internal sealed class EitherPlan(IValuePlan inner, bool isMap, EitherShape shape) : IValuePlan
{
    public object? Make(Frame frame, InputFault fault)
    {
        var part = inner.Make(frame, fault);
        return fault.IsSet ? null : shape.Wrap(part!, isMap);
    }

    public bool TryProbe(out object? probe)
    {
        var isThere = inner.TryProbe(out var part);
        probe = isThere ? shape.Wrap(part!, isMap) : null;
        return isThere;
    }
}
