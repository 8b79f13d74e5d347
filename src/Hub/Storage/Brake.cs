using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>Pauses a route whose files set aside one thing after the other, before they set aside thousands. What other files parked does not count: they may have been mended since; nor what was parked because the store was put back, of which no route is at fault.</summary>
internal static class Brake
{
    private const int AtMost = 20;

    // Of what was parked last; with ten routes that fail in turn each has its twenty among them.
    private const int LookedAt = 200;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>A command was parked.</summary>
    public static async ValueTask OnCommandAsync(ISql sql, CommandRow c, DateTimeOffset now)
    {
        var parked = await sql.ScalarAsync<long>(
            "SELECT COUNT(*) FROM command WHERE route = $1 AND state = 'parked' AND ended_at > $2 AND snapshot = $3 AND COALESCE(code, '') <> $4", c.Route, now - Within, c.Snapshot, CommandEnd.PutBack);
        if (parked > AtMost) await PauseAsync(sql, c.PausedAs, "It parked more than 20 commands within 10 minutes. Mend the route or its vendor, then resume it.", now);
    }

    /// <summary>An event was parked, because an expression of the route failed.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="file">The route's file.</param>
    /// <param name="route">The route's id.</param>
    /// <param name="snapshot">The hash of the files that failed.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask OnEventAsync(ISql sql, string file, string route, string snapshot, DateTimeOffset now)
    {
        var parked = await sql.ScalarAsync<long>(
            """
            SELECT COUNT(*) FROM (SELECT seq, snapshot, arrived_at FROM event WHERE state = 'parked' ORDER BY seq DESC LIMIT $5) AS last
            JOIN event_route ON event_route.seq = last.seq AND event_route.file = $1 AND event_route.route = $2
            WHERE event_route.outcome = 'failed' AND last.snapshot = $3 AND last.arrived_at > $4
            """,
            file, route, snapshot, now - Within, LookedAt);
        if (parked > AtMost) await PauseAsync(sql, route, "It failed for more than 20 events within 10 minutes. Mend the route, resume it and replay what is parked.", now);
    }

    private static async ValueTask PauseAsync(ISql sql, string route, string why, DateTimeOffset now)
    {
        if (await Pauses.AddAsync(sql, new(Pauses.Route, route, why, Pauses.Brake, now), now)) await Alerts.RaiseAsync(sql, AlertName.Paused, $"{Pauses.Route}/{route}", AlertLevel.Critical, $"The route {route} was paused. {why}", now);
    }
}
