namespace Hub.Storage;

/// <summary>The counts of the three levels: rows changed in the transaction of what they count, never computed from it.</summary>
internal static class Counters
{
    private const string Merge = " ON CONFLICT (level, name) DO UPDATE SET value = counter.value + excluded.value";

    public static async ValueTask AddAsync(ISql sql, string level, string name, long by = 1) =>
        await sql.PostAsync("INSERT INTO counter (level, name, value) VALUES ($1, $2, $3)" + Merge, level, name, by);

    /// <summary>A new entry of a level: received or created, and in its first state.</summary>
    public static async ValueTask EnterAsync(ISql sql, string level, string arrival, string state) =>
        await sql.PostAsync("INSERT INTO counter (level, name, value) VALUES ($1, $2, 1), ($1, $3, 1)" + Merge, level, arrival, state);

    /// <summary>Moves one entry of a level from a state to another; a state that carries a reason counts it too.</summary>
    public static async ValueTask MoveAsync(ISql sql, string level, (string State, string? Reason) from, (string State, string? Reason) to)
    {
        if (from.State != to.State)
        {
            await sql.PostAsync("INSERT INTO counter (level, name, value) VALUES ($1, $2, -1), ($1, $3, 1)" + Merge, level, from.State, to.State);
        }

        if (from.Reason is not null) await AddAsync(sql, level + ".reasons", from.Reason, -1);
        if (to.Reason is not null) await AddAsync(sql, level + ".reasons", to.Reason);
    }
}
