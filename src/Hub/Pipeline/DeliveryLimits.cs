using Hub.BuiltIn;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What a call waits for.</summary>
internal enum Obstacle
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A rate limit of the vendor.</summary>
    Limit,

    /// <summary>The brake: its record is written too often.</summary>
    Brake,

    /// <summary>The breaker of its operation is open.</summary>
    Breaker,
}

/// <summary>Whether a call may go.</summary>
/// <param name="Wait">How long it is to wait; null when it may go.</param>
/// <param name="Obstacle">What it waits for.</param>
/// <param name="Taken">What was taken for it.</param>
internal readonly record struct Entry(TimeSpan? Wait, Obstacle Obstacle, IReadOnlyList<RateToken> Taken);

/// <summary>What is asked before every call without a word to the store: the breaker of the operation, the vendor's rate limits, and what the vendor itself has told of them.</summary>
internal sealed class DeliveryLimits
{
    // Commands without a record of their own stand in the line of what caused them; each makes another record.
    private const string NewRecord = "new/";
    private const string Brake = "record";
    private static readonly TimeSpan BrakedFor = TimeSpan.FromMinutes(1);

    private readonly int writesPerRecord;
    private readonly RateLimits limits;
    private readonly SharedRateLimits shared;
    private readonly Breakers breakers;
    private readonly Budgets budgets;
    private readonly LimitNews news;

    /// <summary>Hears from now on what the vendors of the connections tell of their limits.</summary>
    public DeliveryLimits(RateLimits limits, SharedRateLimits shared, Breakers breakers, Budgets budgets, LimitNews news, ConnectionRegistry connections, HubSettings settings)
    {
        writesPerRecord = settings.Hub.MaxWritesPerRecord;
        this.limits = limits;
        this.shared = shared;
        this.breakers = breakers;
        this.budgets = budgets;
        this.news = news;
        foreach (var connection in connections.All) connection.Hears = told => news.Hear(connection.Name, told);
    }

    /// <summary>What the flow of work that calls this asks a vendor for: what is told meanwhile is of that.</summary>
    public void Calling(string operation, Lane lane) => budgets.Calling(operation, lane == Lane.Interactive);

    /// <summary>Whether the vendor has told the whole account to wait.</summary>
    /// <returns>How long; null when calls may go.</returns>
    public TimeSpan? Blocked(string connection) => limits.TryTake(LimitNews.AccountOf(connection), 1, TimeSpan.Zero, out var wait) ? null : wait;

    /// <summary>Takes one call's worth of every limit.</summary>
    public async ValueTask<Entry> EnterAsync(CommandRow row, IAction action)
    {
        var taken = new List<RateToken>(action.Limits.Count + 1);
        if (IsOfRecord(row, action))
        {
            var record = new RateToken(new(row.Connection, Brake, row.Subject), BrakedFor / writesPerRecord, IsShared: false);
            if (!limits.TryTake(record.Key, writesPerRecord, record.Refill, out var free)) return new(free, Obstacle.Brake, []);
            taken.Add(record);
        }

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
            return new(wait, Obstacle.Limit, []);
        }

        var key = Breaker(row);
        if (!budgets.TryTake(key, row.Lane == Lane.Interactive, out var left))
        {
            await GiveBackAsync(taken);
            return new(left, Obstacle.Limit, []);
        }

        // Last, so that no limit takes away the one probe of an open breaker.
        if (breakers.Enter(key) is not BreakerState.Open open) return new(null, Obstacle.None, taken);
        await GiveBackAsync(taken);
        budgets.GiveBack(key);
        return new(open.Wait, Obstacle.Breaker, []);
    }

    /// <summary>Asks for a call that changes nothing. It takes of the same limits of the account as those that do.</summary>
    /// <param name="connection">The connection that is asked.</param>
    /// <param name="operation">The vendor's operation.</param>
    /// <param name="lane">How urgent it is.</param>
    /// <returns>How long to wait; null when the call may go.</returns>
    public TimeSpan? Enter(string connection, string operation, Lane lane)
    {
        var key = new BreakerKey(connection, operation);
        if (Blocked(connection) is { } told) return told;
        if (!budgets.TryTake(key, lane == Lane.Interactive, out var left)) return left;
        if (breakers.Enter(key) is not BreakerState.Open open) return null;
        budgets.GiveBack(key);
        return open.Wait;
    }

    /// <summary>When an operation whose breaker is open may be tried again; null where it is closed.</summary>
    public TimeSpan? ProbeAfter(string connection, string operation) => breakers.IsOpen(new(connection, operation)) ? breakers.ProbeEvery : null;

    /// <summary>Tells how such a call went.</summary>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerTurn Report(string connection, string operation, VendorFailure? failure)
    {
        Heed(connection, failure);
        if (failure is { Code: CallWithheldException.Code })
        {
            breakers.Return(new(connection, operation));
            return BreakerTurn.None;
        }

        return breakers.Report(new(connection, operation), failure is not { Kind: FailureKind.Transient or FailureKind.Unknown });
    }

    /// <summary>Tells that the credentials were refused at such a call: they are refused to the next as well.</summary>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerTurn Refuse(string connection, string operation) => breakers.Open(new(connection, operation));

    /// <summary>The call never left: its tokens are there again, and so is the probe where it was one.</summary>
    public async ValueTask GiveBackAsync(CommandRow row, IReadOnlyList<RateToken> taken)
    {
        await GiveBackAsync(taken);
        budgets.GiveBack(Breaker(row));
        breakers.Return(Breaker(row));
    }

    /// <summary>Holds all calls of a connection where the vendor's answer is that its whole account waits.</summary>
    public void Heed(string connection, ActionOutcome outcome) => Heed(connection, (outcome as ActionOutcome.Failed)?.Failure);

    /// <summary>Tells the breaker how the call went: only an unavailable vendor opens it.</summary>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerTurn Report(CommandRow row, ActionOutcome outcome)
    {
        // What the hub kept back tells nothing of the vendor.
        if (outcome is ActionOutcome.Failed { Failure.Code: CallWithheldException.Code })
        {
            breakers.Return(Breaker(row));
            return BreakerTurn.None;
        }

        var unavailable = outcome is ActionOutcome.Failed { Failure.Kind: FailureKind.Transient or FailureKind.Unknown };
        return breakers.Report(Breaker(row), !unavailable);
    }

    private async ValueTask GiveBackAsync(IReadOnlyList<RateToken> taken)
    {
        foreach (var token in taken) await shared.GiveBackAsync(token);
    }

    private void Heed(string connection, VendorFailure? failure)
    {
        if (failure is { Kind: FailureKind.Throttled, IsAccountWide: true, Wait: { } wait }) news.Block(connection, wait);
    }

    // Messages have their own limits, by person; what the hub keeps itself reaches no vendor.
    private bool IsOfRecord(CommandRow row, IAction action) =>
        writesPerRecord > 0 && action is not IMessageAction && row.Connection != HubConnector.ConnectionName && $"{row.Connection}/{action.Object}/" is var start
        && row.Subject.StartsWith(start, StringComparison.Ordinal) && !row.Subject.AsSpan(start.Length).StartsWith(NewRecord, StringComparison.Ordinal);

    private static BreakerKey Breaker(CommandRow row) => new(row.Connection, row.Action);

    private static RateKey Key(CommandRow row, RateLimit limit) => new(row.Connection, limit.Name, limit.Scope == LimitScope.Target ? row.Subject : "");
}
