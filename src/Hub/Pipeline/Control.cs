using Hub.Connections;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What an order of the people who run the hub led to: a closed set.</summary>
internal abstract record ControlResult
{
    private ControlResult()
    {
    }

    /// <summary>It is so now; also when it was so before.</summary>
    public sealed record Done : ControlResult;

    /// <summary>There is no such route, connection, command or event.</summary>
    public sealed record NotFound : ControlResult;

    /// <summary>It cannot be done as things stand.</summary>
    /// <param name="Sentence">Why.</param>
    public sealed record Refused(string Sentence) : ControlResult;
}

/// <summary>The orders of the people who run the hub.</summary>
internal sealed class Control(IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, Resuming resuming, Wakeups wakeups, FaultTrigger faults, TimeProvider time)
{
    /// <summary>Holds the deliveries of a route or connection, at once and across restarts.</summary>
    /// <param name="kind"><c>route</c> or <c>connection</c>.</param>
    /// <param name="name">The route's id or the connection's name.</param>
    /// <param name="reason">Why, in the words of whoever asks.</param>
    /// <param name="cancel">Withdraws the order while it waits.</param>
    public async Task<ControlResult> PauseAsync(string kind, string name, string reason, CancellationToken cancel)
    {
        if (!IsKnown(kind, name)) return new ControlResult.NotFound();
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeOrder);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Pauses.AddAsync(sql, new(kind, name, reason, Pauses.Operator, now), now), cancel);
        faults.Pass(FaultPoint.AfterOrder);
        return new ControlResult.Done();
    }

    /// <summary>Lets the deliveries of a route or connection go on; what was held goes in its old order. What waits for its next attempt at a connection tries at once, also where it is not paused; what is looked for at its vendor not before it can be found there.</summary>
    public async Task<ControlResult> ResumeAsync(string kind, string name, CancellationToken cancel)
    {
        var wasPaused = await resuming.EndAsync(kind, name, cancel);
        if (kind == Pauses.Connection) await resuming.HurryAsync(name, cancel);
        return wasPaused || IsKnown(kind, name) ? new ControlResult.Done() : new ControlResult.NotFound();
    }

    /// <summary>Decides about what a route has waiting for an approval. A route of which nothing waits can be approved beforehand, as it is now.</summary>
    /// <param name="route">The route's id.</param>
    /// <param name="discard">Whether what waits is cancelled instead; what the route has made since it was changed goes on.</param>
    /// <param name="earlier">Whether it is sent also where the route has been changed since.</param>
    /// <param name="cancel">Ends the wait; what was begun is brought to its end.</param>
    public async Task<ControlResult> DecideAsync(string route, bool discard, bool earlier, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeOrder);
        var result = await database.WriteAsync(WriteKind.Housekeeping, sql => DecideAsync(sql, route, discard ? Approvals.Discard : Approvals.Approve, earlier, now), cancel);
        faults.Pass(FaultPoint.AfterOrder);
        if (result is ControlResult.Done) await resuming.GoOnAsync(Approvals.Kind, route, cancel);
        return result;
    }

    /// <summary>Compares a connection with its vendor.</summary>
    /// <param name="name">The connection's name.</param>
    /// <param name="since">From when on; null for where the last regular comparison ended.</param>
    /// <param name="cancel">Withdraws the order while it waits.</param>
    public async Task<ControlResult> ReconcileAsync(string name, DateTimeOffset? since, CancellationToken cancel)
    {
        if (connections.Find(name) is not { } connection) return new ControlResult.NotFound();
        if (connection.Connector.Changes is not { } feed) return new ControlResult.Refused($"The connector {connection.Connector.Name} cannot ask its vendor what has changed.");
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeOrder);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            sql => since is { } from ? Reconciliations.QueueAsync(sql, name, Reconciliations.Asked, feed.CursorAt(from), from, now) : Reconciliations.HurryAsync(sql, name, now),
            cancel);
        faults.Pass(FaultPoint.AfterOrder);
        wakeups.Signal(Reconciler.QueueOf(name));
        return new ControlResult.Done();
    }

    /// <summary>Runs a parked command again, at the end of its line.</summary>
    public Task<ControlResult> ReplayAsync(string commandId, CancellationToken cancel) =>
        ChangeAsync(Lines.Commands, sql => Outbox.FindAsync(sql, commandId), (sql, row, now) => ParkedChanges.ReplayAsync(sql, row, ReplayWay.AsItWas, now), cancel);

    /// <summary>Gives a parked command up: cancelled(discarded).</summary>
    public Task<ControlResult> DiscardAsync(string commandId, CancellationToken cancel) =>
        ChangeAsync(Lines.Commands, sql => Outbox.FindAsync(sql, commandId), ParkedChanges.DiscardAsync, cancel);

    /// <summary>Reads a parked webhook again, for example after its connection came back or its connector was mended.</summary>
    public Task<ControlResult> ReplayWebhookAsync(long seq, CancellationToken cancel) =>
        ChangeAsync(Receiver.Queue, sql => Webhooks.OutcomeAsync(sql, seq), (sql, outcome, _) => ParkedChanges.ReplayAsync(sql, seq, outcome), cancel);

    /// <summary>Gives a parked webhook up that could not be read: noop.</summary>
    public Task<ControlResult> DiscardWebhookAsync(long seq, CancellationToken cancel) =>
        ChangeAsync(Receiver.Queue, sql => Webhooks.OutcomeAsync(sql, seq), (sql, outcome, _) => ParkedChanges.DiscardAsync(sql, seq, outcome), cancel);

    /// <summary>Runs a parked event again, at the end of its line: only the routes that failed or have not run.</summary>
    public Task<ControlResult> ReplayEventAsync(string eventId, CancellationToken cancel) =>
        ChangeAsync(Lines.Events, sql => Events.FindAsync(sql, eventId), (sql, row, now) => ParkedChanges.ReplayAsync(sql, row, ReplayWay.AsItWas, now), cancel);

    /// <summary>Gives a parked event up: noop(discarded).</summary>
    public Task<ControlResult> DiscardEventAsync(string eventId, CancellationToken cancel) =>
        ChangeAsync(Lines.Events, sql => Events.FindAsync(sql, eventId), (sql, row, _) => ParkedChanges.DiscardAsync(sql, row), cancel);

    /// <summary>Sets two customers apart again who were found to be one person.</summary>
    public async Task<ControlResult> UndoMergeAsync(long id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeOrder);
        var result = await database.WriteAsync<ControlResult>(
            WriteKind.Housekeeping,
            async sql =>
            {
                if (await Merges.FindAsync(sql, id) is not { } merge) return new ControlResult.NotFound();
                if (await Merges.ObstacleAsync(sql, merge, now) is { } obstacle) return new ControlResult.Refused(obstacle);
                await Merges.UndoAsync(sql, merge, now);
                return new ControlResult.Done();
            },
            cancel);
        faults.Pass(FaultPoint.AfterOrder);
        wakeups.Signal(Lines.Commands);
        return result;
    }

    /// <summary>Makes a merge again that was undone.</summary>
    public async Task<ControlResult> RedoMergeAsync(long id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeOrder);
        var result = await database.WriteAsync<ControlResult>(
            WriteKind.Housekeeping,
            async sql => await Merges.FindAsync(sql, id) is not { } merge ? new ControlResult.NotFound()
                : await Merges.RedoAsync(sql, merge, now) is { } obstacle ? new ControlResult.Refused(obstacle)
                : new ControlResult.Done(),
            cancel);
        faults.Pass(FaultPoint.AfterOrder);
        return result;
    }

    private async ValueTask<ControlResult> DecideAsync(ISql sql, string route, string order, bool earlier, DateTimeOffset now)
    {
        var inForce = snapshots.Active is { } active && active.Find(route) is not null ? active : null;
        var content = inForce is null ? null : await SendCounts.ContentOfAsync(sql, inForce.Hash, route);
        if (await Approvals.FindAsync(sql, route) is not var (waiting, begun))
        {
            if (inForce is null) return new ControlResult.NotFound();
            if (order == Approvals.Discard) return new ControlResult.Refused("Nothing of the route waits for an approval.");
            if (content is null) return new ControlResult.Refused("The route sends no messages, so it needs no approval.");
            await SendCounts.ApproveAsync(sql, route, content, now);
            return new ControlResult.Done();
        }

        if (begun is not null && begun != order) return new ControlResult.Refused($"The order to {begun} what waits of the route is just being carried out.");
        if (order == Approvals.Approve && waiting != content && !earlier)
        {
            return new ControlResult.Refused("The route has been changed since what waits was made. Discard that (--discard), or send it as it is (--earlier).");
        }

        if (order == Approvals.Approve) await SendCounts.ApproveAsync(sql, route, waiting, now);
        await Approvals.OrderAsync(sql, route, order);
        return new ControlResult.Done();
    }

    private bool IsKnown(string kind, string name) =>
        kind == Pauses.Connection ? connections.Find(name) is not null : snapshots.Active?.Find(name) is not null;

    // An entry is looked up and changed in one transaction; where it cannot be changed, the sentence says why.
    private async Task<ControlResult> ChangeAsync<T>(string queue, Func<ISql, ValueTask<T?>> find, Func<ISql, T, DateTimeOffset, ValueTask<string?>> change, CancellationToken cancel)
        where T : class
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeReplay);
        var result = await database.WriteAsync<ControlResult>(
            WriteKind.Housekeeping,
            async sql => await find(sql) is not { } found ? new ControlResult.NotFound()
                : await change(sql, found, now) is { } why ? new ControlResult.Refused(why)
                : new ControlResult.Done(),
            cancel);
        faults.Pass(FaultPoint.AfterReplay);
        wakeups.Signal(queue);
        return result;
    }
}
