namespace Hub.Storage;

/// <summary>Deletes commands that have ended, with their attempts and what they count against limits, and the search terms of their time.</summary>
internal static class OldCommands
{
    private const string IsFollowed =
        """
        SELECT 1 FROM event WHERE subject = 'after/' || (SELECT subject FROM command WHERE id = $1) AND followed = $1 AND state IN ('pending', 'parked')
        UNION ALL SELECT 1 FROM command WHERE followed = $1 AND state NOT IN ('done', 'refused', 'cancelled') LIMIT 1
        """;

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
        var found = (await sql.ListEachAsync(
            "SELECT seq, id, state, COALESCE(reason, '') FROM command WHERE seq = $1",
            row => new Found(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            OldRows.Each(commands, seq => seq))).SelectMany(rows => rows).Where(row => HasEnded(row.State)).ToList();

        // What listens to its outcome looks back on it.
        var followed = await sql.ListEachAsync(IsFollowed, _ => true, OldRows.Each(found, row => row.Id));
        var going = found.Where((_, i) => followed[i].Count == 0).ToList();
        await sql.ExecuteEachAsync("DELETE FROM attempt WHERE seq = $1", OldRows.Each(going, row => row.Seq));
        await sql.ExecuteEachAsync("DELETE FROM quota_use WHERE command = $1", OldRows.Each(going, row => row.Id));
        await sql.ExecuteEachAsync("DELETE FROM command WHERE seq = $1", OldRows.Each(going, row => row.Seq));
        foreach (var row in going)
        {
            await Forgotten.CountAsync(sql, Outbox.Level, row.State);
            if (row.Reason.Length > 0) await Forgotten.CountAsync(sql, Outbox.Level + ".reasons", row.Reason);
        }

        return going.Count;
    }

    /// <summary>Whether there are search terms that no event has carried since.</summary>
    public static async ValueTask<OldRows> FindTermsAsync(ISql sql, DateTimeOffset before) =>
        OldRows.Due(await sql.ScalarAsync<long>("SELECT 1 FROM term WHERE at < $1 LIMIT 1", before) is not null);

    /// <summary>Deletes some of the search terms that no event has carried since.</summary>
    public static ValueTask<int> DeleteTermsAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        "DELETE FROM term WHERE (term, kind, ref) IN (SELECT term, kind, ref FROM term WHERE at < $1 ORDER BY at LIMIT $2)", before, OldRows.DeletedAtOnce);

    private static bool HasEnded(string state) => CommandState.Counted(state) is "done" or "refused" or "cancelled";

    private sealed record Looked(long Seq, DateTimeOffset CreatedAt, string State, DateTimeOffset? EndedAt);

    private sealed record Found(long Seq, string Id, string State, string Reason);
}
