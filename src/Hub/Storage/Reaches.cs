using Hub.Connectors;

namespace Hub.Storage;

/// <summary>The rows of how far accounts reach, as their vendors told it last, and of whom each portfolio last wrote to outside of an open window.</summary>
internal static class Reaches
{
    /// <summary>So many rows are deleted in one transaction, so that nobody waits for it.</summary>
    private const int DeletedAtOnce = 500;

    /// <summary>Keeps what a vendor told; null where it tells no limit any more.</summary>
    public static ValueTask<int> KeepAsync(ISql sql, string connection, AccountReach.Told? told) => told is null
        ? sql.ExecuteAsync("DELETE FROM account_reach WHERE connection = $1", connection)
        : sql.ExecuteAsync(
            """
            INSERT INTO account_reach (connection, portfolio, people) VALUES ($1, $2, $3)
            ON CONFLICT (connection) DO UPDATE SET portfolio = excluded.portfolio, people = excluded.people
            """,
            connection, told.Portfolio, told.PeopleADay);

    /// <summary>What the vendor of a connection told last; null where nothing is known.</summary>
    public static ValueTask<AccountReach.Told?> FindAsync(ISql sql, string connection) =>
        sql.FirstAsync("SELECT portfolio, people FROM account_reach WHERE connection = $1", row => new AccountReach.Told(row.GetString(0), row.GetInt64OrNull(1)), connection);

    /// <summary>When a portfolio last wrote to a customer, or to one who merged into them, outside of a window; null where it has not.</summary>
    public static async ValueTask<DateTimeOffset?> LastAsync(ISql sql, string portfolio, string customer) =>
        await sql.ScalarAsync<long>($"SELECT MAX(at) FROM reach WHERE portfolio = $1 AND customer IN {Same.Customers("$2")}", portfolio, customer) is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    /// <summary>To how many different people a portfolio has written since a moment, of whom at most so many are counted. Whoever counts waits for those who count at the same time to be done with what they take.</summary>
    /// <returns>Their number, and of those that were counted, newest first, the moment of the last.</returns>
    public static async ValueTask<(long Count, DateTimeOffset? Oldest)> CountAsync(ISql sql, string portfolio, DateTimeOffset after, long most)
    {
        await sql.ExecuteAsync("UPDATE account_reach SET portfolio = portfolio WHERE portfolio = $1", portfolio);
        return await sql.FirstValueAsync(
            "SELECT COUNT(*), MIN(at) FROM (SELECT at FROM reach WHERE portfolio = $1 AND at > $2 ORDER BY at DESC LIMIT $3) AS newest",
            row => (row.GetInt64(0), row.GetTimeOrNull(1)), portfolio, after, most) ?? default;
    }

    /// <summary>Counts the person that a command writes to.</summary>
    public static ValueTask TakeAsync(ISql sql, string portfolio, string customer, string command, DateTimeOffset now) => sql.PostAsync(
        """
        INSERT INTO reach (portfolio, customer, at, command) VALUES ($1, $2, $3, $4)
        ON CONFLICT (portfolio, customer) DO UPDATE SET previous_at = reach.at, at = excluded.at, command = excluded.command
        """,
        portfolio, customer, now, command);

    /// <summary>A command had no effect: its person counts as before. Who was written to by another command since counts by that one.</summary>
    public static async ValueTask GiveBackAsync(ISql sql, CommandRow c)
    {
        const string taken = "WHERE portfolio = (SELECT portfolio FROM account_reach WHERE connection = $1) AND customer = $2 AND command = $3";
        await sql.PostAsync($"DELETE FROM reach {taken} AND previous_at IS NULL", c.Connection, c.Customer, c.Id);
        await sql.PostAsync($"UPDATE reach SET at = previous_at, previous_at = NULL, command = NULL {taken}", c.Connection, c.Customer, c.Id);
    }

    /// <summary>Whether there is anybody who was written to before a moment only.</summary>
    public static async ValueTask<OldRows> FindOldAsync(ISql sql, DateTimeOffset before) =>
        OldRows.Due(await sql.ScalarAsync<long>("SELECT 1 WHERE EXISTS (SELECT 1 FROM reach WHERE at < $1)", before) == 1);

    /// <summary>Forgets some of them.</summary>
    public static ValueTask<int> DeleteOldAsync(ISql sql, DateTimeOffset before) => sql.ExecuteAsync(
        "DELETE FROM reach WHERE (portfolio, customer) IN (SELECT old.portfolio, old.customer FROM reach old WHERE old.at < $1 LIMIT $2)", before, DeletedAtOnce);
}
