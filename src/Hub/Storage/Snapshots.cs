namespace Hub.Storage;

/// <summary>The rows of mapping snapshots: hash and sources; one is active.</summary>
internal static class Snapshots
{
    /// <summary>So many stay, the newest first, whether anything refers to them or not.</summary>
    public const int Kept = 50;

    /// <summary>Puts files in force. Those that were in force before, beyond the newest, go where no event and no command has referred to them.</summary>
    /// <returns>How many went.</returns>
    public static async ValueTask<int> ActivateAsync(ISql sql, string hash, string sources, DateTimeOffset now)
    {
        await sql.ExecuteAsync("UPDATE snapshot SET is_active = 0 WHERE is_active = 1 AND hash <> $1", hash);
        await sql.ExecuteAsync(
            "INSERT INTO snapshot (hash, sources, at, is_active, is_used) VALUES ($1, $2, $3, 1, 0) ON CONFLICT (hash) DO UPDATE SET is_active = 1, at = excluded.at", hash, sources, now);
        return await ForgetAsync(sql);
    }

    /// <summary>Notes, in the transaction of a row that refers to files, that they are to be kept; written once for each.</summary>
    public static ValueTask KeepAsync(ISql sql, string hash) => sql.PostAsync("UPDATE snapshot SET is_used = 1 WHERE hash = $1 AND is_used = 0", hash);

    private static async ValueTask<int> ForgetAsync(ISql sql)
    {
        var gone = await sql.ExecuteAsync(
            """
            DELETE FROM snapshot
            WHERE is_active = 0 AND is_used = 0 AND hash NOT IN (SELECT hash FROM snapshot ORDER BY at DESC, hash LIMIT $1)
            """,
            Kept);
        if (gone > 0) await sql.ExecuteAsync("DELETE FROM route_content WHERE snapshot NOT IN (SELECT hash FROM snapshot)");
        return gone;
    }

    /// <summary>The sources of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveSourcesAsync(ISql sql) => sql.FirstAsync("SELECT sources FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    /// <summary>The hash of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveHashAsync(ISql sql) => sql.FirstAsync("SELECT hash FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    public static ValueTask<string?> SourcesAsync(ISql sql, string hash) => sql.FirstAsync("SELECT sources FROM snapshot WHERE hash = $1", row => row.GetString(0), hash);
}
