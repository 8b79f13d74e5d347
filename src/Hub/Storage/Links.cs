using System.Data.Common;

namespace Hub.Storage;

/// <summary>A link between the ids of two vendors, or of the hub and a vendor.</summary>
internal sealed record LinkRow(
    long Id, string Name, string LeftId, string? RightId, string State, string? Command, DateTimeOffset OpenedAt, DateTimeOffset TouchedAt, DateTimeOffset? EndedAt);

/// <summary>What a route's <c>find</c> asks.</summary>
/// <param name="Name">The link's name.</param>
/// <param name="FromLeft">From which end.</param>
/// <param name="EndId">The id of that end. From a thread or customer into which others merged, their links are found too; its own first.</param>
/// <param name="Reopen">How long an ended link is found from the left.</param>
internal sealed record LinkQuestion(string Name, bool FromLeft, string EndId, TimeSpan Reopen);

/// <summary>Whose doing a record may be that no link knows.</summary>
internal enum PossibleMaker
{
    /// <summary>Of any call that has begun and whose command still goes on.</summary>
    AnyCall,

    /// <summary>Of a call whose answer never came.</summary>
    UnansweredCall,

    /// <summary>Only of the command that the vendor's mark names.</summary>
    NamedCommand,
}

/// <summary>The rows of links: reserved → live → ended, or broken. At most one reserved or live link per name and left id.</summary>
internal static class Links
{
    private const string Columns = "id, name, left_id, right_id, state, command, opened_at, touched_at, ended_at";

    // From the vendor's end an ended link is found for so long, so that "comment and solve" may arrive in either order.
    private static readonly TimeSpan FoundFromRight = TimeSpan.FromDays(7);

    /// <summary>Whether a command that may have made the right end of such a link has not told its id yet.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="name">The link's name.</param>
    /// <param name="command">The command that has made it where the vendor's mark tells, which counts always; null where no mark tells.</param>
    /// <param name="before">Of others, only by a call that began before then; one of a moment still to come was counted by a clock that has been set back since.</param>
    /// <param name="by">Whose doing it may be besides.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask<bool> IsBeingMadeAsync(ISql sql, string name, string? command, DateTimeOffset before, PossibleMaker by, DateTimeOffset now) =>

        // Few links are reserved at a time, many are live: the name must not decide the index.
        await sql.ScalarAsync<long>(
            """
            SELECT 1 FROM link JOIN command ON command.id = link.command
            WHERE link.state = 'reserved' AND link.name || '' = $1
              AND (link.command = $5 OR ($3 < 2 AND (command.attempts > 0 OR command.state = 'started')
                AND EXISTS (
                  SELECT 1 FROM attempt
                  WHERE attempt.seq = command.seq AND attempt.started_at NOT BETWEEN $2 AND $4 AND ($3 = 0 OR attempt.ended_at IS NULL OR attempt.outcome = 'unknown')))) LIMIT 1
            """,
            name, before, (int)by, now, command ?? "") is not null;

    /// <summary>How the lines begin in which commands wait for a link.</summary>
    public const string Lines = "link/";

    /// <summary>The line in which the commands stand that wait for a link.</summary>
    public static string LineOf(string name, string leftId) => $"{Lines}{name}/{leftId}";

    /// <summary>The link that a <c>find</c> leads to.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="now">Business time.</param>
    /// <param name="closed">A right end that takes nothing more: a link to it is as good as broken.</param>
    public static async ValueTask<LinkRow?> FindAsync(ISql sql, LinkQuestion question, DateTimeOffset now, string? closed = null)
    {
        var since = now - (question.FromLeft ? question.Reopen : FoundFromRight);
        return await sql.FirstAsync(
            $"""
             SELECT {Columns} FROM link
             WHERE name = $1 AND {Ends(question)}
               AND (state IN ('reserved', 'live') OR (state = 'ended' AND ended_at > $3))
               AND (CAST($4 AS TEXT) IS NULL OR right_id IS NULL OR right_id <> $4)
             ORDER BY CASE WHEN state = 'ended' THEN 1 ELSE 0 END, CASE WHEN left_id = $2 THEN 0 ELSE 1 END, id DESC LIMIT 1
             """,
            Map, question.Name, question.EndId, since, closed);
    }

    /// <summary>The link as <see cref="FindAsync"/> would have found it at an earlier moment.</summary>
    public static async ValueTask<LinkRow?> FindAsOfAsync(ISql sql, LinkQuestion question, DateTimeOffset at)
    {
        var since = at - (question.FromLeft ? question.Reopen : FoundFromRight);
        var row = await sql.FirstAsync(
            $"""
             SELECT {Columns} FROM link
             WHERE name = $1 AND {Ends(question)} AND opened_at < $3
               AND (ended_at IS NULL OR ended_at >= $3 OR (state = 'ended' AND ended_at > $4))
             ORDER BY CASE WHEN ended_at < $3 THEN 1 ELSE 0 END, id DESC LIMIT 1
             """,
            Map, question.Name, question.EndId, at, since);
        return row is null ? null : row with
        {
            State = row.EndedAt < at ? "ended" : row.RightId is null ? "reserved" : "live",
            TouchedAt = row.TouchedAt < at ? row.TouchedAt : at,
            EndedAt = row.EndedAt < at ? row.EndedAt : null,
        };
    }

