// Longer than other files: what two nodes may do to one another, with the pair of nodes that all of it needs.
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Pipeline;

/// <summary>Two nodes on one database, in one process.</summary>
public sealed class SharedClaimsTests
{
    private const string Subject = "shop/shopify.order/1";
    private static readonly DateTimeOffset Now = HubUnderTest.Start;

    // A lease that is over at once: whoever says nothing is dead for the next who looks.
    private static readonly NodeTimes AtOnce = NodeTimes.Default with { Lease = TimeSpan.FromMilliseconds(-1) };

    [PostgresFact]
    public async Task LineOfOneNode_IsNotTheOthers_UntilItIsGivenBack()
    {
        await using var pair = await Pair.StartAsync();
        await pair.A.InsertAsync("c");
        (await pair.A.TakeAsync()).ShouldBe([Subject]);
        (await pair.B.TakeAsync()).ShouldBeEmpty();
        (await pair.A.TakeAsync()).ShouldBe([Subject]);
        pair.A.Claims.Release(Lines.Commands, Subject);

        // What a node writes is written in its order: after this it has been given back.
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        (await pair.B.TakeAsync()).ShouldBe([Subject]);
        (await pair.A.ReadyAsync()).ShouldBeEmpty();
        (await pair.B.ReadyAsync()).ShouldBe([Subject]);
    }

    [PostgresFact]
    public async Task NodeThatIsGone_LosesItsLines_AndNothingThatItBeganIsStoredAfter()
    {
        await using var pair = await Pair.StartAsync(AtOnce);
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        await pair.A.InsertAsync("c");
        await pair.A.TakeAsync();
        (await pair.A.WriteInLineAsync(sql => Outbox.BeginAsync(sql, "c"))).ShouldBe(1);
        var before = pair.A.Claims.Node;

        await pair.B.Claims.BeatAsync(CancellationToken.None);
        (await pair.B.TakeAsync()).ShouldBe([Subject]);
        await Should.ThrowAsync<ClaimLostException>(() => pair.A.WriteInLineAsync(sql => Outbox.ExplainAsync(sql, "c", "too late")));
        await Should.ThrowAsync<ClaimLostException>(() => pair.A.WriteInLineAsync(sql => Outbox.ExplainAsync(sql, "c", "too late"), WriteKind.Housekeeping));
        (await pair.A.TakeAsync()).ShouldBeEmpty();
        pair.A.Claims.Release(Lines.Commands, Subject);
        (await pair.B.WriteInLineAsync(sql => Outbox.RestAsync(sql, "c"))).ShouldBe(1);

        var row = (await pair.B.Database.ReadAsync(sql => Outbox.FindAsync(sql, "c"), CancellationToken.None))!;
        (row.IsSuspect, row.Begun, row.Error).ShouldBe((true, 1, null));
        pair.Log.Of(1503)[^1].ShouldContain("is gone; 1 webhooks, events and commands were under way there.");
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        pair.Log.Of(1504)[^1].ShouldStartWith("This node was taken for dead");
        pair.A.Claims.Node.ShouldNotBe(before);
    }

    [PostgresFact]
    public async Task NodeThatLeaves_TakesWithItWhatItHasUnderWayOnly()
    {
        await using var pair = await Pair.StartAsync();
        await pair.A.InsertAsync("mine");
        await pair.A.InsertAsync("yours", Subject + "2");
        await pair.A.TakeAsync();
        await pair.B.TakeAsync(Subject + "2");
        await pair.A.WriteInLineAsync(sql => Outbox.BeginAsync(sql, "mine"));
        await pair.B.Database.WriteAsync(WriteKind.Apply, sql => Outbox.BeginAsync(sql, "yours"), CancellationToken.None);
        await pair.A.Claims.LeaveAsync(CancellationToken.None);
        (await pair.B.SuspectsAsync()).ShouldBe(["mine"]);
        (await pair.B.TakeAsync()).ShouldBe([Subject]);
    }

    [PostgresFact]
    public async Task DrainedLine_MayBePutOffByWhoHadIt_AndNothingElse()
    {
        await using var pair = await Pair.StartAsync();
        await pair.A.InsertAsync("c");
        await pair.A.TakeAsync();
        await pair.A.WriteInLineAsync(async sql => { await CommandClosing.CloseAsync(sql, (await Outbox.FindAsync(sql, "c"))!, new(CommandState.Done, null, "done"), Now); return 1; });
        (await pair.A.WriteInLineAsync(sql => Lines.DelayAsync(sql, Lines.Commands, Subject, Now, null, Now), WriteKind.Housekeeping)).ShouldBe(0);
        await Should.ThrowAsync<ClaimLostException>(() => pair.A.WriteInLineAsync(sql => Outbox.ExplainAsync(sql, "c", "too late")));

        // Opened anew, it is nobody's.
        await pair.B.InsertAsync("d");
        await Should.ThrowAsync<ClaimLostException>(() => pair.A.WriteInLineAsync(sql => Lines.DelayAsync(sql, Lines.Commands, Subject, Now, null, Now), WriteKind.Housekeeping));
    }

