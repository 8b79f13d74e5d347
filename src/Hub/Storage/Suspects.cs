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

    private static readonly (string Table, string IsOpen, string IsOfNode)[] Levels =
    [
        ("webhook", "is_read = 0", "EXISTS (SELECT 1 FROM duty WHERE name = 'reading' AND node = $1)"),
        ("event", "state = 'pending'", "subject IN (SELECT subject FROM line WHERE queue = 'event' AND claimed_by = $1)"),
        ("command", "state IN ('waiting', 'started', 'unknown') AND state <> 'unknown'", "subject IN (SELECT subject FROM line WHERE queue = 'command' AND claimed_by = $1)"),
    ];

    /// <summary>Makes suspects of all that were in flight, and counts the death against the one that was alone; before anything runs.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="now">Business time.</param>
    /// <param name="node">The node that has died, of several: only what it held; it must still hold it.</param>
    /// <returns>How many were in flight.</returns>
    public static async ValueTask<long> FindAsync(ISql sql, DateTimeOffset now, string node = "")
    {
        var found = 0L;
        var levels = Levels.Select(level => (level.Table, Of: $"{level.IsOpen} AND {(node.Length == 0 ? "$1 = ''" : level.IsOfNode)}")).ToList();
        foreach (var (table, of) in levels) found += await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {table} WHERE {of} AND in_flight = 1", node) ?? 0;
        foreach (var (table, of) in levels)
        {
            await sql.ExecuteAsync($"UPDATE {table} SET is_suspect = 1, in_flight = 0, begun = begun + $2 WHERE {of} AND in_flight = 1", node, found == 1 ? 1 : 0);
            await sql.ExecuteAsync(
                $"UPDATE {table} SET retry_at = $2 + $3 * begun WHERE {of} AND is_suspect = 1 AND begun > 0 AND retry_at < $2 + $3 * begun",
                node, now, (long)WaitPerDeath.TotalMilliseconds);
        }

        return found;
    }
}
