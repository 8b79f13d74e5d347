using System.Text.Json;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Completes and maps events, one line per subject, and applies each in T2.</summary>
internal sealed class Processor(
    IDatabase database, ConnectionRegistry connections, SnapshotStore snapshots, Occasions occasions, EventFetching fetching, Application application, TemplateCatalogue templates,
    EvaluationBorder border, LineRunner runner, Solitude solitude, Rush rush, Wakeups wakeups, RetrySchedule schedule, DeliveryLimits limits, Tracing tracing, FaultTrigger faults, TimeProvider time) : BackgroundService
{
    /// <summary>Lines at once.</summary>
    public const int Parallel = 64;

    private const int EvaluationsAtMost = 20;

    // Where others keep changing what it relies on, it is evaluated where nobody can: in the transaction.
    private const int EvaluationsAside = 5;

    // As long as a call that may have had its effect is looked for before it is given up.
    private static readonly TimeSpan EarlyAtMost = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EarlyAgain = TimeSpan.FromSeconds(1);

    // A call that has had its effect and no answer is made again by the retry schedule: four times within this. Where the vendor's mark names the command, it is waited for as long as it goes on.
    private static readonly TimeSpan UnansweredAtMost = TimeSpan.FromHours(1);

    // The longer an event has waited, the less often it looks again: many may wait while a vendor is down.
    private const double AgainAfter = 0.1;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        runner.RunAsync(
            new(Lines.Events, Parallel, (line, cancel) => StepAsync(line, stoppingToken, cancel), CountFailureAsync) { Aside = () => fetching.Waiting, Crowded = _ => fetching.Crowded, Yield = rush.YieldAsync },
            stoppingToken);

    private async Task<bool> StepAsync(ReadyLine line, CancellationToken stopping, CancellationToken cancel)
    {
        var (head, isOpen) = await database.AskAsync(
            async sql => await Events.HeadAsync(sql, line.Subject) is { } first ? (first, true) : (null, await Lines.IsOpenAsync(sql, Lines.Events, line.Subject)), cancel);
        if (head is not null) return await WhenDueAsync(head, stopping, cancel);
        faults.Pass(FaultPoint.BeforeLineDrained);

        // Who ends the last entry of a line ends the line too: as a rule there is nothing left to drain.
        if (isOpen) await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.DrainEventsAsync(sql, line.Subject), cancel);
        faults.Pass(FaultPoint.AfterLineDrained);
        return false;
    }

    // False when the line has to wait.
    private async Task<bool> WhenDueAsync(EventRow row, CancellationToken stopping, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var hints = await HintsAsync(row, cancel);
        var due = row.RetryAt > now || row.Completeness != EventCompleteness.Hint ? row.RetryAt : EventFetching.DueOf(hints, now);
        if (due > now)
        {
            faults.Pass(FaultPoint.BeforeHintsAwaited);
            await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.DelayAsync(sql, Lines.Events, row.Subject, due, "fetch", now), cancel);
            faults.Pass(FaultPoint.AfterHintsAwaited);
            return false;
        }

        if (row.Completeness == EventCompleteness.Complete || row.Begun >= Suspects.BegunAtMost) return await ProcessAloneAsync(row, hints, cancel);

        // Before anything is stored: it is under way only when it has a place, and what waits for one is in no one's way.
        using var place = await fetching.EnterAsync(row, stopping);
        return place is not null && await ProcessAloneAsync(row, await HintsAsync(row, cancel), cancel);
    }

    private async Task<bool> ProcessAloneAsync(EventRow row, List<EventRow> hints, CancellationToken cancel)
    {
        using var span = await tracing.BeginEventAsync(row, cancel);
        using var alone = await solitude.EnterAsync(row.IsSuspect, cancel);
        return await ProcessAsync(row, hints, cancel);
    }

    // Hints join until the fetch begins.
    private async Task<List<EventRow>> HintsAsync(EventRow row, CancellationToken cancel) =>
        row.Completeness == EventCompleteness.Hint ? await database.AskAsync(sql => Events.HintsAsync(sql, row.Subject), cancel) : [row];

    // What failed by itself fails again: after three times it is set aside, so that its line goes on.
    private async Task<bool> CountFailureAsync(string subject, Exception error, DateTimeOffset again)
    {
        if (await database.ReadAsync(sql => Events.HeadAsync(sql, subject), CancellationToken.None) is not { } row) return false;
        var sentence = $"Processing it failed three times inside the hub, last with {new Fault(error).Name}.";
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeFailureCounted);
        var isCounted = await database.WriteAsync(
            WriteKind.Apply,
            async sql =>
            {
                if (row.Begun + 1 >= Suspects.BegunAtMost)
                {
                    await Events.CloseAsync(sql, row, "parked", "poison", sentence, now);
                }
                else
                {
                    await Events.CountFailureAsync(sql, row.Seq, sentence);
                    await Lines.DelayAsync(sql, Lines.Events, subject, again, Lines.Failure, now);
                }

                return true;
            },
            CancellationToken.None);
        faults.Pass(FaultPoint.AfterFailureCounted);
        return isCounted;
    }

    private async Task<bool> ProcessAsync(EventRow row, List<EventRow> hints, CancellationToken cancel)
    {
        if (row.Begun >= Suspects.BegunAtMost)
        {
            await ParkAsync(row, "poison", "Processing it was begun three times without an end.", cancel);
            return true;
        }

        faults.Pass(FaultPoint.BeforeEventBegun);
        await database.WriteAsync(WriteKind.Housekeeping, async sql => { await Events.BeginAsync(sql, row.Seq); return true; }, cancel);
        faults.Pass(FaultPoint.AfterEventBegun);
        if (connections.Find(row.Connection) is not { } connection)
        {
            await ParkAsync(row, "no_connection", $"The connection '{row.Connection}' is not configured any more.", cancel);
            return true;
        }

        if (row.Followed is not null) return await FollowAsync(row, cancel);
        var envelope = JsonSerializer.Deserialize(row.Envelope, PipelineJson.Default.EventEnvelope)!;
        if (envelope.EchoOf is not null)
        {
            await CloseAsync([row], "noop", "echo", null, cancel);
            return true;
        }

        if (await IsEarlyAsync(row, envelope, cancel))
        {
            return !await AwaitAsync(row, async (sql, now) => await AwaitedAsync(sql, row, envelope, now), "A link that it may belong to is being made.", cancel);
        }

        var type = connection.Connector.Events.First(e => e.Name == row.Type);
        if (row.Completeness == EventCompleteness.Complete) return await MapAsync(row, envelope, type, JsonSerializer.Deserialize(row.Data, type.Data)!, null, cancel);

        faults.Pass(FaultPoint.BeforeFetch);
        var completion = await fetching.FetchAsync(row, hints, connection, cancel);
        faults.Pass(FaultPoint.AfterFetch);
        switch (completion)
        {
            case Completion.Completed done when row.Completeness == EventCompleteness.Hint:
                await fetching.StoreAsync(hints, done.Event, connection, cancel);
                return true;
            case Completion.Completed done:
                return await MapAsync(row, EventEnvelope.Of(done.Event), type, done.Event.Data, done.Event, cancel);
            case Completion.Failed failed:
                return await PutOffAsync(row, failed.Failure, cancel);
            default:
                await CloseAsync(hints, "noop", "gone", null, cancel);
                return true;
        }
    }

    private async ValueTask<bool> IsEarlyAsync(EventRow row, EventEnvelope envelope, CancellationToken cancel) =>
        envelope.Ends.Count > 0 && FromRight(row).Any() && await database.AskAsync(sql => AwaitedAsync(sql, row, envelope, time.GetUtcNow()), cancel) is not null;

    private ValueTask<string?> AwaitedAsync(ISql sql, EventRow row, EventEnvelope envelope, DateTimeOffset now)
    {
        var waited = now - row.ArrivedAt;
        var by = waited < EarlyAtMost ? PossibleMaker.AnyCall : waited < UnansweredAtMost ? PossibleMaker.UnansweredCall : PossibleMaker.NamedCommand;
        return Look.AwaitedAsync(sql, FromRight(row), envelope, row.ArrivedAt, by, now);
    }

    private IEnumerable<Route> FromRight(EventRow row) => snapshots.Active!.On(row.Type).Where(route => route.Find is FindBy.ByLink { FromLeft: false });

    // False where it has nothing to wait for any more: what has come about between the look and this one finds nobody who waits.
    private async Task<bool> AwaitAsync(EventRow row, Func<ISql, DateTimeOffset, ValueTask<string?>> causeOf, string sentence, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var waited = (now - row.ArrivedAt) * AgainAfter;
        var again = now + (waited > EarlyAgain ? waited : EarlyAgain);
        faults.Pass(FaultPoint.BeforeAwaited);
        var waits = await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                if (await causeOf(sql, now) is not { } cause) return false;
                await Events.WaitAsync(sql, row, again, sentence);
                return await Lines.DelayAsync(sql, Lines.Events, row.Subject, again, cause, now) > 0;
            },
            cancel);
        faults.Pass(FaultPoint.AfterAwaited);
        return waits;
    }

    private async Task<bool> MapAsync(EventRow row, EventEnvelope envelope, EventType type, object data, IncomingEvent? completed, CancellationToken cancel)
    {
        var occasion = Occasions.Narrow(row, type, envelope, data, snapshots.Active!) with { Completed = completed };
        if (!await ApplyAsync(occasion, cancel)) return false;
        if (envelope.Fact is ConversationFact.StatusReported status) await tracing.ReportedAsync(row, status, cancel);
        if (envelope.Fact is ConversationFact.TemplatesChanged) templates.RefreshSoon();
        return true;
    }

    // An outcome of a command: the routes of the files that made the command follow it, and see the event at the root of the chain.
    private async Task<bool> FollowAsync(EventRow row, CancellationToken cancel)
    {
        var (followed, root) = await database.AskAsync(
            async sql => await Outbox.FindAsync(sql, row.Followed!) is { } command ? (command, await Events.FindAsync(sql, command.Root)) : (null, null), cancel);
        var snapshot = followed is null ? null : await snapshots.FindAsync(followed.Snapshot, cancel);
        if (snapshot is null || root is null || occasions.Of(row, followed!, root, snapshot) is not { } occasion)
        {
            await ParkAsync(row, "no_snapshot", "The files that made the command followed cannot be loaded any more.", cancel);
            return true;
        }

        return await ApplyAsync(occasion, cancel);
    }

    // False where it has to wait.
    private async Task<bool> ApplyAsync(Occasion occasion, CancellationToken cancel)
    {
        for (var evaluation = 0; evaluation < EvaluationsAtMost; evaluation++)
        {
            var now = time.GetUtcNow();
            var seen = evaluation < EvaluationsAside ? await database.AskAsync(sql => LookAsync(sql, occasion, now), cancel) : null;
            faults.Pass(FaultPoint.BeforeApply);
            var (result, decisions) = await database.WriteAsync(
                WriteKind.Apply,
                async sql =>
                {
                    var (look, found) = seen ?? await LookAsync(sql, occasion, now);
                    return (await application.ApplyAsync(sql, occasion, look, found, now), found);
                },
                cancel);
            faults.Pass(FaultPoint.AfterApply);
            if (result == ApplyResult.Changed) continue;
            if (result == ApplyResult.Early)
            {
                if (await AwaitAsync(occasion.Row, AnswerAsync, "It may tell of what the hub is writing to the record: the vendor's answer will say.", cancel)) return false;
                continue;
            }

            if (decisions.Any(decision => decision.Outcome is RouteOutcome.Matched) || occasion.Envelope.Fact is not null) wakeups.Signal(Lines.Commands);
            if (occasion.Envelope.Fact is ConversationFact.MessageReceived { Media: not null }) wakeups.Signal(MediaFetching.Queue);
            return true;
        }

        await ParkAsync(occasion.Row, "contended", "What it relies on kept changing while it was evaluated.", cancel);
        return true;

        async ValueTask<string?> AnswerAsync(ISql sql, DateTimeOffset now) =>
            (await WriteLedger.JudgeAsync(sql, occasion.Row, occasion.Envelope.Reported, now)).Awaits is { } command ? EventWaits.OfAnswer(command) : null;
    }

    private async ValueTask<Evaluated> LookAsync(ISql sql, Occasion occasion, DateTimeOffset now)
    {
        var look = await Look.TakeAsync(sql, occasion, border, now);
        return new(look, Decision.AllOf(border, occasion, look));
    }

    private async Task<bool> PutOffAsync(EventRow row, VendorFailure failure, CancellationToken cancel)
    {
        // Being told to wait costs no attempt, and is no reason to wait longer than told. Nor does finding out whether a vendor that is away is back, for as long as the schedule lasts.
        var now = time.GetUtcNow();
        var isThrottled = failure.Kind == FailureKind.Throttled;
        var probe = failure.Kind == FailureKind.Transient ? schedule.Probe(limits.ProbeAfter(row.Connection, row.Type), now - row.ArrivedAt, failure.Wait) : null;
        var attempts = isThrottled || probe is not null ? row.Attempts : row.Attempts + 1;
        var final = failure.Kind is FailureKind.Rejected or FailureKind.TargetClosed;
        if (final || (probe ?? (isThrottled ? schedule.Told(failure.Wait) : schedule.After(attempts, row.Id, failure.Wait))) is not { } wait)
        {
            await ParkAsync(row, "fetch_failed", $"{failure.Code}: {failure.Text}", cancel);
            return true;
        }

        faults.Pass(FaultPoint.BeforeEventPutOff);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var sentence = $"{failure.Code}: {failure.Text}";
                if (failure.Code == GuardedReads.NotAsked) await Events.WaitAsync(sql, row, now + wait, sentence);
                else await Events.PutOffAsync(sql, row, attempts, now + wait, sentence);
                return await Lines.DelayAsync(sql, Lines.Events, row.Subject, now + wait, "fetch", now);
            },
            cancel);
        faults.Pass(FaultPoint.AfterEventPutOff);
        return false;
    }

    private Task ParkAsync(EventRow row, string reason, string error, CancellationToken cancel) => CloseAsync([row], "parked", reason, error, cancel);

    private async Task CloseAsync(List<EventRow> rows, string state, string reason, string? error, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeEventClosed);
        await database.WriteAsync(
            WriteKind.Apply,
            async sql =>
            {
                foreach (var row in rows) await Events.CloseAsync(sql, row, state, reason, error, now);
                return true;
            },
            cancel);
        faults.Pass(FaultPoint.AfterEventClosed);
    }

    private sealed record Evaluated(Look Look, IReadOnlyList<Decision> Decisions);
}
