using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class GuardedReadsTests
{
    private const string Set = "routes: [{id: r, on: [fake.thing.happened, fake.thing.outlined], do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";
    private const string Asking =
        "routes: [{id: r, on: fake.thing.happened, read: {a: {query: fake.ask, with: {record: x}}}, do: fake.set_field, with: {record: \"${event.record}\", text: \"${read.a.text}\"}}]";

    private const string Tell = "{id: tell, on: hub.connection.failed, do: hub.alert, with: {text: \"${event.connection} ${event.code} ${event.text}\"}}]";

    private static readonly FakeEvent Outlined = new() { Type = "fake.thing.outlined" };

    [Fact]
    public async Task FetchOfAVendorThatIsAway_OpensTheBreaker_AndCostsTheOthersNoAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(2, TimeSpan.FromHours(1)));
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Transient, "503", "Not now."));
        for (var i = 0; i < 5; i++) await hub.SendAsync(Outlined with { Record = $"{i}" });
        hub.Vendor.Fetches.ShouldBe(2);
        (await hub.ListAsync("SELECT attempts FROM event ORDER BY seq")).ShouldBe(["1", "0", "0", "0", "0"]);
    }

    [Fact]
    public async Task FetchThatIsToldToWait_HoldsTheWholeConnection_WhereTheWholeAccountWaits()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Throttled, "429", "Too many.", TimeSpan.FromMinutes(1)) { IsAccountWide = true });
        await hub.SendAsync(Outlined);
        hub.Vendor.OnFetch = null;
        await hub.SendAsync(Outlined with { Record = "2" }, new FakeEvent { Record = "3", Text = "plain" });
        hub.Vendor.Fetches.ShouldBe(1);
        hub.Vendor.Calls().ShouldBeEmpty();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1.2));
        hub.Vendor.Texts("fake.set_field").Order().ShouldBe(["fetched", "fetched", "plain"]);
    }

    [Fact]
    public async Task QueryOfAVendorThatIsAway_OpensTheBreaker_AndCostsTheOthersNoAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Asking, breakers: new(2, TimeSpan.FromHours(1)));
        var asked = 0;
        hub.Vendor.OnQuestion = _ =>
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(new(FailureKind.Transient, "503", "Not now.")));
        };
        for (var i = 0; i < 5; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        asked.ShouldBe(2);
        (await hub.CommandsAsync()).ConvertAll(command => command.Attempts).ShouldBe([1, 1, 0, 0, 0]);
    }

    public static TheoryData<string, string> FailingReads() => new()
    {
        { "fake.thing.outlined", "routes: [{id: r, on: fake.thing.outlined, do: fake.set_field, with: {record: \"${event.record}\", text: t}}, " },
        { "fake.thing.hinted", "routes: [{id: r, on: fake.thing.fetched, do: fake.set_field, with: {record: \"${event.record}\", text: t}}, " },
        { "fake.thing.happened", "routes: [{id: r, on: fake.thing.happened, read: {a: {query: fake.ask, with: {record: x}}}, do: fake.set_field, with: {record: \"${event.record}\", text: \"${read.a.text}\"}}, " },
        { "fake.thing.changed", "routes: [{id: r, on: fake.thing.changed, do: fake.create_ticket, with: {subject: \"${event.record}\"}}, " },
    };

    [Theory]
    [MemberData(nameof(FailingReads))]
    public async Task ReadOfAVendorThatIsAway_IsReportedOnceForEachOpeningOfItsBreaker(string type, string routes)
    {
        await using var hub = await HubUnderTest.StartAsync(routes + Tell, breakers: new(2, TimeSpan.Zero));
        var isAway = true;
        var away = new VendorFailure(FailureKind.Transient, "503", "Not now.");
        hub.Vendor.OnFetch = fetched => isAway ? new Completion.Failed(away) : new Completion.Completed(fetched);
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(isAway ? new QueryOutcome.Failed(away) : new QueryOutcome.Found(new Answer("answer")));
        hub.Vendor.OnFind = () => isAway ? new ActionOutcome.Failed(away) : null;
        await SendAsync(hub, type, 1);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBe(["fake 503 Not now."]);

        isAway = false;
        for (var i = 0; i < 3; i++) await hub.AdvanceAsync(TimeSpan.FromHours(1.1));
        isAway = true;
        await SendAsync(hub, type, 10);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBe(["fake 503 Not now.", "fake 503 Not now."]);
    }

    [Theory]
    [InlineData(3600, 1, 0)]
    [InlineData(0, 3, 3)]
    public async Task FetchWithRefusedCredentials_IsReportedAndToldAtOnce_AndTriedAgainByItself(int secondsBetweenProbes, int fetches, int done)
    {
        await using var hub = await HubUnderTest.StartAsync(Set[..^1] + ", " + Tell, breakers: new(5, TimeSpan.FromSeconds(secondsBetweenProbes)));
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Unauthorized, "401", "Refused."));
        for (var i = 0; i < 3; i++) await hub.SendAsync(Outlined with { Record = $"{i}" });
        hub.Vendor.Fetches.ShouldBe(fetches);
        (await hub.ListAsync("SELECT source || ': ' || text FROM alert ORDER BY seq")).ShouldBe(
            ["hub: The credentials of the connection fake were refused at a fetch (401). Mend them; it is tried again by itself.", "tell: fake 401 Refused."]);
        hub.Vendor.OnFetch = null;
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        hub.Vendor.Texts("fake.set_field").Count.ShouldBe(done);
    }

    [Fact]
    public async Task ReadWithRefusedCredentials_PausesTheConnection_AndIsReportedOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Asking[..^1] + ", " + Tell);
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(new(FailureKind.Unauthorized, "401", "Refused.")));
        await hub.SendAsync(new FakeEvent());
        (await hub.ListAsync("SELECT text FROM alert WHERE source = 'tell'")).ShouldBe(["fake 401 Refused."]);
        (await hub.ListAsync("SELECT by FROM pause")).ShouldBe(["unauthorized"]);
    }

    [Fact]
    public async Task DeliveriesToAVendorThatIsAway_AreReportedOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Set[..^1] + ", " + Tell, breakers: new(2, TimeSpan.FromHours(1)));
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 5)]);
        for (var i = 0; i < 5; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBe(["fake code It failed."]);
    }

    [Fact]
    public async Task FetchesThatHang_LeaveTheOthersTheirPlaces()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var go = new TaskCompletionSource();
        hub.Vendor.FetchesGo = go.Task;
        await hub.PostAsync([.. Enumerable.Range(0, 100).Select(i => Outlined with { Record = $"{i}" })]);
        await hub.PostAsync(new FakeEvent { Record = "plain", Text = "plain" });
        await hub.UntilCalledAsync("fake.set_field");
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Vendor.Fetches == 8), "8 are fetched");

        // Those without a place wait in memory: nothing is stored of them.
        (await hub.ListAsync("SELECT COUNT(*) FROM event WHERE in_flight = 1")).ShouldBe(["8"]);
        (await hub.ListAsync("SELECT DISTINCT retry_at FROM event")).ShouldBe(["0"]);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT state || ' ' || COUNT(*) FROM command GROUP BY state")).ShouldBe(["done 101"]);
    }

    [Fact]
    public async Task EventsThatWaitForAPlace_ArePartOfNoStop()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var go = new TaskCompletionSource();
        hub.Vendor.FetchesGo = go.Task;
        await hub.PostAsync([.. Enumerable.Range(0, 20).Select(i => Outlined with { Record = $"{i}" })]);
        await hub.UntilAsync(_ => ValueTask.FromResult(hub.Vendor.Fetches == 8), "8 are fetched");
        var halt = hub.HaltAsync();
        go.SetResult();
        await halt;
        hub.Vendor.Fetches.ShouldBe(8);
        await hub.GoOnAsync();
        await hub.SettleAsync();
        (hub.Vendor.Fetches, hub.Log.Of(1102).Count).ShouldBe((20, 0));
    }

    [Fact]
    public async Task EventOfWhichTheVendorIsNotAsked_StaysASuspect()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var slow = new ActionOutcome.Failed(new(FailureKind.Throttled, "429", "Slow down.", TimeSpan.FromSeconds(20)) { IsAccountWide = true });
        hub.Vendor.Answer("fake.set_field", (_, _) => Task.FromResult<ActionOutcome>(slow));
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(Outlined with { Record = "2" });
        await hub.WriteAsync("UPDATE event SET is_suspect = 1, begun = 1, retry_at = 0, error = NULL WHERE type = 'fake.thing.outlined'");
        await hub.WriteAsync("UPDATE line SET ready_at = 0 WHERE queue = 'event'");
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT begun || ' ' || is_suspect || ' ' || in_flight || ' ' || error FROM event WHERE type = 'fake.thing.outlined'"))
            .ShouldBe(["1 1 0 not_asked: The vendor is unavailable, or has told the whole account to wait."]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(21));
        (await hub.EventStatesAsync()).ShouldBe(["applied", "applied"]);
    }

    // Two failures in a row; what is looked for fails at its looking.
    private static async Task SendAsync(HubUnderTest hub, string type, int first)
    {
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Unknown));
        for (var i = 0; i < 2; i++) await hub.SendAsync(new FakeEvent { Type = type, Record = $"{first + i}" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
    }
}
