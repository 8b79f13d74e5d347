using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Who runs which line. The one place that knows whether there may be other nodes.</summary>
internal interface IClaims
{
    /// <summary>The id under which this node holds what it holds; empty where there is no other.</summary>
    string Node { get; }

    /// <summary>Whether the node is so lately known to be alive that nobody can have taken over what it holds, and what the caller has entered is held under the id that the node has now: only then a
    /// call may leave. Work that has entered nothing may call at any time.</summary>
    bool MayCall { get; }

    /// <summary>Whether what the caller has entered was held under an id that the node has no more: it is another's, or free.</summary>
    bool IsLost { get; }

    /// <summary>Before anything runs: enters the node, and makes suspects of what was under way at a death.</summary>
    /// <returns>How many entries were under way that no node is known to have left.</returns>
    Task<long> BeginAsync(CancellationToken cancel);

    /// <summary>Takes lines, but for those that another node has.</summary>
    /// <returns>Those taken, in their order.</returns>
    Task<IReadOnlyList<ReadyLine>> TakeAsync(string queue, IReadOnlyList<ReadyLine> lines, CancellationToken cancel);

    /// <summary>What the caller writes from here on is stored only while this node has the line; ends with the async method that calls.</summary>
    void Enter(string queue, string subject);

    /// <summary>Gives a line back; returns at once, since nobody waits for it.</summary>
    void Release(string queue, string subject);

    /// <summary>Takes what one node does for all, unless another does it.</summary>
    Task<bool> TakeDutyAsync(string duty, CancellationToken cancel);

    /// <summary>What the clock of the store shows, by which leases are counted; null where it is this machine's.</summary>
    ValueTask<DateTimeOffset?> ClockAsync(ISql sql);

    /// <summary>What the caller writes from here on is stored only while this node has the duty; ends with the async method that calls.</summary>
    void EnterDuty(string duty);
}
