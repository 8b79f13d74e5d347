using System.Text.Json.Serialization;
using Hub.Connectors;

namespace Hub.Mappings;

/// <summary>Why an expression of a route failed at run time.</summary>
/// <param name="Where"><c>file:line:column</c> of the expression.</param>
/// <param name="Expression">The expression's text.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record RouteFailure(string Where, string Expression, string Message);

/// <summary>What a route's look at an event led to: a closed set.</summary>
internal abstract record RouteOutcome
{
    private RouteOutcome()
    {
    }

    /// <summary>Its <c>if</c> is false (or <c>each</c> is empty).</summary>
    /// <param name="ReleasedSlot">The slot that <c>release_if</c> empties all the same.</param>
    public sealed record NotMatched(string? ReleasedSlot = null) : RouteOutcome;

    /// <summary>An expression failed: the route is parked for this event, the others go on.</summary>
    /// <param name="Failure">Which one and why.</param>
    public sealed record Failed(RouteFailure Failure) : RouteOutcome
    {
        /// <summary>The reason with which the event is parked: <c>route_failed</c>, or <c>ambiguous</c> where several customers match and a person has to decide.</summary>
        public string Reason { get; init; } = "route_failed";
    }

    /// <summary>It matched.</summary>
    /// <param name="Commands">The commands that it makes, in order.</param>
    /// <param name="CancelSlots">The slots to cancel.</param>
    /// <param name="Unlink">The link to end, found by the moment's <c>find</c>.</param>
    /// <param name="ReleasedSlot">The slot that <c>release_if</c> empties.</param>
    public sealed record Matched(
        IReadOnlyList<CommandDraft> Commands, IReadOnlyList<SlotMatch> CancelSlots, string? Unlink, string? ReleasedSlot) : RouteOutcome
    {
        /// <summary>The state variables that it writes, in order.</summary>
        public IReadOnlyList<SetDraft> Set { get; init; } = [];
    }
}

/// <summary>The plan of one command: what every key of the language compiles to.</summary>
internal sealed record CommandDraft
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The route's id.</summary>
    public required string RouteId { get; init; }

    /// <summary>The index under <c>each</c>; 0 without.</summary>
    public required int Item { get; init; }

    /// <summary>The action's name; null for a route that only cancels, unlinks or links.</summary>
    public required IAction Action { get; init; }

    /// <summary>The destination connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The finished input, an instance of the action's input record; null when it is evaluated at delivery.</summary>
    public object? Input { get; init; }

    /// <summary>True when <c>read</c> or a link that is still being made put off <c>with</c> until delivery.</summary>
    public bool Deferred => Input is null && Refusal is null;

    /// <summary>The link that <c>with</c> uses and that is still reserved; the command waits for it.</summary>
    public bool UsesLinked { get; init; }

    /// <summary>A refusal that is settled already: <c>no_whatsapp</c> for a null <c>to</c>, <c>refused</c> with <c>empty_parameter: NAME</c>.</summary>
    public DraftRefusal? Refusal { get; init; }

    /// <summary>What later moments need of this one (item, index, let, linked), as JSON.</summary>
    public required string Bindings { get; init; }

    /// <summary>The business key that may succeed only once.</summary>
    public string? OnceKey { get; init; }

    /// <summary>The slot that it holds while it waits.</summary>
    public SlotDraft? Slot { get; init; }

    /// <summary>When it is due; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How late is too late, with <see cref="At"/>.</summary>
    public TimeSpan MaxLate { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old the event may be at delivery.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The lane.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Whether it may go even where its event was found late, by reconciliation.</summary>
    public bool Late { get; init; }

    /// <summary>The calendar within whose hours it goes; null for any time.</summary>
    public string? Hours { get; init; }

    /// <summary>How many of the route's commands may go.</summary>
    public LimitDraft? Limit { get; init; }

    /// <summary>The link that it reserves.</summary>
    public LinkDraft? Link { get; init; }

    /// <summary>What to do when the window is closed.</summary>
    public OutsideWindowDraft? OutsideWindow { get; init; }

    /// <summary>The outcomes that some <c>after</c> route waits for.</summary>
    public required IReadOnlyList<string> FollowedOutcomes { get; init; }
}

/// <summary>A refusal found at evaluation.</summary>
/// <param name="Outcome"><c>no_whatsapp</c> or <c>refused</c>.</param>
/// <param name="Reason"><c>unreachable</c>, or <c>empty_parameter: NAME</c>.</param>
internal sealed record DraftRefusal(string Outcome, string Reason)
{
    private const string Unreachable = "unreachable";
    private const string Empty = "empty_parameter: ";

