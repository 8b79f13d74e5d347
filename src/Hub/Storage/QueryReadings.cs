using System.Globalization;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>Lines of one queue and connection that are blocked by the same.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Connection">Their connection.</param>
/// <param name="Cause">What they wait for: <c>retry</c>, <c>throttled</c>, <c>connection</c>, …</param>
/// <param name="Count">How many.</param>
/// <param name="Since">Since when the first of them.</param>
internal sealed record BlockedLines(string Queue, string Connection, string Cause, long Count, DateTimeOffset Since);

/// <summary>Since when the oldest of something waits.</summary>
/// <param name="Queue"><c>webhook</c>, <c>event</c> or <c>command</c>.</param>
/// <param name="Lane">The lane; null where it has none.</param>
/// <param name="Since">Since when.</param>
/// <param name="IsBlocked">Whether it waits for something else than its turn.</param>
internal sealed record OldestPending(string Queue, Lane? Lane, DateTimeOffset Since, bool IsBlocked)
{
    /// <summary>Since when the oldest entry at the head of a line waits: longer than its line, where that has gone on meanwhile.</summary>
    public DateTimeOffset EntrySince { get; init; } = Since;
}

/// <summary>How the store stands: what is shown as metrics and what alerts are raised by. Each statement looks at a few rows by an index, however long the history is.</summary>
internal static class QueryReadings
{
    private static readonly string[] Outcomes = ["pending", "applied", "noop", "parked"];
    private static readonly string[] Queues = [Lines.Events, Lines.Commands];
    private static readonly Lane[] Lanes = [Lane.Interactive, Lane.Template, Lane.Sync, Lane.Backfill];

    // So many lines of a lane are asked for their first entry: those that have waited longest.
    private const int HeadsAtMost = 100;

    /// <summary>Since when the oldest of each queue and lane waits; those of which nothing waits are left out.</summary>
    public static async ValueTask<List<OldestPending>> OldestAsync(ISql sql, IReadOnlyList<string> connections, DateTimeOffset now)
    {
        var found = new List<OldestPending>();
        if (await TimeAsync(sql, "SELECT arrived_at FROM webhook WHERE is_read = 0 ORDER BY seq LIMIT 1") is { } unread) found.Add(new("webhook", null, unread, false));
        DateTimeOffset? pending = null;
        foreach (var connection in connections)
        {
            if (await TimeAsync(sql, "SELECT arrived_at FROM event WHERE connection = $1 AND state = 'pending' ORDER BY seq LIMIT 1", connection) is { } at && !(at > pending)) pending = at;
        }

        if (pending is { } oldest) found.Add(new(Lines.Events, null, oldest, false));
        foreach (var lane in Lanes)
        {
            if (await TimeAsync(sql, "SELECT ready_at FROM line WHERE queue = 'command' AND lane = $1 AND ready_at <= $2 ORDER BY ready_at LIMIT 1", (int)lane, now) is { } ready)
            {
                found.Add(new(Lines.Commands, lane, ready, false) { EntrySince = await HeadAsync(sql, "ready_at <= $2 ORDER BY ready_at", lane, now, ready) });
            }

            if (await TimeAsync(sql, "SELECT blocked_since FROM line WHERE queue = 'command' AND lane = $1 AND blocked_by IS NOT NULL ORDER BY blocked_since LIMIT 1", (int)lane) is { } blocked)
            {
                found.Add(new(Lines.Commands, lane, blocked, true) { EntrySince = await HeadAsync(sql, "blocked_by IS NOT NULL AND blocked_since <= $2 ORDER BY blocked_since", lane, now, blocked) });
            }
        }

        return found;
    }

    /// <summary>The lines that are blocked, by connection and what blocks them.</summary>
    public static async ValueTask<List<BlockedLines>> BlockedAsync(ISql sql, IReadOnlyList<string> connections)
    {
        if (connections.Count == 0) return [];

        // Every line of a connection begins with its name and a slash. Only those that are blocked are looked at, by the index that holds no other.
        var cases = string.Join(' ', connections.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"WHEN subject >= ${(2 * i) + 1} AND subject < ${(2 * i) + 2} THEN {i}")));
        var rows = await sql.ListAsync(
            $"SELECT queue, part, blocked_by, COUNT(*), MIN(blocked_since) FROM (SELECT queue, CASE {cases} END AS part, blocked_by, blocked_since FROM line WHERE blocked_by IS NOT NULL) AS blocked WHERE part IS NOT NULL GROUP BY queue, part, blocked_by",
            row => new BlockedLines(row.GetString(0), connections[row.GetInt32(1)], CauseOf(row.GetString(2)), row.GetInt64(3), row.GetTime(4)),
            [.. connections.SelectMany(connection => new object?[] { connection + "/", connection + "0" })]);
        return
        [
            .. from row in rows
               group row by (row.Queue, row.Connection, row.Cause) into same
               orderby Array.IndexOf(Queues, same.Key.Queue), connections.ToList().IndexOf(same.Key.Connection), same.Key.Cause
               select same.First() with { Count = same.Sum(row => row.Count), Since = same.Min(row => row.Since) },
        ];
    }

    /// <summary>When the last webhook of a connection came; null where none did.</summary>
    public static async ValueTask<DateTimeOffset?> LastWebhookAsync(ISql sql, string connection)
    {
        DateTimeOffset? last = null;
        foreach (var outcome in Outcomes)
        {
            if (await TimeAsync(sql, "SELECT arrived_at FROM webhook WHERE endpoint = $1 AND outcome = $2 ORDER BY seq DESC LIMIT 1", connection, outcome) is { } at && !(at < last)) last = at;
        }

        return last;
    }

    // The entry that waits at the head of a line may have come before the line was ready last. One that the hub has held counts from the end of that.
    private static async ValueTask<DateTimeOffset> HeadAsync(ISql sql, string which, Lane lane, DateTimeOffset now, DateTimeOffset line) =>
        await TimeAsync(
            sql,
            $"""
             SELECT MIN(heads.at) FROM (
               SELECT (
                 SELECT wake_at FROM command WHERE subject = some.subject AND state IN ('waiting', 'started', 'unknown') AND state <> 'unknown' ORDER BY place, seq LIMIT 1) AS at
               FROM (SELECT subject FROM line WHERE queue = 'command' AND lane = $1 AND {which} LIMIT {HeadsAtMost}) AS some) AS heads
             """,
            (int)lane, now) is { } head && head < line ? head : line;

    // What stands behind the colon is the connection, which is known, or a line, which may be named by a person's number.
    private static string CauseOf(string blockedBy) => blockedBy.Split(':')[0];

    private static async ValueTask<DateTimeOffset?> TimeAsync(ISql sql, string statement, params object?[] values) =>
        await sql.ScalarAsync<long>(statement, values) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
