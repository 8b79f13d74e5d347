using Hub.Connectors;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What is asked before every call without a word to the store: the breaker of the operation and the vendor's rate limits.</summary>
internal sealed class DeliveryLimits(RateLimits limits, SharedRateLimits shared, Breakers breakers)
{
    /// <summary>Whether the vendor has told the whole account to wait.</summary>
    /// <returns>How long; null when calls may go.</returns>
    public TimeSpan? Blocked(string connection) => limits.TryTake(Account(connection), 1, TimeSpan.Zero, out var wait) ? null : wait;

    /// <summary>Takes one call's worth of every limit.</summary>
    /// <returns>How long to wait, null when the call may go; and what was taken for it.</returns>
    public async ValueTask<(TimeSpan? Wait, IReadOnlyList<RateToken> Taken)> EnterAsync(CommandRow row, IAction action)
    {
        var taken = new List<RateToken>(action.Limits.Count);
        foreach (var limit in action.Limits)
        {
            // A fifth of what all share is kept for people who wait for an answer.
            var keep = limit.Scope == LimitScope.Connection && row.Lane != Lane.Interactive ? limit.Burst / 5 : 0;
            var (wait, token) = await shared.TakeAsync(Key(row, limit), limit.Burst, limit.Refill, keep);
            if (wait == TimeSpan.Zero)
            {
                taken.Add(token);
                continue;
            }

            await GiveBackAsync(taken);
            return (wait, []);
        }

        // Last, so that no limit takes away the one probe of an open breaker.
        if (breakers.Enter(Breaker(row)) is not BreakerState.Open open) return (null, taken);
        await GiveBackAsync(taken);
        return (open.Wait, []);
    }

    /// <summary>Asks for a call that changes nothing and counts against no limit of its own.</summary>
    /// <returns>How long to wait; null when the call may go.</returns>
    public TimeSpan? Enter(string connection, string operation) =>
        Blocked(connection) is { } told ? told : breakers.Enter(new(connection, operation)) is BreakerState.Open open ? open.Wait : null;

    /// <summary>Tells how such a call went.</summary>
    /// <returns>Whether the breaker opened now.</returns>
    public bool Report(string connection, string operation, VendorFailure? failure, DateTimeOffset now)
    {
        Heed(connection, failure, now);
        return breakers.Report(new(connection, operation), failure is not { Kind: FailureKind.Transient or FailureKind.Unknown });
    }

    /// <summary>Tells that the credentials were refused at such a call: they are refused to the next as well.</summary>
    /// <returns>Whether the breaker opened now.</returns>
    public bool Refuse(string connection, string operation) => breakers.Open(new(connection, operation));

    /// <summary>The call never left: its tokens are there again, and so is the probe where it was one.</summary>
    public async ValueTask GiveBackAsync(CommandRow row, IReadOnlyList<RateToken> taken)
    {
        await GiveBackAsync(taken);
        breakers.Return(Breaker(row));
    }

    /// <summary>Holds all calls of a connection where the vendor's answer is that its whole account waits.</summary>
    public void Heed(string connection, ActionOutcome outcome, DateTimeOffset now) => Heed(connection, (outcome as ActionOutcome.Failed)?.Failure, now);

    /// <summary>Tells the breaker how the call went: only an unavailable vendor opens it.</summary>
    /// <returns>Whether the breaker opened now.</returns>
    public bool Report(CommandRow row, ActionOutcome outcome)
    {
        var unavailable = outcome is ActionOutcome.Failed { Failure.Kind: FailureKind.Transient or FailureKind.Unknown };
        return breakers.Report(Breaker(row), !unavailable);
    }

    private async ValueTask GiveBackAsync(IReadOnlyList<RateToken> taken)
    {
        foreach (var token in taken) await shared.GiveBackAsync(token);
    }

    private void Heed(string connection, VendorFailure? failure, DateTimeOffset now)
    {
        if (failure is { Kind: FailureKind.Throttled, IsAccountWide: true, Wait: { } wait }) limits.BlockUntil(Account(connection), now + wait);
    }

    private static RateKey Account(string connection) => new(connection, "account", "");

    private static BreakerKey Breaker(CommandRow row) => new(row.Connection, row.Action);

    private static RateKey Key(CommandRow row, RateLimit limit) => new(row.Connection, limit.Name, limit.Scope == LimitScope.Target ? row.Subject : "");
}
