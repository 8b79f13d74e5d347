namespace Hub.Storage;

/// <summary>A route or a connection whose deliveries wait.</summary>
/// <param name="Kind"><c>route</c> or <c>connection</c>.</param>
/// <param name="Name">The route's id or the connection's name.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="By">Who paused it: <c>operator</c>; <c>unauthorized</c>, the hub because the vendor refused the credentials; <c>restricted</c>, the hub because the vendor lets nothing of the account through for a while; <c>brake</c>, the hub because too many of its commands were parked; <c>hold</c>, the hub because it was started held; <c>category</c>, the hub because the vendor made its template a marketing one.</param>
/// <param name="Since">Since when.</param>
internal sealed record Pause(string Kind, string Name, string Reason, string By, DateTimeOffset Since)
{
    /// <summary>When it ends by itself; null where only somebody ends it.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A pause that is being ended in steps.</summary>
/// <param name="Kind"><c>route</c>, <c>connection</c>, or <c>approval</c> of a route.</param>
/// <param name="Name">The route's id or the connection's name.</param>
/// <param name="Left">How many commands of the route, or lines of the connection, are still to go on; counted up to <see cref="Pauses.CountedAtMost"/>.</param>
internal sealed record PauseEnding(string Kind, string Name, long Left);

/// <summary>How a command stands.</summary>
/// <param name="State">Its state.</param>
/// <param name="RoutePaused">Whether the pause of its route holds it.</param>
/// <param name="ConnectionPausedUntil">Until when deliveries of its connection wait; null where they do not.</param>
internal sealed record Standing(string State, bool RoutePaused, DateTimeOffset? ConnectionPausedUntil);

/// <summary>The rows of pauses: a route or a connection whose deliveries wait, also across restarts.</summary>
internal static class Pauses
{
    public const string Route = "route";
    public const string Connection = "connection";

    public const string Operator = "operator";
    public const string Unauthorized = "unauthorized";
    public const string Restricted = "restricted";
    public const string Brake = "brake";
    public const string Hold = "hold";
    public const string Category = "category";

    // A note in a store that was put back: its next start begins held.
    private const string PutBack = "put_back";

    /// <summary>Adds a pause. One that lasts longer takes the place of another, and any that of one that is being ended.</summary>
    /// <returns>Whether it is another one than before: there was none, or one by somebody else.</returns>
    public static async ValueTask<bool> AddAsync(ISql sql, Pause pause, DateTimeOffset now)
    {
        var before = await sql.FirstAsync(
            "SELECT by FROM pause WHERE kind = $1 AND name = $2 AND until > $3 AND resumed_to IS NULL", row => row.GetString(0), pause.Kind, pause.Name, now);
        var changed = await sql.ExecuteAsync(
            """
            INSERT INTO pause (kind, name, reason, by, at, until) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (kind, name) DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at, until = excluded.until, resumed_to = NULL
            WHERE excluded.until > pause.until OR pause.resumed_to IS NOT NULL
            """,
            pause.Kind, pause.Name, pause.Reason, pause.By, pause.Since, pause.Until ?? Lines.Never);
        return changed > 0 && before != pause.By;
    }

    /// <summary>Begins to end a pause: it holds nothing new of a connection, and of a route only what it has not let go yet.</summary>
    /// <returns>Whether there is one.</returns>
    public static async ValueTask<bool> BeginResumeAsync(ISql sql, string kind, string name) =>
        await sql.ExecuteAsync("UPDATE pause SET resumed_to = COALESCE(resumed_to, 0) WHERE kind = $1 AND name = $2", kind, name) > 0;

    /// <summary>Up to which command a pause that is being ended has let go what it held; null where it has ended, or is in force again.</summary>
    public static ValueTask<long?> ResumedToAsync(ISql sql, string kind, string name) =>
        sql.ScalarAsync<long>("SELECT resumed_to FROM pause WHERE kind = $1 AND name = $2", kind, name);

    /// <summary>Notes up to which command a pause has let go what it held.</summary>
    public static ValueTask<int> ResumeToAsync(ISql sql, string kind, string name, long seq) =>
        sql.ExecuteAsync("UPDATE pause SET resumed_to = $3 WHERE kind = $1 AND name = $2", kind, name, seq);

    /// <summary>Those that are being ended.</summary>
    public static ValueTask<List<(string Kind, string Name)>> ResumingAsync(ISql sql) =>
        sql.ListAsync("SELECT kind, name FROM pause WHERE resumed_to IS NOT NULL ORDER BY kind, name", row => (row.GetString(0), row.GetString(1)));

    /// <summary>What is still to go on is counted up to here.</summary>
    public const int CountedAtMost = 100_000;

