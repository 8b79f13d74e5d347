namespace Hub.Storage;

/// <summary>The counts of the three levels: rows changed in the transaction of what they count, never computed from it.</summary>
internal static class Counters
{
    public static async ValueTask AddAsync(ISql sql, string level, string name, long by = 1)
    {
        if (by == 0) return;
        await sql.ExecuteAsync(
            "INSERT INTO counter (level, name, value) VALUES ($1, $2, $3) ON CONFLICT (level, name) DO UPDATE SET value = counter.value + excluded.value",
            level, name, by);
    }

    /// <summary>Moves one entry of a level from a state to another; a state that carries a reason counts it too.</summary>
    public static async ValueTask MoveAsync(ISql sql, string level, (string State, string? Reason) from, (string State, string? Reason) to)
    {
        await AddAsync(sql, level, from.State, -1);
        await AddAsync(sql, level, to.State);
        if (from.Reason is not null) await AddAsync(sql, level + ".reasons", from.Reason, -1);
        if (to.Reason is not null) await AddAsync(sql, level + ".reasons", to.Reason);
    }
}
