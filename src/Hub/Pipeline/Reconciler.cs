using System.Text.Json;
using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// Compares each connection whose vendor tells what has changed with what its webhooks have brought: every so many minutes, when somebody asks, after webhooks were refused, and for the time that a store has lost which was put back. What is missing becomes
/// an event, in the transaction that keeps how far the comparison has come; so what a crash interrupts goes on from the last page that is stored.
/// </summary>
internal sealed partial class Reconciler(
    IDatabase database, ConnectionRegistry connections, IClaims claims, GuardedReads reads, RetrySchedule schedule, HubSettings settings, Rounds rounds, Wakeups wakeups, FaultTrigger faults, BusinessClock time, ILogger<Reconciler> logger) : BackgroundService
{
    /// <summary>The counters of comparisons.</summary>
    public const string Level = "reconciliation";

    /// <summary>What is younger is not compared: whose webhook is on its way is not missing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>A comparison begins so long before the time that it makes up for: what happened at the vendor shortly before its webhook was to come.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    private const string Duty = "reconciling";
    private const string Operation = "changes";
    private const int AlertAfter = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Unusual = TimeSpan.FromMinutes(15);

    /// <summary>The name of the signal that a comparison of a connection may be due.</summary>
    public static string QueueOf(string connection) => $"reconcile {connection}";

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Connection> compared = [.. connections.All.Where(connection => connection.Connector.Changes is not null)];
        time.Moved += (_, _) => compared.ForEach(connection => wakeups.Signal(QueueOf(connection.Name)));
        return Task.WhenAll(compared.Select(connection => rounds.RunAsync(
            $"comparing {connection.Name} with its vendor",
            async cancel =>
            {
                if (!await StepAsync(connection, connection.Connector.Changes!, cancel)) await wakeups.WaitAsync(QueueOf(connection.Name), Poll, cancel);
            },
            Pause, time, stoppingToken)));
    }

    // Whether a page was asked for.
    private async Task<bool> StepAsync(Connection connection, IChangeFeed feed, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var rows = await database.ReadAsync(sql => Reconciliations.OfAsync(sql, connection.Name), cancel);
        if (rows.TrueForAll(row => row.Kind != Reconciliations.Regular))
        {
            // What was before the connection is not made up for.
            faults.Pass(FaultPoint.BeforeReconciled);
            await database.WriteAsync(WriteKind.Housekeeping, sql => Reconciliations.BeginAsync(sql, connection.Name, feed.CursorAt(now), now, NextAfter(now)), cancel);
            faults.Pass(FaultPoint.AfterReconciled);
            return true;
        }

        if (rows.Find(row => row.NextAt <= now) is not { } due || !await claims.TakeDutyAsync(Duty, cancel)) return false;
        claims.EnterDuty(Duty);
        var until = now - Grace;
        switch (await AskAsync(connection, feed, due, until, cancel))
        {
            case ChangePage.Found { IsMore: true, Cursor: var same } when same == due.Cursor:
                await PutOffAsync(due, new(FailureKind.Transient, "no_progress", "The vendor's list of changes does not go on."), now, cancel);
                break;
            case ChangePage.Found page:
                await StoreAsync(connection, due, page, until, now, cancel);
                break;
            case ChangePage.Failed { Failure: var failure }:
                await PutOffAsync(due, failure, now, cancel);
                break;
        }

        return true;
    }

    private Task<ChangePage> AskAsync(Connection connection, IChangeFeed feed, ReconciliationRow row, DateTimeOffset until, CancellationToken cancel) => reads.AskAsync<ChangePage>(
        new(connection.Name, Operation) { Lane = Lane.Backfill },
        async () =>
        {
            try
            {
                return await feed.ChangedSinceAsync(row.Cursor, until, connection, cancel);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
            {
                return new ChangePage.Failed(VendorErrors.OfNetwork(e));
            }
        },
        failure => new ChangePage.Failed(failure),
        page => (page as ChangePage.Failed)?.Failure);

    private async Task StoreAsync(Connection connection, ReconciliationRow row, ChangePage.Found page, DateTimeOffset until, DateTimeOffset now, CancellationToken cancel)
    {
        var isRegular = row.Kind == Reconciliations.Regular;
        var next = row with
        {
            Cursor = page.Cursor,
            Since = isRegular && !page.IsMore ? until : row.Since,
            NextAt = page.IsMore ? now : isRegular ? NextAfter(now) : Lines.Never,
            BeganAt = row.IsAtBegin ? now : row.BeganAt,
            EndedAt = page.IsMore ? null : now,
            Found = (row.IsAtBegin ? 0 : row.Found) + page.Events.Count,
        };
        var repairedBefore = row.IsAtBegin ? 0 : row.Repaired;
        faults.Pass(FaultPoint.BeforeReconciled);
        var repaired = await database.WriteAsync(
            WriteKind.Read,
            async sql =>
            {
                if (!await Reconciliations.MoveAsync(sql, row, next)) return 0;
                var missing = 0L;
                foreach (var incoming in page.Events)
                {
                    if (await RepairAsync(sql, connection, incoming, now)) missing++;
                }

                await Reconciliations.CountAsync(sql, row, repairedBefore + missing);
                if (page.Events.Count > 0) await Counters.AddAsync(sql, Level, "found", page.Events.Count);
                if (missing > 0) await Counters.AddAsync(sql, Level, "repaired", missing);
                if (!page.IsMore && repairedBefore + missing > 0)
                {
                    await Alerts.AddOwnAsync(
                        sql, AlertLevel.Warning,
                        $"Of the connection {connection.Name} {repairedBefore + missing} of {next.Found} changes since {row.Since:u} had been brought by no webhook. They are processed now. Look whether its webhooks are subscribed and arrive.", now);
                }

                faults.Pass(FaultPoint.InReconciled);
                return missing;
            },
            cancel);
        faults.Pass(FaultPoint.AfterReconciled);
        if (repaired == 0) return;
        LogRepaired(logger, connection.Name, repaired);
        wakeups.Signal(Lines.Events);
    }

    // A fact that a webhook or an earlier comparison has brought is there already; the webhook that brings it later ends as its duplicate.
    private static async ValueTask<bool> RepairAsync(ISql sql, Connection connection, IncomingEvent incoming, DateTimeOffset now)
    {
        var key = incoming.FactKey is { } fact ? Keys.Hash("fact", connection.Name, fact) : Keys.Hash("delivery", connection.Name, incoming.DeliveryKey);
        if (!await Events.KeepKeyAsync(sql, key, polled: true, now)) return false;
        var type = connection.Connector.Events.First(e => e.Name == incoming.Type);
        var subject = $"{connection.Name}/{incoming.Subject}";
        await Lines.OpenAsync(sql, Lines.Events, subject, Lane.Backfill, now);
        await Events.InsertAsync(sql, new()
        {
            Id = Convert.ToHexStringLower(key),
            Webhook = null,
            Source = Events.Reconciliation,
            Connection = connection.Name,
            Type = incoming.Type,
            Account = incoming.Account,
            Subject = subject,
            OccurredAt = incoming.OccurredAt,
            ArrivedAt = now,
            Completeness = incoming.LacksFields || type.Completeness == EventCompleteness.LacksFields ? EventCompleteness.LacksFields : EventCompleteness.Complete,
            Version = incoming.Version,
            Envelope = JsonSerializer.Serialize(EventEnvelope.Of(incoming), PipelineJson.Default.EventEnvelope),
            Data = JsonSerializer.Serialize(incoming.Data, type.Data),
        });
        return true;
    }

    private async Task PutOffAsync(ReconciliationRow row, VendorFailure failure, DateTimeOffset now, CancellationToken cancel)
    {
        var isThrottled = failure.Kind == FailureKind.Throttled;
        var attempts = isThrottled ? row.Attempts : row.Attempts + 1;
        var regular = settings.Hub.ReconcileEvery > TimeSpan.Zero ? settings.Hub.ReconcileEvery : Unusual;
        var wait = isThrottled ? schedule.Told(failure.Wait) : schedule.After(attempts, Keys.Id(row.Connection, row.Kind), failure.Wait) is { } soon && soon < regular ? soon : regular;
        var sentence = $"{failure.Code}: {new Masked(failure.Text)}";
        faults.Pass(FaultPoint.BeforeReconciled);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                if (await Reconciliations.PutOffAsync(sql, row, attempts, now + wait, sentence) == 0 || isThrottled || attempts != AlertAfter) return false;
                return await Alerts.AddOwnAsync(sql, AlertLevel.Warning, $"The connection {row.Connection} cannot be compared with its vendor. {sentence} It is tried again by itself.", now);
            },
            cancel);
        faults.Pass(FaultPoint.AfterReconciled);
    }

    private DateTimeOffset NextAfter(DateTimeOffset now) => settings.Hub.ReconcileEvery > TimeSpan.Zero ? now + settings.Hub.ReconcileEvery : Lines.Never;
}
