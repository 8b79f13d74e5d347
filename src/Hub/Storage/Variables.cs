namespace Hub.Storage;

/// <summary>A variable as it is stored.</summary>
/// <param name="Name">The declared name.</param>
/// <param name="Type">The type with which it was written.</param>
/// <param name="Value">The value as JSON.</param>
internal sealed record VariableRow(string Name, string Type, string Value);

/// <summary>The rows of state variables: values of a customer or thread with a life time.</summary>
internal static class Variables
{
    public const string OfCustomer = "customer";
    public const string OfThread = "thread";

    /// <summary>The variables of one owner that are alive, by name.</summary>
    /// <remarks>Of owners who became one, the newer value of each counts.</remarks>
    public static async ValueTask<List<VariableRow>> OfAsync(ISql sql, string of, string owner, DateTimeOffset now)
    {
        var rows = await sql.ListAsync(
            $"SELECT name, type, value, expires_at FROM variable WHERE of = $1 AND owner IN {Owners(of)} ORDER BY name, set_at DESC, CASE WHEN owner = $2 THEN 0 ELSE 1 END",
            row => (Variable: new VariableRow(row.GetString(0), row.GetString(1), row.GetString(2)), ExpiresAt: row.GetTime(3)), of, owner);
        return [.. rows.DistinctBy(row => row.Variable.Name).Where(row => row.ExpiresAt > now).Select(row => row.Variable)];
    }

    /// <summary>The variables of one owner that were written at this moment or before, have not been written since, and lived then.</summary>
    public static ValueTask<List<VariableRow>> WrittenBeforeAsync(ISql sql, string of, string owner, DateTimeOffset at) => sql.ListAsync(
        "SELECT name, type, value FROM variable WHERE of = $1 AND owner = $2 AND set_at <= $3 AND expires_at > $3 ORDER BY name",
        row => new VariableRow(row.GetString(0), row.GetString(1), row.GetString(2)),
        of, owner, at);

    /// <summary>Writes a variable; what of the owner's has ended goes.</summary>
    public static async ValueTask SetAsync(ISql sql, string of, string owner, VariableRow variable, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        // An ended value still hides an older one of who merged into the owner.
        await sql.ExecuteAsync(
            $"""
             DELETE FROM variable WHERE of = $1 AND owner = $2 AND expires_at <= $3
               AND NOT EXISTS (SELECT 1 FROM variable other WHERE other.of = $1 AND other.owner IN {Owners(of)} AND other.owner <> $2 AND other.name = variable.name)
             """,
            of, owner, now);
        await sql.ExecuteAsync(
            """
            INSERT INTO variable (of, owner, name, type, value, set_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (of, owner, name) DO UPDATE SET type = excluded.type, value = excluded.value, set_at = excluded.set_at, expires_at = excluded.expires_at
            """,
            of, owner, variable.Name, variable.Type, variable.Value, now, expiresAt);
    }

    /// <summary>Forgets a variable, also that of who merged into the owner.</summary>
    public static ValueTask<int> ClearAsync(ISql sql, string of, string owner, string name) =>
        sql.ExecuteAsync($"DELETE FROM variable WHERE of = $1 AND owner IN {Owners(of)} AND name = $3", of, owner, name);

    private static string Owners(string of) => of == OfThread ? Same.Threads("$2") : Same.Customers("$2");
}
