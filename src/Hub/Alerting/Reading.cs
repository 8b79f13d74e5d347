using Hub.Connectors;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Alerting;

/// <summary>How the hub stands at one moment: what gauges show and alerts are raised by.</summary>
internal sealed record Reading
{
    /// <summary>The moment, in business time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>All counters.</summary>
    public required IReadOnlyList<Counter> Counters { get; init; }

    /// <summary>Since when the oldest of each queue and lane waits.</summary>
    public required IReadOnlyList<OldestPending> Oldest { get; init; }

    /// <summary>The lines that are blocked.</summary>
    public required IReadOnlyList<BlockedLines> Blocked { get; init; }

    /// <summary>What is paused.</summary>
    public required IReadOnlyList<Pause> Pauses { get; init; }

    /// <summary>When the last webhook of each connection came.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> LastWebhooks { get; init; }

    /// <summary>How many webhooks usually come to a connection in the time in which none has come now.</summary>
    public required IReadOnlyDictionary<string, long> UsualMeanwhile { get; init; }

    /// <summary>The alerts that last.</summary>
    public required IReadOnlyList<AlertEntry> Active { get; init; }

    /// <summary>How much waits to be posted.</summary>
    public required long Posts { get; init; }

    /// <summary>The breakers that are open.</summary>
    public required IReadOnlyList<BreakerKey> Breakers { get; init; }

    /// <summary>How many webhooks were refused at each address since the start.</summary>
    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    /// <summary>How far the vendors' clocks are ahead.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> ClocksAhead { get; init; }

    /// <summary>How far the store's clock is ahead of this machine's; null where it is the same.</summary>
    public required TimeSpan? StoreAhead { get; init; }

    /// <summary>The templates that are paused or disabled, each with its connection.</summary>
    public required IReadOnlyList<(string Connection, MessageTemplate Template)> LostTemplates { get; init; }

    /// <summary>The routes whose sends wait for an approval.</summary>
    public required IReadOnlyList<Approval> Approvals { get; init; }

    /// <summary>How far connections have been compared with their vendors.</summary>
    public required IReadOnlyList<ReconciliationRow> Reconciliations { get; init; }

    /// <summary>The times that last in which webhooks are answered 503.</summary>
    public required IReadOnlyList<Refusal> RefusedNow { get; init; }

    /// <summary>How the webhooks of connections are subscribed.</summary>
    public required IReadOnlyList<SubscriptionRow> Subscriptions { get; init; }

    /// <summary>When each connection was given the access token that it has.</summary>
    public required IReadOnlyList<(string Connection, DateTimeOffset ObtainedAt)> Tokens { get; init; }

    /// <summary>Whether the folder holds mapping files that cannot be put in force.</summary>
    public required bool AreMappingsWrong { get; init; }

    /// <summary>Whether the store can be written.</summary>
    public required bool IsWritable { get; init; }

    /// <summary>The sizes of files and memory, in bytes.</summary>
    public required MachineReading Machine { get; init; }

    /// <summary>The value of a counter; 0 where it is not there.</summary>
    public long Count(string level, string name) => Counters.FirstOrDefault(counter => counter.Level == level && counter.Name == name)?.Value ?? 0;
}

/// <summary>Sizes in bytes.</summary>
/// <param name="Store">The store's file; null where the store is a server.</param>
/// <param name="Wal">Its write-ahead log; null where it has none.</param>
/// <param name="DiskFree">Room on the disk of the data folder; null where it cannot be told, or nothing is kept there.</param>
/// <param name="Memory">Resident memory of the process.</param>
internal sealed record MachineReading(long? Store, long? Wal, long? DiskFree, long Memory)
{
    /// <summary>As they are now.</summary>
    /// <param name="store">The path of the store's file; null where the store is a server.</param>
    /// <param name="folder">The data folder.</param>
    public static MachineReading Take(string? store, string folder) =>
        store is null ? new(null, null, null, Environment.WorkingSet) : new(SizeOf(store), SizeOf(store + "-wal"), FreeOn(folder), Environment.WorkingSet);

    private static long? SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    private static long? FreeOn(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A disk that does not answer says so when it is written to.
            return null;
        }
    }
}
