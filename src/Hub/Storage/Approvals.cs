namespace Hub.Storage;

/// <summary>A command that waits for an approval, as an example of those that do.</summary>
/// <param name="Command">The hub's id of it.</param>
/// <param name="Action">The action.</param>
/// <param name="Customer">The customer that it goes to.</param>
/// <param name="Thread">The thread that it goes to.</param>
/// <param name="Text">What the person would read.</param>
/// <param name="CreatedAt">When the route made it.</param>
internal sealed record ApprovalSample(string Command, string Action, string? Customer, string? Thread, string? Text, DateTimeOffset CreatedAt);

/// <summary>A route whose sends wait for an approval.</summary>
/// <param name="Route">The route's id.</param>
/// <param name="Waiting">How many of its commands wait.</param>
/// <param name="Since">Since when.</param>
/// <param name="Why">Why, in one sentence.</param>
/// <param name="Order">What is being done with what waits: <c>approve</c> or <c>discard</c>; null where nobody has decided.</param>
/// <param name="Sample">The first that waits; null where none does any more.</param>
internal sealed record Approval(string Route, long Waiting, DateTimeOffset Since, string Why, string? Order, ApprovalSample? Sample);

/// <summary>The rows of routes whose sends wait for an approval: pauses of a kind of their own, ended in the same steps.</summary>
internal static class Approvals
{
    /// <summary>The kind of the pause, and its <c>by</c> while nobody has decided.</summary>
    public const string Kind = "approval";

    /// <summary>The verdict, which is the reason of what waits.</summary>
    public const string Verdict = "awaiting_approval";

    /// <summary>What waits is sent.</summary>
    public const string Approve = "approve";

    /// <summary>What waits is cancelled, as far as it is of the content that began to wait.</summary>
    public const string Discard = "discard";

    private const string Held = "route IN ($1, $2) AND state = 'held' AND reason = 'awaiting_approval'";

    /// <summary>Lets a route wait from now on.</summary>
    /// <returns>Whether it did not wait before.</returns>
    public static async ValueTask<bool> BeginAsync(ISql sql, string route, string content, string why, DateTimeOffset now) => await sql.ExecuteAsync(
        "INSERT INTO pause (kind, name, reason, by, at, until, content) VALUES ($1, $2, $3, $1, $4, $5, $6) ON CONFLICT (kind, name) DO NOTHING", Kind, route, why, now, Lines.Never, content) > 0;

    /// <summary>What a route was when it began to wait, and the order that is being carried out; null where it does not wait.</summary>
    public static async ValueTask<(string Content, string? Order)?> FindAsync(ISql sql, string route) =>
        (await sql.ListAsync("SELECT content, by FROM pause WHERE kind = $1 AND name = $2", row => (row.GetString(0), OrderOf(row.GetString(1))), Kind, route)) is [var only, ..] ? only : null;

    /// <summary>Begins to carry out an order.</summary>
    public static async ValueTask OrderAsync(ISql sql, string route, string order)
    {
        await sql.ExecuteAsync("UPDATE pause SET by = $3 WHERE kind = $1 AND name = $2", Kind, route, order);
        await Pauses.BeginResumeAsync(sql, Kind, route);
    }

    /// <summary>How many commands of a route wait.</summary>
    public static async ValueTask<long> CountAsync(ISql sql, string route) =>
        await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM command WHERE {Held}", route, route + CommandRow.OutsideWindowSuffix) ?? 0;

    /// <summary>All routes that wait, those first that have longest, without what waits of them.</summary>
    public static ValueTask<List<Approval>> BegunAsync(ISql sql) => sql.ListAsync(
        "SELECT name, at, reason, by FROM pause WHERE kind = $1 ORDER BY at, name",
        row => new Approval(row.GetString(0), 0, row.GetTime(1), row.GetString(2), OrderOf(row.GetString(3)), null), Kind);

    /// <summary>All routes that wait, those first that have longest.</summary>
    public static async ValueTask<List<Approval>> ListAsync(ISql sql)
    {
        var routes = await BegunAsync(sql);
        for (var i = 0; i < routes.Count; i++)
        {
            var sample = await sql.FirstAsync(
                $"SELECT id, action, customer, thread, shown, created_at FROM command WHERE {Held} ORDER BY seq LIMIT 1",
                row => new ApprovalSample(row.GetString(0), row.GetString(1), row.GetStringOrNull(2), row.GetStringOrNull(3), row.GetStringOrNull(4), row.GetTime(5)),
                routes[i].Route, routes[i].Route + CommandRow.OutsideWindowSuffix);
            routes[i] = routes[i] with { Waiting = await CountAsync(sql, routes[i].Route), Sample = sample };
        }

        return routes;
    }

    private static string? OrderOf(string by) => by == Kind ? null : by;
}