    [PostgresFact]
    public async Task Duty_IsDoneByOneNode_AndByAnotherWhenItIsGone()
    {
        await using var pair = await Pair.StartAsync();
        (await pair.A.Claims.TakeDutyAsync("reading", CancellationToken.None)).ShouldBeTrue();
        (await pair.B.Claims.TakeDutyAsync("reading", CancellationToken.None)).ShouldBeFalse();
        (await pair.A.WriteOnDutyAsync()).ShouldBeTrue();
        await pair.A.Claims.LeaveAsync(CancellationToken.None);
        (await pair.B.Claims.TakeDutyAsync("reading", CancellationToken.None)).ShouldBeTrue();
        await Should.ThrowAsync<ClaimLostException>(pair.A.WriteOnDutyAsync);
    }

    [PostgresFact]
    public async Task NodesWhoseClocksAreWrong_HoldTheirLinesByTheStoresClock()
    {
        await using var pair = await Pair.StartAsync();
        pair.A.Time.Advance(TimeSpan.FromDays(400));
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        await pair.A.InsertAsync("c");
        (await pair.A.TakeAsync()).ShouldBe([Subject]);
        await pair.B.Claims.BeatAsync(CancellationToken.None);
        (await pair.B.TakeAsync()).ShouldBeEmpty();
        var clock = (await pair.B.Database.ReadAsync(async sql => await pair.B.Claims.ClockAsync(sql), CancellationToken.None)).ShouldNotBeNull();
        (clock - TimeProvider.System.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (clock - pair.A.Time.GetUtcNow()).Duration().ShouldBeGreaterThan(TimeSpan.FromDays(300));
    }

    [PostgresFact]
    public async Task NodeThatHasNotReachedTheStoreForAWhile_MakesNoCall()
    {
        await using var pair = await Pair.StartAsync(NodeTimes.Default with { CallWithin = TimeSpan.FromSeconds(5) });
        (await pair.A.MayCallAsync()).ShouldBeTrue();
        pair.A.Time.Advance(TimeSpan.FromSeconds(6));
        (await pair.A.MayCallAsync()).ShouldBeFalse();
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        (await pair.A.MayCallAsync()).ShouldBeTrue();
    }

    [PostgresFact]
    public async Task NodeThatWasNotHeardItself_TakesNobodyForDead_BeforeTheOthersHadTheirLease()
    {
        await using var pair = await Pair.StartAsync();
        await SilenceAsync();
        pair.A.Time.Advance(NodeTimes.Default.Lease + TimeSpan.FromSeconds(1));
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        await pair.B.Claims.BeatAsync(CancellationToken.None);
        (pair.Log.Of(1503).Count, pair.Log.Of(1504).Count).ShouldBe((0, 0));

        await SilenceAsync();
        for (var passed = TimeSpan.Zero; passed < NodeTimes.Default.Lease; passed += NodeTimes.Default.Renew)
        {
            pair.A.Time.Advance(NodeTimes.Default.Renew);
            pair.Log.Of(1503).ShouldBeEmpty();
            await pair.A.Claims.BeatAsync(CancellationToken.None);
        }

        pair.A.Time.Advance(NodeTimes.Default.Renew);
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        pair.Log.Of(1503).ShouldHaveSingleItem();

        // As the store sees both of them after an outage that was longer than a lease.
        Task SilenceAsync() => pair.A.Database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("UPDATE node SET alive_until = 0"), CancellationToken.None).AsTask();
    }

    [PostgresFact]
    public async Task ActionWhoseLineIsTakenOverBetweenTwoRequests_MakesNoSecondOne()
    {
        await using var pair = await Pair.StartAsync(AtOnce);
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        await pair.A.InsertAsync("c");
        await pair.A.TakeAsync();
        var vendor = new Vendor();
        var action = pair.A.AskThenChangeAsync(vendor);
        await vendor.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pair.B.Claims.BeatAsync(CancellationToken.None);
        (await pair.B.TakeAsync()).ShouldBe([Subject]);

        // It is alive again, but under another id.
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        vendor.Answer.SetResult(new());
        await Should.ThrowAsync<CallWithheldException>(action);
        vendor.Methods.ShouldBe(["GET"]);
        (await pair.A.MayCallAsync()).ShouldBeTrue();
    }

