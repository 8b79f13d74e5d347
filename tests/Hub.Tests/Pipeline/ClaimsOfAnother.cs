using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>The claims of a node beside others.</summary>
/// <param name="isOnDuty">Whether it does what one node does for all.</param>
/// <param name="storeAhead">How far the store's clock is ahead; null where it is this machine's.</param>
internal sealed class ClaimsOfAnother(bool isOnDuty = false, TimeSpan? storeAhead = null) : IClaims
{
    public string Node => "idle";

    public bool MayCall => true;

    public bool IsLost => false;

    public Task<long> BeginAsync(CancellationToken cancel) => Task.FromResult(0L);

    public Task<IReadOnlyList<ReadyLine>> TakeAsync(string queue, IReadOnlyList<ReadyLine> lines, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ReadyLine>>([]);

    public void Enter(string queue, string subject)
    {
    }

    public void Release(string queue, string subject)
    {
    }

    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancel) => Task.FromResult(isOnDuty);

    public ValueTask<DateTimeOffset?> ClockAsync(ISql sql) => ValueTask.FromResult(TimeProvider.System.GetUtcNow() + storeAhead);

    public void EnterDuty(string duty) => isOnDuty.ShouldBeTrue();
}
