namespace Hub.Coordination;

/// <summary>What one breaker stands before.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Operation">The vendor's operation: an action, a query, a completion.</param>
internal readonly record struct BreakerKey(string Connection, string Operation);

/// <summary>Whether a call may be made now.</summary>
internal abstract record BreakerState
{
    private BreakerState()
    {
    }

    /// <summary>The vendor answers as usual: call.</summary>
    public sealed record Closed : BreakerState;

    /// <summary>The vendor failed; this one call finds out whether it is back.</summary>
    public sealed record Probe : BreakerState;

    /// <summary>The vendor failed: do not call.</summary>
    /// <param name="Wait">The time until the next probe.</param>
    public sealed record Open(TimeSpan Wait) : BreakerState;
}

/// <summary>What the end of a call has done to a breaker.</summary>
internal enum BreakerTurn
{
    /// <summary>Nothing: it is closed.</summary>
    None,

    /// <summary>The call was one failure too many.</summary>
    Opened,

    /// <summary>It was open, and the call failed too.</summary>
    StaysOpen,

    /// <summary>It was open, and the vendor has answered.</summary>
    Closed,
}

/// <summary>When a breaker opens and how it closes.</summary>
/// <param name="OpensAfter">Transient failures in a row.</param>
/// <param name="ProbeEvery">The time between two probes, and before the first.</param>
internal sealed record BreakerOptions(int OpensAfter, TimeSpan ProbeEvery)
{
    /// <summary>5 failures, a probe each 15 s: a vendor that is back is noticed within 30 s.</summary>
    public static readonly BreakerOptions Default = new(5, TimeSpan.FromSeconds(15));
}

/// <summary>
/// One breaker per connection and operation. While it is open nobody calls, but one probe each 15 s. On monotonic time, because it is about
/// the vendor's machines, not about business; where the Sandbox moves the time of both, it moves on with them.
/// </summary>
internal sealed class Breakers(TimeProvider time, BreakerOptions options)
{
    private static readonly BreakerState.Closed ClosedState = new();
    private static readonly BreakerState.Probe ProbeState = new();

    private readonly Lock gate = new();

    // Only what has failed since its last success is here.
    private readonly Dictionary<BreakerKey, Breaker> failing = [];

    /// <summary>What stands before an open breaker now.</summary>
    public IReadOnlyList<BreakerKey> Opened
    {
        get
        {
            lock (gate)
            {
                return [.. failing.Where(pair => pair.Value.Failures >= options.OpensAfter).Select(pair => pair.Key)];
            }
        }
    }

    /// <summary>The time between two probes of an open breaker.</summary>
    public TimeSpan ProbeEvery => options.ProbeEvery;

    /// <summary>Whether one is open.</summary>
    public bool IsOpen(BreakerKey key)
    {
        lock (gate)
        {
            return failing.TryGetValue(key, out var breaker) && breaker.Failures >= options.OpensAfter;
        }
    }

    /// <summary>Asks whether to call. After <see cref="BreakerState.Closed"/> and <see cref="BreakerState.Probe"/> the result is reported, or the call that was not made is returned.</summary>
    public BreakerState Enter(BreakerKey key)
    {
        lock (gate)
        {
            if (!failing.TryGetValue(key, out var breaker) || breaker.Failures < options.OpensAfter) return ClosedState;

            var now = time.GetTimestamp();
            var wait = options.ProbeEvery - time.GetElapsedTime(breaker.Since, now);
            if (wait > TimeSpan.Zero) return new BreakerState.Open(wait);

            // Counted from the start of the probe, so that one that never reports does not keep the breaker open for ever.
            failing[key] = breaker with { Since = now, ProbeFrom = breaker.Since };
            return ProbeState;
        }
    }

    /// <summary>The call was not made after all: if it was the probe, the next who asks is it.</summary>
    public void Return(BreakerKey key)
    {
        lock (gate)
        {
            if (failing.TryGetValue(key, out var breaker) && breaker.ProbeFrom is { } since) failing[key] = breaker with { Since = since, ProbeFrom = null };
        }
    }

    /// <summary>Tells how a call ended: a success closes the breaker, a transient failure counts. Other answers of the vendor are a success here.</summary>
    /// <returns>What that has done to the breaker.</returns>
    public BreakerTurn Report(BreakerKey key, bool success)
    {
        lock (gate)
        {
            if (success) return failing.Remove(key, out var ended) && ended.Failures >= options.OpensAfter ? BreakerTurn.Closed : BreakerTurn.None;

            return Fail(key, failing.GetValueOrDefault(key).Failures + 1);
        }
    }

    /// <summary>Opens the breaker at once: the next calls would fail in the same way.</summary>
    /// <returns>What that has done to it.</returns>
    public BreakerTurn Open(BreakerKey key)
    {
        lock (gate)
        {
            return Fail(key, options.OpensAfter);
        }
    }

    private BreakerTurn Fail(BreakerKey key, int failures)
    {
        var breaker = failing.GetValueOrDefault(key);
        if (breaker.Failures >= options.OpensAfter)
        {
            failing[key] = breaker with { ProbeFrom = null };
            return BreakerTurn.StaysOpen;
        }

        failing[key] = new Breaker(failures, time.GetTimestamp());
        return failures >= options.OpensAfter ? BreakerTurn.Opened : BreakerTurn.None;
    }

    /// <summary>Failures in a row, the timestamp from which the next probe is counted once they are enough, and the one from which the probe under way was counted.</summary>
    private readonly record struct Breaker(int Failures, long Since, long? ProbeFrom = null);
}
