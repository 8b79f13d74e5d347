using Hub.Connectors;

namespace Hub.Pipeline;

/// <summary>
/// Asks a vendor for what changes nothing there: a completion, a query, a find. Each heeds the wait of the whole account and the breaker of
/// its operation, and tells both how it went.
/// </summary>
internal sealed class GuardedReads(DeliveryLimits limits, TimeProvider time)
{
    /// <summary>Asks, unless the vendor has to be left alone now: that is a throttled failure with the time to wait, which costs no attempt.</summary>
    /// <typeparam name="T">The closed set of answers.</typeparam>
    /// <param name="connection">The connection that is asked.</param>
    /// <param name="operation">The vendor's operation, which has a breaker of its own.</param>
    /// <param name="ask">The question.</param>
    /// <param name="failed">Makes an answer of a failure.</param>
    /// <param name="failureOf">The failure in an answer; null where there is none.</param>
    public async Task<T> AskAsync<T>(string connection, string operation, Func<Task<T>> ask, Func<VendorFailure, T> failed, Func<T, VendorFailure?> failureOf)
    {
        if (limits.Enter(connection, operation) is { } wait)
        {
            return failed(new(FailureKind.Throttled, "not_asked", "The vendor is unavailable, or has told the whole account to wait.", wait));
        }

        var answer = await ask();
        limits.Report(connection, operation, failureOf(answer), time.GetUtcNow());
        return answer;
    }
}
