using Hub.Connectors;

namespace Hub.Coordination;

/// <summary>
/// What vendors have told of their limits, reckoned on between two answers: each call that is begun takes what the last one of its kind needed, and time brings back what the vendor said. A vendor that has
/// told nothing limits nothing. Each answer is the vendor's own count of all that reaches the account, from other nodes and other programs too; of what is left then each live node takes its part.
/// </summary>
internal sealed class Budgets(TimeProvider time, RateLimits limits)
{
    // The share of each limit that is kept for people who wait for an answer.
    private const double Kept = 0.2;

    private readonly Lock gate = new();
    private readonly Dictionary<MeterKey, Meter> meters = [];
    private readonly Dictionary<BreakerKey, double> costs = [];
    private readonly AsyncLocal<Call?> calling = new();

    /// <summary>What this flow of work asks a vendor for; empty where it has not said.</summary>
    public string Operation => calling.Value?.Operation ?? "";

    /// <summary>Whether a person waits for what this flow of work asks.</summary>
    public bool IsUrgent => calling.Value is { IsUrgent: true };

    /// <summary>What the flow of work that calls this asks a vendor for, until it returns.</summary>
    public void Calling(string operation, bool isUrgent = false) => calling.Value = new(operation, isUrgent);

    /// <summary>A vendor has told how a limit stands.</summary>
    public void Hear(string connection, Budget told) => Hear(connection, Operation, told);

    /// <summary>A vendor has told how a limit stands, here or on another node.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="operation">What it was asked for.</param>
    /// <param name="told">What it has told.</param>
    public void Hear(string connection, string operation, Budget told)
    {
        if (!(told.Total > 0) || !(told.PerSecond >= 0) || double.IsNaN(told.Left)) return;
        var nodes = limits.Sharers;
        lock (gate)
        {
            meters[new(connection, told.Name, told.IsOfCall ? operation : null)] = new(told.Total / nodes, Math.Min(told.Left, told.Total) / nodes, told.PerSecond / nodes, told.ResetsIn, time.GetUtcNow());
            if (told.Cost > 0) costs[new(connection, operation)] = told.Cost;
        }
    }

    /// <summary>Takes what a call needs of every limit that it is under.</summary>
    /// <param name="key">The connection and what is asked of it.</param>
    /// <param name="isUrgent">Whether a person waits: then the share that is kept is there too.</param>
    /// <param name="wait">How long until it can be taken, if nobody else takes; zero when it was.</param>
    public bool TryTake(BreakerKey key, bool isUrgent, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        lock (gate)
        {
            var now = time.GetUtcNow();
            var cost = costs.GetValueOrDefault(key, 1);
            var under = Under(key);
            foreach (var name in under)
            {
                var meter = meters[name].At(now);
                var needed = Math.Min(meter.Total, cost + (isUrgent ? 0 : meter.Total * Kept));
                if (meter.Left < needed && meter.Until(needed) is var until && until > wait) wait = until;
            }

            if (wait > TimeSpan.Zero) return false;
            foreach (var name in under) meters[name] = meters[name].At(now) is var meter ? meter with { Left = meter.Left - cost } : default;
            return true;
        }
    }

    /// <summary>Gives back what a call took that was not made.</summary>
    public void GiveBack(BreakerKey key)
    {
        lock (gate)
        {
            var cost = costs.GetValueOrDefault(key, 1);
            foreach (var name in Under(key)) meters[name] = meters[name] with { Left = Math.Min(meters[name].Total, meters[name].Left + cost) };
        }
    }

    private List<MeterKey> Under(BreakerKey key) => [.. meters.Keys.Where(name => name.Connection == key.Connection && (name.Operation is null || name.Operation == key.Operation))];

    private sealed record Call(string Operation, bool IsUrgent);

    private readonly record struct MeterKey(string Connection, string Name, string? Operation);

    private readonly record struct Meter(double Total, double Left, double PerSecond, TimeSpan ResetsIn, DateTimeOffset Seen)
    {
        private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

        // Only while time goes on: a clock that is set back brings nothing back, and takes nothing away.
        public Meter At(DateTimeOffset now)
        {
            var passed = now > Seen ? now - Seen : TimeSpan.Zero;
            var left = PerSecond > 0 ? Math.Min(Total, Left + (PerSecond * passed.TotalSeconds)) : passed >= ResetsIn ? Total : Left;
            return this with { Left = left, ResetsIn = passed >= ResetsIn ? TimeSpan.Zero : ResetsIn - passed, Seen = now };
        }

        public TimeSpan Until(double needed)
        {
            var until = PerSecond > 0 ? TimeSpan.FromSeconds(Math.Min((needed - Left) / PerSecond, VendorErrors.LongestWait.TotalSeconds)) : ResetsIn;
            return until > Shortest ? until : Shortest;
        }
    }
}
