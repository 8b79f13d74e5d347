using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The snapshot in force, and older ones that commands still need: a command is finished on the files that made it.</summary>
internal sealed class SnapshotStore(IDatabase database, MappingEnvironment environment, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Snapshot> known = new(StringComparer.Ordinal);
    private volatile Snapshot? active;

    /// <summary>The snapshot in force; null until one was activated.</summary>
    public Snapshot? Active => active;

    /// <summary>Puts a snapshot in force and keeps its sources.</summary>
    public async Task ActivateAsync(Snapshot snapshot, CancellationToken cancel)
    {
        var sources = JsonSerializer.Serialize(
            snapshot.Sources.Select(source => new SnapshotSource(source.File, source.Text)).ToList(), PipelineJson.Default.ListSnapshotSource);
        var now = time.GetUtcNow();
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await HubReports.ListenAsync(sql, snapshot.EventTypes);
                return await Snapshots.ActivateAsync(sql, snapshot.Hash, sources, now);
            },
            cancel);
        known[snapshot.Hash] = snapshot;
        active = snapshot;
    }

    /// <summary>A snapshot by its hash, compiled anew from its kept sources where this process has not seen it; null where it is not kept
    /// or does not compile with today's connections.</summary>
    public async Task<Snapshot?> FindAsync(string hash, CancellationToken cancel)
    {
        if (known.TryGetValue(hash, out var snapshot)) return snapshot;
        var stored = await database.ReadAsync(sql => Snapshots.SourcesAsync(sql, hash), cancel);
        if (stored is null) return null;
        var sources = JsonSerializer.Deserialize(stored, PipelineJson.Default.ListSnapshotSource)!;
        var compiled = MappingFolder.Compile([.. sources.Select(source => new MappingSource(source.Path, source.Text))], environment).Snapshot;
        return compiled is null ? null : known.GetOrAdd(hash, compiled);
    }
}
