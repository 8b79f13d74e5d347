using System.Data.Common;

namespace Hub.Storage;

/// <summary>How far a connection has been compared with its vendor.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind"><c>regular</c>; <c>asked</c> by somebody; <c>refused</c>, after a time in which webhooks were refused; <c>put_back</c>, of the time that the store has lost which was put back.</param>
/// <param name="Cursor">The connector's cursor.</param>
/// <param name="Since">From when on this run, or where it has ended the next one, compares.</param>
/// <param name="NextAt">When the vendor is asked next.</param>
/// <param name="BeganAt">When this run, or where it has ended the last one, began; null before the first.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Found">How many changes it has found.</param>
/// <param name="Repaired">How many of them no webhook had brought.</param>
/// <param name="Attempts">How often asking has failed in a row; what the vendor puts off does not count.</param>
/// <param name="Error">Why it failed last, or waits.</param>
internal sealed record ReconciliationRow(
    string Connection, string Kind, string Cursor, DateTimeOffset Since, DateTimeOffset NextAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, long Found, long Repaired, int Attempts, string? Error)
{
    /// <summary>Whether the next page is the first of a run.</summary>
    public bool IsAtBegin => BeganAt is null || EndedAt is not null;
}

/// <summary>The rows of comparisons with vendors.</summary>
internal static class Reconciliations
{
    /// <summary>Every so many minutes, from where it ended.</summary>
    public const string Regular = "regular";

    /// <summary>Because somebody asked for it.</summary>
    public const string Asked = "asked";

    /// <summary>Because webhooks were refused.</summary>
    public const string Refused = "refused";

    /// <summary>Because the store was put back from a copy.</summary>
    public const string PutBack = "put_back";

    private const string Columns = "connection, kind, cursor, since, next_at, began_at, ended_at, found, repaired, attempts, error";

    /// <summary>All, by connection and kind.</summary>
    public static ValueTask<List<ReconciliationRow>> AllAsync(ISql sql) => sql.ListAsync($"SELECT {Columns} FROM reconciliation ORDER BY connection, kind", Map);

    /// <summary>Those of a connection; the regular one is the last.</summary>
    public static ValueTask<List<ReconciliationRow>> OfAsync(ISql sql, string connection) => sql.ListAsync($"SELECT {Columns} FROM reconciliation WHERE connection = $1 ORDER BY kind", Map, connection);

    /// <summary>Begins to compare a connection regularly; one that is compared already goes on where it is.</summary>
    public static ValueTask<int> BeginAsync(ISql sql, string connection, string cursor, DateTimeOffset since, DateTimeOffset nextAt) => sql.ExecuteAsync(
        "INSERT INTO reconciliation (connection, kind, cursor, since, next_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (connection, kind) DO NOTHING", connection, Regular, cursor, since, nextAt);

    /// <summary>Queues a comparison from a moment on; one of the same kind that has not ended is enough where it begins as early.</summary>
    public static ValueTask<int> QueueAsync(ISql sql, string connection, string kind, string cursor, DateTimeOffset since, DateTimeOffset nextAt) => sql.ExecuteAsync(
        """
        INSERT INTO reconciliation (connection, kind, cursor, since, next_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (connection, kind) DO UPDATE SET cursor = excluded.cursor, since = excluded.since, next_at = excluded.next_at, began_at = NULL, ended_at = NULL, found = 0, repaired = 0, attempts = 0, error = NULL
        WHERE reconciliation.ended_at IS NOT NULL OR excluded.since < reconciliation.since
        """,
        connection, kind, cursor, since, nextAt);

    /// <summary>Lets one that is queued, and begins early enough, not go on before a moment.</summary>
    public static ValueTask<int> WaitAsync(ISql sql, string connection, string kind, DateTimeOffset nextAt) =>
        sql.ExecuteAsync("UPDATE reconciliation SET next_at = $3 WHERE connection = $1 AND kind = $2 AND ended_at IS NULL AND next_at < $3", connection, kind, nextAt);

    /// <summary>Lets the regular comparison of a connection be made at once.</summary>
    public static ValueTask<int> HurryAsync(ISql sql, string connection, DateTimeOffset now) =>
        sql.ExecuteAsync("UPDATE reconciliation SET next_at = $3 WHERE connection = $1 AND kind = $2 AND next_at > $3", connection, Regular, now);

    /// <summary>Goes on to the next page, in the transaction that stores the events of the last one.</summary>
    /// <returns>False where it does not stand any more where it did: the page is not to be stored.</returns>
    public static async ValueTask<bool> MoveAsync(ISql sql, ReconciliationRow row, ReconciliationRow next) => await sql.ExecuteAsync(
        "UPDATE reconciliation SET cursor = $4, since = $5, next_at = $6, began_at = $7, ended_at = $8, found = $9, attempts = 0, error = NULL WHERE connection = $1 AND kind = $2 AND cursor = $3 AND since = $10",
        row.Connection, row.Kind, row.Cursor, next.Cursor, next.Since, next.NextAt, next.BeganAt, next.EndedAt, next.Found, row.Since) > 0;

    /// <summary>Counts what no webhook had brought.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="row">The comparison.</param>
    /// <param name="repaired">How many in this run so far.</param>
    public static ValueTask<int> CountAsync(ISql sql, ReconciliationRow row, long repaired) =>
        sql.ExecuteAsync("UPDATE reconciliation SET repaired = $3 WHERE connection = $1 AND kind = $2", row.Connection, row.Kind, repaired);

    /// <summary>Asking failed: it is done again later, from the same place.</summary>
    public static ValueTask<int> PutOffAsync(ISql sql, ReconciliationRow row, int attempts, DateTimeOffset nextAt, string error) => sql.ExecuteAsync(
        "UPDATE reconciliation SET attempts = $4, next_at = $5, error = $6 WHERE connection = $1 AND kind = $2 AND cursor = $3", row.Connection, row.Kind, row.Cursor, attempts, nextAt, error);

    private static ReconciliationRow Map(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetTime(3), row.GetTime(4), row.GetTimeOrNull(5), row.GetTimeOrNull(6), row.GetInt64(7), row.GetInt64(8), row.GetInt32(9), row.GetStringOrNull(10));
}