    [PostgresFact]
    public async Task LineThatIsBeingGivenBack_IsNotTakenUntilItIs()
    {
        await using var pair = await Pair.StartAsync();
        await pair.A.InsertAsync("c");
        await pair.A.TakeAsync();
        pair.A.HoldWrites(WriteKind.BeginAttempt, 1);
        pair.A.Claims.Release(Lines.Commands, Subject);
        var wanted = pair.A.Wakeups.WaitAsync(Lines.Commands, TimeSpan.FromHours(1), CancellationToken.None);
        (await pair.A.TakeAsync()).ShouldBeEmpty();
        wanted.IsCompleted.ShouldBeFalse();
        pair.A.LetWritesGo();
        await wanted;
        (await pair.A.TakeAsync()).ShouldBe([Subject]);
        (await pair.B.TakeAsync()).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task NodeThatIsTooOldForTheStore_Ends()
    {
        await using var pair = await Pair.StartAsync();
        await pair.B.Database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("INSERT INTO schema (version, min_app) VALUES (9999, 9999)"), CancellationToken.None);
        pair.A.Lifetime.HasStopped.ShouldBeFalse();
        await pair.A.Claims.BeatAsync(CancellationToken.None);
        pair.A.Lifetime.HasStopped.ShouldBeTrue();
        pair.Log.Of(1505).ShouldHaveSingleItem();
    }

