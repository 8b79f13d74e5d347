using System.Globalization;
using Npgsql;
using Sandbox;

namespace EndToEnd.Tests;

/// <summary>Three hubs on one PostgreSQL database, with the vendors of a world.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    public const int Count = 3;

    private readonly string address;
    private readonly bool isOwn;
    private readonly List<HubProcess> others;

    private Nodes(string address, bool isOwn, World world)
    {
        (this.address, this.isOwn) = (address, isOwn);
        World = world;
        others = [.. Enumerable.Range(1, Count - 1).Select(_ => world.AnotherNode())];
    }

    public World World { get; }

    public IReadOnlyList<HubProcess> All => [World.Hub, .. others];

    /// <summary>Starts them.</summary>
    /// <param name="seed">What all chance follows from.</param>
    /// <param name="more">Further settings.</param>
    /// <param name="on">An empty database on another server than that of the tests; null for a new one there.</param>
    public static async Task<Nodes> StartAsync(int seed, Dictionary<string, string>? more = null, string? on = null)
    {
        var made = on ?? PostgresServer.Create();
        var settings = new Dictionary<string, string>(more ?? []) { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = made };
        var nodes = new Nodes(made, on is not null, await World.StartAsync(new() { Seed = seed, Hub = settings }, CancellationToken.None));
        await Task.WhenAll(nodes.others.Select(other => other.StartAsync(TimeSpan.Zero, CancellationToken.None)));
        nodes.Spread(nodes.All);
        return nodes;
    }

    /// <summary>Lets each vendor reach another one of these, as a balancer in front would.</summary>
    public void Spread(IEnumerable<HubProcess> alive)
    {
        var there = alive.ToList();
        foreach (var (index, vendor) in World.Vendors.Index()) vendor.Webhooks.Hub = there[index % there.Count].Address;
    }

    /// <summary>The node that reads webhooks for all.</summary>
    public async Task<HubProcess> ReaderAsync()
    {
        var name = await AskAsync("SELECT node.name FROM duty JOIN node ON node.id = duty.node WHERE duty.name = 'reading'");
        return All.Single(node => name is string text && node.ProcessId is { } id && text.EndsWith($"/{id.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal));
    }

    /// <summary>How the nodes stand in the store.</summary>
    public async Task<long> LiveAsync() => (long)(await AskAsync("SELECT COUNT(*) FROM node"))!;

    /// <summary>How much is under way or waits.</summary>
    public async Task<long> PendingAsync() => (long)(await AskAsync("SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counter WHERE level IN ('webhooks', 'events', 'commands') AND name = 'pending'"))!;

    /// <summary>What has not come to its end, and who holds it.</summary>
    public async Task<string> DescribeAsync() => (string)(await AskAsync(
        """
        SELECT COALESCE(string_agg(what, chr(10)), 'nothing') FROM (
          SELECT 'node ' || id || ' ' || name AS what FROM node
          UNION ALL SELECT 'duty ' || name || ' ' || node FROM duty
          UNION ALL SELECT 'line ' || queue || ' ' || subject || ' ready in ' || (ready_at - CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT)) || ' ms, ' || COALESCE(blocked_by, '-') || ', claimed by ' || COALESCE(claimed_by, '-') FROM line
          UNION ALL SELECT 'webhook ' || seq || ' ' || endpoint || ' flight ' || in_flight || ' suspect ' || is_suspect || ' begun ' || begun || ' pending ' || pending || ' read ' || is_read FROM webhook WHERE outcome = 'pending'
          UNION ALL SELECT 'event ' || type || ' ' || subject || ' flight ' || in_flight || ' suspect ' || is_suspect || ' begun ' || begun || ' ' || COALESCE(error, '') FROM event WHERE state = 'pending'
          UNION ALL SELECT 'command ' || route || ' ' || state || ' ' || subject || ' flight ' || in_flight || ' suspect ' || is_suspect || ' begun ' || begun || ' ' || COALESCE(reason, '') || ' ' || COALESCE(error, '')
            FROM command WHERE state NOT IN ('done', 'refused', 'cancelled')) AS all_of_it
        """))!;

    /// <summary>The first column of the first row.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in others) await other.DisposeAsync();
        await World.DisposeAsync();
        if (!isOwn) PostgresServer.Drop(address);
    }
}