    /// <summary>Those that are being ended, and how much of each is still to go on.</summary>
    public static async ValueTask<List<PauseEnding>> EndingAsync(ISql sql)
    {
        var ending = new List<PauseEnding>();
        foreach (var (kind, name) in await ResumingAsync(sql))
        {
            var after = await ResumedToAsync(sql, kind, name) ?? 0;
            var left = kind == Connection
                ? await sql.ScalarAsync<long>("SELECT COUNT(*) FROM (SELECT 1 FROM line WHERE blocked_by = $1 LIMIT $2) AS waiting", $"connection:{name}", CountedAtMost)
                : await sql.ScalarAsync<long>("SELECT COUNT(*) FROM (SELECT 1 FROM command WHERE route IN ($1, $2) AND state = 'held' AND seq > $3 LIMIT $4) AS waiting", name, name + CommandRow.OutsideWindowSuffix, after, CountedAtMost);
            ending.Add(new(kind, name, left ?? 0));
        }

        return ending;
    }

    /// <summary>Whether the pause of its route holds a command.</summary>
    public static async ValueTask<bool> HoldsAsync(ISql sql, CommandRow c, DateTimeOffset now) => await sql.ScalarAsync<long>(
        "SELECT 1 FROM pause WHERE kind = 'route' AND name = $1 AND until > $2 AND (resumed_to IS NULL OR resumed_to < $3)", c.PausedAs, now, c.Seq) is not null;

    /// <summary>What an attempt of a command must know of it and of pauses, as it stands in the transaction that begins the attempt.</summary>
    public static ValueTask<Standing?> StandingAsync(ISql sql, CommandRow c, DateTimeOffset now) => sql.FirstAsync(
        """
        SELECT state,
          (SELECT 1 FROM pause WHERE kind = 'route' AND name = $2 AND until > $4 AND (resumed_to IS NULL OR resumed_to < $5)),
          (SELECT until FROM pause WHERE kind = 'connection' AND name = $3 AND until > $4 AND resumed_to IS NULL)
        FROM command WHERE id = $1
        """,
        row => new Standing(row.GetString(0), !row.IsDBNull(1), row.GetTimeOrNull(2)), c.Id, c.PausedAs, c.Connection, now, c.Seq);

    /// <summary>Notes in a store that was put back from a copy that its next start is to begin held.</summary>
    public const string NotePutBack = $"INSERT INTO pause (kind, name, reason, by, at) VALUES ('{PutBack}', 'store', 'The store was put back from a copy.', '{Hold}', 0) ON CONFLICT (kind, name) DO NOTHING";

    /// <summary>Whether that note is there.</summary>
    public static async ValueTask<bool> IsPutBackAsync(ISql sql) => await sql.ScalarAsync<long>($"SELECT 1 FROM pause WHERE kind = '{PutBack}'") is not null;

    /// <summary>Takes that note away.</summary>
    /// <returns>Whether it was there.</returns>
    public static ValueTask<bool> TakePutBackAsync(ISql sql) => RemoveAsync(sql, PutBack, "store");

    public static async ValueTask<bool> RemoveAsync(ISql sql, string kind, string name) =>
        await sql.ExecuteAsync("DELETE FROM pause WHERE kind = $1 AND name = $2", kind, name) > 0;

    /// <summary>Whether there is one that has ended by itself.</summary>
    public static async ValueTask<bool> IsAnyOverAsync(ISql sql, DateTimeOffset now) => await sql.ScalarAsync<long>("SELECT 1 FROM pause WHERE until <= $1 LIMIT 1", now) is not null;

    /// <summary>Forgets those that have ended by themselves.</summary>
    public static ValueTask<int> RemoveOverAsync(ISql sql, DateTimeOffset now) => sql.ExecuteAsync("DELETE FROM pause WHERE until <= $1", now);

    /// <summary>Until when deliveries wait: <see cref="Lines.Never"/> where only somebody ends it; null where they do not wait.</summary>
    public static async ValueTask<DateTimeOffset?> UntilAsync(ISql sql, string kind, string name, DateTimeOffset now) =>
        await sql.ScalarAsync<long>("SELECT until FROM pause WHERE kind = $1 AND name = $2 AND until > $3 AND resumed_to IS NULL", kind, name, now) is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>All that are in force, oldest first. What waits for an approval is told by <see cref="Approvals"/>.</summary>
    public static ValueTask<List<Pause>> AllAsync(ISql sql, DateTimeOffset now) => sql.ListAsync(
        "SELECT kind, name, reason, by, at, until FROM pause WHERE kind <> 'approval' AND until > $1 AND resumed_to IS NULL ORDER BY at, kind, name",
        row => new Pause(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTime(4)) { Until = row.GetTime(5) is var until && until < Lines.Never ? until : null },
        now);
}
