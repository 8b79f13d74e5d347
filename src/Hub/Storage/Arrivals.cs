namespace Hub.Storage;

/// <summary>The rows of how many webhooks came to each connection in each hour of the last weeks.</summary>
internal static class Arrivals
{
    // Four weeks to compare with, and the week that may be silent.
    private const int HoursKept = 5 * 7 * 24;
    private const string Level = "arrivals";
    private const string Counted = "counted";
    private static readonly string[] Outcomes = ["pending", "applied", "noop", "parked"];

    /// <summary>An hour, as hours since 1970.</summary>
    public static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;

    /// <summary>Counts the webhooks that have come since the last count, as those of this hour; what came before the first count is not known. Forgets the hours that are too old to compare with.</summary>
    public static async ValueTask<bool> CountAsync(ISql sql, IReadOnlyList<string> connections, DateTimeOffset now)
    {
        var last = await sql.ScalarAsync<long>("SELECT COALESCE(MAX(seq), 0) FROM webhook") ?? 0;
        var counted = await sql.ScalarAsync<long>("SELECT value FROM counter WHERE level = $1 AND name = $2", Level, Counted);
        if (counted == last) return false;
        await sql.ExecuteAsync("INSERT INTO counter (level, name, value) VALUES ($1, $2, $3) ON CONFLICT (level, name) DO UPDATE SET value = excluded.value", Level, Counted, last);
        if (counted is null) return true;
        var hour = HourOf(now);
        foreach (var connection in connections)
        {
            var came = 0L;
            foreach (var outcome in Outcomes)
            {
                came += await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook WHERE endpoint = $1 AND outcome = $2 AND seq > $3", connection, outcome, counted) ?? 0;
            }

            if (came == 0) continue;
            await sql.ExecuteAsync(
                "INSERT INTO arrival (connection, hour, webhooks) VALUES ($1, $2, $3) ON CONFLICT (connection, hour) DO UPDATE SET webhooks = arrival.webhooks + excluded.webhooks", connection, hour, came);
            await sql.ExecuteAsync("DELETE FROM arrival WHERE connection = $1 AND hour < $2", connection, hour - HoursKept);
        }

        return true;
    }

    /// <summary>The counts of each hour, by connection.</summary>
    public static async ValueTask<Dictionary<string, IReadOnlyDictionary<long, long>>> AllAsync(ISql sql)
    {
        var rows = await sql.ListAsync("SELECT connection, hour, webhooks FROM arrival", row => (Connection: row.GetString(0), Hour: row.GetInt64(1), Webhooks: row.GetInt64(2)));
        return rows.GroupBy(row => row.Connection, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, IReadOnlyDictionary<long, long> (group) => group.ToDictionary(row => row.Hour, row => row.Webhooks), StringComparer.Ordinal);
    }
}
