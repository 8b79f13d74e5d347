using Hub.Connections;
using Hub.Coordination;
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
internal sealed class Control(IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, Resuming resuming, Wakeups wakeups, TimeProvider time)
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
        await database.WriteAsync(WriteKind.Housekeeping, sql => Pauses.AddAsync(sql, new(kind, name, reason, Pauses.Operator, now), now), cancel);
        return new ControlResult.Done();
    }

    /// <summary>Lets the deliveries of a route or connection go on; what was held goes in its old order. What waits for its next attempt at a connection tries at once, also where it is not paused.</summary>
    public async Task<ControlResult> ResumeAsync(string kind, string name, CancellationToken cancel)
    {
        var wasPaused = await resuming.EndAsync(kind, name, cancel);
        if (kind == Pauses.Connection) await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.HurryAsync(sql, name, time.GetUtcNow()), cancel);
        wakeups.Signal(Lines.Commands);
        return wasPaused || IsKnown(kind, name) ? new ControlResult.Done() : new ControlResult.NotFound();
    }

    /// <summary>Runs a parked command again, at the end of its line.</summary>
    public Task<ControlResult> ReplayAsync(string commandId, CancellationToken cancel) => ChangeAsync(
        commandId,
        async (sql, row, now) =>
        {
            if (row.State != CommandState.Parked) return NotParked(row, "replayed");
            if (row.Reason == "unknown") return new ControlResult.Refused("Nobody knows whether this message was sent; sending it again could double it.");
            return await CommandReplay.ReplayAsync(sql, row, now) is { } obstacle ? new ControlResult.Refused(obstacle) : new ControlResult.Done();
        },
        cancel);

    /// <summary>Gives a parked command up: cancelled(discarded).</summary>
    public Task<ControlResult> DiscardAsync(string commandId, CancellationToken cancel) => ChangeAsync(
        commandId,
        async (sql, row, now) =>
        {
            if (row.State != CommandState.Parked) return NotParked(row, "discarded");
            await CommandClosing.CloseAsync(sql, row, new(CommandState.Cancelled, "discarded", "cancelled"), now);
            return new ControlResult.Done();
        },
        cancel);

    /// <summary>Reads a parked webhook again, for example after its connection came back or its connector was mended.</summary>
    public async Task<ControlResult> ReplayWebhookAsync(long seq, CancellationToken cancel)
    {
        var result = await TryAsync(
            sql => Webhooks.OutcomeAsync(sql, seq),
            (sql, _) => Webhooks.ReplayAsync(sql, seq),
            outcome => $"The webhook is {outcome}; only one that could not be read can be read again. A parked event is replayed by itself.",
            cancel);
        wakeups.Signal(Receiver.Queue);
        return result;
    }

    /// <summary>Gives a parked webhook up that could not be read: noop.</summary>
    public Task<ControlResult> DiscardWebhookAsync(long seq, CancellationToken cancel) => TryAsync(
        sql => Webhooks.OutcomeAsync(sql, seq),
        (sql, _) => Webhooks.DiscardAsync(sql, seq),
        outcome => $"The webhook is {outcome}; only one that could not be read can be discarded. A parked event is discarded by itself.",
        cancel);

    /// <summary>Runs a parked event again, at the end of its line: only the routes that failed or have not run.</summary>
    public async Task<ControlResult> ReplayEventAsync(string eventId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var result = await TryAsync(
            sql => Events.FindAsync(sql, eventId), (sql, row) => Events.ReplayAsync(sql, row, now), row => $"The event is {row.State}; only a parked one can be replayed.", cancel);
        wakeups.Signal(Lines.Events);
        return result;
    }

    /// <summary>Gives a parked event up: noop(discarded).</summary>
    public Task<ControlResult> DiscardEventAsync(string eventId, CancellationToken cancel) => TryAsync(
        sql => Events.FindAsync(sql, eventId), Events.DiscardAsync, row => $"The event is {row.State}; only a parked one can be discarded.", cancel);

    /// <summary>Sets two customers apart again who were found to be one person.</summary>
    public async Task<ControlResult> UndoMergeAsync(long id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
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
        wakeups.Signal(Lines.Commands);
        return result;
    }

    /// <summary>Makes a merge again that was undone.</summary>
    public async Task<ControlResult> RedoMergeAsync(long id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.WriteAsync<ControlResult>(
            WriteKind.Housekeeping,
            async sql => await Merges.FindAsync(sql, id) is not { } merge ? new ControlResult.NotFound()
                : await Merges.RedoAsync(sql, merge, now) is { } obstacle ? new ControlResult.Refused(obstacle)
                : new ControlResult.Done(),
            cancel);
    }

    // An entry is looked up and changed in one transaction; where it cannot be changed, the sentence says why.
    private async Task<ControlResult> TryAsync<T>(
        Func<ISql, ValueTask<T?>> find, Func<ISql, T, ValueTask<bool>> act, Func<T, string> refusal, CancellationToken cancel)
        where T : class => await database.WriteAsync<ControlResult>(
            WriteKind.Housekeeping,
            async sql => await find(sql) is not { } found ? new ControlResult.NotFound()
                : await act(sql, found) ? new ControlResult.Done()
                : new ControlResult.Refused(refusal(found)),
            cancel);

    private static ControlResult.Refused NotParked(CommandRow row, string what) => new($"The command is {row.State}; only a parked one can be {what}.");

    private bool IsKnown(string kind, string name) =>
        kind == Pauses.Connection ? connections.Find(name) is not null : snapshots.Active?.Find(name) is not null;

    private async Task<ControlResult> ChangeAsync(string commandId, Func<ISql, CommandRow, DateTimeOffset, ValueTask<ControlResult>> change, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var result = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql => await Outbox.FindAsync(sql, commandId) is { } row ? await change(sql, row, now) : new ControlResult.NotFound(),
            cancel);
        wakeups.Signal(Lines.Commands);
        return result;
    }
}
