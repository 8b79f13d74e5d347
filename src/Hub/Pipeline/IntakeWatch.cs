using Hub.BuiltIn;
using Hub.Connections;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Looks each second whether webhooks can be taken, and keeps the times in which they were refused: each queues a comparison of its connection with the vendor, from before its begin.</summary>
internal sealed partial class IntakeWatch(IDatabase database, Intake intake, RefusalNotes notes, ConnectionRegistry connections, Wakeups wakeups, Rounds rounds, FaultTrigger faults, TimeProvider time, ILogger<IntakeWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // A vendor may come again as late as the longest Retry-After says.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Refusal> kept = new(StringComparer.Ordinal);
    private bool hasEnded;
    private string? told;
    private string? tried;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RunAsync(
        "looking whether webhooks can be taken",
        async cancel =>
        {
            await LookAsync(cancel);
            await Task.Delay(Poll, time, cancel);
        },
        Poll, time, stoppingToken);

    private async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        intake.Look(await database.ReadAsync(QueryStats.BacklogAsync, cancel));
        await TellAsync(now, cancel);
        if (!hasEnded) hasEnded = await EndLeftOversAsync(now, cancel);

        // Read before the clock: what is refused during this look would seem to come from later.
        var open = notes.Open;
        now = time.GetUtcNow();
        foreach (var refusal in open)
        {
            var isOver = intake.Obstacle is null && database.IsWritable && (now - refusal.Last >= Quiet || now < refusal.Last);
            if (!isOver && kept.GetValueOrDefault(refusal.Connection) == refusal) continue;
            await KeepAsync(isOver ? refusal with { To = now } : refusal, now, cancel);
            kept[refusal.Connection] = refusal;
            if (!isOver) continue;
            kept.Remove(refusal.Connection);
            notes.End(refusal);
        }
    }

    // A process that has ended has left them open; what another node keeps open now was refused a moment ago. Whether there are none left.
    private async Task<bool> EndLeftOversAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var own = notes.Open.Select(refusal => (refusal.Connection, refusal.From)).ToHashSet();
        var left = (await database.ReadAsync(Refusals.OpenAsync, cancel)).FindAll(refusal => !own.Contains((refusal.Connection, refusal.From)));
        var over = left.FindAll(refusal => now - refusal.Last >= Quiet || now < refusal.Last);
        foreach (var refusal in over) await KeepAsync(refusal with { To = now }, now, cancel);
        return over.Count == left.Count;
    }

    private async Task KeepAsync(Refusal refusal, DateTimeOffset now, CancellationToken cancel)
    {
        var feed = connections.Find(refusal.Connection)?.Connector.Changes;
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Refusals.KeepAsync(sql, refusal);
                if (refusal.To is null || feed is null) return false;

                // Late enough that the end of the time is compared too.
                var at = now + Reconciler.Grace;
                return await Reconciliations.QueueAsync(sql, refusal.Connection, Reconciliations.Refused, feed.CursorAt(refusal.From - Reconciler.Before), refusal.From - Reconciler.Before, at) > 0
                    || await Reconciliations.WaitAsync(sql, refusal.Connection, Reconciliations.Refused, at) > 0;
            },
            cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        if (refusal.To is null) return;
        LogRefused(logger, refusal.Connection, refusal.Refused, refusal.From, refusal.To.Value);
        wakeups.Signal(Reconciler.QueueOf(refusal.Connection));
    }

    private async Task TellAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (intake.Obstacle == told) return;
        var obstacle = intake.Obstacle;
        if (obstacle is null)
        {
            (told, tried) = (null, null);
            LogOpen(logger);
            return;
        }

        if (obstacle != tried) LogClosed(logger, obstacle);
        tried = obstacle;
        if (told is null)
        {
            faults.Pass(FaultPoint.BeforeUpkeep);
            await database.WriteAsync(WriteKind.Housekeeping, sql => Alerts.AddOwnAsync(sql, AlertLevel.Critical, $"No webhooks are taken, their senders are told to come again (503). {obstacle}", now), cancel);
            faults.Pass(FaultPoint.AfterUpkeep);
        }

        // Only what is stored has been told: where the disk is full the alert may have to wait.
        told = obstacle;
    }
}
