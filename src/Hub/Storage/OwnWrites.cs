using Hub.Connectors;

namespace Hub.Storage;

/// <summary>A value that the hub wrote to a vendor's record, and that no event has told of yet.</summary>
/// <param name="Command">The command that wrote it.</param>
/// <param name="Property">The property.</param>
/// <param name="Hash">Of the value.</param>
/// <param name="BeganAt">When the first attempt began.</param>
/// <param name="EndedAt">When the vendor had done it; null while nobody knows that.</param>
/// <param name="Stamp">The record's version after it; null where the vendor does not tell.</param>
internal sealed record OwnWrite(string Command, string Property, byte[] Hash, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, long? Stamp);

/// <summary>The rows of the write ledger.</summary>
internal static class OwnWrites
{
    /// <summary>The level of its counters.</summary>
    public const string Level = "echoes";

    /// <summary>The counter of values that no event told of in time.</summary>
    public const string Expired = "expired";

    /// <summary>The counter of events that told of a record just when the hub wrote to it, and of something else.</summary>
    public const string Near = "near";

    /// <summary>What of a value is kept.</summary>
    public static byte[] HashOf(string? value) => Keys.Hash(value is null ? "empty" : "value", value ?? "");

    /// <summary>An attempt begins to write. Of one that comes again the beginning of the first counts: it may have had the effect.</summary>
    public static async ValueTask BeginAsync(ISql sql, string connection, RecordState written, string command, DateTimeOffset now)
    {
        foreach (var (property, value) in written.Values)
        {
            await sql.PostAsync(
                """
                INSERT INTO own_write (connection, record, command, property, hash, began_at) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (connection, record, command, property) DO UPDATE SET ended_at = NULL
                """,
                connection, written.Record, command, property, HashOf(value), now);
        }
    }

    /// <summary>The vendor has done what a command wanted.</summary>
    public static ValueTask EndAsync(ISql sql, string command, long? stamp, DateTimeOffset now) =>
        sql.PostAsync("UPDATE own_write SET ended_at = $2, stamp = $3 WHERE command = $1", command, now, stamp);

    /// <summary>A command changed nothing: no event will tell of it.</summary>
    public static ValueTask VoidAsync(ISql sql, string command) => sql.PostAsync("DELETE FROM own_write WHERE command = $1", command);

    /// <summary>What the hub wrote to a record, the oldest first.</summary>
    public static ValueTask<List<OwnWrite>> OfAsync(ISql sql, string connection, string record) => sql.ListAsync(
        "SELECT command, property, hash, began_at, ended_at, stamp FROM own_write WHERE connection = $1 AND record = $2 ORDER BY began_at, command, property",
        row => new OwnWrite(row.GetString(0), row.GetString(1), row.GetBytes(2), row.GetTime(3), row.GetTimeOrNull(4), row.GetInt64OrNull(5)),
        connection, record);

    /// <summary>An event has told of some of it: each counts for one event only.</summary>
    public static async ValueTask MeetAsync(ISql sql, string connection, string record, IReadOnlyList<OwnWrite> told)
    {
        foreach (var write in told)
        {
            await sql.PostAsync("DELETE FROM own_write WHERE connection = $1 AND record = $2 AND command = $3 AND property = $4", connection, record, write.Command, write.Property);
        }
    }

    /// <summary>Whether there is any that began before a moment.</summary>
    public static async ValueTask<OldRows> FindOldAsync(ISql sql, DateTimeOffset before) =>
        OldRows.Due(await sql.ScalarAsync<long>("SELECT 1 WHERE EXISTS (SELECT 1 FROM own_write WHERE began_at < $1)", before) == 1);

    /// <summary>Gives up some of them, and counts them.</summary>
    public static async ValueTask<int> DeleteOldAsync(ISql sql, DateTimeOffset before)
    {
        var gone = await sql.ExecuteAsync(
            "DELETE FROM own_write WHERE (connection, record, command, property) IN (SELECT old.connection, old.record, old.command, old.property FROM own_write old WHERE old.began_at < $1 LIMIT $2)",
            before, OldRows.DeletedAtOnce);
        if (gone > 0) await Counters.AddAsync(sql, Level, Expired, gone);
        return gone;
    }
}
