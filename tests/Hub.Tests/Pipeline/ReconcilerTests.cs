using System.Collections.Concurrent;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What no webhook has brought is found, once, whatever comes between.</summary>
public class ReconcilerTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private readonly ConcurrentQueue<(string Cursor, DateTimeOffset Until)> asked = new();

    [Fact]
    public async Task MissedWebhook_IsRepairedOnce_AndComesLateAsADuplicate()
    {
        var told = new List<FakeEvent>();
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until, new ChangePage.Found([.. told.Select(ToIncoming)], "next", IsMore: false)));
        await hub.SendAsync(Thing("brought"));
        told.AddRange([Thing("brought"), Thing("missed")]);
        await RunAsync(hub, Every);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["brought", "missed"]);
        await RunAsync(hub, Every);
        await hub.SendAsync(Thing("missed"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["brought", "missed"]);
        (await hub.EventStatesAsync()).ShouldBe(["applied", "applied", "noop(duplicate)"]);
        (await hub.ListAsync("SELECT source FROM event ORDER BY seq")).ShouldBe(["webhook", "reconciliation", "webhook"]);
        (await hub.ListAsync("SELECT name || ' ' || value FROM counter WHERE level = 'reconciliation' ORDER BY name")).ShouldBe(["found 4", "repaired 1"]);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldContain("1 of 2 changes");
    }

    [Fact]
    public async Task CursorBeginsAtTheTimeOfConnection_AndLeavesWhatMayBeOnItsWay()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until, new ChangePage.Found([], "next", IsMore: false)));
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");
        await RunAsync(hub, Every);
        await RunAsync(hub, Every);
        asked.ShouldBe([("2026-11-21 09:00:00Z", HubUnderTest.Start + Every - TimeSpan.FromMinutes(2)), ("next", HubUnderTest.Start + (2 * Every) - TimeSpan.FromMinutes(2))]);
    }

    [Fact]
    public async Task CrashBetweenPageAndCursor_StoresNothingTwice_AndGoesOnFromTheLastStoredPage()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until, cursor switch
        {
            "2" => new ChangePage.Found([ToIncoming(Thing("b")), ToIncoming(Thing("c"))], "3", IsMore: true),
            "3" => new ChangePage.Found([ToIncoming(Thing("c")), ToIncoming(Thing("d"))], "4", IsMore: false),
            _ => new ChangePage.Found([ToIncoming(Thing("a"))], "2", IsMore: true),
        }));
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");

        // The first page is stored; what stores the second is undone, again and again, until the process is killed.
        hub.BeforeNextWrite(WriteKind.Read, _ =>
        {
            hub.FailWrites(WriteKind.Read, int.MaxValue - 1);
            return ValueTask.FromResult(true);
        });
        hub.Clock.Advance(Every);
        await hub.UntilAsync(_ => ValueTask.FromResult(asked.Count(question => question.Cursor == "2") >= 2), "the second page is asked for again");
        await hub.RestartAsync(Field, crash: true);
        await UntilDoneAsync(hub);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c", "d"]);
        asked.Count(question => question.Cursor.StartsWith("2026", StringComparison.Ordinal)).ShouldBe(1);
        (await RowAsync(hub)).ShouldSatisfyAllConditions(row => row.Found.ShouldBe(5), row => row.Repaired.ShouldBe(4), row => row.Cursor.ShouldBe("4"));
    }

    [Fact]
    public async Task Throttled_CostsNoAttempt_AndWaitsAsLongAsTheVendorSays()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until, asked.Count < 2
            ? new ChangePage.Failed(new(FailureKind.Throttled, "429", "Too fast.", TimeSpan.FromMinutes(3)))
            : new ChangePage.Found([], "next", IsMore: false)));
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");
        hub.Clock.Advance(Every);
        await UntilAskedAsync(hub, 1);
        var row = await RowAsync(hub);
        (row.Attempts, row.NextAt, row.Error).ShouldBe((0, hub.Clock.GetUtcNow() + TimeSpan.FromMinutes(3), "429: Too fast."));
        hub.Clock.Advance(TimeSpan.FromMinutes(3));
        await UntilAskedAsync(hub, 2);
        hub.Clock.Advance(TimeSpan.FromMinutes(3));
        await UntilDoneAsync(hub);
        (await RowAsync(hub)).ShouldSatisfyAllConditions(done => done.Attempts.ShouldBe(0), done => done.Error.ShouldBeNull());
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task VendorThatDoesNotAnswer_IsAskedAgainFromThere_AndToldOfOnce(bool standsStill)
    {
        var isBack = false;
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until,
            isBack ? new ChangePage.Found([], "next", IsMore: false) : standsStill ? new ChangePage.Found([], cursor, IsMore: true) : throw new HttpRequestException("No.")));
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");
        for (var i = 1; i <= 4; i++)
        {
            hub.Clock.Advance(Every);
            await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql))[0].Attempts == i, "it failed");
        }

        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldContain("cannot be compared");
        isBack = true;
        hub.Clock.Advance(Every);
        await UntilDoneAsync(hub);
        asked.Select(question => question.Cursor).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AskedFor_BeginsWhereItIsSaid_BesideTheRegularOne()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, changes: (cursor, until) => Answer(cursor, until, new ChangePage.Found([ToIncoming(Thing(cursor))], cursor + "+", IsMore: false)));
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");
        foreach (var hours in new[] { 5, 7, 6 })
        {
            var since = HubUnderTest.Start - TimeSpan.FromHours(hours);
            await hub.HaltAsync();
            await hub.Database.WriteAsync(WriteKind.Housekeeping, sql => Reconciliations.QueueAsync(sql, "fake", Reconciliations.Asked, $"{hours}", since, HubUnderTest.Start), CancellationToken.None);
        }

        await hub.GoOnAsync();
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql))[0].EndedAt is not null, "what was asked for is done");
        asked.Select(question => question.Cursor).ShouldBe(["7"]);
        (await RowAsync(hub)).BeganAt.ShouldBeNull();
        await hub.SettleAsync();
    }

    private static FakeEvent Thing(string text) => new() { Key = $"key {text}", Same = $"fact {text}", Record = text, Text = text, OccurredAt = HubUnderTest.Start };

    // A comparison knows the facts, not what delivered them.
    private static IncomingEvent ToIncoming(FakeEvent e) => FakeVendor.ToIncoming(e with { Key = "polled " + e.Text }, HubUnderTest.Start);

    private static async Task<ReconciliationRow> RowAsync(HubUnderTest hub) =>
        (await hub.Database.ReadAsync(sql => Reconciliations.OfAsync(sql, "fake"), CancellationToken.None)).Single(row => row.Kind == Reconciliations.Regular);

    private static async Task RunAsync(HubUnderTest hub, TimeSpan every)
    {
        await hub.UntilAsync(async sql => (await Reconciliations.AllAsync(sql)).Count == 1, "the connection is known");
        hub.Clock.Advance(every);
        await UntilDoneAsync(hub);
        await hub.SettleAsync();
    }

    private static Task UntilDoneAsync(HubUnderTest hub) =>
        hub.UntilAsync(async sql => (await Reconciliations.OfAsync(sql, "fake")).Exists(row => row.Kind == Reconciliations.Regular && row.EndedAt is not null && row.NextAt > hub.Clock.GetUtcNow()), "the comparison is done");

    private Task UntilAskedAsync(HubUnderTest hub, int times) => hub.UntilAsync(
        async sql => asked.Count == times && (await Reconciliations.OfAsync(sql, "fake")).TrueForAll(row => row.NextAt > hub.Clock.GetUtcNow()), $"the vendor was asked {times} times");

    private ChangePage Answer(string cursor, DateTimeOffset until, ChangePage page)
    {
        asked.Enqueue((cursor, until));
        return page;
    }
}
