using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Asks at the start, and until it is told, whose accounts the connections serve whose configuration does not say. Until then their webhooks wait: what is another's is not to be taken for one's own.</summary>
internal sealed partial class AccountFinding(IDatabase database, ConnectionRegistry connections, GuardedReads reads, Rounds rounds, Wakeups wakeups, FaultTrigger faults, TimeProvider time, ILogger<AccountFinding> logger) : BackgroundService
{
    private const string Operation = "account";
    private const int AlertAfter = 3;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(connections.All.Where(ConnectionRegistry.IsUnidentified).Select(connection => FindAsync(connection, stoppingToken)));

    private async Task FindAsync(Connection connection, CancellationToken stopping)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var attempts = 0;
        await rounds.RunAsync(
            $"asking whose account {connection.Name} serves",
            async cancel =>
            {
                attempts++;
                switch (await AskAsync(connection, cancel))
                {
                    case AccountAnswer.Known { Account: var account }:
                        connection.Account ??= account;
                        LogFound(logger, connection.Name, account);
                        wakeups.Signal(Receiver.Queue);
                        await found.CancelAsync();
                        break;
                    case AccountAnswer.Failed { Failure: var failure }:
                        if (attempts == AlertAfter) await AlertAsync(connection, failure, cancel);
                        await Task.Delay(WaitOf(failure, attempts), time, cancel);
                        break;
                }
            },
            Soonest, time, found.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TimeSpan WaitOf(VendorFailure failure, int attempts)
    {
        var wait = failure.Wait ?? Soonest * Math.Min(attempts, Longest / Soonest);
        return wait < Longest ? wait : Longest;
    }

    private Task<AccountAnswer> AskAsync(Connection connection, CancellationToken cancel) => reads.AskAsync<AccountAnswer>(
        new(connection.Name, Operation),
        async () =>
        {
            try
            {
                return await connection.Connector.Accounts!.FindAsync(connection, cancel);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
            {
                return new AccountAnswer.Failed(VendorErrors.OfNetwork(e));
            }
        },
        failure => new AccountAnswer.Failed(failure),
        answer => (answer as AccountAnswer.Failed)?.Failure);

    private async Task AlertAsync(Connection connection, VendorFailure failure, CancellationToken cancel)
    {
        var text = $"The vendor does not say whose account the connection {connection.Name} serves: its webhooks are kept and wait. {failure.Code}: {new Masked(failure.Text)} It is asked again by itself; or name the account in the connection's settings.";
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Alerts.AddOwnAsync(sql, AlertLevel.Warning, text, time.GetUtcNow()), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
    }
}
