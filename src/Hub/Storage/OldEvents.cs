namespace Hub.Storage;

/// <summary>An event that has ended, as what deletes it sees it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="State">What became of it.</param>
internal sealed record EndedEvent(long Seq, string Id, string State);

/// <summary>Deletes events that have ended: those of a webhook with it, the hub's own by themselves. The keys by which a repetition is known stay for longer.</summary>
internal static class OldEvents
{
    /// <summary>The events of a webhook.</summary>
    public static ValueTask<List<EndedEvent>> OfWebhookAsync(ISql sql, long webhook) =>
        sql.ListAsync("SELECT seq, id, state FROM event WHERE webhook = $1", row => new EndedEvent(row.GetInt64(0), row.GetString(1), row.GetString(2)), webhook);

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
        var deleted = 0;
        foreach (var seq in events)
        {
            if (await sql.FirstAsync("SELECT seq, id, state FROM event WHERE seq = $1", row => new EndedEvent(row.GetInt64(0), row.GetString(1), row.GetString(2)), seq) is not { } found) continue;
            if (await DeleteAsync(sql, [found])) deleted++;
        }

        return deleted;
    }

    /// <summary>Deletes events together.</summary>
    /// <returns>False where one of them is needed: then all stay.</returns>
    public static async ValueTask<bool> DeleteAsync(ISql sql, IReadOnlyList<EndedEvent> events)
    {
        foreach (var one in events)
        {
            if (!HasEnded(one.State) || await IsNeededAsync(sql, one.Id)) return false;
        }

        foreach (var one in events)
        {
            await Events.OutliveAsync(sql, one.Seq);
            await sql.ExecuteAsync("DELETE FROM event_route WHERE seq = $1", one.Seq);
            var reason = await sql.FirstAsync("SELECT COALESCE(reason, '') FROM event WHERE seq = $1", row => row.GetString(0), one.Seq);
            await sql.ExecuteAsync("DELETE FROM event WHERE seq = $1", one.Seq);
            await Forgotten.CountAsync(sql, Events.Level, one.State);
            if (reason is { Length: > 0 }) await Forgotten.CountAsync(sql, Events.Level + ".reasons", reason);
        }

        return true;
    }

    // By a command that came of it, however many steps later, which is open or whose outcome is not settled.
    private static async ValueTask<bool> IsNeededAsync(ISql sql, string id) => await sql.ScalarAsync<long>(
        """
        SELECT 1 FROM command WHERE event = $1 AND (state NOT IN ('done', 'refused', 'cancelled')
          OR (root = $1 AND EXISTS (SELECT 1 FROM event WHERE event.subject = 'after/' || command.subject AND event.followed = command.id AND event.state IN ('pending', 'parked'))))
        UNION ALL SELECT 1 FROM command WHERE root = $1 AND root <> event AND (state NOT IN ('done', 'refused', 'cancelled')
          OR EXISTS (SELECT 1 FROM event WHERE event.subject = 'after/' || command.subject AND event.followed = command.id AND event.state IN ('pending', 'parked')))
        LIMIT 1
        """,
        id) is not null;

    private static bool HasEnded(string state) => state is "applied" or "noop";

    private sealed record Looked(long Seq, DateTimeOffset ArrivedAt, string State, long? Webhook);
}
