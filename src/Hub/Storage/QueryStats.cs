namespace Hub.Storage;

/// <summary>One counter.</summary>
/// <param name="Level">What is counted: <c>webhooks</c>, <c>events</c>, <c>events.reasons</c>, <c>commands</c>, <c>commands.reasons</c>, <c>requests</c>, <c>forgotten</c>, <c>retention</c>, <c>media</c>.</param>
/// <param name="Name">The counter's name within its level.</param>
/// <param name="Value">How many.</param>
internal sealed record Counter(string Level, string Name, long Value);

/// <summary>The counters.</summary>
internal static class QueryStats
{
    /// <summary>The level of the requests that are answered without being stored.</summary>
    public const string Requests = "requests";

    /// <summary>How many webhooks and events are not finished.</summary>
    public static async ValueTask<long> BacklogAsync(ISql sql) =>
        await sql.ScalarAsync<long>("SELECT CAST(SUM(value) AS BIGINT) FROM counter WHERE level IN ('webhooks', 'events') AND name = 'pending'") ?? 0;

    /// <summary>All counters, of one moment.</summary>
    public static ValueTask<List<Counter>> CountersAsync(ISql sql) =>
        sql.ListAsync("SELECT level, name, value FROM counter ORDER BY level, name", row => new Counter(row.GetString(0), row.GetString(1), row.GetInt64(2)));
}
