using Hub.Coordination;

namespace Hub.Tests.Coordination;

public sealed class WakeupsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private readonly Wakeups wakeups;

    public WakeupsTests() => wakeups = new Wakeups(time);

    [Fact]
    public async Task ASignal_WakesTheWaiterOfItsName()
    {
        var reader = Wait("reader");
        var deliverer = Wait("deliverer");
        wakeups.Signal("reader");
        await reader;
        deliverer.IsCompleted.ShouldBeFalse();
        wakeups.Signal("deliverer");
        await deliverer;
    }

    [Fact]
    public async Task SignalsBeforeTheWait_AreOneSignal()
    {
        wakeups.Signal("reader");
        wakeups.Signal("reader");
        await Wait("reader");
        var next = Wait("reader");
        next.IsCompleted.ShouldBeFalse();
        time.Advance(Second);
        await next;
    }

    [Fact]
    public async Task WithoutASignal_TheWaitEndsByItself()
    {
        var wait = Wait("reader");
        time.Advance(Second - TimeSpan.FromMilliseconds(1));
        wait.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await wait;
    }

    [Fact]
    public async Task ACancelledWait_ThrowsAndLeavesTheSignalToTheNext()
    {
        using var cancel = new CancellationTokenSource();
        var wait = wakeups.WaitAsync("reader", Second, cancel.Token);
        await cancel.CancelAsync();
        await wait.ShouldThrowAsync<OperationCanceledException>();
        wakeups.Signal("reader");
        await Wait("reader");
    }

    [Fact]
    public async Task NoSignalIsLost_HoweverTheyMeet()
    {
        // The clock stands still: a lost signal would leave the consumer waiting for ever.
        const int Items = 20_000;
        var queue = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var consumer = Task.Run(async () =>
        {
            for (var seen = 0; seen < Items;)
            {
                while (queue.TryDequeue(out _)) seen++;

                if (seen < Items) await Wait("reader");
            }
        });
        await Task.Run(() =>
        {
            for (var i = 0; i < Items; i++)
            {
                queue.Enqueue(i);
                wakeups.Signal("reader");
            }
        });
        await consumer.WaitAsync(TimeSpan.FromSeconds(30));
        queue.ShouldBeEmpty();
    }

    private Task Wait(string name) => wakeups.WaitAsync(name, Second, CancellationToken.None);
}
