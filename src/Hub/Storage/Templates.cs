namespace Hub.Storage;

/// <summary>The rows of message templates as last fetched, for a start while the vendor cannot be reached.</summary>
internal static class Templates
{
    public static async ValueTask<int> ReplaceAsync(ISql sql, string connection, IReadOnlyList<(string Name, string Language, string Body)> templates, DateTimeOffset now)
    {
        await sql.ExecuteAsync("DELETE FROM template WHERE connection = $1", connection);
        foreach (var (name, language, body) in templates)
        {
            await sql.ExecuteAsync(
                """
                INSERT INTO template (connection, name, language, body, at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (connection, name, language) DO UPDATE SET body = excluded.body, at = excluded.at
                """,
                connection, name, language, body, now);
        }

        return templates.Count;
    }

    public static ValueTask<List<string>> ListAsync(ISql sql, string connection) =>
        sql.ListAsync("SELECT body FROM template WHERE connection = $1", row => row.GetString(0), connection);
}