    /// <summary>Why, in one sentence.</summary>
    public string Sentence => SentenceOf("refused", Reason) ?? Reason;

    /// <summary>Why a command was refused when its input was evaluated, in one sentence; null where it was not, or for another reason.</summary>
    /// <param name="state">The command's state.</param>
    /// <param name="reason">The reason.</param>
    public static string? SentenceOf(string state, string? reason) => (state, reason) switch
    {
        ("refused", Unreachable) => "to is absent: the mapping found no thread, customer or phone to send to.",
        ("refused", not null) when reason.StartsWith(Empty, StringComparison.Ordinal) => $"The required input {reason[Empty.Length..]} is empty.",
        _ => null,
    };
}

/// <summary>A slot.</summary>
/// <param name="Key">The folder-wide key.</param>
/// <param name="KeepOldest">False: the newer replaces the waiting one; true: the newer is cancelled.</param>
internal sealed record SlotDraft(string Key, bool KeepOldest);

/// <summary>A limit.</summary>
/// <param name="Count">How many of the route's commands may go at most.</param>
/// <param name="Per">What they are counted for.</param>
/// <param name="Key">The text that they are counted for, with <see cref="LimitPer.Key"/>.</param>
/// <param name="In">Within which time.</param>
/// <param name="Over">What becomes of one more.</param>
internal sealed record LimitDraft(int Count, LimitPer Per, string? Key, TimeSpan In, LimitOver Over);

/// <summary>What the commands of a limit are counted for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitPer>))]
internal enum LimitPer
{
    /// <summary>The customer to whom they go; where they go to nobody, the event's.</summary>
    Customer,

    /// <summary>The thread in which they go; where they go to nobody, the event's.</summary>
    Thread,

    /// <summary>The route: all of them together.</summary>
    Route,

    /// <summary>A text of the mapping's own.</summary>
    Key,
}

/// <summary>What becomes of a command over the limit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitOver>))]
internal enum LimitOver
{
    /// <summary>It is refused.</summary>
    Drop,

    /// <summary>It waits until the oldest falls out of the time.</summary>
    Hold,

    /// <summary>It waits too, and replaces the one that waits already.</summary>
    Newest,
}

/// <summary>A link that a command reserves.</summary>
/// <param name="Name">The declared name.</param>
/// <param name="LeftId">The left end's id.</param>
/// <param name="RightId">The right end's id where it is known already: the link is live at once; null where it comes from <c>result</c>.</param>
internal sealed record LinkDraft(string Name, string LeftId, string? RightId);

/// <summary><c>outside_window</c>: a template goes once, the words wait.</summary>
/// <param name="Action">The action that sends the template.</param>
/// <param name="Input">Its input record.</param>
/// <param name="OncePer"><c>closed_window</c>.</param>
/// <param name="Keep">How long the words wait for the customer's answer.</param>
internal sealed record OutsideWindowDraft(IAction Action, object Input, string OncePer, TimeSpan Keep);

/// <summary>What the look at a deferred command led to when it was due: a closed set.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>It goes.</summary>
    /// <param name="Input">The action's input record.</param>
    /// <param name="OutsideWindow">What to do when the window is closed.</param>
    public sealed record Ready(object Input, OutsideWindowDraft? OutsideWindow) : DeliveryOutcome
    {
        /// <summary>The command's bindings with what is known since (<c>read</c>, lets over the link): store them in place of the earlier ones, for the routes that follow.</summary>
        public required string Bindings { get; init; }
    }

    /// <summary><c>when</c> is false: cancelled(not_wanted).</summary>
    public sealed record NotWanted : DeliveryOutcome;

    /// <summary>A required input is empty.</summary>
    /// <param name="Refusal">The outcome and reason.</param>
    public sealed record Refused(DraftRefusal Refusal) : DeliveryOutcome;

    /// <summary>An expression failed: the command is parked.</summary>
    /// <param name="Failure">Which one and why.</param>
    public sealed record Failed(RouteFailure Failure) : DeliveryOutcome;

    /// <summary>A <c>read</c> failed: it counts like the action's own failure.</summary>
    /// <param name="Failure">The vendor's failure.</param>
    public sealed record ReadFailed(VendorFailure Failure) : DeliveryOutcome;
}
