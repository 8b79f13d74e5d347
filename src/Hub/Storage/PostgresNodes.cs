namespace Hub.Storage;

/// <summary>What a node learns when it says that it is alive.</summary>
/// <param name="IsAlive">Whether it was taken for alive until now; otherwise all that it held is free again.</param>
/// <param name="Nodes">How many nodes are alive, itself included.</param>
/// <param name="Gone">The names of those that are no more, and how many entries each had under way.</param>
/// <param name="MinApp">The oldest build that can work with the store.</param>
internal sealed record Beat(bool IsAlive, int Nodes, IReadOnlyList<(string Name, long UnderWay)> Gone, int MinApp);

/// <summary>The rows of nodes and of what they hold. Only the store's own clock counts, since those of the nodes may differ.</summary>
internal static class PostgresNodes
{
    private const string Clock = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    /// <summary>What the store's clock shows.</summary>
    public static async ValueTask<DateTimeOffset> ClockAsync(ISql sql) => DateTimeOffset.FromUnixTimeMilliseconds((await sql.ScalarAsync<long>($"SELECT {Clock}"))!.Value);

    /// <summary>Enters a node under an id that none has had before.</summary>
    public static ValueTask<int> EnterAsync(ISql sql, string node, string name, TimeSpan lease) => sql.ExecuteAsync(
        $"INSERT INTO node (id, name, alive_until) VALUES ($1, $2, {Clock} + CAST($3 AS BIGINT))", node, name, (long)lease.TotalMilliseconds);

    /// <summary>Says that a node is alive for another while, and frees what those hold that are not.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="node">The node.</param>
    /// <param name="lease">For how long it is taken for alive without another word.</param>
    /// <param name="judges">Whether it may take others for dead.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask<Beat> BeatAsync(ISql sql, string node, TimeSpan lease, bool judges, DateTimeOffset now)
    {
        var isAlive = await sql.ExecuteAsync($"UPDATE node SET alive_until = {Clock} + CAST($2 AS BIGINT) WHERE id = $1", node, (long)lease.TotalMilliseconds) > 0;
        var silent = judges ? await sql.ListAsync($"SELECT id, name FROM node WHERE alive_until < {Clock} AND id <> $1", row => (row.GetString(0), row.GetString(1)), node) : [];
        var gone = new List<(string Name, long UnderWay)>();
        foreach (var (id, name) in silent)
        {
            gone.Add((name, await LeaveAsync(sql, id, now)));
        }

        var nodes = await sql.ScalarAsync<long>("SELECT COUNT(*) FROM node") ?? 0;
        return new(isAlive, (int)nodes, gone, (int)(await sql.ScalarAsync<long>("SELECT MAX(min_app) FROM schema") ?? 0));
    }

    /// <summary>Whether some other node has not said for too long that it is alive.</summary>
    public static async ValueTask<bool> IsAnyGoneAsync(ISql sql, string node) =>
        await sql.ScalarAsync<long>($"SELECT 1 FROM node WHERE alive_until < {Clock} AND id <> $1", node) is not null;

    /// <summary>Takes a node out, and frees what it held; what it had under way is suspect.</summary>
    /// <returns>How many entries it had under way.</returns>
    public static async ValueTask<long> LeaveAsync(ISql sql, string node, DateTimeOffset now)
    {
        var underWay = await Suspects.FindAsync(sql, now, node);
        await sql.ExecuteAsync("UPDATE line SET claimed_by = NULL WHERE claimed_by = $1", node);
        await sql.ExecuteAsync("DELETE FROM duty WHERE node = $1", node);
        await sql.ExecuteAsync("DELETE FROM node WHERE id = $1", node);
        return underWay;
    }

    /// <summary>Takes lines for a node that is alive, but for those that others have.</summary>
    /// <returns>The subjects of those taken.</returns>
    public static async ValueTask<List<string>> TakeAsync(ISql sql, string node, string queue, IReadOnlyList<string> subjects)
    {
        var taken = await sql.ExecuteEachAsync(
            "UPDATE line SET claimed_by = $1 WHERE queue = $2 AND subject = $3 AND (claimed_by IS NULL OR claimed_by = $1) AND EXISTS (SELECT 1 FROM node WHERE id = $1)",
            [.. subjects.Select(subject => new object?[] { node, queue, subject })]);
        return [.. subjects.Where((_, i) => taken[i] > 0)];
    }

    /// <summary>Gives a line back.</summary>
    public static ValueTask ReleaseAsync(ISql sql, string node, string queue, string subject) =>
        sql.PostAsync("UPDATE line SET claimed_by = NULL WHERE queue = $2 AND subject = $3 AND claimed_by = $1", node, queue, subject);

    /// <summary>The node that has a duty; null for none.</summary>
    public static ValueTask<string?> OnDutyAsync(ISql sql, string duty) => sql.FirstAsync("SELECT node FROM duty WHERE name = $1", row => row.GetString(0), duty);

    /// <summary>Takes a duty for a node that is alive, unless another has it.</summary>
    public static async ValueTask<bool> TakeDutyAsync(ISql sql, string node, string duty)
    {
        await sql.ExecuteAsync("INSERT INTO duty (name, node) SELECT CAST($2 AS TEXT), id FROM node WHERE id = $1 ON CONFLICT (name) DO NOTHING", node, duty);
        return await Fence.HoldsAsync(sql, new Hold.Duty(duty, node), WriteKind.Read);
    }
}
