using System.Text.Json;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Upkeep;

/// <summary>
/// Sees to it that the vendors send their webhooks: hourly, and sooner where something ends, it compares what is subscribed with what the hub needs, creates what lacks and renews what ends.
/// Where <c>Hub:PublicUrl</c> is not set nobody can know the address, and nothing is subscribed.
/// </summary>
internal sealed partial class Subscribing(
    IDatabase database, ConnectionRegistry connections, IClaims claims, GuardedReads reads, RetrySchedule schedule, HubSettings settings, Rounds rounds, Wakeups wakeups, BusinessClock time,
    ILogger<Subscribing> logger) : BackgroundService
{
    private const string Duty = "subscribing";
    private const string Operation = "subscriptions";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);

    /// <summary>The name of the signal that the subscriptions of a connection may be due.</summary>
    public static string QueueOf(string connection) => $"subscribe {connection}";

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Connection> subscribed = [.. connections.All.Where(connection => connection.Connector.Subscriber is not null && settings.Hub.WebhookAddress(connection.Name) is not null)];
        time.Moved += (_, _) => subscribed.ForEach(connection => wakeups.Signal(QueueOf(connection.Name)));
        return Task.WhenAll(subscribed.Select(connection => rounds.RunAsync(
            $"subscribing the webhooks of {connection.Name}",
            async cancel =>
            {
                if (!await StepAsync(connection, connection.Connector.Subscriber!, settings.Hub.WebhookAddress(connection.Name)!, cancel)) await wakeups.WaitAsync(QueueOf(connection.Name), Poll, cancel);
            },
            Pause, time, stoppingToken)));
    }

    // Whether the vendor was asked.
    private async Task<bool> StepAsync(Connection connection, ISubscriber subscriber, Uri address, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var row = await database.ReadAsync(sql => Subscriptions.FindAsync(sql, connection.Name), cancel);
        if (row is not null && row.LookAt > now && row.Address == address.AbsoluteUri) return false;
        if (!await claims.TakeDutyAsync(Duty, cancel)) return false;
        claims.EnterDuty(Duty);
        row ??= new(connection.Name, address.AbsoluteUri, now, null, null, [], 0, null);
        var next = await AskAsync(connection, subscriber, address, cancel) switch
        {
            SubscriptionState.Known known => Seen(connection, row, known, now),
            SubscriptionState.Failed { Failure: var failure } => PutOff(row, failure, now),
            _ => throw new InvalidOperationException("There is no other state."),
        };
        await database.WriteAsync(WriteKind.Housekeeping, sql => Subscriptions.KeepAsync(sql, next with { Address = address.AbsoluteUri }), cancel);
        return true;
    }

    private Task<SubscriptionState> AskAsync(Connection connection, ISubscriber subscriber, Uri address, CancellationToken cancel) => reads.AskAsync<SubscriptionState>(
        new(connection.Name, Operation) { Lane = Lane.Backfill },
        async () =>
        {
            try
            {
                return await subscriber.SubscribeAsync(address, connection, cancel);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
            {
                return new SubscriptionState.Failed(VendorErrors.OfNetwork(e));
            }
        },
        failure => new SubscriptionState.Failed(failure),
        state => (state as SubscriptionState.Failed)?.Failure);

    private SubscriptionRow Seen(Connection connection, SubscriptionRow row, SubscriptionState.Known known, DateTimeOffset now)
    {
        foreach (var change in known.Changed) LogChanged(logger, connection.Name, change);
        foreach (var missing in known.Missing.Except(row.Missing)) LogMissing(logger, connection.Name, missing);
        var usual = now + Hourly;
        var lookAt = known.LookAgainAt is { } sooner && sooner < usual ? sooner : usual;
        return row with { LookAt = lookAt > now ? lookAt : now + Pause, SeenAt = now, EndsAt = known.EndsAt, Missing = known.Missing, Attempts = 0, Error = null };
    }

    private SubscriptionRow PutOff(SubscriptionRow row, VendorFailure failure, DateTimeOffset now)
    {
        var isThrottled = failure.Kind == FailureKind.Throttled;
        var attempts = isThrottled ? row.Attempts : row.Attempts + 1;
        var wait = isThrottled ? schedule.Told(failure.Wait) : schedule.After(attempts, Keys.Id(row.Connection, Operation), failure.Wait) is { } soon && soon < Hourly ? soon : Hourly;
        return row with { LookAt = now + wait, Attempts = attempts, Error = $"{failure.Code}: {new Masked(failure.Text)}" };
    }
}
