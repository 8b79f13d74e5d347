using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class GuardedReadsTests
{
    private const string Set = "routes: [{id: r, on: [fake.thing.happened, fake.thing.outlined], do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";
    private const string Asking =
        "routes: [{id: r, on: fake.thing.happened, read: {a: {query: fake.ask, with: {record: x}}}, do: fake.set_field, with: {record: \"${event.record}\", text: \"${read.a.text}\"}}]";

    private static readonly FakeEvent Outlined = new() { Type = "fake.thing.outlined" };

    [Fact]
    public async Task FetchOfAVendorThatIsAway_OpensTheBreaker_AndCostsTheOthersNoAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(2, TimeSpan.FromHours(1)));
        hub.Vendor.OnFetch = _ => new Completion.Failed(new(FailureKind.Transient, "503", "Not now."));
        for (var i = 0; i < 5; i++) await hub.SendAsync(Outlined with { Record = $"{i}" });
        hub.Vendor.Fetches.ShouldBe(2);
        (await hub.ListAsync("SELECT attempts FROM event ORDER BY seq")).ShouldBe(["1", "1", "0", "0", "0"]);
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

    [Fact]
    public async Task FetchesThatHang_LeaveTheOthersTheirPlaces()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var go = new TaskCompletionSource();
        hub.Vendor.FetchesGo = go.Task;
        for (var i = 0; i < 40; i++) await hub.PostAsync(Outlined with { Record = $"{i}" });
        await hub.PostAsync(new FakeEvent { Record = "plain", Text = "plain" });
        await hub.UntilCalledAsync("fake.set_field");
        hub.Vendor.Fetches.ShouldBe(8);
        go.SetResult();
        await hub.UntilAsync(
            async sql =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(1));
                return await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'done'") == 41;
            },
            "all are fetched and done");
        (await hub.ListAsync("SELECT DISTINCT attempts FROM event WHERE type = 'fake.thing.outlined'")).ShouldBe(["0"]);
    }
}
