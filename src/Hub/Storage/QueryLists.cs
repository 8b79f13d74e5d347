using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors;

namespace Hub.Storage;

/// <summary>The lists of the admin API: newest first, by cursor.</summary>
internal static class QueryLists
{
    // A webhook that could be read is parked because an event of it is, and says what the first of them says.
    private const string WebhookColumns =
        """
        seq, endpoint, method, suffix, outcome,
        COALESCE(error, CASE WHEN outcome = 'parked' THEN (SELECT COALESCE(event.reason || ': ' || event.error, event.reason) FROM event WHERE event.webhook = webhook.seq AND event.state = 'parked' ORDER BY event.seq LIMIT 1) END),
        arrived_at
        """;

    private const string EventColumns = "seq, id, webhook, source, connection, type, subject, state, reason, error, occurred_at, arrived_at, data";

    private const string CommandColumns =
        "seq, id, event, file, route, connection, action, subject, lane, state, " + ListRanges.Reason
        + ", code, error, attempts, created_at, due_at, ended_at, customer, thread, vendor_id, input, retry_at, wake_at, "
        + "CASE WHEN EXISTS (SELECT 1 FROM pause WHERE pause.kind = 'connection' AND pause.name = command.connection) THEN 1 ELSE 0 END, "
        + "(SELECT ready_at FROM line WHERE queue = 'command' AND line.subject = command.subject AND blocked_by IS NOT NULL)";

    /// <summary>Webhooks. They have no reason, no subject and no route.</summary>
    public static async ValueTask<Page<WebhookEntry>> WebhooksAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var looked = await ListRanges.WebhooksAsync(sql, filter, page);
        var rows = await LoadAsync(sql, $"SELECT {WebhookColumns} FROM webhook WHERE seq = $1", row => (row.GetInt64(0), ReadWebhook(row)), looked.Seqs);
        return Page<WebhookEntry>.Of(rows, page.Limit, looked.To);
    }

    /// <summary>One webhook, or null.</summary>
    public static ValueTask<WebhookEntry?> WebhookAsync(ISql sql, long seq) => sql.FirstAsync($"SELECT {WebhookColumns} FROM webhook WHERE seq = $1", ReadWebhook, seq);

    /// <summary>Events, each with what the routes did.</summary>
    public static async ValueTask<Page<EventEntry>> EventsAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var looked = await ListRanges.EventsAsync(sql, filter, page);
        var rows = await LoadAsync(sql, $"SELECT {EventColumns} FROM event WHERE seq = $1", ReadEvent, looked.Seqs);
        for (var i = 0; i < rows.Count; i++) rows[i] = (rows[i].Seq, rows[i].Item with { Routes = await RoutesAsync(sql, rows[i].Item.Id) });
        return Page<EventEntry>.Of(rows, page.Limit, looked.To);
    }

    /// <summary>Commands.</summary>
    public static async ValueTask<Page<CommandEntry>> CommandsAsync(ISql sql, ListFilter filter, PageRequest page)
    {
        var looked = await ListRanges.CommandsAsync(sql, filter, page);
        return Page<CommandEntry>.Of(await LoadCommandsAsync(sql, looked.Seqs), page.Limit, looked.To);
    }

    /// <summary>One event with what the routes did, or null.</summary>
    public static async ValueTask<EventEntry?> EventAsync(ISql sql, string id)
    {
        var rows = await sql.ListAsync($"SELECT {EventColumns} FROM event WHERE id = $1", ReadEvent, id);
        return rows.Count == 0 ? null : rows[0].Item with { Routes = await RoutesAsync(sql, id) };
    }

    /// <summary>The commands that an event caused, in the order in which they were made.</summary>
    public static async ValueTask<IEnumerable<CommandEntry>> CommandsOfAsync(ISql sql, string eventId) =>
        (await sql.ListAsync($"SELECT {CommandColumns} FROM command WHERE event = $1 ORDER BY seq", ReadCommand, eventId)).Select(row => row.Item);

    /// <summary>The command with this id, and those that made or sent what has this id at the vendor.</summary>
    public static async ValueTask<IEnumerable<CommandEntry>> CommandAsync(ISql sql, string id) =>
        (await sql.ListAsync($"SELECT {CommandColumns} FROM command WHERE id = $1 OR vendor_id = $1", ReadCommand, id)).Select(row => row.Item);

    /// <summary>The newest commands that go to a customer, or whose route saw that customer.</summary>
    public static async ValueTask<IEnumerable<CommandEntry>> CommandsForAsync(ISql sql, string customer, int most) =>
        (await LoadCommandsAsync(sql, await ListRanges.CommandsForAsync(sql, customer, most))).Select(row => row.Item).Take(most);

    private static ValueTask<List<(long Seq, CommandEntry Item)>> LoadCommandsAsync(ISql sql, List<long> seqs) =>
        LoadAsync(sql, $"SELECT {CommandColumns} FROM command WHERE seq = $1", ReadCommand, seqs);

    private static async ValueTask<List<(long Seq, T Item)>> LoadAsync<T>(ISql sql, string statement, Func<DbDataReader, (long Seq, T Item)> read, List<long> seqs)
    {
        var rows = new List<(long, T)>(seqs.Count);
        foreach (var seq in seqs) rows.AddRange(await sql.ListAsync(statement, read, seq));
        return rows;
    }

    private static WebhookEntry ReadWebhook(DbDataReader row) =>
        new(Text(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetStringOrNull(5), row.GetTime(6));

    private static (long Seq, EventEntry Item) ReadEvent(DbDataReader row) => (row.GetInt64(0), new EventEntry(
        row.GetString(1), row.GetInt64OrNull(2) is { } webhook ? Text(webhook) : null, row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetStringOrNull(8), row.GetStringOrNull(9), row.GetTime(10), row.GetTime(11), Json(row.GetStringOrNull(12)), []));

    private static (long Seq, CommandEntry Item) ReadCommand(DbDataReader row) => (row.GetInt64(0), new CommandEntry(
        row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), Word((Lane)row.GetInt32(8)), row.GetString(9),
        row.GetStringOrNull(10), row.GetStringOrNull(11), row.GetStringOrNull(12), row.GetInt32(13), row.GetTime(14), row.GetTime(15), NextAt(row), row.GetTimeOrNull(16),
        row.GetStringOrNull(17), row.GetStringOrNull(18), row.GetStringOrNull(19), Json(row.GetStringOrNull(20))));

    // Nothing but a moment is in its way: neither a pause, a link, a once key nor an answer.
    private static DateTimeOffset? NextAt(DbDataReader row)
    {
        var (wake, retry) = (row.GetTime(22), row.GetTime(21));
        var isInTime = row.GetString(9) == CommandState.Scheduled || (row.GetString(9) == CommandState.Waiting && !row.GetFlag(23));
        if (!isInTime) return null;
        DateTimeOffset?[] moments = [wake, retry, row.GetString(9) == CommandState.Waiting ? row.GetTimeOrNull(24) : null];
        return moments.Max() is { } next && next < Lines.Never ? next : null;
    }

    private static ValueTask<List<EventRouteEntry>> RoutesAsync(ISql sql, string id) => sql.ListAsync(
        "SELECT file, route, outcome, failure FROM event_route WHERE seq = (SELECT seq FROM event WHERE id = $1) ORDER BY file, route",
        row => new EventRouteEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetStringOrNull(3)),
        id);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(Lane lane) => lane.ToString().ToLowerInvariant();
}
