using System.Diagnostics;

namespace Hub.Faults;

/// <summary>Ends the process at one point, as <c>kill -9</c> would: no finally block runs and nothing is flushed. Where no point is set, passing costs a comparison with null.</summary>
internal sealed class FaultTrigger
{
    private readonly FaultPoint? killAt;
    private readonly Action kill;
    private int left;

    /// <summary>A trigger.</summary>
    /// <param name="options">Where it ends the process.</param>
    /// <param name="kill">Ends it; null for the real end.</param>
    public FaultTrigger(FaultOptions options, Action? kill = null)
    {
        killAt = options.KillAt;
        left = options.AfterHits;
        this.kill = kill ?? Kill;
    }

    /// <summary>The process passes a point; does not return where it ends there.</summary>
    public void Pass(FaultPoint point)
    {
        if (killAt is null) return;
        if (point == killAt && Interlocked.Decrement(ref left) == 0) kill();
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();

        // The signal may take a moment, in which this thread must do nothing more.
        new ManualResetEventSlim().Wait(Timeout.Infinite);
    }
}
