using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Expressions;
using Hub.Mappings.Explaining;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>Why a route did what it did: the same look at an event once more, with every part of it kept.</summary>
internal sealed partial class Route
{
    // Of a long list the first items tell enough.
    private const int MostItems = 50;

    /// <summary>The line where its id stands.</summary>
    public int Line => parts.Line;

    /// <summary>What <c>if</c> gives, once or for each item: true, false, or null where it fails. True where the route has no <c>if</c>.</summary>
    public IReadOnlyList<bool?> Conditions(ProcessingMoment moment)
    {
        var results = new List<bool?>();
        foreach (var (_, frame) in FramesOf(moment))
        {
            var value = parts.If?.Evaluate(frame) ?? Value.True;
            results.Add(value.IsError ? null : value.IsTrue);
        }

        return results;
    }

    /// <summary>What a test may reach of it: that it looks at all, both values of <c>if</c>, <c>when</c> and <c>release_if</c>, what <c>hours</c> and <c>limit</c> hold, each outcome that it waits for, and <c>outside_window</c>.</summary>
    public IReadOnlyList<RouteBranch> Branches
    {
        get
        {
            var branches = new List<RouteBranch> { RouteBranch.Looks };
            if (parts.If is not null) branches.AddRange([RouteBranch.If(holds: true), RouteBranch.If(holds: false)]);
            if (parts.When is not null) branches.AddRange([RouteBranch.When(holds: true), RouteBranch.When(holds: false)]);
            if (parts.ReleaseIf is not null) branches.AddRange([RouteBranch.ReleaseIf(holds: true), RouteBranch.ReleaseIf(holds: false)]);
            if (parts.Hours is not null) branches.Add(RouteBranch.Hours);
            if (parts.Limit is not null) branches.Add(RouteBranch.Limit);
            if (parts.Trigger is RouteTrigger.AfterRoute after) branches.AddRange(after.Outcomes.Select(outcome => RouteBranch.After(after.Id, outcome)));
            if (parts.Do?.OutsideWindow is not null) branches.Add(RouteBranch.OutsideWindow);
            return branches;
        }
    }

