using System.Globalization;
using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>A line that is ready: the open entries of one subject.</summary>
internal sealed record ReadyLine(string Subject, Lane Lane);

/// <summary>A line that waits for something other than its turn.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="BlockedBy">What it waits for, for example <c>retry</c> or <c>connection:desk</c>.</param>
/// <param name="Since">Since when, without an entry that came through.</param>
internal sealed record BlockedLine(string Queue, string Subject, string BlockedBy, DateTimeOffset Since);

/// <summary>The rows of lines: one per subject with open work, deleted when drained.</summary>
internal static class Lines
{
    public const string Events = "event";
    public const string Commands = "command";

    private const string DrainEvents =
        "DELETE FROM line WHERE queue = 'event' AND subject = $1 AND NOT EXISTS (SELECT 1 FROM event WHERE subject = $1 AND state = 'pending')";

    private const int SubjectsAtOnce = 32;

    private static readonly string OpenAmong =
        $"SELECT subject FROM line WHERE queue = $1 AND subject IN ({string.Join(", ", Enumerable.Range(2, SubjectsAtOnce).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}")))})";

    /// <summary>What blocks a line while its first entry waits for its next attempt.</summary>
    public const string Retry = "retry";

    /// <summary>What blocks a line after its first entry failed inside the hub.</summary>
    public const string Failure = "failure";

    /// <summary>What blocks a line while the message before its first one is not reported as sent.</summary>
    public const string Order = "order";

    /// <summary>What blocks a line while the vendor's rate limit, or the word of the vendor, lets nothing through.</summary>
    public const string Throttled = "throttled";

    /// <summary>What blocks a line while the templates of a connection are not known yet.</summary>
    public static string TemplatesOf(string connection) => $"templates:{connection}";

    /// <summary>What blocks a line while a business portfolio has written to as many people as its vendor lets it.</summary>
    public static string TierOf(string portfolio) => $"tier:{portfolio}";

    /// <summary>The line of the commands that send in a thread.</summary>
    public static string OfThread(string connection, string thread) => $"{connection}/whatsapp.thread/{thread}";

    /// <summary>The thread in whose line a command of a connection stands; null where it is another line.</summary>
    public static string? ThreadOf(string connection, string subject) =>
        OfThread(connection, "") is var start && subject.StartsWith(start, StringComparison.Ordinal) ? subject[start.Length..] : null;

    /// <summary>The line of the commands that change what the hub knows of a customer.</summary>
    public static string OfCustomer(string customer) => $"{HubConnector.ConnectionName}/customer/{customer}";

    /// <summary>A line that only something else (a resume, a link) makes ready again.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.FromUnixTimeMilliseconds(253_402_300_799_000);

    /// <summary>Opens the line, or makes it ready earlier and of a higher lane; before the entry is inserted, so that place order is commit order.</summary>
    public static ValueTask OpenAsync(ISql sql, string queue, string subject, Lane lane, DateTimeOffset readyAt) => sql.PostAsync(
        """
        INSERT INTO line (queue, subject, lane, ready_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (queue, subject) DO UPDATE SET
          lane = CASE WHEN excluded.lane < line.lane THEN excluded.lane ELSE line.lane END,
          ready_at = CASE WHEN excluded.ready_at < line.ready_at THEN excluded.ready_at ELSE line.ready_at END
        """,
        queue, subject, (int)lane, readyAt);

    /// <summary>The ready lines of some lanes that no other node has, but for those of some connections; of each lane those first that have been so longest.</summary>
    public static ValueTask<List<ReadyLine>> ReadyAsync(
        ISql sql, string queue, IReadOnlyList<Lane> lanes, DateTimeOffset now, int limit, string node = "", IReadOnlyList<string>? without = null) => sql.ListAsync(
        string.Join(" UNION ALL ", lanes.Select(lane => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT * FROM (
              SELECT subject, lane, ready_at FROM line
              WHERE queue = $1 AND lane = {(int)lane} AND ready_at <= $2 AND (claimed_by IS NULL OR claimed_by = $4){NotOf(without ?? [], 5)} ORDER BY ready_at LIMIT $3) AS lane_{(int)lane}
            """))) + " ORDER BY lane, ready_at",
        row => new ReadyLine(row.GetString(0), (Lane)row.GetInt32(1)),
        [queue, now, limit, node, .. (without ?? []).Select(connection => connection + "/")]);

    /// <summary>The ready lines of one lane.</summary>
    public static ValueTask<List<ReadyLine>> ReadyAsync(ISql sql, string queue, Lane lane, DateTimeOffset now, int limit, string node = "", IReadOnlyList<string>? without = null) =>
        ReadyAsync(sql, queue, [lane], now, limit, node, without);

    /// <summary>Whether the line is there: it has open entries, or is to be drained.</summary>
    public static async ValueTask<bool> IsOpenAsync(ISql sql, string queue, string subject) =>
        await sql.ScalarAsync<long>("SELECT 1 FROM line WHERE queue = $1 AND subject = $2", queue, subject) is not null;

    /// <summary>Which of some subjects have a line.</summary>
    public static async ValueTask<HashSet<string>> OpenAmongAsync(ISql sql, string queue, IReadOnlyCollection<string> subjects)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in subjects.Chunk(SubjectsAtOnce))
        {
            // The same statement for any number: the last is named again.
            object?[] values = [queue, .. some, .. Enumerable.Repeat(some[^1], SubjectsAtOnce - some.Length)];
            open.UnionWith(await sql.ListAsync(OpenAmong, row => row.GetString(0), values));
        }

        return open;
    }

    public static async ValueTask<bool> IsReadyAsync(ISql sql, string queue, string subject, DateTimeOffset now) =>
        await sql.ScalarAsync<long>("SELECT 1 FROM line WHERE queue = $1 AND subject = $2 AND ready_at <= $3", queue, subject, now) is not null;

    /// <summary>Puts the line off; <paramref name="blockedBy"/> names what makes it ready again, for example <c>connection:desk</c>.</summary>
    public static ValueTask<int> DelayAsync(ISql sql, string queue, string subject, DateTimeOffset readyAt, string? blockedBy, DateTimeOffset now) => sql.ExecuteAsync(
        """
        UPDATE line SET ready_at = $3, blocked_by = $4,
          blocked_since = CASE WHEN CAST($4 AS TEXT) IS NULL THEN NULL ELSE COALESCE(blocked_since, $5) END
        WHERE queue = $1 AND subject = $2
        """,
        queue, subject, readyAt, blockedBy, now);

    /// <summary>Puts a command line off until its first entry is due, whatever those behind it wait for.</summary>
    public static ValueTask<int> DelayToHeadAsync(ISql sql, string subject, DateTimeOffset now) => sql.ExecuteAsync(
        """
        UPDATE line SET ready_at = COALESCE(head.retry_at, $2), blocked_by = CASE WHEN head.retry_at > $2 THEN $3 END,
          blocked_since = CASE WHEN head.retry_at > $2 THEN COALESCE(blocked_since, $2) END
        FROM (SELECT (SELECT retry_at FROM command WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state <> 'unknown' ORDER BY place, seq LIMIT 1) AS retry_at) AS head
        WHERE queue = 'command' AND subject = $1
        """,
        subject, now, Retry);

    /// <summary>So many lines become ready in one transaction, so that nobody waits for it.</summary>
    public const int AtOnce = 500;

    /// <summary>Makes some of the lines ready that wait for a resumed connection, or for templates that are known now.</summary>
    /// <returns>Whether there may be more.</returns>
    public static async ValueTask<bool> UnblockAsync(ISql sql, string blockedBy, DateTimeOffset now) => await sql.ExecuteAsync(
        """
        UPDATE line SET ready_at = $2, blocked_by = NULL, blocked_since = NULL
        WHERE (queue, subject) IN (SELECT waiting.queue, waiting.subject FROM line waiting WHERE waiting.blocked_by = $1 LIMIT $3)
        """,
        blockedBy, now, AtOnce) == AtOnce;

    /// <summary>Makes a command line ready where this is what it waits for.</summary>
    public static ValueTask<int> UnblockAsync(ISql sql, string subject, string blockedBy, DateTimeOffset now) => sql.ExecuteAsync(
        "UPDATE line SET ready_at = $3, blocked_by = NULL, blocked_since = NULL WHERE queue = 'command' AND subject = $1 AND blocked_by = $2", subject, blockedBy, now);

    /// <summary>Lets some of what waits for its next attempt at a connection, or for its turn within a limit, try at once; but for what is looked for at the vendor, which can be found only a while after its attempt.
    /// What failed while the vendor was away begins its schedule anew: the next failure is not answered with a wait of hours.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The last line that was looked at; empty at the begin.</param>
    /// <param name="findAfter">How long after an attempt its effect can be found.</param>
    /// <param name="now">Business time.</param>
    /// <returns>The last line that was looked at; null where there are no more.</returns>
    public static async ValueTask<string?> HurryAsync(ISql sql, string connection, string after, TimeSpan findAfter, DateTimeOffset now)
    {
        // A line of a connection begins with its name and a slash; what makes a link waits in the link's own. The sign behind a slash is a zero.
        var own = connection + "/";
        var isOwn = after.Length == 0 || after.StartsWith(own, StringComparison.Ordinal);
        var next = isOwn && own != Links.Lines ? Links.Lines : null;
        var first = after.Length == 0 ? own : after;
        var some = await sql.ListAsync(
            "SELECT subject FROM line WHERE queue = 'command' AND subject > $1 AND subject < $2 ORDER BY subject LIMIT $3", row => row.GetString(0), first, (isOwn ? own : Links.Lines)[..^1] + "0", AtOnce);
        if (some.Count == 0) return next;
        await sql.ExecuteAsync(
            """
            UPDATE command SET retry_at = $3, attempts = CASE WHEN attempts > 1 THEN 1 ELSE attempts END
            WHERE state IN ('waiting', 'started', 'unknown') AND state = 'waiting' AND subject > $1 AND subject <= $2 AND connection = $5 AND retry_at > $3
              AND (must_find = 0 OR NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.seq = command.seq AND attempt.ended_at > $4))
            """,
            first, some[^1], now, now - findAfter, connection);
        await sql.ExecuteAsync(
            """
            UPDATE line SET ready_at = $3, blocked_by = NULL, blocked_since = NULL
            WHERE queue = 'command' AND subject > $1 AND subject <= $2 AND ready_at > $3 AND blocked_by <> $4 AND ready_at < $5
              AND EXISTS (SELECT 1 FROM command WHERE command.subject = line.subject AND command.state IN ('waiting', 'started', 'unknown') AND command.connection = $6)
            """,
            first, some[^1], now, "unknown", Never, connection);
        return some.Count == AtOnce ? some[^1] : next;
    }

    /// <summary>Deletes an event line without open entries.</summary>
    public static ValueTask<int> DrainEventsAsync(ISql sql, string subject) => sql.ExecuteAsync(DrainEvents, subject);

    /// <summary>Deletes an event line without open entries; of one that goes on, nothing blocks the next.</summary>
    public static async ValueTask AdvanceEventsAsync(ISql sql, string subject)
    {
        await sql.PostAsync(DrainEvents, subject);
        await sql.PostAsync(
            "UPDATE line SET blocked_by = NULL, blocked_since = NULL WHERE queue = 'event' AND subject = $1 AND blocked_by IS NOT NULL", subject);
    }

    /// <summary>The lines that have been blocked since before a moment and still are, longest first; but for those that wait for their portfolio's turn, for which one alert stands.</summary>
    public static ValueTask<List<BlockedLine>> BlockedAsync(ISql sql, DateTimeOffset before, DateTimeOffset now) => sql.ListAsync(
        "SELECT queue, subject, blocked_by, blocked_since FROM line WHERE blocked_by IS NOT NULL AND blocked_by NOT LIKE 'tier:%' AND blocked_since <= $1 AND ready_at > $2 ORDER BY blocked_since LIMIT 1000",
        row => new BlockedLine(row.GetString(0), row.GetString(1), row.GetString(2), row.GetTime(3)),
        before, now);

    /// <summary>Deletes a command line without open entries, or makes its next entry ready.</summary>
    public static ValueTask AdvanceCommandsAsync(ISql sql, string subject, DateTimeOffset now) =>
        sql.PostThenAsync(
            """
            DELETE FROM line
            WHERE queue = 'command' AND subject = $1
              AND (SELECT place FROM command WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state <> 'unknown' ORDER BY place, seq LIMIT 1) IS NULL
            """,
            changed => changed > 0 ? DrainedAsync(sql, subject, now) : NextAsync(sql, subject, now),
            subject);

    // Each looks at the lines as the one before has left it: of one that is gone, those behind it go on; of another, its next entry, unless that waits for a line itself.
    private static ValueTask DrainedAsync(ISql sql, string subject, DateTimeOffset now) => sql.AskThenAsync(
        "DELETE FROM line_order WHERE behind = $1 AND NOT EXISTS (SELECT 1 FROM line WHERE queue = 'command' AND subject = $1) RETURNING subject",
        row => row.GetString(0),
        async freed =>
        {
            foreach (var next in freed) await FreeAsync(sql, next, subject, now);
        },
        subject);

    private static async ValueTask NextAsync(ISql sql, string subject, DateTimeOffset now)
    {
        // Of a line that was gone already.
        await DrainedAsync(sql, subject, now);
        await sql.PostAsync(
            """
            UPDATE line SET ready_at = CASE WHEN ahead.subject IS NULL THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END, blocked_by = $4 || ahead.subject,
              blocked_since = CASE WHEN ahead.subject IS NULL THEN NULL ELSE COALESCE(blocked_since, CAST($2 AS BIGINT)) END,
              lane = CASE WHEN line.lane < ahead.lane THEN COALESCE((
                SELECT MIN(waiting.lane) FROM (
                  SELECT command.lane FROM command
                  WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' ORDER BY place, seq LIMIT 10000) AS waiting), line.lane) ELSE line.lane END
            FROM (
              SELECT (
                SELECT command.lane FROM command
                WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' ORDER BY place, seq LIMIT 1) AS lane, (
                SELECT behind FROM line_order
                WHERE subject = $1
                  AND place <= (SELECT place FROM command WHERE subject = $1 AND state IN ('waiting', 'started', 'unknown') AND state = 'waiting' ORDER BY place, seq LIMIT 1)
                ORDER BY behind LIMIT 1) AS subject) AS ahead
            WHERE line.queue = 'command' AND line.subject = $1
            """,
            subject, now, Never, BlockOf(""));
    }

    /// <summary>Lets what is added to a command line from now on wait until another line, which has open entries, is drained. What waits in it already runs beside that one.</summary>
    public static ValueTask<int> KeepBehindAsync(ISql sql, string subject, string behind) => sql.ExecuteAsync(
        """
        INSERT INTO line_order (subject, behind, place)
        SELECT $1, $2, 2 * (SELECT COALESCE(MAX(seq), 0) FROM command) + 1 WHERE EXISTS (SELECT 1 FROM line WHERE queue = 'command' AND subject = $2)
        ON CONFLICT (subject, behind) DO NOTHING
        """,
        subject, behind);

    /// <summary>Lets lines that were to run after one another run side by side.</summary>
    public static async ValueTask FreeAsync(ISql sql, IReadOnlyList<string> some, IReadOnlyList<string> others, DateTimeOffset now)
    {
        foreach (var (subject, behind) in some.SelectMany(one => others.SelectMany(other => new[] { (one, other), (other, one) })))
        {
            if (await sql.ExecuteAsync("DELETE FROM line_order WHERE subject = $1 AND behind = $2", subject, behind) > 0) await FreeAsync(sql, subject, behind, now);
        }
    }

    private static ValueTask<int> FreeAsync(ISql sql, string subject, string behind, DateTimeOffset now) => UnblockAsync(sql, subject, BlockOf(behind), now);

    private static string NotOf(IReadOnlyList<string> connections, int firstParameter) => string.Concat(
        connections.Select((connection, i) => string.Create(CultureInfo.InvariantCulture, $" AND SUBSTR(subject, 1, {connection.Length + 1}) <> ${firstParameter + i}")));

    private static string BlockOf(string subject) => $"line:{subject}";
}
