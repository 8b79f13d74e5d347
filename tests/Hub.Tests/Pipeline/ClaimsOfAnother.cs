using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>The claims of a node beside one that does everything that one node does for all.</summary>
internal sealed class ClaimsOfAnother : IClaims
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

    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancel) => Task.FromResult(false);

    public void EnterDuty(string duty) => throw new InvalidOperationException("It has no duty.");
}
