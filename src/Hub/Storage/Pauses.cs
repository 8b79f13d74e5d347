namespace Hub.Storage;

/// <summary>A route or a connection whose deliveries wait.</summary>
/// <param name="Kind"><c>route</c> or <c>connection</c>.</param>
/// <param name="Name">The route's id or the connection's name.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="By">Who paused it: <c>operator</c>; <c>unauthorized</c>, the hub because the vendor refused the credentials; <c>brake</c>, the hub because too many of its commands were parked.</param>
/// <param name="Since">Since when.</param>
internal sealed record Pause(string Kind, string Name, string Reason, string By, DateTimeOffset Since);

/// <summary>The rows of pauses: a route or a connection whose deliveries wait, also across restarts.</summary>
internal static class Pauses
{
    public const string Route = "route";
    public const string Connection = "connection";

    public const string Operator = "operator";
    public const string Unauthorized = "unauthorized";
    public const string Brake = "brake";

    public static async ValueTask<bool> AddAsync(ISql sql, Pause pause) => await sql.ExecuteAsync(
        "INSERT INTO pause (kind, name, reason, by, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, name) DO NOTHING",
        pause.Kind, pause.Name, pause.Reason, pause.By, pause.Since) > 0;

    public static async ValueTask<bool> RemoveAsync(ISql sql, string kind, string name) =>
        await sql.ExecuteAsync("DELETE FROM pause WHERE kind = $1 AND name = $2", kind, name) > 0;

    public static async ValueTask<bool> IsPausedAsync(ISql sql, string kind, string name) =>
        await sql.ScalarAsync<long>("SELECT 1 FROM pause WHERE kind = $1 AND name = $2", kind, name) is not null;

    /// <summary>All of them, oldest first.</summary>
    public static ValueTask<List<Pause>> AllAsync(ISql sql) => sql.ListAsync(
        "SELECT kind, name, reason, by, at FROM pause ORDER BY at, kind, name",
        row => new Pause(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetTime(4)));
}
