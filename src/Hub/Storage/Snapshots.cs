namespace Hub.Storage;

/// <summary>The rows of mapping snapshots: hash and sources; one is active.</summary>
internal static class Snapshots
{
    /// <summary>So many stay, the newest first, whether anything refers to them or not.</summary>
    public const int Kept = 50;

    private const string IsBehind = "is_active = 0 AND hash NOT IN (SELECT hash FROM snapshot ORDER BY at DESC, hash LIMIT $1)";

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

    /// <summary>Files that were put in force before a moment, are not in force and not among the newest, oldest first. Whether something refers to them is for the caller to see.</summary>
    public static ValueTask<List<string>> OldAsync(ISql sql, DateTimeOffset before) => sql.ListAsync(
        $"SELECT hash FROM snapshot WHERE {IsBehind} AND at < $2 ORDER BY at, hash", row => row.GetString(0), Kept, before);

    /// <summary>Deletes files to which nothing refers; those that were put in force again meanwhile stay.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, IReadOnlyList<string> hashes)
    {
        var gone = 0;
        foreach (var hash in hashes) gone += await sql.ExecuteAsync($"DELETE FROM snapshot WHERE {IsBehind} AND hash = $2", Kept, hash);
        await ForgetContentsAsync(sql, gone);
        return gone;
    }

    private static async ValueTask<int> ForgetAsync(ISql sql)
    {
        var gone = await sql.ExecuteAsync($"DELETE FROM snapshot WHERE {IsBehind} AND is_used = 0", Kept);
        await ForgetContentsAsync(sql, gone);
        return gone;
    }

    private static async ValueTask ForgetContentsAsync(ISql sql, int gone)
    {
        if (gone > 0) await sql.ExecuteAsync("DELETE FROM route_content WHERE snapshot NOT IN (SELECT hash FROM snapshot)");
    }

    /// <summary>The sources of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveSourcesAsync(ISql sql) => sql.FirstAsync("SELECT sources FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    /// <summary>The hash of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveHashAsync(ISql sql) => sql.FirstAsync("SELECT hash FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    public static ValueTask<string?> SourcesAsync(ISql sql, string hash) => sql.FirstAsync("SELECT sources FROM snapshot WHERE hash = $1", row => row.GetString(0), hash);
}
