using Sandbox;
using Sandbox.Vendors;

namespace CrashMatrix;

/// <summary>The moment when the vendors have passed a point of an exchange so many times, at the latest after a while; the hub is killed on the spot.</summary>
internal sealed class KillMoment
{
    private readonly TaskCompletionSource came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly World world;
    private readonly ExchangePoint point;
    private readonly int nth;
    private readonly TimeSpan latest;
    private int left;

    /// <summary>The watch begins at once.</summary>
    public KillMoment(World world, ExchangePoint point, int nth, TimeSpan latest)
    {
        (this.world, this.point, this.nth, this.latest, left) = (world, point, nth, latest, nth);
        foreach (var vendor in world.Vendors) vendor.Log.Watcher = Pass;
    }

    /// <summary>Waits for it.</summary>
    public async Task ComeAsync()
    {
        await Task.WhenAny(came.Task, Task.Delay(latest, TimeProvider.System));
        foreach (var vendor in world.Vendors) vendor.Log.Watcher = null;
    }

    public override string ToString() => came.Task.IsCompleted ? $"{point} number {nth}" : $"after {latest.TotalMilliseconds:0} ms";

    private void Pass(ExchangePoint passed)
    {
        if (passed != point || Interlocked.Decrement(ref left) != 0) return;
        world.Hub.KillNow();
        came.TrySetResult();
    }
}
