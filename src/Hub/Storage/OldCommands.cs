namespace Hub.Storage;

/// <summary>Deletes commands that have ended, with their attempts and what they count against limits, and the search terms of their time.</summary>
internal static class OldCommands
{
    /// <summary>Old commands that have ended.</summary>
    public static async ValueTask<OldRows> FindAsync(ISql sql, long after, DateTimeOffset before)
    {
        var looked = await sql.ListAsync(
            "SELECT seq, created_at, state, ended_at FROM command WHERE seq > $1 ORDER BY seq LIMIT $2",
            row => new Looked(row.GetInt64(0), row.GetTime(1), row.GetString(2), row.GetTimeOrNull(3)),
            after, OldRows.LookedAt);
        return OldRows.Of(looked, after, row => row.Seq, row => row.CreatedAt >= before, row => HasEnded(row.State) && row.EndedAt < before);
    }

    /// <summary>Deletes those of the commands that have ended.</summary>
    public static async ValueTask<int> DeleteAsync(ISql sql, IReadOnlyList<long> commands)
    {
        var deleted = 0;
        foreach (var seq in commands)
        {
            var found = await sql.FirstAsync("SELECT id, state, COALESCE(reason, '') FROM command WHERE seq = $1", row => new Found(row.GetString(0), row.GetString(1), row.GetString(2)), seq);

            // What listens to its outcome looks back on it.
            if (found is null || !HasEnded(found.State) || await IsFollowedAsync(sql, found.Id)) continue;
            await sql.ExecuteAsync("DELETE FROM attempt WHERE seq = $1", seq);
            await sql.ExecuteAsync("DELETE FROM quota_use WHERE command = $1", found.Id);
            await sql.ExecuteAsync("DELETE FROM command WHERE seq = $1", seq);
            await Forgotten.CountAsync(sql, Outbox.Level, found.State);
            if (found.Reason.Length > 0) await Forgotten.CountAsync(sql, Outbox.Level + ".reasons", found.Reason);
            deleted++;
        }

        return deleted;
    }

    /// <summary>Whether there are search terms that no event has carried since.</summary>
    public static async ValueTask<OldRows> FindTermsAsync(ISql sql, DateTimeOffset before) =>
        OldRows.Due(await sql.ScalarAsync<long>("SELECT 1 FROM term WHERE at < $1 LIMIT 1", before) is not null);

    /// <summary>Deletes some of the search terms that no event has carried since.</summary>
    public static ValueTask<int> DeleteTermsAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        "DELETE FROM term WHERE (term, kind, ref) IN (SELECT term, kind, ref FROM term WHERE at < $1 ORDER BY at LIMIT $2)", before, OldRows.DeletedAtOnce);

    private static async ValueTask<bool> IsFollowedAsync(ISql sql, string id) => await sql.ScalarAsync<long>(
        """
        SELECT 1 FROM event WHERE subject = 'after/' || (SELECT subject FROM command WHERE id = $1) AND followed = $1 AND state IN ('pending', 'parked')
        UNION ALL SELECT 1 FROM command WHERE followed = $1 AND state NOT IN ('done', 'refused', 'cancelled') LIMIT 1
        """,
        id) is not null;

    private static bool HasEnded(string state) => CommandState.Counted(state) is "done" or "refused" or "cancelled";

    private sealed record Looked(long Seq, DateTimeOffset CreatedAt, string State, DateTimeOffset? EndedAt);

    private sealed record Found(string Id, string State, string Reason);
}
