namespace Hub.Storage;

/// <summary>The rows of attempts. One found started without an end is an unknown outcome.</summary>
internal static class Attempts
{
    /// <summary>Begins an attempt of a command whose input is settled from now on.</summary>
    public static async ValueTask BeginAsync(ISql sql, CommandRow c, string call, DateTimeOffset now)
    {
        await sql.PostAsync(
            """
            UPDATE command SET state = 'started', in_flight = 1, attempts = attempts + 1, input = $2, outside_window = $3,
              customer = $4, thread = $5, shown = $6, bindings = $7, reason = NULL
            WHERE id = $1
            """,
            c.Id, c.Input, c.OutsideWindow, c.Customer, c.Thread, c.Shown, c.Bindings);
        await sql.PostAsync(
            "INSERT INTO attempt (seq, number, call, started_at) SELECT $1, (SELECT COUNT(*) + 1 FROM attempt WHERE seq = $1), $2, $3", c.Seq, call, now);
    }

    public static async ValueTask EndAsync(ISql sql, CommandRow command, string outcome, string? code, string? error, DateTimeOffset now)
    {
        await AbandonAsync(sql, command, outcome, code, error, now);
        await sql.PostAsync("UPDATE command SET begun = 0, in_flight = 0, is_suspect = 0 WHERE id = $1", command.Id);
    }

    /// <summary>Closes the attempt that a crash has left open; it still counts as begun without an end.</summary>
    public static ValueTask AbandonAsync(ISql sql, CommandRow command, string outcome, string? code, string? error, DateTimeOffset now) => sql.PostAsync(
        "UPDATE attempt SET ended_at = $2, outcome = $3, code = $4, error = $5 WHERE seq = $1 AND ended_at IS NULL", command.Seq, now, outcome, code, error);

    /// <summary>When the last attempt began.</summary>
    public static async ValueTask<DateTimeOffset?> LastAsync(ISql sql, CommandRow command) =>
        await sql.ScalarAsync<long>("SELECT MAX(started_at) FROM attempt WHERE seq = $1", command.Seq) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>How many attempts ended so.</summary>
    public static async ValueTask<long> CountAsync(ISql sql, CommandRow command, string outcome) =>
        await sql.ScalarAsync<long>("SELECT COUNT(*) FROM attempt WHERE seq = $1 AND outcome = $2", command.Seq, outcome) ?? 0;

    /// <summary>When the first attempt began: from then counts the lifetime of an idempotency key.</summary>
    public static async ValueTask<DateTimeOffset?> FirstAsync(ISql sql, CommandRow command) =>
        await sql.ScalarAsync<long>("SELECT MIN(started_at) FROM attempt WHERE seq = $1", command.Seq) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
