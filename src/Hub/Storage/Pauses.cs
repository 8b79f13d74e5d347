namespace Hub.Storage;

/// <summary>The rows of pauses: a route or a connection whose deliveries wait, also across restarts.</summary>
internal static class Pauses
{
    public const string Route = "route";
    public const string Connection = "connection";

    public static async ValueTask<bool> AddAsync(ISql sql, string kind, string name, string reason, DateTimeOffset now) => await sql.ExecuteAsync(
        "INSERT INTO pause (kind, name, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, name) DO NOTHING", kind, name, reason, now) > 0;

    public static async ValueTask<bool> RemoveAsync(ISql sql, string kind, string name) =>
        await sql.ExecuteAsync("DELETE FROM pause WHERE kind = $1 AND name = $2", kind, name) > 0;

    public static async ValueTask<bool> IsPausedAsync(ISql sql, string kind, string name) =>
        await sql.ScalarAsync<long>("SELECT 1 FROM pause WHERE kind = $1 AND name = $2", kind, name) is not null;
}
