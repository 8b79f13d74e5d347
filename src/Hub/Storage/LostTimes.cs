namespace Hub.Storage;

/// <summary>A time of which the store knows nothing: it was put back from a copy.</summary>
/// <param name="From">When the copy was made; where nobody noted it, the last moment that the store knows of.</param>
/// <param name="To">When the hub was started on it.</param>
internal sealed record LostTime(DateTimeOffset From, DateTimeOffset To);

/// <summary>The rows of lost times.</summary>
internal static class LostTimes
{
    /// <summary>Notes in a copy when it was made, for the day on which it is put back; at $1.</summary>
    public const string NoteCopied = "INSERT INTO lost_time (began_at, ended_at) VALUES ($1, NULL) ON CONFLICT (began_at) DO UPDATE SET ended_at = NULL";

    /// <summary>Whether the store is a copy on which no hub has been started yet.</summary>
    public static async ValueTask<bool> IsCopyAsync(ISql sql) => await sql.ScalarAsync<long>("SELECT 1 FROM lost_time WHERE ended_at IS NULL LIMIT 1") is not null;

    /// <summary>All that are over, oldest first: a few, each of a copy that was put back.</summary>
    public static ValueTask<List<LostTime>> AllAsync(ISql sql) => sql.ListAsync(
        "SELECT began_at, ended_at FROM lost_time WHERE ended_at IS NOT NULL ORDER BY ended_at, began_at", row => new LostTime(row.GetTime(0), row.GetTime(1)));

    /// <summary>When the last one ended; null where there was none.</summary>
    public static async ValueTask<DateTimeOffset?> LastEndAsync(ISql sql) =>
        await sql.ScalarAsync<long>("SELECT MAX(ended_at) FROM lost_time") is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Ends the lost time of a store that was put back: it began with the copy, or where nobody noted that, with the last moment that the store knows of.</summary>
    /// <returns>The lost time; null where the store is empty and has lost nothing.</returns>
    public static async ValueTask<LostTime?> EndAsync(ISql sql, DateTimeOffset now)
    {
        var noted = await sql.ScalarAsync<long>("SELECT MIN(began_at) FROM lost_time WHERE ended_at IS NULL");
        if ((noted ?? await LastKnownAsync(sql)) is not { } milliseconds) return null;

        // Where clocks differ, a copy may seem to be made after it is put back.
        var from = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var lost = new LostTime(from < now ? from : now, now);
        await sql.ExecuteAsync("DELETE FROM lost_time WHERE ended_at IS NULL");
        await sql.ExecuteAsync("INSERT INTO lost_time (began_at, ended_at) VALUES ($1, $2) ON CONFLICT (began_at) DO UPDATE SET ended_at = excluded.ended_at", lost.From, lost.To);
        return lost;
    }

    // The newest of each kind of row has the highest number.
    private static ValueTask<long?> LastKnownAsync(ISql sql) => sql.ScalarAsync<long>(
        """
        SELECT MAX(last.at) FROM (
          SELECT (SELECT arrived_at FROM webhook ORDER BY seq DESC LIMIT 1) AS at
          UNION ALL SELECT (SELECT arrived_at FROM event ORDER BY seq DESC LIMIT 1)
          UNION ALL SELECT (SELECT created_at FROM command ORDER BY seq DESC LIMIT 1)) AS last
        """);
}
