namespace Hub.Storage;

/// <summary>How a sending route stands as the files of a command have it.</summary>
/// <param name="Content">What the route is, apart from layout and comments.</param>
/// <param name="Sent">How many of its commands have been sent since it is so; not counted any more once it is approved.</param>
/// <param name="ApprovedAt">When it was approved last, being so; null where it was not.</param>
/// <param name="ApprovedTo">Up to which command (its seq) that said: send.</param>
/// <param name="IsHeld">Whether what the route sends waits for an approval, or is just being let go or discarded.</param>
/// <param name="LetGoTo">Up to which command it has been let go or discarded; null where it waits.</param>
/// <param name="SentThisHour">How many commands of the route were sent in this hour.</param>
/// <param name="AllowedThisHour">How many may be; null before the first.</param>
internal sealed record SendState(string Content, long Sent, DateTimeOffset? ApprovedAt, long ApprovedTo, bool IsHeld, long? LetGoTo, long SentThisHour, long? AllowedThisHour);

/// <summary>The rows by which the sends of routes are counted: by what the route is, and by the hour. Changed in the transaction of the send, never computed from the commands.</summary>
internal static class SendCounts
{
    /// <summary>So long a route's hours are remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(14);

    private const long HourMilliseconds = 3_600_000;

    /// <summary>Keeps what the sending routes of files are. Where these files were in force before anything was counted, routes that have sent enough are taken for approved.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="snapshot">The hash of the files.</param>
    /// <param name="contents">What each sending route is.</param>
    /// <param name="enough">How many commands a route must have sent.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask KeepContentsAsync(ISql sql, string snapshot, IReadOnlyDictionary<string, string> contents, int enough, DateTimeOffset now)
    {
        // The same files may come to other contents: what the settings declare belongs to them.
        var wereCounted = await sql.ScalarAsync<long>("SELECT 1 FROM route_content WHERE snapshot = $1 LIMIT 1", snapshot) is not null;
        var wereInForce = !wereCounted && await sql.ScalarAsync<long>("SELECT 1 FROM snapshot WHERE hash = $1 AND is_active = 1", snapshot) is not null;
        foreach (var (route, content) in contents)
        {
            await sql.ExecuteAsync("INSERT INTO route_content (snapshot, route, content) VALUES ($1, $2, $3) ON CONFLICT (snapshot, route) DO UPDATE SET content = excluded.content", snapshot, route, content);
            if (wereInForce && await sql.ScalarAsync<long>("SELECT 1 FROM command WHERE route = $1 AND state = 'done' LIMIT 1 OFFSET $2", route, enough - 1) is not null)
            {
                await ApproveAsync(sql, route, content, now);
            }
        }
    }

    /// <summary>How the route of a command stands.</summary>
    public static async ValueTask<SendState> OfAsync(ISql sql, CommandRow c, DateTimeOffset now) => (await sql.FirstAsync(
        """
        WITH own AS (SELECT COALESCE((SELECT content FROM route_content WHERE snapshot = $2 AND route = $1), $2) AS content)
        SELECT own.content, trial.sent, trial.approved_at, trial.approved_to, pause.name, pause.resumed_to, send_hour.sent, send_hour.allowed
        FROM own
        LEFT JOIN trial ON trial.route = $1 AND trial.content = own.content
        LEFT JOIN pause ON pause.kind = 'approval' AND pause.name = $1
        LEFT JOIN send_hour ON send_hour.route = $1 AND send_hour.hour = $3
        """,
        row => new SendState(
            row.GetString(0), row.GetInt64OrNull(1) ?? 0, row.GetTimeOrNull(2), row.GetInt64OrNull(3) ?? 0, !row.IsDBNull(4), row.GetInt64OrNull(5), row.GetInt64OrNull(6) ?? 0, row.GetInt64OrNull(7)),
        c.PausedAs, c.Snapshot, HourOf(now)))!;

    /// <summary>The most that a route has sent in one of the last 14 days' hours, this one apart.</summary>
    public static async ValueTask<long> HighestAsync(ISql sql, string route, DateTimeOffset now) => await sql.ScalarAsync<long>(
        "SELECT MAX(sent) FROM send_hour WHERE route = $1 AND hour >= $2 AND hour <> $3", route, HourOf(now - Remembered), HourOf(now)) ?? 0;

    /// <summary>Counts a command as sent.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="route">Its route.</param>
    /// <param name="state">How that stands.</param>
    /// <param name="allowed">How many may be sent in this hour, where it is the first.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask TakeAsync(ISql sql, string route, SendState state, long allowed, DateTimeOffset now)
    {
        if (state.ApprovedAt is null)
        {
            await sql.PostAsync("INSERT INTO trial (route, content, sent) VALUES ($1, $2, 1) ON CONFLICT (route, content) DO UPDATE SET sent = trial.sent + 1", route, state.Content);
        }

        if (state.AllowedThisHour is null) await sql.PostAsync("DELETE FROM send_hour WHERE route = $1 AND hour < $2", route, HourOf(now - Remembered));
        await sql.PostAsync(
            "INSERT INTO send_hour (route, hour, sent, allowed) VALUES ($1, $2, 1, $3) ON CONFLICT (route, hour) DO UPDATE SET sent = send_hour.sent + 1", route, HourOf(now), allowed);
    }

    /// <summary>A command that was counted at this moment had no effect: it does not count.</summary>
    public static async ValueTask GiveBackAsync(ISql sql, string route, string content, DateTimeOffset countedAt)
    {
        await sql.PostAsync("UPDATE trial SET sent = sent - 1 WHERE route = $1 AND content = $2 AND approved_at IS NULL AND sent > 0", route, content);
        await sql.PostAsync("UPDATE send_hour SET sent = sent - 1 WHERE route = $1 AND hour = $2 AND sent > 0", route, HourOf(countedAt));
    }

    /// <summary>Approves a route as it is, and all its commands so far.</summary>
    public static ValueTask<int> ApproveAsync(ISql sql, string route, string content, DateTimeOffset now) => sql.ExecuteAsync(
        """
        INSERT INTO trial (route, content, sent, approved_at, approved_to) VALUES ($1, $2, 0, $3, (SELECT COALESCE(MAX(seq), 0) FROM command))
        ON CONFLICT (route, content) DO UPDATE SET approved_at = excluded.approved_at, approved_to = excluded.approved_to
        """,
        route, content, now);

    /// <summary>What the route of a command is by the files that made it.</summary>
    public static async ValueTask<string> ContentOfAsync(ISql sql, CommandRow c) => await ContentOfAsync(sql, c.Snapshot, c.PausedAs) ?? c.Snapshot;

    /// <summary>What a sending route is by some files; null where it sends nothing.</summary>
    public static ValueTask<string?> ContentOfAsync(ISql sql, string snapshot, string route) =>
        sql.FirstAsync("SELECT content FROM route_content WHERE snapshot = $1 AND route = $2", row => row.GetString(0), snapshot, route);

    private static long HourOf(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / HourMilliseconds;
}
