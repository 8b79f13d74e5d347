using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What the write ledger says of an event.</summary>
/// <param name="Told">What the hub wrote and the event only tells of; none where the event is somebody else's.</param>
/// <param name="IsNear">Whether it tells of a record just when the hub wrote to it, and of something else.</param>
internal sealed record LedgerWord(IReadOnlyList<OwnWrite> Told, bool IsNear)
{
    /// <summary>It knows nothing of the record.</summary>
    public static readonly LedgerWord Silent = new([], false);

    /// <summary>The command whose answer will tell whether the event is its echo; null where that is known, or nobody waits for it any longer.</summary>
    public string? Awaits { get; init; }
}

/// <summary>Decides by what the hub wrote whether an event only tells of that, where the vendor keeps no mark of who wrote.</summary>
internal static class WriteLedger
{
    /// <summary>So long a write waits for its event: vendors deliver for a day.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromHours(25);

    // As long as a call that may have had its effect is looked for before it is given up.
    private static readonly TimeSpan AnswerAtMost = TimeSpan.FromMinutes(2);

    // The vendor's clock is another one than the hub's, and some tell whole seconds.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Judges an event; changes nothing.</summary>
    public static async ValueTask<LedgerWord> JudgeAsync(ISql sql, EventRow row, RecordState? reported, DateTimeOffset now)
    {
        if (reported is null) return LedgerWord.Silent;
        var writes = await OwnWrites.OfAsync(sql, row.Connection, reported.Record);
        if (writes.Count == 0) return LedgerWord.Silent;
        var told = reported.IsWhole ? ToldByWhole(writes, reported, row) : ToldByChanges(writes, reported, row);
        return new(told, told.Count == 0 && writes.Exists(write => IsInTime(write, row)))
        {
            Awaits = reported.IsWhole && now - row.ArrivedAt < AnswerAtMost ? told.FirstOrDefault(write => write.EndedAt is null)?.Command : null,
        };
    }

    // By the version that the vendor gave the record with the write; by the values only where no answer has told it.
    private static IReadOnlyList<OwnWrite> ToldByWhole(List<OwnWrite> writes, RecordState reported, EventRow row)
    {
        var commands = writes.GroupBy(write => write.Command, StringComparer.Ordinal).Select(write => write.ToList()).ToList();
        return commands.Find(write => write[0] is { EndedAt: not null, Stamp: { } stamp } && stamp == row.Version?.Stamp)
            ?? commands.Find(write => write[0].EndedAt is null && write.TrueForAll(part => IsInTime(part, row) && IsOf(part, reported)))
            ?? [];
    }

    // All that has changed must be the hub's: with anything else among it, it is somebody's change.
    private static IReadOnlyList<OwnWrite> ToldByChanges(List<OwnWrite> writes, RecordState reported, EventRow row)
    {
        var told = reported.Values.Keys.Select(property => writes.Find(write => write.Property == property && IsInTime(write, row) && IsOf(write, reported))).ToList();
        return told.Contains(null) ? [] : told.ConvertAll(write => write!);
    }

    private static bool IsOf(OwnWrite write, RecordState reported) =>
        reported.Values.TryGetValue(write.Property, out var value) && write.Hash.AsSpan().SequenceEqual(OwnWrites.HashOf(value));

    private static bool IsInTime(OwnWrite write, EventRow row) =>
        row.OccurredAt >= write.BeganAt - Slack && (write.EndedAt is not { } ended || row.OccurredAt <= ended + Slack);
}
