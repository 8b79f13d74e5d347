using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Alerting;

/// <summary>A reading as metrics.</summary>
internal static class Gauges
{
    private static readonly string[] Arrivals = ["received", "created"];

    /// <summary>The numbers of all metrics that are shown and not counted as they happen.</summary>
    public static IEnumerable<Measured> Of(Reading reading)
    {
        yield return new(Metrics.WebhooksReceived, reading.Count("webhooks", "received"));
        yield return new(Metrics.EventsReceived, reading.Count("events", "received"));
        yield return new(Metrics.CommandsCreated, reading.Count("commands", "created"));
        yield return new(Metrics.RepairedTotal, reading.Count(Reconciler.Level, "repaired"));
        yield return new(Metrics.Echoes, reading.Count("events.reasons", "echo"));
        yield return new(Metrics.EchoesExpired, reading.Count(OwnWrites.Level, OwnWrites.Expired));
        yield return new(Metrics.EchoesNear, reading.Count(OwnWrites.Level, OwnWrites.Near));
        foreach (var counter in reading.Counters.Where(counter => !Arrivals.Contains(counter.Name)))
        {
            var metric = counter.Level switch
            {
                "webhooks" => Metrics.Webhooks,
                "events" => Metrics.Events,
                "events.reasons" => Metrics.EventReasons,
                "commands" => Metrics.Commands,
                "commands.reasons" => Metrics.CommandReasons,
                _ => null,
            };
            if (metric is not null) yield return new(metric, counter.Value, counter.Name);
        }

        foreach (var group in reading.Oldest.GroupBy(oldest => (oldest.Queue, oldest.Lane)))
        {
            yield return new(Metrics.PendingAge, Since(reading, group.Min(oldest => oldest.EntrySince)), group.Key.Queue, group.Key.Lane?.ToString().ToLowerInvariant() ?? "");
        }

        foreach (var lines in reading.Blocked) yield return new(Metrics.BlockedLines, lines.Count, lines.Queue, lines.Connection, lines.Cause);
        foreach (var breaker in reading.Breakers) yield return new(Metrics.OpenBreakers, 1, breaker.Connection, breaker.Operation);
        foreach (var pause in reading.Pauses) yield return new(Metrics.Paused, 1, pause.Kind, pause.Name, pause.By);
        foreach (var (connection, at) in reading.LastWebhooks) yield return new(Metrics.Silence, Since(reading, at), connection);
        foreach (var (connection, ahead) in reading.ClocksAhead) yield return new(Metrics.ClockSkew, ahead.TotalSeconds, connection);
        if (reading.StoreAhead is { } storeAhead) yield return new(Metrics.StoreClockSkew, storeAhead.TotalSeconds);
        foreach (var (connection, at) in reading.Tokens) yield return new(Metrics.TokenAge, Since(reading, at), connection);
        foreach (var row in reading.Subscriptions)
        {
            if (row.SeenAt is { } seen) yield return new(Metrics.SubscriptionAge, Since(reading, seen), row.Connection);
        }

        foreach (var approval in reading.Approvals) yield return new(Metrics.ApprovalsWaiting, approval.Waiting, approval.Route);
        foreach (var comparison in reading.Reconciliations) yield return new(Metrics.RepairedLatest, comparison.Repaired, comparison.Connection, comparison.Kind);
        foreach (var group in reading.Active.GroupBy(alert => (alert.Name, alert.Level))) yield return new(Metrics.AlertsActive, group.Count(), group.Key.Name, group.Key.Level);
        yield return new(Metrics.AlertPosts, reading.Posts);
        yield return new(Metrics.StoreWritable, reading.IsWritable ? 1 : 0);
        yield return new(Metrics.ProcessMemory, reading.Machine.Memory);
        if (reading.Machine.Store is { } store) yield return new(Metrics.StoreSize, store);
        if (reading.Machine.Wal is { } wal) yield return new(Metrics.WalSize, wal);
        if (reading.Machine.DiskFree is { } free) yield return new(Metrics.DiskFree, free);
    }

    private static double Since(Reading reading, DateTimeOffset at) => at < reading.At ? (reading.At - at).TotalSeconds : 0;
}
