using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors;

/// <summary>What may be done after an attempt whose outcome is unknown.</summary>
public abstract record EffectClass
{
    private EffectClass()
    {
    }

    /// <summary>Doing it twice is as doing it once (add a tag, set a field): retry.</summary>
    public sealed record Idempotent : EffectClass;

    /// <summary>The vendor keeps our idempotency key for a while: retry within it, find past it.</summary>
    /// <param name="Lifetime">How long the vendor keeps the key.</param>
    public sealed record Keyed(TimeSpan Lifetime) : EffectClass;

    /// <summary>The hub left a mark that it can look for: find, then retry.</summary>
    public sealed record Findable : EffectClass;

    /// <summary>It can be neither repeated nor found: settled by a later status, else parked.</summary>
    public sealed record Blind : EffectClass;
}

/// <summary>The priority class of a command. Lanes are served by weight 16:8:4:1.</summary>
public enum Lane
{
    /// <summary>Replies and comments: a person waits.</summary>
    Interactive,

    /// <summary>Template sends.</summary>
    Template,

    /// <summary>Record writes.</summary>
    Sync,

    /// <summary>Imports and repairs.</summary>
    Backfill,
}

/// <summary>What a rate limit is counted for.</summary>
public enum LimitScope
{
    /// <summary>All calls of the connection together.</summary>
    Connection,

    /// <summary>Each target (ticket, person) by itself.</summary>
    Target,
}

/// <summary>A token bucket that is asked before a call, so that the vendor need not refuse it.</summary>
/// <param name="Name">The limit's name, shared by the actions that share the limit.</param>
/// <param name="Scope">What it is counted for.</param>
/// <param name="Burst">Calls that may go at once.</param>
/// <param name="Refill">How long until one more may go.</param>
public sealed record RateLimit(string Name, LimitScope Scope, int Burst, TimeSpan Refill);

/// <summary>One command as an action performs it.</summary>
/// <param name="CommandId">The hub's id of the command: idempotency key, origin mark and what <c>FindAsync</c> looks for.</param>
/// <param name="Input">An instance of the action's input record.</param>
/// <param name="OccurredAt">When the event happened that caused it.</param>
public sealed record ActionCall(string CommandId, object Input, DateTimeOffset OccurredAt);

/// <summary>What an action gets besides its input.</summary>
public sealed record ActionContext
{
    /// <summary>The connection it goes to.</summary>
    public required Connection Connection { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>For actions that send messages: where to.</summary>
    public MessageAddress? Address { get; init; }

    /// <summary>For template sends: the approved template that the gate chose.</summary>
    public MessageTemplate? Template { get; init; }

    /// <summary>The files that the hub keeps; the hub sets it.</summary>
    public IStoredFiles? Files { get; init; }

    /// <summary>Finds a file that the hub keeps.</summary>
    /// <param name="id">The hub's id of it.</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<FileAnswer> FindFileAsync(string id, CancellationToken cancel) =>
        Files?.FindAsync(id, cancel) ?? throw new InvalidOperationException("The hub has set no files.");
}

/// <summary>Something that a connector can be asked to do. Implement <see cref="IAction{TInput}"/>.</summary>
public interface IAction
{
    /// <summary><c>connector.verb_object</c>, for example <c>zendesk.create_ticket</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for the reference.</summary>
    string Description { get; }

    /// <summary>The input record; property names become snake_case; every property has a description.</summary>
    JsonTypeInfo Input { get; }

    /// <summary>The result record, which mappings see as <c>result</c>; null where there is none.</summary>
    JsonTypeInfo? Result { get; }

    /// <summary>What may be done after an unknown outcome.</summary>
    EffectClass Effect { get; }

    /// <summary>The usual lane.</summary>
    Lane Lane { get; }

    /// <summary>The object that it acts on, for example <c>zendesk.ticket</c>: with <see cref="TargetOf"/> it makes the command's subject.</summary>
    string Object { get; }

    /// <summary>The limits to ask before each call.</summary>
    IReadOnlyList<RateLimit> Limits => [];

    /// <summary>How many adjacent commands of one line may go out as one call; 1 means that they do not merge.</summary>
    int MaxMerged => 1;

    /// <summary>The id of the object that it acts on; null where it makes a new one or the hub knows it (threads).</summary>
    string? TargetOf(object input);

    /// <summary>Whether the next waiting command may go out with this one.</summary>
    bool CanMerge(object first, object next) => false;

    /// <summary>Does it: one call, or several merged into one. Throws only what the HTTP client throws.</summary>
    Task<ActionOutcome> PerformAsync(IReadOnlyList<ActionCall> calls, ActionContext context, CancellationToken cancel);

    /// <summary>Looks for the mark of an earlier attempt.</summary>
    /// <returns>Done, when it is there; null when it is not there; failed when the vendor cannot say.</returns>
    Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel) =>
        throw new NotSupportedException($"{Name} leaves no mark to find.");
}

/// <summary>An action with its typed input.</summary>
/// <typeparam name="TInput">The input record.</typeparam>
public interface IAction<in TInput> : IAction
    where TInput : class
{
    /// <summary>The id of the object that it acts on; null where it makes a new one or the hub knows it (threads).</summary>
    string? TargetOf(TInput input);

    /// <summary>Does one call.</summary>
    Task<ActionOutcome> PerformAsync(TInput input, ActionCall call, ActionContext context, CancellationToken cancel);

    string? IAction.TargetOf(object input) => TargetOf((TInput)input);

    Task<ActionOutcome> IAction.PerformAsync(IReadOnlyList<ActionCall> calls, ActionContext context, CancellationToken cancel) =>
        PerformAsync((TInput)calls[0].Input, calls[0], context, cancel);
}

/// <summary>Something that a connector can look up. Implement <see cref="IQuery{TInput}"/>.</summary>
public interface IQuery
{
    /// <summary><c>connector.verb_object</c>, for example <c>zendesk.list_tickets</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for the reference.</summary>
    string Description { get; }

    /// <summary>The input record.</summary>
    JsonTypeInfo Input { get; }

    /// <summary>The result record.</summary>
    JsonTypeInfo Result { get; }

    /// <summary>Asks the vendor.</summary>
    Task<QueryOutcome> RunAsync(object input, Connection connection, CancellationToken cancel);
}

/// <summary>A query with its typed input.</summary>
/// <typeparam name="TInput">The input record.</typeparam>
public interface IQuery<in TInput> : IQuery
    where TInput : class
{
    /// <summary>Asks the vendor.</summary>
    Task<QueryOutcome> RunAsync(TInput input, Connection connection, CancellationToken cancel);

    Task<QueryOutcome> IQuery.RunAsync(object input, Connection connection, CancellationToken cancel) => RunAsync((TInput)input, connection, cancel);
}
