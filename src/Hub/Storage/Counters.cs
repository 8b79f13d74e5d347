namespace Hub.Storage;

/// <summary>The counts of the three levels: rows changed in the transaction of what they count, never computed from it.</summary>
internal static class Counters
{
    /// <summary>Adds the third value to the counter of the first two.</summary>
    public const string Add = "INSERT INTO counter (level, name, value) VALUES ($1, $2, $3) ON CONFLICT (level, name) DO UPDATE SET value = counter.value + excluded.value";

    public static ValueTask AddAsync(ISql sql, string level, string name, long by = 1) => sql.TallyAsync(level, name, by);

    /// <summary>A new entry of a level: received or created, and in its first state.</summary>
    public static async ValueTask EnterAsync(ISql sql, string level, string arrival, string state)
    {
        await sql.TallyAsync(level, arrival, 1);
        await sql.TallyAsync(level, state, 1);
    }

    /// <summary>Moves one entry of a level from a state to another; a state that carries a reason counts it too.</summary>
    public static async ValueTask MoveAsync(ISql sql, string level, (string State, string? Reason) from, (string State, string? Reason) to)
    {
        if (from.State != to.State)
        {
            await sql.TallyAsync(level, from.State, -1);
            await sql.TallyAsync(level, to.State, 1);
        }

        if (from.Reason is not null) await AddAsync(sql, level + ".reasons", from.Reason, -1);
        if (to.Reason is not null) await AddAsync(sql, level + ".reasons", to.Reason);
    }
}
