namespace Hub.Storage;

/// <summary>
/// What waits for a moment that a clock wrote which has been set back since. A wait that was begun at a moment still to come, or is longer than any that the hub
/// writes, was counted by such a clock: it ends now, and whoever waits looks again and waits anew where there still is a cause.
/// </summary>
internal static class ClockSteps
{
    // Longer than any wait between two attempts: seven days and a tenth.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(8);

    // Longer than any wait before a webhook is read again.
    private static readonly TimeSpan LongestBeforeReading = TimeSpan.FromMinutes(1);

    /// <summary>Ends such waits. Deliveries of limited rate are among them whatever they wait for: what is left of a limit is known in memory alone.</summary>
    /// <returns>How many webhooks, events, commands and lines had waited.</returns>
    public static async ValueTask<int> MendAsync(ISql sql, DateTimeOffset now)
    {
        var ended = await sql.ExecuteAsync("UPDATE webhook SET retry_at = $1 WHERE is_read = 0 AND retry_at > $2", now, now + LongestBeforeReading);
        ended += await sql.ExecuteAsync(
            """
            UPDATE event SET retry_at = $1
            WHERE state = 'pending' AND retry_at > $1
              AND (retry_at > $2 OR arrived_at > $1 OR EXISTS (SELECT 1 FROM line WHERE queue = 'event' AND line.subject = event.subject AND blocked_since > $1))
              AND subject IN (SELECT subject FROM line WHERE queue = 'event')
            """,
            now, now + Longest);
        ended += await sql.ExecuteAsync(
            """
            UPDATE command SET retry_at = $1
            WHERE state IN ('waiting', 'started', 'unknown') AND state = 'waiting' AND retry_at > $1
              AND (retry_at > $2 OR created_at > $1
                OR EXISTS (SELECT 1 FROM attempt WHERE attempt.seq = command.seq AND (attempt.started_at > $1 OR attempt.ended_at > $1))
                OR EXISTS (SELECT 1 FROM line WHERE queue = 'command' AND line.subject = command.subject AND blocked_since > $1))
              AND subject IN (SELECT subject FROM line WHERE queue = 'command')
            """,
            now, now + Longest);
        return ended + await sql.ExecuteAsync(
            """
            UPDATE line SET ready_at = $1, blocked_by = NULL, blocked_since = NULL
            WHERE ready_at > $1 AND (blocked_by IS NULL OR blocked_by = $4 OR (ready_at < $3 AND (blocked_since > $1 OR ready_at > $2 OR NOT EXISTS (
              SELECT 1 FROM command WHERE queue = 'command' AND command.subject = line.subject AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' AND retry_at > $1
              UNION ALL SELECT 1 FROM event WHERE queue = 'event' AND event.subject = line.subject AND state = 'pending' AND retry_at > $1))))
            """,
            now, now + Longest, Lines.Never, Lines.Throttled);
    }
}
