using System.Data.Common;

namespace Hub.Storage;

/// <summary>An event that has ended, as what deletes it sees it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why; empty where there is no reason.</param>
/// <param name="Connection">The connection it came to.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Record">The record whose version it told, where it did.</param>
/// <param name="Webhook">The webhook that brought it, where one did.</param>
/// <param name="ArrivedAt">When it arrived.</param>
internal sealed record EndedEvent(long Seq, string Id, string State, string Reason, string Connection, string Subject, string? Record, long? Webhook, DateTimeOffset ArrivedAt);

/// <summary>Deletes events that have ended: those of a webhook with it, the hub's own by themselves. The keys by which a repetition is known stay for longer.</summary>
internal static class OldEvents
{
    private const string Columns = "SELECT seq, id, state, COALESCE(reason, ''), connection, subject, record, webhook, arrived_at FROM event";

    // By a command that came of it, however many steps later, which is open or whose outcome is not settled.
    private const string Need =
        """
        SELECT 1 FROM command WHERE event = $1 AND (state NOT IN ('done', 'refused', 'cancelled')
          OR (root = $1 AND EXISTS (SELECT 1 FROM event WHERE event.subject = 'after/' || command.subject AND event.followed = command.id AND event.state IN ('pending', 'parked'))))
        UNION ALL SELECT 1 FROM command WHERE root = $1 AND root <> event AND (state NOT IN ('done', 'refused', 'cancelled')
          OR EXISTS (SELECT 1 FROM event WHERE event.subject = 'after/' || command.subject AND event.followed = command.id AND event.state IN ('pending', 'parked')))
        LIMIT 1
        """;

    /// <summary>The events of webhooks: of each its own.</summary>
    public static ValueTask<List<List<EndedEvent>>> OfWebhooksAsync(ISql sql, IReadOnlyList<long> webhooks) =>
        sql.ListEachAsync($"{Columns} WHERE webhook = $1", Map, OldRows.Each(webhooks, seq => seq));

    /// <summary>Old events that no webhook brought and that have ended.</summary>
    public static async ValueTask<OldRows> FindAsync(ISql sql, long after, DateTimeOffset before)
    {
        var looked = await sql.ListAsync(
            "SELECT seq, arrived_at, state, webhook FROM event WHERE seq > $1 ORDER BY seq LIMIT $2",
            row => new Looked(row.GetInt64(0), row.GetTime(1), row.GetString(2), row.GetInt64OrNull(3)),
            after, OldRows.LookedAt);
        return OldRows.Of(looked, after, row => row.Seq, row => row.ArrivedAt >= before, row => row.Webhook is null && HasEnded(row.State));
    }

    /// <summary>Deletes those of the events of which nothing is open.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, IReadOnlyList<long> events)
    {
        var found = (await sql.ListEachAsync($"{Columns} WHERE seq = $1", Map, OldRows.Each(events, seq => seq))).SelectMany(rows => rows).ToList();
        var kept = await NeededAsync(sql, found);
        var going = found.Where(one => !kept.Contains(one)).ToList();
        await DeleteAsync(sql, going);
        return going.Count;
    }

    /// <summary>Those of the events that have not ended, or from which something is still open.</summary>
    public static async ValueTask<HashSet<EndedEvent>> NeededAsync(ISql sql, IReadOnlyList<EndedEvent> events)
    {
        var ended = events.Where(one => HasEnded(one.State)).ToList();
        var needs = await sql.ListEachAsync(Need, _ => true, OldRows.Each(ended, one => one.Id));
        return [.. events.Where(one => !HasEnded(one.State)), .. ended.Where((_, i) => needs[i].Count > 0)];
    }

    /// <summary>Deletes events of which nothing is open.</summary>
    public static async ValueTask DeleteAsync(ISql sql, IReadOnlyList<EndedEvent> events)
    {
        await Events.OutliveAsync(sql, events);
        await sql.ExecuteEachAsync("DELETE FROM event_route WHERE seq = $1", OldRows.Each(events, one => one.Seq));
        await sql.ExecuteEachAsync("DELETE FROM event WHERE seq = $1", OldRows.Each(events, one => one.Seq));

        // By then nothing comes that is older than the version of its record: vendors repeat for days only.
        await sql.ExecuteEachAsync(
            "DELETE FROM record_version WHERE connection = $1 AND record = $2 AND NOT EXISTS (SELECT 1 FROM event WHERE subject = $3)",
            [.. events.Where(one => one.Record is not null).Select(one => new object?[] { one.Connection, one.Record, one.Subject })]);
        foreach (var one in events)
        {
            await Forgotten.CountAsync(sql, Events.Level, one.State);
            if (one.Reason.Length > 0) await Forgotten.CountAsync(sql, Events.Level + ".reasons", one.Reason);
        }
    }

    private static EndedEvent Map(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetStringOrNull(6), row.GetInt64OrNull(7), row.GetTime(8));

    private static bool HasEnded(string state) => state is "applied" or "noop";

    private sealed record Looked(long Seq, DateTimeOffset ArrivedAt, string State, long? Webhook);
}
