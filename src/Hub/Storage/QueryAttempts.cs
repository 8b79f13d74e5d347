namespace Hub.Storage;

/// <summary>An attempt of a command as the admin API shows it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null where no end is known.</param>
/// <param name="Outcome">What came of it; null while it is under way.</param>
/// <param name="Code">The vendor's code of the failure.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record AttemptEntry(int Number, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome, string? Code, string? Error);

/// <summary>The attempts of a command.</summary>
internal static class QueryAttempts
{
    /// <summary>All of them, in their order.</summary>
    public static ValueTask<List<AttemptEntry>> OfAsync(ISql sql, string command) => sql.ListAsync(
        "SELECT number, started_at, ended_at, outcome, code, error FROM attempt WHERE seq = (SELECT seq FROM command WHERE id = $1) ORDER BY number",
        row => new AttemptEntry(row.GetInt32(0), row.GetTime(1), row.GetTimeOrNull(2), row.GetStringOrNull(3), row.GetStringOrNull(4), row.GetStringOrNull(5)),
        command);
}
