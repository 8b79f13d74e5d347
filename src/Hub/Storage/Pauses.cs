namespace Hub.Storage;

/// <summary>A route or a connection whose deliveries wait.</summary>
/// <param name="Kind"><c>route</c> or <c>connection</c>.</param>
/// <param name="Name">The route's id or the connection's name.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="By">Who paused it: <c>operator</c>; <c>unauthorized</c>, the hub because the vendor refused the credentials; <c>restricted</c>, the hub because the vendor lets nothing of the account through for a while; <c>brake</c>, the hub because too many of its commands were parked.</param>
/// <param name="Since">Since when.</param>
internal sealed record Pause(string Kind, string Name, string Reason, string By, DateTimeOffset Since)
{
    /// <summary>When it ends by itself; null where only somebody ends it.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>The rows of pauses: a route or a connection whose deliveries wait, also across restarts.</summary>
internal static class Pauses
{
    public const string Route = "route";
    public const string Connection = "connection";

    public const string Operator = "operator";
    public const string Unauthorized = "unauthorized";
    public const string Restricted = "restricted";
    public const string Brake = "brake";

    /// <summary>Adds a pause. One that lasts longer takes the place of another.</summary>
    /// <returns>Whether there was none before.</returns>
    public static async ValueTask<bool> AddAsync(ISql sql, Pause pause, DateTimeOffset now)
    {
        var isNew = await UntilAsync(sql, pause.Kind, pause.Name, now) is null;
        await sql.ExecuteAsync(
            """
            INSERT INTO pause (kind, name, reason, by, at, until) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (kind, name) DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at, until = excluded.until WHERE excluded.until > pause.until
            """,
            pause.Kind, pause.Name, pause.Reason, pause.By, pause.Since, pause.Until ?? Lines.Never);
        return isNew;
    }

    public static async ValueTask<bool> RemoveAsync(ISql sql, string kind, string name) =>
        await sql.ExecuteAsync("DELETE FROM pause WHERE kind = $1 AND name = $2", kind, name) > 0;

    /// <summary>Whether there is one that has ended by itself.</summary>
    public static async ValueTask<bool> IsAnyOverAsync(ISql sql, DateTimeOffset now) => await sql.ScalarAsync<long>("SELECT 1 FROM pause WHERE until <= $1 LIMIT 1", now) is not null;

    /// <summary>Forgets those that have ended by themselves.</summary>
    public static ValueTask<int> RemoveOverAsync(ISql sql, DateTimeOffset now) => sql.ExecuteAsync("DELETE FROM pause WHERE until <= $1", now);

    /// <summary>Until when deliveries wait: <see cref="Lines.Never"/> where only somebody ends it; null where they do not wait.</summary>
    public static async ValueTask<DateTimeOffset?> UntilAsync(ISql sql, string kind, string name, DateTimeOffset now) =>
        await sql.ScalarAsync<long>("SELECT until FROM pause WHERE kind = $1 AND name = $2 AND until > $3", kind, name, now) is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>All that are in force, oldest first.</summary>
    public static ValueTask<List<Pause>> AllAsync(ISql sql, DateTimeOffset now) => sql.ListAsync(
        "SELECT kind, name, reason, by, at, until FROM pause WHERE until > $1 ORDER BY at, kind, name",
        row => new Pause(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTime(4)) { Until = row.GetTime(5) is var until && until < Lines.Never ? until : null },
        now);
}
