using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Pipeline;

/// <summary>What a vendor is asked, and on whose behalf.</summary>
/// <param name="Connection">The connection that is asked.</param>
/// <param name="Operation">The vendor's operation, which has a breaker of its own.</param>
/// <param name="By">The command that needs the answer; null where an event does.</param>
internal sealed record GuardedRead(string Connection, string Operation, CommandRow? By = null)
{
    /// <summary>How urgent it is: as the command is; behind an event somebody may wait for an answer.</summary>
    public Lane Lane { get; init; } = By?.Lane ?? Lane.Interactive;
}

/// <summary>
/// Asks a vendor for what changes nothing there: a completion, a query, a find. Each heeds the wait of the whole account and the breaker of
/// its operation, and tells both how it went. A breaker that opens is told of.
/// </summary>
internal sealed class GuardedReads(IDatabase database, DeliveryLimits limits, HubMeter meter, FaultTrigger faults, TimeProvider time)
{
    /// <summary>The code of the failure where the vendor was not asked.</summary>
    public const string NotAsked = "not_asked";

    /// <summary>Asks, unless the vendor has to be left alone now: that is a throttled failure with the time to wait, which costs no attempt.</summary>
    /// <typeparam name="T">The closed set of answers.</typeparam>
    /// <param name="read">What is asked.</param>
    /// <param name="ask">The question.</param>
    /// <param name="failed">Makes an answer of a failure.</param>
    /// <param name="failureOf">The failure in an answer; null where there is none.</param>
    public async Task<T> AskAsync<T>(GuardedRead read, Func<Task<T>> ask, Func<VendorFailure, T> failed, Func<T, VendorFailure?> failureOf)
    {
        if (limits.Enter(read.Connection, read.Operation, read.Lane) is { } wait)
        {
            meter.LimitWaited(read.Connection);
            return failed(new(FailureKind.Throttled, NotAsked, "The vendor is unavailable, or has told the whole account to wait.", wait));
        }

        limits.Calling(read.Operation, read.Lane);
        var answer = await ask();
        var failure = failureOf(answer);
        meter.Asked(read.Connection, read.Operation, failure is null ? HubMeter.Done : Settlement.NameOf(failure.Kind));
        var now = time.GetUtcNow();

        // Refused credentials pause the connection of the command that asks it: that is told there.
        var isRefused = failure is { Kind: FailureKind.Unauthorized } && read.By?.Connection != read.Connection;
        if ((isRefused ? limits.Refuse(read.Connection, read.Operation) : limits.Report(read.Connection, read.Operation, failure)) == BreakerTurn.Opened)
        {
            faults.Pass(FaultPoint.BeforeBreakerTold);
            await database.WriteAsync(
                WriteKind.Housekeeping,
                async sql =>
                {
                    await ConnectionTrouble.BreakerOpenedAsync(sql, read.Connection, read.By, failure!, now);
                    return true;
                },
                CancellationToken.None);
            faults.Pass(FaultPoint.AfterBreakerTold);
        }

        return answer;
    }
}
