using Hub.Connectors;
using Hub.Customers;
using Hub.Expressions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>A compiled route. Immutable; may be evaluated from many threads. Looking at an event is pure: it depends on the moment alone.</summary>
internal sealed partial class Route
{
    private readonly RouteParts parts;
    private readonly (int Slot, Func<Frame, Value> Evaluate)[] lets;
    private readonly HashSet<int> lateLets;
    private readonly bool mayUseLinked;

    public Route(RouteParts parts)
    {
        this.parts = parts;
        lets = [.. parts.Lets.Select(let => (let.Variable.Slot, let.Formula.Evaluate))];
        lateLets = [.. parts.Lets.Where(let => let.UsesLinked).Select(let => let.Variable.Slot)];
        mayUseLinked = parts.Do is { UsesLinked: true };

        // What may fail or do something besides, whether the condition is true or not, is asked always.
        Distinction = parts is { FindPhone: null, Each: null, ReleaseIf: null, If.Expressions: [{ Tree: var condition }] } ? Distinction.Of(condition, parts.Names.Event) : null;
    }

    /// <summary>What an event must have for the route to match or fail; null where only asking tells.</summary>
    public Distinction? Distinction { get; }

    /// <summary>The file's name.</summary>
    public string File => parts.File;

    /// <summary>The id, unique in the folder.</summary>
    public string Id => parts.Id;

    /// <summary>What it runs on.</summary>
    public RouteTrigger Trigger => parts.Trigger;

    /// <summary>What to look for before it is evaluated; null for nothing.</summary>
    public FindBy? Find => parts.Find;

    /// <summary>The action that it does; null where it only cancels or unlinks.</summary>
    public IAction? Action => parts.Do?.Action;

    /// <summary>The connection of that action; null without one.</summary>
    public string? Connection => parts.Do?.Connection;

    /// <summary>The template that it sends; null where it sends none, or an expression gives its name.</summary>
    public string? Template => parts.Template;

    /// <summary>Whether <c>when</c> is to be looked at when a command is due whose input is known already.</summary>
    public bool LooksWhenDue => parts.When is not null && parts.Reads.Count == 0;

    /// <summary>The constants of its file that it uses, by name.</summary>
    public IEnumerable<(string Name, Value Value)> Vars => parts.Vars.Select(constant => (constant.Variable.Name, constant.Value));

    /// <summary>The calendars that it asks, by name.</summary>
    public IReadOnlyList<string> Calendars => parts.Calendars;

    /// <summary>The state variables that it reads or writes, by name.</summary>
    public IReadOnlyList<string> State => parts.State;

    /// <summary>The links that it finds, makes or ends.</summary>
    public IEnumerable<string> Links => new[] { (parts.Find as FindBy.ByLink)?.Link.Name, parts.Link?.Declaration.Name, parts.Unlink }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The customer that <c>find: {customer: {phone: …}}</c> means; null where there is no phone. An expression that fails does so again in <see cref="Evaluate"/>, which says so.</summary>
    /// <param name="moment">The moment, without customer and thread yet.</param>
    public Alias? FindCustomer(ProcessingMoment moment) =>
        parts.FindPhone?.Evaluate(FrameOf(moment)) is { IsError: false } value && ScalarText.Of(value) is { Length: > 0 } phone
            ? new("", AliasKind.Phone, PhoneNumbers.TryParse(phone, null, out var e164) ? e164 : phone)
            : null;

    /// <summary>Looks at an event. Never throws for data: what fails is said in the outcome.</summary>
    public RouteOutcome Evaluate(ProcessingMoment moment)
    {
        var frame = FrameOf(moment);
        if (parts.FindPhone is { } phone && phone.Evaluate(frame) is { IsError: true } unknown)
        {
            return new RouteOutcome.Failed(phone.Failure(unknown));
        }

        if (parts.Each is not { } each) return EvaluateOnce(moment, frame);
        var list = each.Evaluate(frame);
        if (list.IsError) return new RouteOutcome.Failed(each.Failure(list));
        if (list.Kind != ValueKind.List) return new RouteOutcome.Failed(each.Failure($"each takes a list, and this gave {list.Kind.ToString().ToLowerInvariant()}."));
        return EvaluateEach(moment, frame, list.AsList);
    }

    private RouteOutcome EvaluateOnce(ProcessingMoment moment, Frame frame)
    {
        var look = new Look();
        Release(frame, look);
        Visit(moment, frame, 0, look);
        return Outcome(look);
    }

    private RouteOutcome EvaluateEach(ProcessingMoment moment, Frame frame, ValueList items)
    {
        var look = new Look();
        for (var i = 0; i < items.Count && look.Failure is null; i++)
        {
            frame[parts.Names.Item!.Slot] = items[i];
            frame[parts.Names.Index!.Slot] = Value.Int(i);
            SetLets(frame);
            Visit(moment, frame, i, look);
        }

        return Outcome(look);
    }

    private RouteOutcome Outcome(Look look)
    {
        if (look.Failure is { } failure) return new RouteOutcome.Failed(failure);
        return look.IsMatched
            ? new RouteOutcome.Matched(look.Commands, look.Cancel, parts.Unlink, look.Released) { Set = [.. look.Set.Values] }
            : new RouteOutcome.NotMatched(look.Released);
    }

    private void Release(Frame frame, Look look)
    {
        if (parts.ReleaseIf is not { } release || parts.Slot is not { } slot) return;
        var isReleased = release.Evaluate(frame);
        if (isReleased.IsError) look.Failure = release.Failure(isReleased);
        else if (isReleased.IsTrue) look.Released = Text("slot", slot.Key, frame, look);
    }

