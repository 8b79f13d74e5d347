namespace Hub.Storage;

/// <summary>Something that waits to be posted to the people who run the hub.</summary>
/// <param name="Id">Its id, the same at every attempt.</param>
/// <param name="Body">The JSON to post.</param>
/// <param name="At">When it was made.</param>
/// <param name="DueAt">When it is tried next.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record AlertPost(string Id, string Body, DateTimeOffset At, DateTimeOffset DueAt, int Attempts);

/// <summary>The rows of what is posted: each goes when those before it are gone.</summary>
internal static class AlertPosts
{
    /// <summary>Adds one; of an id there is one.</summary>
    public static ValueTask<int> AddAsync(ISql sql, string id, string body, DateTimeOffset now) =>
        sql.ExecuteAsync("INSERT INTO alert_post (id, body, at, due_at) VALUES ($1, $2, $3, $3) ON CONFLICT (id) DO NOTHING", id, body, now);

    /// <summary>The oldest, or null.</summary>
    public static ValueTask<AlertPost?> FirstAsync(ISql sql) => sql.FirstAsync(
        "SELECT id, body, at, due_at, attempts FROM alert_post ORDER BY seq LIMIT 1",
        row => new AlertPost(row.GetString(0), row.GetString(1), row.GetTime(2), row.GetTime(3), row.GetInt32(4)));

    /// <summary>How many wait.</summary>
    public static async ValueTask<long> CountAsync(ISql sql) => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert_post") ?? 0;

    /// <summary>It was not taken: it goes again.</summary>
    public static ValueTask<int> PutOffAsync(ISql sql, string id, DateTimeOffset dueAt) => sql.ExecuteAsync("UPDATE alert_post SET attempts = attempts + 1, due_at = $2 WHERE id = $1", id, dueAt);

    /// <summary>It was taken, or is given up.</summary>
    public static ValueTask<int> RemoveAsync(ISql sql, string id) => sql.ExecuteAsync("DELETE FROM alert_post WHERE id = $1", id);
}
