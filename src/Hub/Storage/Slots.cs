namespace Hub.Storage;

/// <summary>The rows of slots: a place that only one waiting command holds.</summary>
internal static class Slots
{
    /// <summary>The command that holds the slot and has not begun; null when it is free.</summary>
    public static ValueTask<CommandRow?> HolderAsync(ISql sql, string key) => sql.FirstAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE id = (SELECT command FROM slot WHERE key = $1) AND state <> 'started'", CommandRow.Map, key);

    public static ValueTask<int> TakeAsync(ISql sql, string key, string command) => sql.ExecuteAsync(
        "INSERT INTO slot (key, command) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET command = excluded.command", key, command);

    public static ValueTask FreeAsync(ISql sql, string key, string command) => sql.PostAsync("DELETE FROM slot WHERE key = $1 AND command = $2", key, command);

    /// <summary>The waiting holders of all slots whose key begins so.</summary>
    public static ValueTask<List<CommandRow>> HoldersBelowAsync(ISql sql, string prefix) => sql.ListAsync(
        $"SELECT {CommandRow.Columns} FROM command WHERE id IN (SELECT command FROM slot WHERE key >= $1 AND key < $2) AND state <> 'started'",
        CommandRow.Map, prefix, prefix[..^1] + (char)(prefix[^1] + 1));
}