    /// <summary>The paths of all fields that its expressions name, such as <c>event.order.name</c> and <c>thread.vars.asked</c>.</summary>
    /// <param name="find">Finds the route that it follows, by id.</param>
    public IReadOnlyCollection<string> FieldsNamed(Func<string, Route?> find)
    {
        IEnumerable<Formula?> formulas =
        [
            parts.FindPhone, parts.Each, parts.If, parts.Once, parts.At, parts.Slot?.Key, parts.ReleaseIf, parts.Limit?.Key, parts.Link?.Value, parts.When, .. parts.Cancel.Select(cancel => cancel.Key),
            .. parts.Set.Select(set => set.Formula), .. parts.Reads.SelectMany(read => FormulasOf(read.Input)), .. FormulasOf(parts.Do?.Input), .. FormulasOf(parts.Do?.OutsideWindow?.Input),
        ];
        return formulas.OfType<Formula>().SelectMany(formula => formula.Expressions).Select(expression => FlowOf(expression, null, find))
            .SelectMany(flow => flow.From.Concat(flow.DecidedBy)).Select(origin => origin.Path).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Explains what the route makes of an event.</summary>
    /// <param name="moment">What it sees.</param>
    /// <param name="find">Finds the route that it follows, by id.</param>
    public RouteExplanation Explain(ProcessingMoment moment, Func<string, Route?> find)
    {
        var outcome = Evaluate(moment);
        var frames = FramesOf(moment).Take(MostItems).ToList();
        var matched = outcome as RouteOutcome.Matched;
        return new()
        {
            File = File,
            Line = Line,
            Route = Id,
            After = moment.Followed is { } followed ? $"{followed.RouteId}: {followed.Outcome}" : null,
            Outcome = outcome switch
            {
                RouteOutcome.Matched => "matched",
                RouteOutcome.Failed => "failed",
                _ => "not_matched",
            },
            Note = parts.Each is not null && frames.Count == 0 && outcome is RouteOutcome.NotMatched ? "each is an empty list." : null,
            Looks = parts.If is { } condition ? [.. frames.Select(item => LookOf(condition, item.Item, item.Frame, find))] : [],
            Failure = (outcome as RouteOutcome.Failed)?.Failure,
            Cancelled = [.. (matched?.CancelSlots ?? []).Select(slot => slot.ToString()), .. (matched?.ReleasedSlot ?? (outcome as RouteOutcome.NotMatched)?.ReleasedSlot) is { } released ? [released] : Array.Empty<string>()],
            Unlinked = matched?.Unlink,
            Commands = [.. matched?.Commands.Select(command => Explain(command, moment, find)) ?? []],
        };
    }

    /// <summary>Explains a command of this route: the values of its keys and of its input.</summary>
    /// <param name="item">The index under <c>each</c>; 0 without.</param>
    /// <param name="moment">What the route saw.</param>
    /// <param name="input">The input that was made, as JSON; null where it is not known.</param>
    /// <param name="find">Finds the route that it follows, by id.</param>
    public (IReadOnlyList<ValueExplanation> Keys, IReadOnlyList<ValueExplanation> Input) ExplainValues(int item, ProcessingMoment moment, JsonNode? input, Func<string, Route?> find)
    {
        var frame = FramesOf(moment).Where(pair => (pair.Item ?? 0) == item).Select(pair => pair.Frame).FirstOrDefault() ?? FrameOf(moment);
        (string Name, Formula? Formula)[] keys = [("once", parts.Once), ("slot", parts.Slot?.Key), ("at", parts.At)];
        return (
            [.. keys.Where(key => key.Formula is not null).Select(key => Values(key.Name, key.Formula!, null, frame, find))],
            [.. parts.Do?.Input.PartsAt(InputPath.Root).Select(part => Values(part, input, frame, find)) ?? []]);
    }

    private static IEnumerable<Formula?> FormulasOf(IValuePlan? plan) => plan?.PartsAt(InputPath.Root).Select(part => part.Formula) ?? [];

    private CommandExplanation Explain(CommandDraft command, ProcessingMoment moment, Func<string, Route?> find)
    {
        var input = command.Input is null ? null : JsonNode.Parse(JsonSerializer.Serialize(command.Input, command.Action.Input));
        var (keys, values) = ExplainValues(command.Item, moment, input, find);
        return new()
        {
            Action = command.Action.Name,
            Connection = command.Connection,
            Item = command.Item,
            State = command.Refusal?.Outcome,
            Reason = command.Refusal?.Reason,
            Error = command.Refusal?.Sentence,
            DueAt = command.At,
            IsDeferred = command.Deferred,
            Keys = keys,
            Input = values,
        };
    }

    private IEnumerable<(int? Item, Frame Frame)> FramesOf(ProcessingMoment moment)
    {
        var frame = FrameOf(moment);
        if (parts.Each is not { } each)
        {
            yield return (null, frame);
            yield break;
        }

        var list = each.Evaluate(frame);
        for (var i = 0; list.Kind == ValueKind.List && i < list.AsList.Count; i++)
        {
            frame[parts.Names.Item!.Slot] = list.AsList[i];
            frame[parts.Names.Index!.Slot] = Value.Int(i);
            SetLets(frame);
            yield return (i, frame);
            frame = FrameOf(moment);
        }
    }

    private LookExplanation LookOf(Formula condition, int? item, Frame frame, Func<string, Route?> find)
    {
        var trace = Trace.Of(condition.Expressions[0], frame);
        var flows = new Flows(trace, variable => FlowOf(variable, frame, find));
        var whole = Part(trace.Parts(), flows);
        return new(item, whole.Result, whole.Parts.Count > 0 ? whole.Parts : [whole]);
    }

    // Down to what is no condition made of conditions.
    private static PartExplanation Part(TracePart part, Flows flows)
    {
        var isMade = part.Node is Bound.Logical or Bound.Unary { Operator: TokenKind.Not, Operand: Bound.Logical };
        var flow = flows.Of(part.Node);
        return new(
            part.Text, Shown.Result(part.Values), part.Times == 0 || isMade ? [] : [.. flow.From.Concat(flow.DecidedBy).DistinctBy(origin => origin.Path).Select(Shown.Field)],
            isMade && part.Times > 0 ? [.. part.Parts.Select(inner => Part(inner, flows))] : []);
    }

    private ValueExplanation Values(InputPart part, JsonNode? input, Frame frame, Func<string, Route?> find)
    {
        var value = Shown.At(input, part.Path.Steps);
        return part.Formula is { } formula ? Values(part.Path.Name, formula, value, frame, find) : new(part.Path.Name, value ?? Shown.Constant(part.Constant), null, [], []);
    }

    private ValueExplanation Values(string name, Formula formula, JsonElement? value, Frame frame, Func<string, Route?> find)
    {
        var result = formula.Evaluate(frame);
        // What is evaluated when the command is due may lack something now: then all fields that it names are told.
        var flow = Flow.Of(formula.Expressions.Select(expression => FlowOf(expression, result.IsError ? null : frame, find)));
        return new(name, value ?? (result.IsError ? null : Shown.Value(result)), formula.Text, [.. flow.From.Select(Shown.Field)], [.. flow.DecidedBy.ExceptBy(flow.From.Select(origin => origin.Path), origin => origin.Path).Select(Shown.Field)])
        {
            IsKnown = value is not null || !result.IsError,
        };
    }

    private Flow FlowOf(Expression expression, Frame? frame, Func<string, Route?> find)
    {
        var trace = frame is null ? null : Trace.Of(expression, frame);
        return new Flows(trace, variable => FlowOf(variable, frame, find)).Of(expression.Tree);
    }

    // A let and an item are told by what they are made of; every other name stands for itself.
    private Flow? FlowOf(Variable variable, Frame? frame, Func<string, Route?> find)
    {
        if (parts.Inherited.Any(inherited => inherited.Name == variable.Name))
        {
            return parts.Trigger is RouteTrigger.AfterRoute after && find(after.Id) is { } followed ? followed.FlowOf(variable, null, find) : null;
        }

        if (parts.Lets.FirstOrDefault(let => let.Variable.Name == variable.Name) is { } part)
        {
            var flows = part.Formula.Expressions.Select(expression => FlowOf(expression, frame, find)).ToList();
            return part.Formula.Expressions is [var single] && part.Formula.Text.Length == single.Source.Length + "${}".Length ? flows[0] : Flow.Of(flows);
        }

        if (variable.Name != parts.Names.Item?.Name || parts.Each is not { Expressions: [var list] }) return null;
        var range = FlowOf(list, frame, find);
        if (range.Path is not { } path) return range;
        var index = frame is null ? "*" : frame[parts.Names.Index!.Slot].ToString();
        return Flow.At($"{path}[{index}]", frame is null ? null : frame[parts.Names.Item.Slot]) with { DecidedBy = range.DecidedBy };
    }
}
