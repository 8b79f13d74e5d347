using System.Text.Json;
using Hub.Connectors;
using Hub.Faults;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The snapshot in force, and older ones that commands still need: a command is finished on the files that made it.</summary>
internal sealed class SnapshotStore(IDatabase database, MappingEnvironment environment, BlastGuard guard, FaultTrigger faults, TimeProvider time)
{
    // Compiled snapshots besides the active one: what is older is compiled anew from its row when a late command asks for it.
    private const int KeptCompiled = 16;

    private readonly Lock gate = new();
    private readonly LinkedList<Snapshot> known = new();
    private volatile ActiveSnapshot? active;

    /// <summary>The snapshot in force; null until one was activated.</summary>
    public Snapshot? Active => active?.Snapshot;

    /// <summary>The snapshot in force with the moment since which it is; null until one was activated.</summary>
    public ActiveSnapshot? InForce => active;

    /// <summary>Puts a snapshot in force and keeps its sources: whole, or where the store fails not at all.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written; the snapshot before stays in force.</exception>
    public async Task ActivateAsync(Snapshot snapshot, CancellationToken cancel)
    {
        var sources = JsonSerializer.Serialize(
            snapshot.Sources.Select(source => new SnapshotSource(source.File, source.Text)).ToList(), PipelineJson.Default.ListSnapshotSource);
        var contents = RouteContents.Of(snapshot).Where(route => snapshot.Find(route.Key)?.Action is IMessageAction).ToDictionary(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await HubReports.ListenAsync(sql, snapshot.EventTypes);
                await SendCounts.KeepContentsAsync(sql, snapshot.Hash, contents, guard.First, now);
                return await Snapshots.ActivateAsync(sql, snapshot.Hash, sources, now);
            },
            cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        Keep(snapshot);
        active = new(snapshot, now);
    }

    /// <summary>Takes the snapshot that another node has put in force.</summary>
    /// <returns>Its hash where it cannot be: it is not kept, or does not compile with this node's connections; otherwise null.</returns>
    public async Task<string?> FollowAsync(CancellationToken cancel)
    {
        var before = active;
        if (await database.ReadAsync(Snapshots.ActiveHashAsync, cancel) is not { } hash || hash == before?.Snapshot.Hash) return null;
        if (await FindAsync(hash, cancel) is not { } snapshot) return hash;

        // What this node has put in force meanwhile is the newer.
        Interlocked.CompareExchange(ref active, new(snapshot, time.GetUtcNow()), before);
        return null;
    }

    /// <summary>A snapshot by its hash, compiled anew from its kept sources where this process does not hold it; null where it is not kept
    /// or does not compile with today's connections.</summary>
    public async Task<Snapshot?> FindAsync(string hash, CancellationToken cancel)
    {
        if (Known(hash) is { } snapshot) return snapshot;
        if (await SourcesAsync(hash, cancel) is not { } sources) return null;
        return MappingFolder.Compile(sources, environment, cancel).Snapshot is { } compiled ? Keep(compiled) : null;
    }

    /// <summary>The files of a snapshot by its hash; null where it is not kept.</summary>
    public async Task<IReadOnlyList<MappingSource>?> SourcesAsync(string hash, CancellationToken cancel) =>
        Read(await database.ReadAsync(sql => Snapshots.SourcesAsync(sql, hash), cancel));

    /// <summary>The files of the snapshot that was in force when the store was used last; null before the first.</summary>
    public async Task<IReadOnlyList<MappingSource>?> LastActiveSourcesAsync(CancellationToken cancel) =>
        Read(await database.ReadAsync(Snapshots.ActiveSourcesAsync, cancel));

    private static List<MappingSource>? Read(string? stored) =>
        stored is null ? null : [.. JsonSerializer.Deserialize(stored, PipelineJson.Default.ListSnapshotSource)!.Select(source => new MappingSource(source.Path, source.Text))];

    private Snapshot? Known(string hash)
    {
        if (active is { } current && current.Snapshot.Hash == hash) return current.Snapshot;
        lock (gate)
        {
            for (var node = known.First; node is not null; node = node.Next)
            {
                if (node.Value.Hash != hash) continue;
                known.Remove(node);
                known.AddFirst(node);
                return node.Value;
            }
        }

        return null;
    }

    // The one that was asked for last stands first.
    private Snapshot Keep(Snapshot snapshot)
    {
        if (Known(snapshot.Hash) is { } there) return there;
        lock (gate)
        {
            known.AddFirst(snapshot);
            if (known.Count > KeptCompiled + 1) known.RemoveLast();
        }

        return snapshot;
    }
}

/// <summary>The snapshot in force.</summary>
/// <param name="Snapshot">The files.</param>
/// <param name="Since">When it was put in force.</param>
internal sealed record ActiveSnapshot(Snapshot Snapshot, DateTimeOffset Since);
