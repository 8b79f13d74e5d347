namespace Hub.Storage;

/// <summary>
/// Who was under way when the process died. None of them is to blame until it was alone: from then on each is run alone, and only a death
/// in which it was the one entry in flight counts against it. Whoever is counted waits a while after each start, so that a row of deaths
/// in short order, which have another cause, does not meet the same entry each time.
/// </summary>
internal static class Suspects
{
    /// <summary>So many deaths or failures without an end between, and the entry is parked.</summary>
    public const int BegunAtMost = 3;

    private static readonly TimeSpan WaitPerDeath = TimeSpan.FromSeconds(10);

    private static readonly (string Table, string IsOpen)[] Levels =
        [("webhook", "is_read = 0"), ("event", "state = 'pending'"), ("command", "state IN ('waiting', 'started', 'unknown') AND state <> 'unknown'")];

    /// <summary>Makes suspects of all that were in flight, and counts the death against the one that was alone; before anything runs.</summary>
    /// <returns>How many were in flight.</returns>
    public static async ValueTask<long> FindAsync(ISql sql, DateTimeOffset now)
    {
        var found = 0L;
        foreach (var (table, isOpen) in Levels) found += await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {table} WHERE {isOpen} AND in_flight = 1") ?? 0;
        foreach (var (table, isOpen) in Levels)
        {
            await sql.ExecuteAsync($"UPDATE {table} SET is_suspect = 1, in_flight = 0, begun = begun + $1 WHERE {isOpen} AND in_flight = 1", found == 1 ? 1 : 0);
            await sql.ExecuteAsync(
                $"UPDATE {table} SET retry_at = $1 + $2 * begun WHERE {isOpen} AND is_suspect = 1 AND begun > 0 AND retry_at < $1 + $2 * begun",
                now, (long)WaitPerDeath.TotalMilliseconds);
        }

        return found;
    }
}
