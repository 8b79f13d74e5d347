using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>The slots that every route's frame has, and those that some have; null where the route has no such name.</summary>
internal sealed record RouteNames(Variable Event, Variable Customer, Variable Thread, Variable Now)
{
    public Variable? Linked { get; init; }
    public Variable? Item { get; init; }
    public Variable? Index { get; init; }
    public Variable? Result { get; init; }
    public Variable? Failure { get; init; }
    public Variable? Due { get; init; }
}

/// <summary>A <c>let</c>.</summary>
/// <param name="Variable">Its place in the frame.</param>
/// <param name="Formula">What it is.</param>
/// <param name="UsesLinked">Whether it needs the link, directly or through another let.</param>
internal sealed record LetPart(Variable Variable, Formula Formula, bool UsesLinked);

/// <summary>A slot key and which of two waiting commands stays.</summary>
internal sealed record SlotPart(Formula Key, bool KeepOldest);

/// <summary>A key of <c>cancel</c>.</summary>
/// <param name="Key">The key; of a prefix with the mark at its end.</param>
/// <param name="IsPrefix">Whether the file ends it with the mark that means all that begin so.</param>
internal sealed record CancelPart(Formula Key, bool IsPrefix);

/// <summary><c>limit</c>.</summary>
/// <param name="Count">How many at most.</param>
/// <param name="Per">What they are counted for.</param>
/// <param name="Key">The text that they are counted for, with <see cref="LimitPer.Key"/>.</param>
/// <param name="In">Within which time.</param>
/// <param name="Over">What becomes of one more.</param>
internal sealed record LimitPart(int Count, LimitPer Per, Formula? Key, TimeSpan In, LimitOver Over);

/// <summary>The link that a route reserves.</summary>
/// <param name="Declaration">Which.</param>
/// <param name="Value">The other end.</param>
/// <param name="UsesResult">Whether the value is known only when the action has succeeded.</param>
/// <param name="UsesLinked">Whether the value needs the link that <c>find</c> found.</param>
/// <param name="OwnResult">The slot of the action's own result.</param>
internal sealed record LinkPart(LinkDeclaration Declaration, Formula Value, bool UsesResult, bool UsesLinked, Variable? OwnResult);

/// <summary>A state variable that a route writes.</summary>
/// <param name="Variable">Which.</param>
/// <param name="Constant">What is written where the file says it; unused with a formula.</param>
/// <param name="Formula">What is written; null for the constant.</param>
internal sealed record SetPart(StateDeclaration Variable, Value Constant, Formula? Formula);

/// <summary>A look-up.</summary>
internal sealed record ReadPart(Variable Variable, IQuery Query, string Connection, IValuePlan Input, RecordType Type);

/// <summary><c>outside_window</c>.</summary>
internal sealed record OutsideWindowPart(IAction Action, IValuePlan Input, string OncePer, TimeSpan Keep);

/// <summary>What a route does to the world.</summary>
internal sealed record ActionPart(IAction Action, string Connection, IValuePlan Input, Lane Lane, bool UsesLinked, OutsideWindowPart? OutsideWindow);

/// <summary>All that a route's keys compiled to.</summary>
internal sealed record RouteParts
{
    public required string File { get; init; }
    public required string Id { get; init; }
    public int Line { get; init; }
    public required RouteTrigger Trigger { get; init; }
    public required Scope Scope { get; init; }
    public required RouteNames Names { get; init; }
    public required MappingTypes Types { get; init; }
    public required RecordType EventRecord { get; init; }
    public RecordType? FollowedResult { get; init; }
    public RecordType? OwnResult { get; init; }
    public FindBy? Find { get; init; }
    public Formula? FindPhone { get; init; }
    public Formula? Each { get; init; }
    public Formula? If { get; init; }
    public IReadOnlyList<LetPart> Lets { get; init; } = [];
    public Formula? Once { get; init; }
    public Formula? At { get; init; }
    public TimeSpan? MaxLate { get; init; }
    public TimeSpan? MaxAge { get; init; }
    public SlotPart? Slot { get; init; }
    public Formula? ReleaseIf { get; init; }
    public IReadOnlyList<CancelPart> Cancel { get; init; } = [];
    public string? Unlink { get; init; }
    public LinkPart? Link { get; init; }
    public IReadOnlyList<SetPart> Set { get; init; } = [];
    public IReadOnlyList<ReadPart> Reads { get; init; } = [];
    public Formula? When { get; init; }
    public ActionPart? Do { get; init; }
    public bool Late { get; init; }
    public string? Hours { get; init; }
    public LimitPart? Limit { get; init; }

    /// <summary>The template that it sends; null where it sends none, or an expression gives its name.</summary>
    public string? Template { get; init; }

    /// <summary>The calendars that the route asks.</summary>
    public IReadOnlyList<string> Calendars { get; init; } = [];

    /// <summary>The state variables that it reads or writes.</summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>Constant names that the route uses.</summary>
    public IReadOnlyList<(Variable Variable, Value Value)> Vars { get; init; } = [];

    /// <summary>Names of the route followed that this one uses.</summary>
    public IReadOnlyList<Variable> Inherited { get; init; } = [];

    /// <summary>What its commands leave for the link that they make and for the routes that follow.</summary>
    public IReadOnlyList<Variable> LeftAlways { get; init; } = [];

    /// <summary>What its commands leave besides where their input is evaluated at delivery.</summary>
    public IReadOnlyList<Variable> LeftWhenDeferred { get; init; } = [];

    /// <summary>The outcomes that some route waits for.</summary>
    public IReadOnlyList<string> FollowedOutcomes { get; init; } = [];
}