    [PostgresFact]
    public async Task Signal_WakesTheOtherNode()
    {
        await using var pair = await Pair.StartAsync();
        using var end = new CancellationTokenSource();
        var nodes = new[] { pair.A, pair.B }.Select(node => (IHostedService)new RemoteWakeups(node.Services, new(null, "hub", TimeProvider.System, NullLogger<RedisServer>.Instance), node.Wakeups, node.Claims, TimeProvider.System)).ToList();
        foreach (var node in nodes) await node.StartAsync(CancellationToken.None);
        var heard = pair.B.Wakeups.WaitAsync(Lines.Events, TimeSpan.FromHours(1), end.Token);

        // What is said before the other listens is not heard.
        while (!heard.IsCompleted)
        {
            pair.A.Wakeups.Signal(Lines.Events);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        await Should.NotThrowAsync(heard);
        foreach (var node in nodes) await node.StopAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task FilesThatOneNodePutsInForce_AreInForceOnTheOther()
    {
        await using var pair = await Pair.StartAsync();
        var environment = new MappingEnvironment { Connections = [], Calendars = new Dictionary<string, Hub.Calendars.Calendar>() };
        var guard = new BlastGuard(new HubSettings(new HubOptions(), new StorageOptions(), []));
        var (a, b) = (new SnapshotStore(pair.A.Database, environment, guard, new Hub.Faults.FaultTrigger(new()), TimeProvider.System), new SnapshotStore(pair.B.Database, environment, guard, new Hub.Faults.FaultTrigger(new()), TimeProvider.System));
        (await b.FollowAsync(CancellationToken.None)).ShouldBeNull();
        b.Active.ShouldBeNull();
        var first = MappingFolder.Compile([new("a.yaml", "language: 1\nroutes: []")], environment).Snapshot!;
        await a.ActivateAsync(first, CancellationToken.None);
        (await b.FollowAsync(CancellationToken.None)).ShouldBeNull();
        b.Active!.Hash.ShouldBe(first.Hash);

        await pair.A.Database.WriteAsync(WriteKind.Housekeeping, sql => Snapshots.ActivateAsync(sql, "other", """[{"path":"a.yaml","text":"nonsense"}]""", Now), CancellationToken.None);
        (await b.FollowAsync(CancellationToken.None)).ShouldBe("other");
        b.Active.Hash.ShouldBe(first.Hash);
    }

    private sealed class Pair : IAsyncDisposable
    {
        private readonly TestStore.OfPostgres store = new();

        private Pair(NodeTimes times) => (A, B) = (new(store, times, Log), new(store, times, Log));

        public CapturedLog Log { get; } = new();

        public TestNode A { get; }

        public TestNode B { get; }

        public static async Task<Pair> StartAsync(NodeTimes? times = null)
        {
            var pair = new Pair(times ?? NodeTimes.Default);
            await pair.A.Claims.BeginAsync(CancellationToken.None);

            // Nodes of one process are told apart by their time.
            pair.B.Time.Advance(TimeSpan.FromSeconds(1));
            await pair.B.Claims.BeginAsync(CancellationToken.None);
            return pair;
        }

        public async ValueTask DisposeAsync()
        {
            await A.Database.DisposeAsync();
            await B.Database.DisposeAsync();
            await store.DisposeAsync();
        }
    }

    private sealed class TestNode
    {
        private readonly Fence fence = new();
        private readonly HoldingDatabase holding;

        public TestNode(TestStore.OfPostgres store, NodeTimes times, CapturedLog log)
        {
            holding = new(new FencedDatabase(store.Open(), fence));
            Wakeups = new(TimeProvider.System);
            Services = new ServiceCollection().AddSingleton<IHostApplicationLifetime>(Lifetime).AddSingleton(new PostgresBell(store.Address)).BuildServiceProvider();
            Claims = new(
                Database, fence, new RateLimits(Time), Wakeups, TestStore.Migrations, times, new Hub.Faults.FaultTrigger(new()), Time, Services,
                LoggerFactory.Create(logging => logging.AddProvider(log)).CreateLogger<SharedClaims>());
        }

        public IDatabase Database => holding;

        public Wakeups Wakeups { get; }

        public IServiceProvider Services { get; }

        public ManualTime Time { get; } = new();

        public Lifetime Lifetime { get; } = new();

        public SharedClaims Claims { get; }

        public Task InsertAsync(string id, string subject = Subject) => Database.WriteAsync(
            WriteKind.Apply,
            sql => Outbox.InsertAsync(sql, new()
            {
                Id = id, Event = "e", Root = "e", File = "shipping.yaml", Route = id, Item = 0, Generation = 0, Snapshot = "s", Connection = "shop",
                Action = "shopify.add_tags", Subject = subject, Lane = Lane.Sync, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now,
                ArrivedAt = Now, DueAt = Now, WakeAt = Now, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
            }),
            CancellationToken.None).AsTask();

        public async Task<List<string>> TakeAsync(string subject = Subject) =>
            [.. (await Claims.TakeAsync(Lines.Commands, [new(subject, Lane.Sync), new("another", Lane.Sync)], CancellationToken.None)).Select(line => line.Subject)];

        public async Task<List<string>> ReadyAsync() =>
            (await Database.ReadAsync(sql => Lines.ReadyAsync(sql, Lines.Commands, Lane.Sync, Now, 10, Claims.Node), CancellationToken.None)).ConvertAll(line => line.Subject);

        /// <summary>Holds the next writes of a kind.</summary>
        public void HoldWrites(WriteKind kind, int times) => holding.Hold(kind, times);

        public void LetWritesGo() => holding.Go();

        /// <summary>Whether work on the line that begins now may call.</summary>
        public async Task<bool> MayCallAsync()
        {
            await Task.Yield();
            Claims.Enter(Lines.Commands, Subject);
            return Claims.MayCall;
        }

        /// <summary>What an action does that looks before it writes.</summary>
        public async Task AskThenChangeAsync(HttpMessageHandler vendor)
        {
            Claims.Enter(Lines.Commands, Subject);
            using var client = new HttpClient(new VendorHandler("shop", null, TimeProvider.System, vendor, () => Claims.MayCall)) { BaseAddress = new("https://vendor.example") };
            using var found = await client.GetAsync(new Uri("/ticket", UriKind.Relative), CancellationToken.None);
            using var changed = await client.PutAsync(new Uri("/ticket", UriKind.Relative), new StringContent("comment"), CancellationToken.None);
        }

        public async Task<int> WriteInLineAsync(Func<ISql, ValueTask<int>> work, WriteKind kind = WriteKind.EndAttempt)
        {
            Claims.Enter(Lines.Commands, Subject);
            return await Database.WriteAsync(kind, work, CancellationToken.None);
        }

        public async Task<bool> WriteOnDutyAsync()
        {
            Claims.EnterDuty("reading");
            return await Database.WriteAsync(WriteKind.Read, sql => Events.KeepKeyAsync(sql, [1], polled: false, Now), CancellationToken.None);
        }

        public async Task<List<string>> SuspectsAsync() =>
            await Database.ReadAsync(sql => sql.ListAsync("SELECT id FROM command WHERE is_suspect = 1", row => row.GetString(0)), CancellationToken.None);
    }

    /// <summary>A stand-in that holds its answer.</summary>
    private sealed class Vendor : HttpMessageHandler
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Methods { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Methods.Add(request.Method.Method);
            Asked.TrySetResult();
            return Answer.Task;
        }
    }

    /// <summary>A store whose queue has no room for the next writes of a kind for a while.</summary>
    private sealed class HoldingDatabase(IDatabase inner) : IDatabase
    {
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private WriteKind held;
        private int times;

        public bool IsWritable => inner.IsWritable;

        public void Hold(WriteKind kind, int count) => (held, times) = (kind, count);

        public void Go() => go.TrySetResult();

        public async ValueTask<T> WriteAsync<T>(WriteKind kind, Func<ISql, ValueTask<T>> work, CancellationToken cancel)
        {
            if (kind == held && Interlocked.Decrement(ref times) >= 0) await go.Task;
            return await inner.WriteAsync(kind, work, cancel);
        }

        public ValueTask<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.ReadAsync(work, cancel);

        public ValueTask<T> AskAsync<T>(Func<ISql, ValueTask<T>> work, CancellationToken cancel) => inner.AskAsync(work, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool HasStopped { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => HasStopped = true;
    }
}
