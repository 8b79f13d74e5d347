using System.Text.Json;
using Hub.Connections;
using Hub.Connectors;
using Hub.Customers;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Makes of stored rows what mappings see: the event at the root of a chain, the command whose outcome a route follows, the routes that look. Processing, delivery and
/// explaining all ask here, so that they see the same.
/// </summary>
internal sealed class Occasions(ConnectionRegistry connections)
{
    /// <summary>An event before the routes that run on it. What it has caused itself does not run again.</summary>
    /// <param name="row">The stored event.</param>
    /// <param name="type">Its type.</param>
    /// <param name="envelope">Its envelope, after completion.</param>
    /// <param name="data">Its record, after completion.</param>
    /// <param name="snapshot">The files.</param>
    public static Occasion Of(EventRow row, EventType type, EventEnvelope envelope, object data, Snapshot snapshot) => Of(row, type, envelope, data, snapshot, snapshot.On(row.Type));

    /// <summary>The same before those routes alone that may match or fail.</summary>
    /// <param name="row">The stored event.</param>
    /// <param name="type">Its type.</param>
    /// <param name="envelope">Its envelope, after completion.</param>
    /// <param name="data">Its record, after completion.</param>
    /// <param name="snapshot">The files.</param>
    public static Occasion Narrow(EventRow row, EventType type, EventEnvelope envelope, object data, Snapshot snapshot) => Of(row, type, envelope, data, snapshot, snapshot.On(row.Type, data));

    private static Occasion Of(EventRow row, EventType type, EventEnvelope envelope, object data, Snapshot snapshot, IReadOnlyList<Route> routes) => new()
    {
        Row = row,
        View = ViewOf(row, envelope, data),
        Envelope = envelope,
        Nature = type.Nature,
        About = Look.NumberOf(envelope.Fact) is null ? AboutNames.Of(type.About?.Invoke(data), row.Connection) : null,
        MakesCustomer = type.OfCustomer,
        Snapshot = snapshot,
        Routes = [.. routes.Where(route => IsAsked(route, row))],
        Unasked = snapshot.On(row.Type).Except(routes).Where(route => IsAsked(route, row)),
    };

    private static bool IsAsked(Route route, EventRow row) =>
        route.Trigger is RouteTrigger.OnEvents { Connection: var from } && (from is null || from == row.Connection) && !row.Causes.Contains(route.Id, StringComparer.Ordinal);

    /// <summary>The same of an event that lacks nothing any more; null where its connection or its type is not there any more.</summary>
    public Occasion? Of(EventRow row, Snapshot snapshot) => Read(row) is var (type, envelope, data) ? Of(row, type, envelope, data, snapshot) : null;

    /// <summary>An outcome of a command, before the routes that follow it. They see the event at the root of the chain.</summary>
    /// <param name="row">The stored outcome.</param>
    /// <param name="followed">The command that had it.</param>
    /// <param name="root">The event at the root of the chain.</param>
    /// <param name="snapshot">The files that made the command.</param>
    /// <returns>Null where the root's connection or type is not there any more.</returns>
    public Occasion? Of(EventRow row, CommandRow followed, EventRow root, Snapshot snapshot)
    {
        if (Read(root) is not var (_, envelope, data)) return null;
        var outcome = row.FollowedOutcome!;
        return new()
        {
            Row = row,
            View = ViewOf(root, envelope, data),
            Envelope = envelope with { Fact = null, EchoOf = null, Reported = null },
            Nature = EventNature.Occurrence,
            Followed = followed,
            FollowedView = ViewOf(followed, outcome),
            Closed = outcome == TargetClosing.Outcome && ActionOf(followed) is { } action ? TargetClosing.TargetOf(followed, action) : null,
            Snapshot = snapshot,
            Routes = [.. snapshot.After(followed.Route).Where(route => route.Trigger is RouteTrigger.AfterRoute { Outcomes: var outcomes } && outcomes.Contains(outcome))],
        };
    }

    /// <summary>What <c>event</c> shows; null where the event's connection or type is not there any more.</summary>
    public EventView? ViewOf(EventRow row) => Read(row) is var (_, envelope, data) ? ViewOf(row, envelope, data) : null;

    /// <summary>What <c>result</c> or <c>failure</c> shows.</summary>
    /// <param name="followed">The command that had the outcome.</param>
    /// <param name="outcome">The outcome.</param>
    public FollowedCommand ViewOf(CommandRow followed, string outcome)
    {
        var result = followed.Result is { } json && ActionOf(followed)?.Result is { } shape ? JsonSerializer.Deserialize(json, shape) : null;
        return new(followed.Route, followed.Bindings, outcome, result, followed.Code ?? followed.Reason, followed.Error);
    }

    private static EventView ViewOf(EventRow row, EventEnvelope envelope, object data) =>
        new(row.Id, row.Type, row.Connection, data, envelope.Ends, row.OccurredAt, row.ArrivedAt) { IsReconciled = row.Source == Events.Reconciliation };

    private (EventType Type, EventEnvelope Envelope, object Data)? Read(EventRow row) =>
        connections.Find(row.Connection)?.Connector.Events.FirstOrDefault(e => e.Name == row.Type) is { } type
            ? (type, JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!, JsonSerializer.Deserialize(row.Data, type.Data)!)
            : null;

    private IAction? ActionOf(CommandRow command) => connections.Find(command.Connection)?.Connector.Actions.FirstOrDefault(action => action.Name == command.Action);
}
