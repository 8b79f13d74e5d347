namespace Hub.Connectors;

/// <summary>How a record at a vendor stands, in part: what an action writes to it, or what an event reports of it. By comparing the two the hub knows its own writes when the vendor tells of them.</summary>
/// <param name="Record">The record within its account, named alike by the actions that write to it and the events that report it, for example <c>booking/123</c>.</param>
/// <param name="Values">The values by property, in one form for both: what the vendor makes of a value must give the same text. Null stands for an empty one.</param>
public sealed record RecordState(string Record, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>Of an event: whether it reports the whole record as it stands, without saying what has changed. Such an event must carry the record's <see cref="IncomingEvent.Version"/>, and the actions that write to the record its version in <see cref="ActionOutcome.Done.Version"/>.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>An action that writes values which its input tells to a record that is there, where the vendor keeps no mark of who wrote. It goes by the write ledger.</summary>
public interface IRecordAction : IAction
{
    /// <summary>What it writes; null where the input names no record. Pure.</summary>
    RecordState? WritesTo(object input);
}