    /// <summary>The links of a left end that were open at an earlier moment.</summary>
    public static ValueTask<List<LinkRow>> OpenAsOfAsync(ISql sql, string leftId, DateTimeOffset at) => sql.ListAsync(
        $"SELECT {Columns} FROM link WHERE left_id IN {Same.LeftEnds("$1")} AND opened_at < $2 AND (ended_at IS NULL OR ended_at >= $2) AND right_id IS NOT NULL ORDER BY id", Map, leftId, at);

    /// <summary>The reserved or live link in whose line commands stand.</summary>
    public static async ValueTask<LinkRow?> OpenInAsync(ISql sql, string line) => (await OpenInAsync(sql, [line])).GetValueOrDefault(line);

    /// <summary>The same for several lines; those without one are not among them.</summary>
    public static async ValueTask<Dictionary<string, LinkRow>> OpenInAsync(ISql sql, IReadOnlyList<string> lines)
    {
        var found = await sql.ListEachAsync(
            $"SELECT {Columns} FROM link WHERE name = $1 AND left_id IN {Same.LeftEnds("$2")} AND state IN ('reserved', 'live') ORDER BY CASE WHEN left_id = $2 THEN 0 ELSE 1 END, id DESC LIMIT 1",
            Map, [.. lines.Select(line => line.Split('/', 3)).Select(parts => new object?[] { parts[1], parts[2] })]);
        return lines.Zip(found).Where(pair => pair.Second.Count > 0).ToDictionary(pair => pair.First, pair => pair.Second[0], StringComparer.Ordinal);
    }

    /// <summary>Reserves the link for a command, or makes it live at once where the right end is known.</summary>
    /// <returns>False when there is a reserved or live one already.</returns>
    public static async ValueTask<bool> OpenAsync(ISql sql, string name, string leftId, string? rightId, string command, DateTimeOffset now)
    {
        var changed = await sql.ExecuteAsync(
            """
            INSERT INTO link (name, left_id, right_id, state, command, opened_at, touched_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
            ON CONFLICT (name, left_id) WHERE state IN ('reserved', 'live') DO NOTHING
            """,
            name, leftId, rightId, rightId is null ? "reserved" : "live", command, now);
        if (changed > 0 && rightId is not null) await EventWaits.EndAsync(sql, EventWaits.OfLink(name, rightId), now);
        return changed > 0;
    }

    /// <summary>Makes the link live that a command has reserved, and lets what waited for it look again; null when it holds none.</summary>
    public static async ValueTask<LinkRow?> MakeLiveAsync(ISql sql, string command, string rightId, DateTimeOffset now)
    {
        var live = await sql.FirstAsync(
            $"UPDATE link SET state = 'live', right_id = $2, touched_at = $3 WHERE command = $1 AND state = 'reserved' RETURNING {Columns}", Map, command, rightId, now);
        if (live is not null) await EventWaits.EndAsync(sql, EventWaits.OfLink(live.Name, rightId), now);
        return live;
    }

    /// <summary>Breaks the link that a command has reserved; null when it holds none.</summary>
    public static ValueTask<LinkRow?> BreakReservedAsync(ISql sql, string command, DateTimeOffset now) => sql.FirstAsync(
        $"UPDATE link SET state = 'broken', ended_at = $2 WHERE command = $1 AND state = 'reserved' RETURNING {Columns}", Map, command, now);

    /// <summary>The target takes nothing more: a link to it is broken, an ended one too, so that it is not found again and a follow-up can reserve anew.</summary>
    public static ValueTask<int> BreakToAsync(ISql sql, string name, string rightId, DateTimeOffset now) => sql.ExecuteAsync(
        "UPDATE link SET state = 'broken', ended_at = $3 WHERE name = $1 AND right_id = $2 AND state IN ('live', 'ended')", name, rightId, now);

    public static ValueTask<int> EndAsync(ISql sql, long id, DateTimeOffset now) =>
        sql.ExecuteAsync("UPDATE link SET state = 'ended', ended_at = $2 WHERE id = $1 AND state = 'live'", id, now);

    public static ValueTask TouchAsync(ISql sql, long id, DateTimeOffset now) => sql.PostAsync("UPDATE link SET touched_at = $2 WHERE id = $1", id, now);

    private static string Ends(LinkQuestion question) => question.FromLeft ? $"left_id IN {Same.LeftEnds("$2")}" : "right_id = $2";

    private static LinkRow Map(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetStringOrNull(3), row.GetString(4), row.GetStringOrNull(5),
        row.GetTime(6), row.GetTime(7), row.GetTimeOrNull(8));
}
