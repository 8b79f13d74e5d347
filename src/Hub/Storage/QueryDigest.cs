namespace Hub.Storage;

/// <summary>What is set aside for the same reason.</summary>
/// <param name="Kind"><c>webhook</c>, <c>event</c> or <c>command</c>.</param>
/// <param name="Name">The route of commands, the connection of the others.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
internal sealed record ParkedGroup(string Kind, string Name, string Reason, long Count);

/// <summary>The last digest.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">How the counts stood then, as JSON.</param>
internal sealed record LastDigest(DateTimeOffset At, string Counts);

/// <summary>What the daily digest sums up.</summary>
internal static class QueryDigest
{
    /// <summary>The last one, or null.</summary>
    public static ValueTask<LastDigest?> LastAsync(ISql sql) => sql.FirstAsync("SELECT at, counts FROM digest ORDER BY at DESC LIMIT 1", row => new LastDigest(row.GetTime(0), row.GetString(1)));

    /// <summary>Keeps the last one alone.</summary>
    public static async ValueTask KeepAsync(ISql sql, LastDigest digest)
    {
        await sql.ExecuteAsync("DELETE FROM digest");
        await sql.ExecuteAsync("INSERT INTO digest (at, counts) VALUES ($1, $2)", digest.At, digest.Counts);
    }

    /// <summary>What is set aside, by route or connection and reason. A webhook that is parked by its events is told by them.</summary>
    public static async ValueTask<List<ParkedGroup>> ParkedAsync(ISql sql, IReadOnlyList<string> connections)
    {
        var groups = await sql.ListAsync(
            "SELECT route, reason, COUNT(*) FROM command WHERE state = 'parked' GROUP BY route, reason ORDER BY route, reason",
            row => new ParkedGroup("command", row.GetString(0), row.GetStringOrNull(1) ?? "", row.GetInt64(2)));
        foreach (var connection in connections)
        {
            groups.AddRange(await sql.ListAsync(
                "SELECT reason, COUNT(*) FROM event WHERE connection = $1 AND state = 'parked' GROUP BY reason ORDER BY reason",
                row => new ParkedGroup("event", connection, row.GetStringOrNull(0) ?? "", row.GetInt64(1)), connection));
            if (await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook WHERE endpoint = $1 AND outcome = 'parked' AND error IS NOT NULL", connection) is > 0 and var unreadable)
            {
                groups.Add(new("webhook", connection, "unreadable", unreadable));
            }
        }

        return groups;
    }

    /// <summary>The latest entry of the record of consent.</summary>
    public static async ValueTask<long> LastConsentAsync(ISql sql) => await sql.ScalarAsync<long>("SELECT MAX(seq) FROM consent") ?? 0;

    /// <summary>How many opt-outs were recorded after an entry.</summary>
    public static async ValueTask<long> OptOutsAfterAsync(ISql sql, long entry) => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM consent WHERE seq > $1 AND allowed = 0", entry) ?? 0;
}
