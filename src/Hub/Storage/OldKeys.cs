namespace Hub.Storage;

/// <summary>The keys whose time is over.</summary>
internal static class OldKeys
{
    /// <summary>So many rows are deleted in one transaction, so that nobody waits for it.</summary>
    public const int AtOnce = 500;

    /// <summary>How long the keys of events and the spent keys of <c>once</c> are kept. A key that a command still holds, a parked one too, is kept for longer.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>Whether there are keys to forget.</summary>
    public static async ValueTask<OldRows> FindAsync(ISql sql, DateTimeOffset now) => OldRows.Due(await sql.ScalarAsync<long>(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM event_key WHERE at < $1) OR EXISTS (SELECT 1 FROM once WHERE state = 'spent' AND at < $1)", now - KeptFor) == 1);

    /// <summary>Forgets some of the keys whose time is over, oldest first.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, DateTimeOffset now)
    {
        var before = now - KeptFor;
        var ofEvents = await sql.ExecuteAsync("DELETE FROM event_key WHERE key IN (SELECT key FROM event_key WHERE at < $1 ORDER BY at LIMIT $2)", before, AtOnce);
        return ofEvents + await sql.ExecuteAsync(
            "DELETE FROM once WHERE key IN (SELECT key FROM once WHERE state = 'spent' AND at < $1 ORDER BY at LIMIT $2)", before, AtOnce - ofEvents);
    }
}
