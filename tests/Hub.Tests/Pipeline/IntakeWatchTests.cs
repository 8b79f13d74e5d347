using Hub.Configuration;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class IntakeWatchTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.outlined, do: fake.set_field, with: {record: \"${event.record}\", text: a}}]";
    private static readonly ChangePage Nothing = new ChangePage.Found([], "next", IsMore: false);

    [Fact]
    public async Task LongBacklog_RefusesWebhooks_UntilAFifthOfItIsDone()
    {
        var go = new TaskCompletionSource();
        await using var hub = await HubUnderTest.StartAsync(Field, settings: new HubOptions { MaxBacklog = 10 });
        hub.Vendor.FetchesGo = go.Task;
        for (var i = 0; i < 6; i++) await hub.PostAsync(new FakeEvent { Type = "fake.thing.outlined", Record = $"{i}" });
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Intake.Obstacle is not null), "webhooks are refused");
        hub.Intake.Obstacle.ShouldBe("More than 10 webhooks and events wait to be processed.");
        await Should.ThrowAsync<StoreBusyException>(() => hub.PostAsync(new FakeEvent()));
        go.SetResult();
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Intake.Obstacle is null), "webhooks are taken again");
        await hub.SettleAsync();
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined", Record = "later" });
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(7);
        hub.Log.Of(2601).Count.ShouldBe(1);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldContain("(503)");
    }

    [Fact]
    public async Task DiskThatIsNearlyFull_RefusesWebhooks_UntilItHasAQuarterMore()
    {
        long? free = 255L << 20;
        await using var hub = await HubUnderTest.StartAsync(Field, disk: new DiskRoom(() => free));
        await hub.UntilAsync(_ => ValueTask.FromResult(!hub.Intake.HasRoom), "webhooks are refused");
        free = 319L << 20;
        hub.Intake.Look(0);
        hub.Intake.HasRoom.ShouldBeFalse();
        free = 320L << 20;
        hub.Intake.Look(0);
        hub.Intake.Obstacle.ShouldBeNull();
        free = 256L << 20;
        hub.Intake.Look(0);
        hub.Intake.HasRoom.ShouldBeTrue();
        free = null;
        hub.Intake.Look(0);
        hub.Intake.HasRoom.ShouldBeTrue();
    }

    [Fact]
    public async Task TimeOfRefusals_IsKept_AndQueuesAComparisonFromBeforeItsBegin()
    {
        var compared = new System.Collections.Concurrent.ConcurrentBag<DateTimeOffset>();
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (_, until) =>
        {
            compared.Add(until);
            return Nothing;
        });
        hub.Refusals.Note("fake", hub.Clock.GetUtcNow());
        hub.Clock.Advance(TimeSpan.FromSeconds(20));
        hub.Refusals.Note("fake", hub.Clock.GetUtcNow());
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)) is [{ Refused: 2 }], "it is kept while it lasts");
        hub.Clock.Advance(TimeSpan.FromSeconds(30));
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)).Count == 0, "it is over");
        hub.Clock.Advance(Reconciler.Grace);
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Exists(row => row is { Kind: Reconciliations.Refused, EndedAt: not null }), "the connection is compared");
        var kept = (await hub.Database.ReadAsync(sql => Refusals.LatestAsync(sql, 10), CancellationToken.None)).ShouldHaveSingleItem();
        kept.ShouldBe(new Refusal("fake", HubUnderTest.Start, HubUnderTest.Start.AddSeconds(20), HubUnderTest.Start.AddSeconds(50), 2));
        (await hub.Database.ReadAsync(Reconciliations.AllAsync, CancellationToken.None)).Single(row => row.Kind == Reconciliations.Refused).Since.ShouldBe(HubUnderTest.Start.AddMinutes(-5));
        await hub.UntilLoggedAsync(2603);

        // Its last moments too: whoever comes again later is settled by the key of the fact.
        compared.Max().ShouldBeGreaterThanOrEqualTo(HubUnderTest.Start.AddSeconds(50));
    }

    [Fact]
    public async Task TimeThatAnotherNodeKeepsOpen_IsNotEndedByAStart_BeforeItIsQuiet()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (_, _) => Nothing);
        await hub.HaltAsync();
        var other = new Refusal("fake", hub.Clock.GetUtcNow().AddMinutes(-1), hub.Clock.GetUtcNow().AddSeconds(-5), null, 3);
        await hub.Database.WriteAsync(WriteKind.Housekeeping, sql => Refusals.KeepAsync(sql, other), CancellationToken.None);
        await hub.RestartAsync(Field);
        hub.Refusals.Note("second", hub.Clock.GetUtcNow());
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)).Exists(refusal => refusal.Connection == "second"), "it has looked");
        (await hub.Database.ReadAsync(Refusals.OpenAsync, CancellationToken.None)).ShouldContain(other);
        hub.Clock.Advance(TimeSpan.FromSeconds(31));
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)).Count == 0, "they are ended");
    }

    [Fact]
    public async Task AlertThatCannotBeStored_IsRaisedWhenItCan()
    {
        long? free = 1L << 30;
        await using var hub = await HubUnderTest.StartAsync(Field, disk: new DiskRoom(() => free));
        hub.FailWrites(WriteKind.Housekeeping, 1);
        free = 1;
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert") == 1, "the alert is stored");
        hub.Log.Of(2601).Count.ShouldBe(1);
    }

    [Fact]
    public async Task WebhookThatIsRefusedDuringALook_DoesNotEndTheTime()
    {
        HubUnderTest? started = null;
        var isNoted = false;
        await using var hub = await HubUnderTest.StartAsync(Field, disk: new DiskRoom(() =>
        {
            if (started is null || isNoted) return null;
            isNoted = true;
            started.Clock.Advance(TimeSpan.FromSeconds(1));
            started.Refusals.Note("fake", started.Clock.GetUtcNow());
            return null;
        }));
        started = hub;
        await hub.UntilAsync(async sql => (await Refusals.LatestAsync(sql, 1)).Count > 0, "it is kept");
        (await hub.Database.ReadAsync(Refusals.OpenAsync, CancellationToken.None)).ShouldHaveSingleItem().To.ShouldBeNull();
    }

    [Fact]
    public async Task TimeThatACrashLeftOpen_IsEndedAtTheNextStart()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (_, _) => Nothing);
        hub.Refusals.Note("fake", hub.Clock.GetUtcNow());
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)).Count == 1, "it is kept");
        await hub.RestartAsync(Field, crash: true);
        hub.Clock.Advance(TimeSpan.FromSeconds(31));
        await hub.UntilAsync(async sql => (await Refusals.OpenAsync(sql)).Count == 0, "it is ended");
        hub.Clock.Advance(Reconciler.Grace);
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Exists(row => row is { Kind: Reconciliations.Refused, EndedAt: not null }), "the connection is compared");
    }

    [Fact]
    public async Task StoreThatCannotBeWritten_KeepsTheTimeInMemoryUntilItCan()
    {
        await using var hub = await HubUnderTest.StartAsync(Field);
        hub.FailWrites(WriteKind.Housekeeping, 3);
        hub.Refusals.Note("fake", hub.Clock.GetUtcNow());
        hub.Clock.Advance(TimeSpan.FromSeconds(31));
        await hub.UntilAsync(async sql => await Refusals.LatestAsync(sql, 1) is [{ To: not null }], "it is kept");
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Refusals.Open.Count == 0), "it is not in memory any more");
    }
}
