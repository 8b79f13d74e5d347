using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Pipeline;

/// <summary>Carries out commands, one line per subject: prepare, limits, gate and attempt (T3), the call, its end (T4).</summary>
internal sealed partial class Deliverer(
    IDatabase database, ConnectionRegistry connections, CallPreparation calling, SendOrder order, AttemptOpening opening, AttemptEnding ending, OutcomeKeeping outcomes,
    DeliveryLimits limits, Resuming resuming, DeliveryPlaces places, VendorCalls calls, IClaims claims, LineRunner runner, Solitude solitude, HubMeter meter, FaultTrigger faults, TimeProvider time,
    ILogger<Deliverer> logger) : BackgroundService
{
    private const int HeadsAtOnce = 60;
    private static readonly TimeSpan HeardAgain = TimeSpan.FromMilliseconds(100);

    // The node may have been taken for dead meanwhile: then the line is another's, and that this outcome cannot be stored shows it.
    private static readonly ActionOutcome.Failed NotSure = new(new(FailureKind.Throttled, "not_sure", "The node had not reached the store for a while, so the call was not made.", TimeSpan.Zero));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        runner.RunAsync(
            new(Lines.Commands, DeliveryPlaces.All, (line, cancel) => StepAsync(line, stoppingToken, cancel), CountFailureAsync) { Aside = () => places.Waiting, Crowded = places.Crowded }, stoppingToken);

    private async Task<bool> StepAsync(ReadyLine line, CancellationToken stopping, CancellationToken cancel)
    {
        using var place = await places.EnterAsync(line, stopping);
        return place is not null && await StepAsync(line, cancel);
    }

    private async Task<bool> StepAsync(ReadyLine line, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (heads, isOpen) = await database.AskAsync(
            async sql =>
            {
                var first = await Outbox.HeadsAsync(sql, line.Subject, HeadsAtOnce);
                return (first, first.Count > 0 || await Lines.IsOpenAsync(sql, Lines.Commands, line.Subject));
            },
            cancel);
        var ordered = order.MayWait(heads) ? await database.AskAsync(sql => order.UntilAsync(sql, heads, now), cancel) : null;
        if (heads.FindAll(head => head.State == CommandState.Started) is { Count: > 0 } orphans)
        {
            faults.Pass(FaultPoint.BeforeRecovery);
            await RecoverAsync(orphans, now, cancel);
            faults.Pass(FaultPoint.AfterRecovery);
            return true;
        }

        var waiting = heads.FindAll(head => head.State == CommandState.Waiting);
        if (waiting.Count == 0)
        {
            faults.Pass(FaultPoint.BeforeLineAdvanced);

            // Who ends the last entry of a line ends the line too: as a rule there is nothing left to advance.
            if (isOpen) await database.WriteAsync(WriteKind.Housekeeping, async sql => { await Lines.AdvanceCommandsAsync(sql, line.Subject, now); return true; }, cancel);
            faults.Pass(FaultPoint.AfterLineAdvanced);
            return false;
        }

        if (ordered is null && DueOf(heads) <= now)
        {
            using var place = await solitude.EnterAsync(waiting[0].IsSuspect, cancel);
            return await DeliverAsync(waiting, cancel);
        }

        // Looked at again: what comes, ends or is settled meanwhile has made the line ready, and that is not taken back.
        faults.Pass(FaultPoint.BeforeLineDelayed);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var latest = await Outbox.HeadsAsync(sql, line.Subject, HeadsAtOnce);
                if (DueOf(latest) is not { } due) return 0;
                if (await order.UntilAsync(sql, latest, now) is { } until && until > due) return await Lines.DelayAsync(sql, Lines.Commands, line.Subject, until, Lines.Order, now);
                return due > now ? await Lines.DelayAsync(sql, Lines.Commands, line.Subject, due, latest.Find(head => head.State == CommandState.Waiting)!.Reason ?? "unknown", now) : 0;
            },
            cancel);
        faults.Pass(FaultPoint.AfterLineDelayed);
        return false;
    }

    // What failed outside any call fails again: after three times it is set aside, so that its line goes on.
    private async Task<bool> CountFailureAsync(string subject, Exception error, DateTimeOffset again)
    {
        var heads = await database.ReadAsync(sql => Outbox.HeadsAsync(sql, subject, HeadsAtOnce), CancellationToken.None);
        var open = heads.FindAll(head => head.State is CommandState.Waiting or CommandState.Started);

        // Of those that were to go out as one call, the one that was being prepared: it may not be the first.
        if ((open.Find(head => head.IsInFlight) ?? open.FirstOrDefault()) is not { } row) return false;
        var now = time.GetUtcNow();

        // What may have been sent is never offered for a replay.
        var reason = row.State == CommandState.Started && Destination(row) is not (_, { Effect: not EffectClass.Blind }) ? ParkReason.Unknown : ParkReason.Poison;
        var sentence = $"Delivering it failed three times inside the hub, last with {new Fault(error).Name}.";
        faults.Pass(FaultPoint.BeforeFailureCounted);
        var isCounted = await database.WriteAsync(
            WriteKind.EndAttempt,
            async sql =>
            {
                if (row.Begun + 1 < Suspects.BegunAtMost)
                {
                    await Outbox.CountFailureAsync(sql, row.Id, sentence);
                    await Lines.DelayAsync(sql, Lines.Commands, subject, again, Lines.Failure, now);
                    return true;
                }

                await Attempts.AbandonAsync(sql, row, "unknown", null, sentence, now);
                await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, reason, "parked") { Error = sentence }, now);
                return true;
            },
            CancellationToken.None);
        faults.Pass(FaultPoint.AfterFailureCounted);
        return isCounted;
    }

    // When the first that waits may go: at its own time, and not while an unknown send blocks the line. Null when nothing waits.
    private static DateTimeOffset? DueOf(List<CommandRow> heads)
    {
        var blocked = heads.Where(head => head.State == CommandState.Unknown).Max(head => head.EndedAt + AttemptEnding.UnknownBlocks);
        var first = heads.Find(head => head.State == CommandState.Waiting);
        return first is null || blocked is null || first.RetryAt > blocked ? first?.RetryAt : blocked;
    }

    // A line is run by one worker at a time: an attempt that began and has no end now is what a crash has left behind.
    private async Task RecoverAsync(List<CommandRow> orphans, DateTimeOffset now, CancellationToken cancel) => await database.WriteAsync(
        WriteKind.EndAttempt,
        async sql =>
        {
            foreach (var row in orphans)
            {
                if (Destination(row) is var (_, action)) await ending.RecoverAsync(sql, row, action, now);
                else await AttemptEnding.GiveUpAsync(sql, row, now);
            }

            faults.Pass(FaultPoint.InRecovery);
            return true;
        },
        cancel);

    // False when the line has to wait.
    private async Task<bool> DeliverAsync(List<CommandRow> waiting, CancellationToken cancel)
    {
        var head = waiting[0];
        if (head.Begun >= Suspects.BegunAtMost)
        {
            await calling.CloseAsync(head, new(CommandState.Parked, ParkReason.Poison, "parked") { Error = "Preparing it was begun three times without an end." }, cancel);
            return true;
        }

        if (Destination(head) is not var (connection, action))
        {
            await calling.CloseAsync(head, new(CommandState.Parked, ParkReason.NoConnection, "parked") { Error = $"The connection '{head.Connection}' or its action '{head.Action}' is not there any more." }, cancel);
            return true;
        }

        if (limits.Blocked(connection.Name) is { } told)
        {
            await ThrottleAsync(head, told, cancel);
            return false;
        }

        if (await calling.PrepareAsync(head, action, connection, cancel) is not { } first) return await IsStillReadyAsync(head, cancel);
        if (await MustFindAsync(first.Row, action, cancel) && await FindAsync(first, action, connection, cancel) is { } found) return found;
        var entry = await limits.EnterAsync(first.Row, action);
        if (entry.Wait is { } wait)
        {
            await ThrottleAsync(head, wait, cancel, entry.Obstacle == Obstacle.Brake);

            // Who found the vendor back meanwhile has hurried the lines, and may have come before this one was put off.
            return entry.Obstacle == Obstacle.Breaker && limits.ProbeAfter(connection.Name, action.Name) is null;
        }

        Opening? opened = null;
        try
        {
            opened = await OpenAsync(first, waiting, action, connection, cancel);
        }
        finally
        {
            if (opened is not { Passed.Count: > 0 }) await limits.GiveBackAsync(first.Row, entry.Taken);
        }

        if (opened.Passed.Count == 0) return await IsStillReadyAsync(head, cancel);
        var mayCall = claims.MayCall;
        faults.Pass(FaultPoint.BeforeCall);
        var outcome = mayCall ? await calls.PerformAsync(opened, action, connection, cancel) : NotSure;
        faults.Pass(FaultPoint.AfterCall);
        if (!mayCall) await limits.GiveBackAsync(first.Row, entry.Taken);
        var turn = mayCall ? limits.Report(first.Row, outcome) : BreakerTurn.None;
        await outcomes.KeepAsync(opened.Passed, action, outcome, turn, cancel);

        // Who failed before the breaker opened waits for its own retry, which may be long after the vendor is back.
        if (turn == BreakerTurn.Closed) await resuming.HurryAsync(first.Row.Connection, cancel);
        if (first.Input is AlertInput alert && outcome is ActionOutcome.Done) LogAlert(logger, alert.Level ?? AlertLevel.Warning, first.Row.Route, first.Row.Id);

        // Of a line of which nothing else was seen there is as a rule nothing left; what has come meanwhile has made it ready, and is claimed.
        return outcome is ActionOutcome.Done ? waiting.Count > 1 : await IsStillReadyAsync(head, cancel);
    }

    private async Task<Opening> OpenAsync(Prepared first, List<CommandRow> waiting, IAction action, Connection connection, CancellationToken cancel)
    {
        // Whoever has not been heard of for a while may have lost the line: that is known as soon as the store is reached again.
        while (!claims.MayCall)
        {
            if (claims.IsLost) throw new ClaimLostException();
            await Task.Delay(HeardAgain, time, cancel);
        }

        var group = await calling.GroupAsync(first, waiting, action, connection, cancel);
        var begun = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeAttempt);
        Opening? last = null;
        Opening opened;
        try
        {
            opened = await database.WriteAsync(WriteKind.BeginAttempt, async sql => last = await opening.OpenAsync(sql, group, action, connection, begun), cancel);
        }
        catch (StoreUnavailableException) when (last is { Passed.Count: > 0 })
        {
            // Only here it is known that no call has left: to whoever finds the attempt later its outcome would be unknown.
            if (!await HasBegunAsync(last.Passed[0].Row, cancel)) throw;
            opened = last;
        }

        foreach (var verdict in opened.Verdicts) meter.Judged(connection.Name, verdict);
        return opened;
    }

    // The answer to the commit was lost: what became of it is asked until the store can be read again.
    private async Task<bool> HasBegunAsync(CommandRow begun, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(HeardAgain, time, cancel);
            try
            {
                return await database.AskAsync(sql => Outbox.FindAsync(sql, begun.Id), cancel) is { State: CommandState.Started } found && found.Attempts == begun.Attempts;
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreTimeoutException)
            {
                // A store that cannot be reached says so itself, once.
            }
        }
    }

    private (Connection Connection, IAction Action)? Destination(CommandRow row) =>
        connections.Find(row.Connection) is { } connection && connection.Connector.Actions.FirstOrDefault(action => action.Name == row.Action) is { } action
            ? (connection, action)
            : null;

    // A vendor keeps an idempotency key for a while: past it the call would be a new one, also of a replay, which counts its attempts anew.
    private async Task<bool> MustFindAsync(CommandRow row, IAction action, CancellationToken cancel) =>
        row.MustFind
        || (action.Effect is EffectClass.Keyed keyed
            && time.GetUtcNow() - await database.AskAsync(sql => Attempts.FirstAsync(sql, row), cancel) >= keyed.Lifetime);

    // Null when the mark is not there, so that the call is made again.
    private async Task<bool?> FindAsync(Prepared first, IAction action, Connection connection, CancellationToken cancel)
    {
        faults.Pass(FaultPoint.BeforeFindBegun);
        await database.WriteAsync(WriteKind.BeginAttempt, sql => Outbox.BeginAsync(sql, first.Row.Id), cancel);
        faults.Pass(FaultPoint.BeforeFind);
        var outcome = await calls.FindAsync(first, action, connection, cancel);
        faults.Pass(FaultPoint.AfterFind);
        switch (outcome)
        {
            case null:
                await database.WriteAsync(WriteKind.EndAttempt, sql => Outbox.RestAsync(sql, first.Row.Id), cancel);
                faults.Pass(FaultPoint.AfterNotFound);
                return null;
            case ActionOutcome.Failed { Failure: var failure }:
                // Looking is no attempt of the effect: whatever became of it, it is looked for again.
                var again = failure.Kind == FailureKind.Unknown ? failure with { Kind = FailureKind.Transient } : failure;
                await outcomes.KeepAsync([first with { Row = first.Row with { Attempts = first.Row.Attempts + 1 } }], action, new ActionOutcome.Failed(again), BreakerTurn.None, cancel);
                return false;
            default:
                await outcomes.KeepAsync([first], action, outcome, BreakerTurn.None, cancel);
                return true;
        }
    }

    private async Task<bool> IsStillReadyAsync(CommandRow row, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.AskAsync(sql => Lines.IsReadyAsync(sql, Lines.Commands, row.Subject, now), cancel);
    }

    private async Task ThrottleAsync(CommandRow head, TimeSpan wait, CancellationToken cancel, bool isBraked = false)
    {
        meter.LimitWaited(head.Connection);
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeThrottled);
        var isTold = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                if (!await Outbox.IsStillHeadAsync(sql, head)) return false;
                await Lines.DelayAsync(sql, Lines.Commands, head.Subject, now + wait, Lines.Throttled, now);
                return isBraked && await Alerts.WarnOnceAsync(sql, $"braked {head.Subject} {now:yyyy-MM-dd}", TextOfBrake(head), now);
            },
            cancel);
        faults.Pass(FaultPoint.AfterThrottled);
        if (isTold) LogBraked(logger, new(head.Subject), head.Route, head.Id);
    }

    private static string TextOfBrake(CommandRow head) =>
        $"The record {new Masked(head.Subject)} is written more often than Hub:MaxWritesPerRecord allows, last by the route {head.Route}, command {head.Id}. Its writes go on slowly, in order. See whether two routes, or a route and the vendor's own rules, answer each other's changes: hub pause ROUTE stops one.";
}
