namespace Hub.Coordination;

/// <summary>A token that was taken.</summary>
/// <param name="Key">Its bucket.</param>
/// <param name="Refill">The time in which one comes back.</param>
/// <param name="IsShared">Whether the bucket is the one of all nodes.</param>
internal readonly record struct RateToken(RateKey Key, TimeSpan Refill, bool IsShared);

/// <summary>
/// The token buckets of <see cref="RateLimits"/>, kept in Redis where there is one, so that all nodes take from the same. While it cannot be asked each node
/// takes from its own.
/// </summary>
internal sealed class SharedRateLimits(RateLimits own, RedisServer redis, TimeProvider time)
{
    // A bucket is known by how long it takes until it is full again, as of a moment of business time; a clock that is behind takes nothing away.
    // Microseconds, since a whole number is exact up to 2^53 there. A bucket that is full is forgotten.
    private const string Take =
        """
        local now, burst, refill, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local kept = redis.call('HMGET', KEYS[1], 'lacking', 'seen')
        local lacking, seen = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
        if now > seen then lacking = math.max(0, lacking - (now - seen)); seen = now end
        local wait = lacking - refill * (burst - 1 - keep)
        if wait > 0 then return wait end
        lacking = lacking + refill
        redis.call('HSET', KEYS[1], 'lacking', string.format('%.0f', lacking), 'seen', string.format('%.0f', seen))
        redis.call('PEXPIRE', KEYS[1], math.ceil(lacking / 1000) + 60000)
        return 0
        """;

    private const string Return =
        """
        local lacking = tonumber(redis.call('HGET', KEYS[1], 'lacking') or 0)
        if lacking > 0 then redis.call('HSET', KEYS[1], 'lacking', string.format('%.0f', math.max(0, lacking - tonumber(ARGV[1])))) end
        return 0
        """;

    /// <summary>Takes one token if there is one.</summary>
    /// <param name="key">The bucket.</param>
    /// <param name="burst">How many tokens a full bucket holds; at least 1.</param>
    /// <param name="refill">The time in which one token comes back.</param>
    /// <param name="keep">How many tokens must remain; less than <paramref name="burst"/>.</param>
    /// <returns>How long until a take can succeed if nobody else takes, zero when it did; and the token then.</returns>
    public async ValueTask<(TimeSpan Wait, RateToken Token)> TakeAsync(RateKey key, int burst, TimeSpan refill, int keep)
    {
        if (redis.IsConfigured && await redis.RunAsync(Take, NameOf(key), Microseconds(time.GetUtcNow() - DateTimeOffset.UnixEpoch), burst, Microseconds(refill), keep) is { } wait)
        {
            return (TimeSpan.FromMicroseconds(wait), new(key, refill, IsShared: true));
        }

        return own.TryTake(key, burst, refill, out var left, keep) ? (TimeSpan.Zero, new(key, refill, IsShared: false)) : (left, default);
    }

    /// <summary>Returns a token that was taken for a call which never left.</summary>
    public async ValueTask GiveBackAsync(RateToken token)
    {
        if (token.IsShared) await redis.RunAsync(Return, NameOf(token.Key), Microseconds(token.Refill));
        else own.GiveBack(token.Key);
    }

    private static string NameOf(RateKey key) => $"limit:{key.Connection}:{key.Limit}:{key.Key}";

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
