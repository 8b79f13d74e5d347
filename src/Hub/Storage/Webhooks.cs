using System.Data.Common;
using System.Globalization;

namespace Hub.Storage;

/// <summary>A webhook to store.</summary>
internal sealed record NewWebhook(string Endpoint, string Method, string Suffix, string Query, string Headers, byte[] Body, DateTimeOffset ArrivedAt);

/// <summary>A stored webhook that is not read yet.</summary>
internal sealed record UnreadWebhook(long Seq, string Endpoint, string Method, string Suffix, string Query, string Headers, byte[] Body, DateTimeOffset ArrivedAt, int Begun, bool IsSuspect, DateTimeOffset RetryAt);

/// <summary>The rows of webhooks. A webhook's outcome follows from its events: pending before parked before applied before noop.</summary>
internal static class Webhooks
{
    /// <summary>The level of its counters.</summary>
    public const string Level = "webhooks";
    private const string Columns = "seq, endpoint, method, suffix, query, headers, body, arrived_at, begun, is_suspect, retry_at";

    /// <summary>Stores a webhook.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="stored">Gets its number before the transaction ends.</param>
    public static async ValueTask AppendAsync(ISql sql, NewWebhook webhook, Action<long> stored)
    {
        await sql.AskThenAsync(
            "INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING seq",
            row => row.GetInt64(0),
            seqs =>
            {
                stored(seqs[0]);
                return ValueTask.CompletedTask;
            },
            webhook.Endpoint, webhook.Method, webhook.Suffix, webhook.Query, webhook.Headers, webhook.Body, webhook.ArrivedAt);
        await Counters.EnterAsync(sql, Level, "received", "pending");
    }

    /// <summary>The unread ones in the order of their arrival, but for those of endpoints that wait.</summary>
    public static ValueTask<List<UnreadWebhook>> UnreadAsync(ISql sql, int limit, IReadOnlyList<string> waiting) => sql.ListAsync(
        $"SELECT {Columns} FROM webhook WHERE is_read = 0 AND {NotOf(waiting, 2)} ORDER BY seq LIMIT $1", Map, [limit, .. waiting]);

    /// <summary>A webhook as it came; null where its body is not kept any more.</summary>
    public static ValueTask<UnreadWebhook?> FindAsync(ISql sql, long seq) => sql.FirstAsync($"SELECT {Columns} FROM webhook WHERE seq = $1", Map, seq);

    /// <summary>Notes that they are being read, so that a crash finds who was under way.</summary>
    public static ValueTask<int> BeginReadAsync(ISql sql, long first, long last, IReadOnlyList<string> waiting) => sql.ExecuteAsync(
        $"UPDATE webhook SET in_flight = 1 WHERE is_read = 0 AND seq BETWEEN $1 AND $2 AND {NotOf(waiting, 3)}", [first, last, .. waiting]);

    /// <summary>Notes that they are not being read after all.</summary>
    public static ValueTask<int> RestAsync(ISql sql, long first, long last) =>
        sql.ExecuteAsync("UPDATE webhook SET in_flight = 0 WHERE is_read = 0 AND seq BETWEEN $1 AND $2", first, last);

    /// <summary>Marks it read with the counts of its events; without a pending one it has its outcome at once.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="seq">The webhook.</param>
    /// <param name="pending">How many of its events are pending.</param>
    /// <param name="applied">How many of them have been applied already.</param>
    /// <param name="isStatus">Whether all that it brought are statuses of messages.</param>
    /// <param name="size">How many bytes it takes with its events.</param>
    public static async ValueTask MarkReadAsync(ISql sql, long seq, int pending, int applied, bool isStatus, long size)
    {
        var outcome = new Counts(pending, 0, applied).Derived;
        await sql.PostAsync(
            "UPDATE webhook SET is_read = 1, in_flight = 0, is_suspect = 0, pending = $2, applied = $3, outcome = $4, is_status = $5, size = $6 WHERE seq = $1",
            seq, pending, applied, outcome, isStatus, size);
        if (pending == 0) await Counters.MoveAsync(sql, Level, ("pending", null), (outcome, null));
    }

