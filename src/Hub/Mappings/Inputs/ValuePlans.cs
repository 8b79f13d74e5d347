using System.Globalization;
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

    /// <summary>The constants and expressions that it is made of, each with its place in the input.</summary>
    IEnumerable<InputPart> PartsAt(InputPath path);
}

/// <summary>A place in an input.</summary>
/// <param name="Name">As messages write it: <c>body[1]</c>, <c>buttons.yes</c>.</param>
/// <param name="Steps">Names and indexes from the input's root.</param>
internal sealed record InputPath(string Name, IReadOnlyList<string> Steps)
{
    /// <summary>The input itself.</summary>
    public static InputPath Root { get; } = new("", []);

    /// <summary>A member of what stands here.</summary>
    public InputPath Member(string name) => new(Name.Length == 0 ? name : $"{Name}.{name}", [.. Steps, name]);

    /// <summary>An element of the list that stands here.</summary>
    public InputPath Element(int index) => new($"{Name}[{index}]", [.. Steps, index.ToString(CultureInfo.InvariantCulture)]);
}

/// <summary>A constant or an expression that became a part of an input.</summary>
/// <param name="Path">Its place.</param>
/// <param name="Formula">The expression; null for a constant.</param>
internal sealed record InputPart(InputPath Path, Formula? Formula)
{
    /// <summary>The constant; null for an expression.</summary>
    public object? Constant { get; init; }
}

/// <summary>The same value always.</summary>
/// <param name="value">The value.</param>
/// <param name="refusal">What it leads to, where it is nothing and may not be.</param>
internal sealed class ConstantPlan(object? value, DraftRefusal? refusal = null) : IValuePlan
{
    public object? Make(Frame frame, InputFault fault)
    {
        fault.Refusal ??= refusal;
        return value;
    }

    public bool TryProbe(out object? probe)
    {
        probe = value;
        return true;
    }

    public IEnumerable<InputPart> PartsAt(InputPath path) => [new(path, null) { Constant = value }];
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
        if (formula.Constant is { IsNull: false } known && shape.TryConvert(known, out probe)) return true;
        return !isRequired || shape.TryConvert(Value.String(StandIn), out probe);
    }

    public IEnumerable<InputPart> PartsAt(InputPath path) => [new(path, formula)];
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

    public IEnumerable<InputPart> PartsAt(InputPath path) => items.SelectMany((item, index) => item.PartsAt(path.Element(index)));
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

    public IEnumerable<InputPart> PartsAt(InputPath path) => items.SelectMany((item, index) => item.PartsAt(path.Member(keys[index])));
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

    public IEnumerable<InputPart> PartsAt(InputPath path) =>
        members.SelectMany((member, index) => member?.PartsAt(path.Member(construction.Members[index].Name)) ?? []);
}

/// <summary>A list or map written out in the file where any JSON is taken.</summary>
internal sealed class JsonPlan(IValuePlan inner) : IValuePlan
{
    public object? Make(Frame frame, InputFault fault)
    {
        var parts = inner.Make(frame, fault);
        return fault.IsSet ? null : JsonShape.Join(parts!);
    }

    public bool TryProbe(out object? probe)
    {
        var isThere = inner.TryProbe(out var parts);
        probe = isThere ? JsonShape.Join(parts!) : null;
        return isThere;
    }

    public IEnumerable<InputPart> PartsAt(InputPath path) => inner.PartsAt(path);
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

    public IEnumerable<InputPart> PartsAt(InputPath path) => inner.PartsAt(path);
}
