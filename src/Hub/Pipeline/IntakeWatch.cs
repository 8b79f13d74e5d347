using Hub.BuiltIn;
using Hub.Connections;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Looks each second whether webhooks can be taken, and keeps the times in which they were refused: each queues a comparison of its connection with the vendor, from before its begin.</summary>
internal sealed partial class IntakeWatch(IDatabase database, Intake intake, RefusalNotes notes, ConnectionRegistry connections, Wakeups wakeups, Rounds rounds, TimeProvider time, ILogger<IntakeWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // A vendor may come again as late as the longest Retry-After says.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    // What happened at the vendor shortly before its webhook was refused.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Refusal> kept = new(StringComparer.Ordinal);
    private bool hasLooked;
    private string? told;

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
        if (!hasLooked) await EndLeftOversAsync(now, cancel);
        hasLooked = true;

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

    // A process that ended meanwhile has left them open.
    private async Task EndLeftOversAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var refusal in await database.ReadAsync(Refusals.OpenAsync, cancel)) await KeepAsync(refusal with { To = now }, now, cancel);
    }

    private async Task KeepAsync(Refusal refusal, DateTimeOffset now, CancellationToken cancel)
    {
        var feed = connections.Find(refusal.Connection)?.Connector.Changes;
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Refusals.KeepAsync(sql, refusal);
                return refusal.To is not null && feed is not null && await Reconciliations.QueueAsync(sql, refusal.Connection, Reconciliations.Refused, feed.CursorAt(refusal.From - Before), refusal.From - Before, now) > 0;
            },
            cancel);
        if (refusal.To is null) return;
        LogRefused(logger, refusal.Connection, refusal.Refused, refusal.From, refusal.To.Value);
        wakeups.Signal(Reconciler.QueueOf(refusal.Connection));
    }

    private async Task TellAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (intake.Obstacle == told) return;
        var before = told;
        told = intake.Obstacle;
        if (told is null)
        {
            LogOpen(logger);
            return;
        }

        LogClosed(logger, told);
        if (before is null)
        {
            await database.WriteAsync(WriteKind.Housekeeping, sql => Alerts.AddOwnAsync(sql, AlertLevel.Critical, $"No webhooks are taken, their senders are told to come again (503). {told}", now), cancel);
        }
    }
}
