namespace Sandbox.Vendors;

/// <summary>The vendors' time: the system's clock and how far the Sandbox has moved it ahead. What is put off for a vendor falls due by it.</summary>
internal sealed class SandboxClock : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> waiting = new();
    private readonly ITimer timer;
    private TimeSpan ahead;
    private bool isMoving;
    private long order;

    public SandboxClock() => timer = System.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>How far it is ahead of the system's clock.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (gate) return ahead;
        }
    }

    /// <summary>When the next thing falls due; null when nothing waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate) return waiting.TryPeek(out _, out var due) ? due.At : null;
        }
    }

    /// <summary>Sets the hub's clock; null where no hub follows this one.</summary>
    public Func<DateTimeOffset, CancellationToken, Task>? Hub { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <summary>Moves the time ahead; what falls due by that runs at once, in the order of its time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (gate) ahead += by;
        RunDue();
    }

    /// <summary>Moves the time of the hub and of the vendors ahead.</summary>
    /// <exception cref="HttpRequestException">The hub does not let its clock be moved; the vendors' is not moved then either.</exception>
    public async Task MoveAsync(TimeSpan by, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        // The hub calls as soon as its clock is moved, and the vendors' shows the same by then. What falls due there waits until the hub has the new time, with which it is signed.
        Turn(by, moving: true);
        var hasMoved = Hub is null;
        try
        {
            if (Hub is { } set)
            {
                await set(GetUtcNow(), cancel);
                hasMoved = true;
            }
        }
        finally
        {
            Turn(hasMoved ? TimeSpan.Zero : -by, moving: false);
            RunDue();
        }
    }

    /// <summary>Runs something short after a while of the vendors' time.</summary>
    public void After(TimeSpan delay, Action action)
    {
        lock (gate)
        {
            waiting.Enqueue(action, (System.GetUtcNow() + ahead + delay, order++));
            Arm();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Turn(TimeSpan by, bool moving)
    {
        lock (gate) (ahead, isMoving) = (ahead + by, moving);
    }

    private void RunDue()
    {
        while (true)
        {
            Action action;
            lock (gate)
            {
                if (isMoving || !waiting.TryPeek(out _, out var due)) return;
                if (due.At > System.GetUtcNow() + ahead)
                {
                    Arm();
                    return;
                }

                action = waiting.Dequeue();
            }

            action();
        }
    }

    private void Arm()
    {
        waiting.TryPeek(out _, out var due);
        var wait = due.At - (System.GetUtcNow() + ahead);
        // A timer takes at most some 49 days; the next look arms it again.
        timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < TimeSpan.FromDays(40) ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromDays(40), Timeout.InfiniteTimeSpan);
    }
}
