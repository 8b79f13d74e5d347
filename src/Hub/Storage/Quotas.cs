namespace Hub.Storage;

/// <summary>The rows of deliveries that count against a limit, each a reservation of its command.</summary>
internal static class Quotas
{
    /// <summary>When the other commands took theirs within the span under any of the keys, newest first, at most as many as the limit counts.</summary>
    public static async ValueTask<List<DateTimeOffset>> UsesAsync(ISql sql, IReadOnlyList<byte[]> keys, string command, DateTimeOffset after, int most)
    {
        var uses = new List<DateTimeOffset>();
        foreach (var key in keys)
        {
            uses.AddRange(await sql.ListAsync(
                "SELECT at FROM quota_use WHERE key = $1 AND command <> $2 AND at > $3 ORDER BY at DESC LIMIT $4", row => row.GetTime(0), key, command, after, most));
        }

        return keys.Count == 1 ? uses : [.. uses.OrderDescending().Take(most)];
    }

    /// <summary>Takes one for a command, once however often it is tried; what lies before <paramref name="after"/> is forgotten.</summary>
    public static async ValueTask TakeAsync(ISql sql, byte[] key, string command, DateTimeOffset after, DateTimeOffset now)
    {
        await sql.ExecuteAsync("DELETE FROM quota_use WHERE key = $1 AND at <= $2", key, after);
        await sql.ExecuteAsync("INSERT INTO quota_use (key, command, at) VALUES ($1, $2, $3) ON CONFLICT (key, command) DO UPDATE SET at = excluded.at", key, command, now);
    }

    /// <summary>The delivery had no effect: it does not count.</summary>
    public static ValueTask<int> GiveBackAsync(ISql sql, string command) => sql.ExecuteAsync("DELETE FROM quota_use WHERE command = $1", command);

    /// <summary>Notes for which key a command that was put off waits.</summary>
    public static ValueTask<int> AwaitAsync(ISql sql, string command, byte[] key) => sql.ExecuteAsync("UPDATE command SET quota_key = $2 WHERE id = $1", command, key);

    /// <summary>The other commands that were put off because the limit was reached, oldest first; of each key at most <see cref="Outbox.AtOnce"/>.</summary>
    public static async ValueTask<List<CommandRow>> AwaitingAsync(ISql sql, IReadOnlyList<byte[]> keys, string command)
    {
        var waiting = new List<CommandRow>();
        foreach (var key in keys)
        {
            waiting.AddRange(await sql.ListAsync(
                $"SELECT {CommandRow.Columns} FROM command WHERE quota_key = $1 AND state = 'scheduled' AND reason = 'capped' AND id <> $2 ORDER BY seq LIMIT $3", CommandRow.Map, key, command, Outbox.AtOnce));
        }

        return [.. waiting.OrderBy(other => other.Seq)];
    }
}
