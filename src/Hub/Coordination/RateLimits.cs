namespace Hub.Coordination;

/// <summary>What one limit counts.</summary>
/// <param name="Connection">The connection whose vendor sets the limit.</param>
/// <param name="Limit">The vendor's limit: <c>pair</c>, <c>number</c>, <c>ticket</c>.</param>
/// <param name="Key">The thing it is set for: a recipient, a ticket; empty where it is the connection itself.</param>
internal readonly record struct RateKey(string Connection, string Limit, string Key);

/// <summary>
/// Token buckets, one per key: a bucket holds up to <c>burst</c> tokens and gains one each <c>refill</c>. They fill by business time, like the
/// vendors' own limits in the Sandbox, but only while it goes on: a clock that is set back takes nothing away, so that no wait is longer than
/// the tokens that are out. A bucket that is full again is forgotten, since a new one is full too.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private const int FewestBeforeSweep = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<RateKey, Bucket> buckets = [];
    private int sweepAt = FewestBeforeSweep;
    private int sharers = 1;

    /// <summary>How many buckets are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return buckets.Count;
            }
        }
    }

    /// <summary>Among how many nodes the limits of whole connections are divided; at least 1.</summary>
    public int Sharers => Volatile.Read(ref sharers);

    /// <summary>Tells among how many nodes the limits of whole connections are divided from now on: each takes its part of a burst, and its part of what comes back.</summary>
    public void ShareAmong(int nodes) => Volatile.Write(ref sharers, Math.Max(1, nodes));

    /// <summary>Takes one token if there is one.</summary>
    /// <param name="key">The bucket.</param>
    /// <param name="burst">How many tokens a full bucket holds; at least 1.</param>
    /// <param name="refill">The time in which one token comes back.</param>
    /// <param name="wait">How long until a take can succeed if nobody else takes; zero when it did.</param>
    /// <param name="keep">How many tokens must remain: the share that is kept for a more urgent lane; less than <paramref name="burst"/>.</param>
    public bool TryTake(RateKey key, int burst, TimeSpan refill, out TimeSpan wait, int keep = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(keep, burst);
        ArgumentOutOfRangeException.ThrowIfLessThan(refill, TimeSpan.Zero);

        // What is set for one target is not divided: one node at a time has its line.
        var nodes = key.Key.Length == 0 ? Volatile.Read(ref sharers) : 1;
        (burst, refill) = (Math.Max(1, burst / nodes), refill * nodes);
        keep = Math.Min(keep / nodes, burst - 1);
        lock (gate)
        {
            var bucket = buckets.GetValueOrDefault(key).At(time.GetUtcNow());
            var free = bucket.Lacking - refill * (burst - 1 - keep);
            wait = bucket.Blocked > free ? bucket.Blocked : free;
            if (wait > TimeSpan.Zero)
            {
                // What has passed is counted from here, also where the clock was set back.
                buckets[key] = bucket;
                return false;
            }

            Put(key, bucket with { Lacking = bucket.Lacking + refill, Refill = refill });
            wait = TimeSpan.Zero;
            return true;
        }
    }

    /// <summary>Returns a token that was taken for a call which never left.</summary>
    public void GiveBack(RateKey key)
    {
        lock (gate)
        {
            if (buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket with { Lacking = bucket.Lacking - bucket.Refill };
        }
    }

    /// <summary>Gives no token before <paramref name="until"/>, because the vendor said so (Retry-After). The latest word wins, if it is later.</summary>
    public void BlockUntil(RateKey key, DateTimeOffset until)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var bucket = buckets.GetValueOrDefault(key).At(now);
            if (until - now > bucket.Blocked) Put(key, bucket with { Blocked = until - now });
        }
    }

    private void Put(RateKey key, Bucket bucket)
    {
        buckets[key] = bucket;
        if (buckets.Count < sweepAt) return;

        foreach (var (idle, _) in buckets.Where(entry => entry.Value.At(bucket.Seen).IsFull))
        {
            buckets.Remove(idle);
        }

        // Only at twice what is left, so that a sweep costs each take a constant share.
        sweepAt = Math.Max(FewestBeforeSweep, buckets.Count * 2);
    }

    /// <summary>A bucket is known by how long it takes until it is full again; each token that is out adds one refill.</summary>
    private readonly record struct Bucket(TimeSpan Lacking, TimeSpan Blocked, TimeSpan Refill, DateTimeOffset Seen)
    {
        public bool IsFull => Lacking == TimeSpan.Zero && Blocked == TimeSpan.Zero;

        public Bucket At(DateTimeOffset now)
        {
            var passed = now > Seen ? now - Seen : TimeSpan.Zero;
            return this with { Lacking = Left(Lacking, passed), Blocked = Left(Blocked, passed), Seen = now };
        }

        private static TimeSpan Left(TimeSpan time, TimeSpan passed) => time > passed ? time - passed : TimeSpan.Zero;
    }
}
