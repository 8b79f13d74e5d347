namespace Hub.Storage;

/// <summary>Deletes what stays behind when nothing asks for it any more: statuses of messages that the hub has not sent, variables that have ended, alerts and refusals that are long over.</summary>
internal static class OldLeftovers
{
    private const string Foreign = "SELECT vendor_id, status FROM message_status WHERE command IS NULL AND at < $1";

    // An ended value still hides an older one of who is the same person.
    private static readonly string Ended =
        $"""
         SELECT old.of, old.owner, old.name FROM variable AS old WHERE old.expires_at < $1 AND NOT EXISTS (
           SELECT 1 FROM variable AS other WHERE other.of = old.of AND other.name = old.name AND other.owner <> old.owner AND (
             (old.of = '{Variables.OfCustomer}' AND other.owner IN {Same.Customers("old.owner")}) OR (old.of = '{Variables.OfThread}' AND other.owner IN {Same.Threads("old.owner")})))
         """;

    /// <summary>Whether there are statuses of messages that the hub has not sent from before a moment.</summary>
    public static async ValueTask<OldRows> FindStatusesAsync(ISql sql, DateTimeOffset before) => OldRows.Due(await IsAnyAsync(sql, Foreign, before));

    /// <summary>Deletes some of them.</summary>
    public static ValueTask<int> DeleteStatusesAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        $"DELETE FROM message_status WHERE (vendor_id, status) IN ({Foreign} ORDER BY at LIMIT $2)", before, OldRows.DeletedAtOnce);

    /// <summary>Whether there are variables that ended before a moment.</summary>
    public static async ValueTask<OldRows> FindVariablesAsync(ISql sql, DateTimeOffset before) => OldRows.Due(await IsAnyAsync(sql, Ended, before));

    /// <summary>Deletes some of them.</summary>
    public static ValueTask<int> DeleteVariablesAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        $"DELETE FROM variable WHERE (of, owner, name) IN ({Ended} ORDER BY old.expires_at LIMIT $2)", before, OldRows.DeletedAtOnce);

    /// <summary>Alerts that were told once, or were over, before a moment.</summary>
    public static async ValueTask<OldRows> FindAlertsAsync(ISql sql, long after, DateTimeOffset before)
    {
        var looked = await sql.ListAsync(
            "SELECT seq, at, lasts, resolved_at FROM alert WHERE seq > $1 ORDER BY seq LIMIT $2",
            row => (Seq: row.GetInt64(0), At: row.GetTime(1), Lasts: row.GetFlag(2), Over: row.GetTimeOrNull(3)),
            after, OldRows.LookedAt);
        return OldRows.Of(looked, after, row => row.Seq, row => row.At >= before, row => !row.Lasts || row.Over < before);
    }

    /// <summary>Deletes alerts.</summary>
    public static async ValueTask<int> DeleteAlertsAsync(ISql sql, IReadOnlyList<long> alerts)
    {
        foreach (var seq in alerts) await sql.ExecuteAsync("DELETE FROM alert WHERE seq = $1", seq);
        return alerts.Count;
    }

    /// <summary>Whether there are times of refused webhooks that were over before a moment.</summary>
    public static async ValueTask<OldRows> FindRefusalsAsync(ISql sql, DateTimeOffset before) =>
        OldRows.Due(await IsAnyAsync(sql, "SELECT began_at FROM refusal WHERE ended_at < $1", before));

    /// <summary>Deletes some of them.</summary>
    public static ValueTask<int> DeleteRefusalsAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        "DELETE FROM refusal WHERE (connection, began_at) IN (SELECT old.connection, old.began_at FROM refusal AS old WHERE old.ended_at < $1 LIMIT $2)", before, OldRows.DeletedAtOnce);

    private static async ValueTask<bool> IsAnyAsync(ISql sql, string rows, DateTimeOffset before) => await sql.ScalarAsync<long>($"SELECT 1 WHERE EXISTS ({rows})", before) is not null;
}
