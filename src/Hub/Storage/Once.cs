namespace Hub.Storage;

/// <summary>Who holds a business key.</summary>
/// <param name="State"><c>reserved</c> or <c>spent</c>.</param>
/// <param name="Command">The owning command.</param>
internal sealed record OnceOwner(string State, string Command);

/// <summary>The rows of <c>once</c>: a business key that may succeed only once.</summary>
internal static class Once
{
    public static ValueTask<OnceOwner?> OwnerAsync(ISql sql, byte[] key) =>
        sql.FirstAsync("SELECT state, command FROM once WHERE key = $1", row => new OnceOwner(row.GetString(0), row.GetString(1)), key);

    /// <summary>When the webhook arrived whose command owns a key; null for a free key.</summary>
    public static ValueTask<DateTimeOffset?> OwnedSinceAsync(ISql sql, byte[] key) => sql.FirstValueAsync(
        "SELECT c.arrived_at FROM once o JOIN command c ON c.id = o.command WHERE o.key = $1", row => row.GetTime(0), key);

    public static async ValueTask<bool> ReserveAsync(ISql sql, byte[] key, string command, DateTimeOffset now) => await sql.ExecuteAsync(
        "INSERT INTO once (key, state, command, at) VALUES ($1, 'reserved', $2, $3) ON CONFLICT (key) DO NOTHING", key, command, now) > 0;

    /// <summary>The first commands that wait for a key, in order.</summary>
    public static ValueTask<List<CommandRow>> WaitingAsync(ISql sql, byte[] key, int limit) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE once_key = $1 AND state = 'awaiting_once' ORDER BY seq LIMIT $2", CommandRow.Map, key, limit);

    public static ValueTask<int> SpendAsync(ISql sql, byte[] key, DateTimeOffset now) =>
        sql.ExecuteAsync("UPDATE once SET state = 'spent', at = $2 WHERE key = $1", key, now);

    public static ValueTask<int> InheritAsync(ISql sql, byte[] key, string heir, DateTimeOffset now) =>
        sql.ExecuteAsync("UPDATE once SET command = $2, at = $3 WHERE key = $1", key, heir, now);

    /// <summary>Gives a key to the command that takes the place of its owner, reserved or spent as it is.</summary>
    public static ValueTask<int> PassOnAsync(ISql sql, byte[] key, string owner, string heir) =>
        sql.ExecuteAsync("UPDATE once SET command = $3 WHERE key = $1 AND command = $2", key, owner, heir);

    public static ValueTask<int> ReleaseAsync(ISql sql, byte[] key) => sql.ExecuteAsync("DELETE FROM once WHERE key = $1", key);
}
