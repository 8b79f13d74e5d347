namespace Hub.Storage;

/// <summary>The rows of mapping snapshots: hash and sources; one is active.</summary>
internal static class Snapshots
{
    public static async ValueTask<int> ActivateAsync(ISql sql, string hash, string sources, DateTimeOffset now)
    {
        await sql.ExecuteAsync("UPDATE snapshot SET is_active = 0 WHERE is_active = 1 AND hash <> $1", hash);
        return await sql.ExecuteAsync(
            "INSERT INTO snapshot (hash, sources, at, is_active) VALUES ($1, $2, $3, 1) ON CONFLICT (hash) DO UPDATE SET is_active = 1", hash, sources, now);
    }

    /// <summary>The sources of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveSourcesAsync(ISql sql) => sql.FirstAsync("SELECT sources FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    /// <summary>The hash of the active snapshot; null before the first.</summary>
    public static ValueTask<string?> ActiveHashAsync(ISql sql) => sql.FirstAsync("SELECT hash FROM snapshot WHERE is_active = 1", row => row.GetString(0));

    public static ValueTask<string?> SourcesAsync(ISql sql, string hash) => sql.FirstAsync("SELECT sources FROM snapshot WHERE hash = $1", row => row.GetString(0), hash);
}