    private void Visit(ProcessingMoment moment, Frame frame, int item, Look look)
    {
        if (look.Failure is not null) return;
        if (parts.If is { } condition)
        {
            var holds = condition.Evaluate(frame);
            if (holds.IsError) look.Failure = condition.Failure(holds);
            if (!holds.IsTrue) return;
        }

        look.IsMatched = true;
        foreach (var cancel in parts.Cancel)
        {
            if (Text("cancel", cancel.Key, frame, look) is not { } key) continue;
            var match = cancel.IsPrefix ? new SlotMatch(key[..^1], IsPrefix: true) : SlotMatch.One(key);
            if (!look.Cancel.Contains(match)) look.Cancel.Add(match);
        }

        Set(moment, frame, look);
        if (parts.Do is { } action && look.Failure is null && Draft(action, moment, frame, item, look) is { } command)
        {
            look.Commands.Add(command);
        }
    }

    private CommandDraft? Draft(ActionPart action, ProcessingMoment moment, Frame frame, int item, Look look)
    {
        var once = parts.Once is { } onceKey ? Text("once", onceKey, frame, look) : null;
        var slot = parts.Slot is { } slotPart ? Text("slot", slotPart.Key, frame, look) : null;
        DateTimeOffset? at = null;
        if (parts.At is { } atFormula)
        {
            var due = atFormula.Evaluate(frame);
            if (due.Kind == ValueKind.Timestamp) at = due.AsTimestamp;
            else look.Failure ??= due.IsError ? atFormula.Failure(due) : atFormula.Failure($"at takes a timestamp, and this gave {due.Kind.ToString().ToLowerInvariant()}.");
        }

        var link = LinkOf(moment, frame, look);
        var limit = LimitOf(action.Action, moment, frame, look);
        if (look.Failure is not null) return null;
        frame[parts.Names.Due!.Slot] = Value.Timestamp(at ?? moment.Event.ArrivedAt);
        var usesLinked = mayUseLinked && moment.Linked is { State: LinkedState.Reserved };
        var isDeferred = usesLinked || parts.Reads.Count > 0;
        var fault = new InputFault();
        object? input = null;
        OutsideWindowDraft? outside = null;
        if (!isDeferred)
        {
            input = action.Input.Make(frame, fault);
            outside = fault.IsSet ? null : OutsideWindowOf(action, frame, fault);
            look.Failure = fault.Failure;
        }

        if (look.Failure is not null) return null;
        return new()
        {
            File = File,
            RouteId = Id,
            Item = item,
            Action = action.Action,
            Connection = action.Connection,
            Input = fault.Refusal is null ? input : null,
            UsesLinked = usesLinked,
            Refusal = fault.Refusal,
            Bindings = Leave(isDeferred || parts.When is not null ? parts.LeftWhenDeferred : parts.LeftAlways, moment.Linked, frame),
            OnceKey = once,
            Slot = slot is null ? null : new(slot, parts.Slot!.KeepOldest),
            At = at,
            MaxLate = parts.MaxLate ?? TimeSpan.FromMinutes(5),
            MaxAge = parts.MaxAge,
            Lane = action.Lane,
            Late = parts.Late,
            Hours = parts.Hours,
            Limit = limit,
            Link = link,
            OutsideWindow = outside,
            FollowedOutcomes = parts.FollowedOutcomes,
        };
    }

    private LinkDraft? LinkOf(ProcessingMoment moment, Frame frame, Look look)
    {
        if (parts.Link is not { } link || look.Failure is not null) return null;
        var declared = link.Declaration;
        // The hub's own ends have the hub's ids; the others are the event's.
        var left = declared.Left == LinkDeclaration.CustomerEnd ? moment.Customer?.Id : moment.Event.Ends.GetValueOrDefault(declared.Left) ?? moment.Thread?.Id;
        if (left is null)
        {
            look.Failure = link.Value.Failure($"The event carries no {declared.Left}, which is the left end of {declared.Name}.");
        }

        if (left is null || link.UsesResult || (link.UsesLinked && moment.Linked is { State: LinkedState.Reserved }))
        {
            return left is null ? null : new(declared.Name, left, null);
        }

        return new(declared.Name, left, Text("link", link.Value, frame, look));
    }

    private static OutsideWindowDraft? OutsideWindowOf(ActionPart action, Frame frame, InputFault fault) =>
        action.OutsideWindow is { } outside && outside.Input.Make(frame, fault) is { } input && !fault.IsSet
            ? new(outside.Action, input, outside.OncePer, outside.Keep)
            : null;

    // A key's text; null and what is no scalar park the route.
    private static string? Text(string key, Formula formula, Frame frame, Look look)
    {
        var value = formula.Evaluate(frame);
        var text = ScalarText.Of(value);
        if (string.IsNullOrEmpty(text))
        {
            look.Failure ??= value.IsError ? formula.Failure(value) : formula.Failure($"{key} takes text, and this gave {value.Kind.ToString().ToLowerInvariant()}.");
        }

        return text;
    }

    /// <summary>What one look at an event has found so far.</summary>
    private sealed class Look
    {
        public bool IsMatched { get; set; }

        public List<CommandDraft> Commands { get; } = [];

        public List<SlotMatch> Cancel { get; } = [];

        public Dictionary<string, SetDraft> Set { get; } = new(StringComparer.Ordinal);

        public string? Released { get; set; }

        public RouteFailure? Failure { get; set; }
    }
}
