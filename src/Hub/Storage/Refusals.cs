namespace Hub.Storage;

/// <summary>A time in which webhooks of a connection were answered 503.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="From">When the first was refused.</param>
/// <param name="Last">When the last was refused.</param>
/// <param name="To">When it was over; null while it lasts.</param>
/// <param name="Refused">How many were refused, the vendor's repetitions among them.</param>
internal sealed record Refusal(string Connection, DateTimeOffset From, DateTimeOffset Last, DateTimeOffset? To, long Refused);

/// <summary>The rows of times in which webhooks were refused.</summary>
internal static class Refusals
{
    /// <summary>Stores how a time stands.</summary>
    public static ValueTask<int> KeepAsync(ISql sql, Refusal refusal) => sql.ExecuteAsync(
        """
        INSERT INTO refusal (connection, began_at, last_at, ended_at, refused) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (connection, began_at) DO UPDATE SET last_at = excluded.last_at, ended_at = excluded.ended_at, refused = excluded.refused
        """,
        refusal.Connection, refusal.From, refusal.Last, refusal.To, refusal.Refused);

    /// <summary>Those that last.</summary>
    public static ValueTask<List<Refusal>> OpenAsync(ISql sql) => sql.ListAsync(
        "SELECT connection, began_at, last_at, ended_at, refused FROM refusal WHERE ended_at IS NULL ORDER BY began_at, connection", Map);

    /// <summary>The latest, newest first.</summary>
    public static ValueTask<List<Refusal>> LatestAsync(ISql sql, int limit) => sql.ListAsync(
        "SELECT connection, began_at, last_at, ended_at, refused FROM refusal ORDER BY began_at DESC, connection LIMIT $1", Map, limit);

    private static Refusal Map(System.Data.Common.DbDataReader row) => new(row.GetString(0), row.GetTime(1), row.GetTime(2), row.GetTimeOrNull(3), row.GetInt64(4));
}