    /// <summary>Whether it has been read, or set aside because it could not be.</summary>
    public static async ValueTask<bool> IsReadAsync(ISql sql, long seq) => await sql.ScalarAsync<long>("SELECT is_read FROM webhook WHERE seq = $1", seq) == 1;

    /// <summary>Sets it aside because it could not be read.</summary>
    public static async ValueTask ParkAsync(ISql sql, long seq, string error, DateTimeOffset now)
    {
        await sql.PostAsync("UPDATE webhook SET is_read = 1, in_flight = 0, is_suspect = 0, outcome = 'parked', error = $2, parked_at = $3 WHERE seq = $1", seq, error, now);
        await Counters.MoveAsync(sql, Level, ("pending", null), ("parked", null));
    }

    public static ValueTask<string?> OutcomeAsync(ISql sql, long seq) =>
        sql.FirstAsync("SELECT outcome FROM webhook WHERE seq = $1", row => row.GetString(0), seq);

    /// <summary>Lets a webhook that could not be read be read again.</summary>
    public static async ValueTask<bool> ReplayAsync(ISql sql, long seq)
    {
        var changed = await sql.ExecuteAsync(
            "UPDATE webhook SET is_read = 0, begun = 0, retry_at = 0, outcome = 'pending', error = NULL, parked_at = NULL WHERE seq = $1 AND outcome = 'parked' AND error IS NOT NULL", seq);
        if (changed > 0) await Counters.MoveAsync(sql, Level, ("parked", null), ("pending", null));
        return changed > 0;
    }

    /// <summary>Gives up a webhook that could not be read; it stays, and says why it was parked.</summary>
    public static async ValueTask<bool> DiscardAsync(ISql sql, long seq)
    {
        var changed = await sql.ExecuteAsync(
            "UPDATE webhook SET outcome = 'noop', error = 'Discarded by hand. It was parked: ' || error WHERE seq = $1 AND outcome = 'parked' AND error IS NOT NULL", seq);
        if (changed > 0) await Counters.MoveAsync(sql, Level, ("parked", null), ("noop", null));
        return changed > 0;
    }

    /// <summary>One of its events went from a state to another.</summary>
    public static async ValueTask EventMovedAsync(ISql sql, long seq, string from, string to)
    {
        var change = new Counts(0, 0, 0).Add(from, -1).Add(to, 1);
        await sql.AskThenAsync(
            """
            UPDATE webhook SET pending = pending + $2, parked = parked + $3, applied = applied + $4,
              outcome = CASE WHEN pending + $2 > 0 THEN 'pending' WHEN parked + $3 > 0 THEN 'parked' WHEN applied + $4 > 0 THEN 'applied' ELSE 'noop' END
            WHERE seq = $1 RETURNING pending, parked, applied
            """,
            row => new Counts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)),
            async rows =>
            {
                if (rows is not [var after]) return;
                var before = after.Add(from, 1).Add(to, -1);
                if (after.Derived != before.Derived) await Counters.MoveAsync(sql, Level, (before.Derived, null), (after.Derived, null));
            },
            seq, change.Pending, change.Parked, change.Applied);
    }

    private static string NotOf(IReadOnlyList<string> endpoints, int firstParameter) =>
        endpoints.Count == 0 ? "1 = 1" : $"endpoint NOT IN ({string.Join(", ", endpoints.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${firstParameter + i}")))})";

    private static UnreadWebhook Map(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetBytes(6), row.GetTime(7), row.GetInt32(8), row.GetFlag(9), row.GetTime(10));

    private sealed record Counts(int Pending, int Parked, int Applied)
    {
        public string Derived => Pending > 0 ? "pending" : Parked > 0 ? "parked" : Applied > 0 ? "applied" : "noop";

        public Counts Add(string state, int by) => state switch
        {
            "pending" => this with { Pending = Pending + by },
            "parked" => this with { Parked = Parked + by },
            "applied" => this with { Applied = Applied + by },
            _ => this,
        };
    }
}
