namespace Hub.Storage;

/// <summary>The routes that there have been.</summary>
internal static class RouteHistory
{
    /// <summary>Whether a route of this id has made a command or looked at an event, also one that no mapping file has any more.</summary>
    public static async ValueTask<bool> KnowsAsync(ISql sql, string route) =>
        await sql.ScalarAsync<long>("SELECT 1 FROM command WHERE route = $1 LIMIT 1", route) is not null
        || await sql.ScalarAsync<long>("SELECT 1 FROM event_route WHERE route = $1 LIMIT 1", route) is not null;
}
