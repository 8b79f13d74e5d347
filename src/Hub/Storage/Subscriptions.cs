using System.Data.Common;

namespace Hub.Storage;

/// <summary>How the webhooks of a connection are subscribed at its vendor, as it was seen last.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Address">Where they were to come to.</param>
/// <param name="LookAt">When the vendor is asked next.</param>
/// <param name="SeenAt">When the vendor last said how they stand; null where it has not yet.</param>
/// <param name="EndsAt">When the first of them ends unless it is renewed; null where they do not end.</param>
/// <param name="Missing">What only a person can mend, one sentence each.</param>
/// <param name="Attempts">How often asking has failed in a row.</param>
/// <param name="Error">Why it failed last.</param>
internal sealed record SubscriptionRow(
    string Connection, string Address, DateTimeOffset LookAt, DateTimeOffset? SeenAt, DateTimeOffset? EndsAt, IReadOnlyList<string> Missing, int Attempts, string? Error);

/// <summary>The rows of subscriptions.</summary>
internal static class Subscriptions
{
    private const string Columns = "connection, address, look_at, seen_at, ends_at, missing, attempts, error";

    /// <summary>All, by connection.</summary>
    public static ValueTask<List<SubscriptionRow>> AllAsync(ISql sql) => sql.ListAsync($"SELECT {Columns} FROM subscription ORDER BY connection", Map);

    /// <summary>That of a connection; null where its vendor was never asked.</summary>
    public static ValueTask<SubscriptionRow?> FindAsync(ISql sql, string connection) => sql.FirstAsync($"SELECT {Columns} FROM subscription WHERE connection = $1", Map, connection);

    /// <summary>Keeps how they stand.</summary>
    public static ValueTask<int> KeepAsync(ISql sql, SubscriptionRow row) => sql.ExecuteAsync(
        """
        INSERT INTO subscription (connection, address, look_at, seen_at, ends_at, missing, attempts, error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (connection) DO UPDATE SET address = excluded.address, look_at = excluded.look_at, seen_at = excluded.seen_at, ends_at = excluded.ends_at,
          missing = excluded.missing, attempts = excluded.attempts, error = excluded.error
        """,
        row.Connection, row.Address, row.LookAt, row.SeenAt, row.EndsAt, string.Join('\n', row.Missing), row.Attempts, row.Error);

    /// <summary>Has the vendor of a connection asked at once.</summary>
    public static ValueTask<int> HurryAsync(ISql sql, string connection, DateTimeOffset now) =>
        sql.ExecuteAsync("UPDATE subscription SET look_at = $2 WHERE connection = $1 AND look_at > $2", connection, now);

    private static SubscriptionRow Map(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetTime(2), row.GetTimeOrNull(3), row.GetTimeOrNull(4), row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries), row.GetInt32(6), row.GetStringOrNull(7));
}
