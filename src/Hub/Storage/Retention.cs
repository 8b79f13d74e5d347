namespace Hub.Storage;

/// <summary>What is deleted by itself: keys whose time is over.</summary>
internal static class Retention
{
    /// <summary>So many rows are deleted in one transaction, so that nobody waits for it.</summary>
    public const int AtOnce = 500;

    /// <summary>How long the keys of events and the spent keys of <c>once</c> are kept. A key that a command still holds, a parked one too, is kept for longer.</summary>
    public static readonly TimeSpan OfKeys = TimeSpan.FromDays(400);

    /// <summary>Whether there are keys to forget.</summary>
    public static async ValueTask<bool> IsDueAsync(ISql sql, DateTimeOffset now) => await sql.ScalarAsync<long>(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM event_key WHERE at < $1) OR EXISTS (SELECT 1 FROM once WHERE state = 'spent' AND at < $1)", now - OfKeys) == 1;

    /// <summary>Forgets some of the keys whose time is over, oldest first.</summary>
    public static async ValueTask<int> ForgetAsync(ISql sql, DateTimeOffset now)
    {
        var before = now - OfKeys;
        var ofEvents = await sql.ExecuteAsync("DELETE FROM event_key WHERE key IN (SELECT key FROM event_key WHERE at < $1 ORDER BY at LIMIT $2)", before, AtOnce);
        return ofEvents + await sql.ExecuteAsync(
            "DELETE FROM once WHERE key IN (SELECT key FROM once WHERE state = 'spent' AND at < $1 ORDER BY at LIMIT $2)", before, AtOnce - ofEvents);
    }
}
