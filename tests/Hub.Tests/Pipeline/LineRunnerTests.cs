using Hub.Connectors;
using Hub.Coordination;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Pipeline;

public class LineRunnerTests
{
    [Fact]
    public void AllLanesFull_ShareByWeight()
    {
        var shared = LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 100))], 58, new int[4]);
        shared.CountBy(line => line.Lane).ToDictionary().ShouldBe(new Dictionary<Lane, int>
        {
            [Lane.Interactive] = 32, [Lane.Template] = 16, [Lane.Sync] = 8, [Lane.Backfill] = 2,
        }, ignoreOrder: true);
    }

    [Fact]
    public void OneLaneOnly_TakesAllPlaces() => LineRunner.Share([[], [], [], Ready(Lane.Backfill, 100)], 64, new int[4]).Count.ShouldBe(64);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FewPlaces_AreNeverExceededAndGoToTheHighestLanes(int free)
    {
        var shared = LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 5))], free, new int[4]);
        shared.Count.ShouldBe(free);
        shared[0].Lane.ShouldBe(Lane.Interactive);
    }

    [Fact]
    public void OnePlaceAtATime_IsSharedByWeightToo()
    {
        var credits = new int[4];
        var lanes = Enumerable.Range(0, 58).Select(_ => LineRunner.Share([.. Enum.GetValues<Lane>().Select(lane => Ready(lane, 100))], 1, credits)[0].Lane).ToList();
        lanes.CountBy(lane => lane).ToDictionary().ShouldBe(new Dictionary<Lane, int>
        {
            [Lane.Interactive] = 32, [Lane.Template] = 16, [Lane.Sync] = 8, [Lane.Backfill] = 2,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task CallUnderWayAtAStop_IsGiven25Seconds()
    {
        using var store = new TemporaryStore();
        await using var database = SqliteDatabase.Open(store.Path, Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Lines.OpenAsync(sql, Lines.Commands, "desk/1", Lane.Sync, DateTimeOffset.UnixEpoch);
                return true;
            },
            CancellationToken.None);
        var time = new ShutdownTime();
        var runner = new LineRunner(database, new LoneClaims(database, time), new Wakeups(time), new Hub.Faults.FaultTrigger(new()), time, NullLogger<LineRunner>.Instance);
        var call = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var run = runner.RunAsync(
            new(
                Lines.Commands, 1,
                async (_, cancel) =>
                {
                    call.SetResult(cancel);
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
                    return true;
                },
                (_, _, _) => Task.FromResult(false)),
            stop.Token);
        var cancelled = await call.Task;
        await stop.CancelAsync();
        var (wait, end) = await time.Given;
        wait.ShouldBe(TimeSpan.FromSeconds(25));
        (run.IsCompleted, cancelled.IsCancellationRequested).ShouldBe((false, false));
        end();
        await run;
        cancelled.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task ReadyLines_OfConnectionsThatAreLeftOut_AreNotAmongThem()
    {
        using var store = new TemporaryStore();
        await using var database = SqliteDatabase.Open(store.Path, Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);
        string[] subjects = ["desk/ticket/1", "desk-2/ticket/1", "shop/order/1", "after/desk/ticket/1"];
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                foreach (var subject in subjects) await Lines.OpenAsync(sql, Lines.Events, subject, Lane.Sync, DateTimeOffset.UnixEpoch);
                return true;
            },
            CancellationToken.None);
        var ready = await database.ReadAsync(sql => Lines.ReadyAsync(sql, Lines.Events, Lane.Sync, DateTimeOffset.UnixEpoch, 10, without: ["desk", "shop"]), CancellationToken.None);
        ready.Select(line => line.Subject).ShouldBe(["desk-2/ticket/1", "after/desk/ticket/1"], ignoreOrder: true);
    }

    private static List<ReadyLine> Ready(Lane lane, int count) => [.. Enumerable.Range(0, count).Select(i => new ReadyLine($"{lane}/{i}", lane))];

    /// <summary>Shows the timer that is set at a stop, and lets it run out at a word.</summary>
    private sealed class ShutdownTime : TimeProvider
    {
        private readonly TaskCompletionSource<(TimeSpan Wait, Action End)> given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(TimeSpan Wait, Action End)> Given => given.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, () => callback(state));

        private sealed class Timer(ShutdownTime time, Action end) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime > TimeSpan.Zero) time.given.TrySetResult((dueTime, end));
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
