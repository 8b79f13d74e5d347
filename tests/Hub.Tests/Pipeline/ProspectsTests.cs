using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What lacks nothing is applied in the transaction that stores it.</summary>
public class ProspectsTests
{
    private const string Routes = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]";

    [SqliteFact]
    public async Task EventThatLacksNothing_IsStoredAsApplied_AndCounted()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(new FakeEvent());
        (await EnteredAsync(hub)).ShouldBe(["applied"]);
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
        (await hub.ListAsync("SELECT outcome || pending || applied FROM webhook")).ShouldBe(["applied01"]);
        (await hub.ListAsync("SELECT route || ' ' || outcome FROM event_route JOIN event ON event.seq = event_route.seq")).ShouldBe(["r matched"]);
        (await hub.ListAsync("SELECT name || ' ' || value FROM counter WHERE level = 'events' AND value <> 0 ORDER BY name")).ShouldBe(["applied 1", "received 1"]);
    }

    [SqliteFact]
    public async Task EventThatNobodyLooksAt_IsStoredWithItsReason()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed" });
        (await EnteredAsync(hub)).ShouldBe(["noop"]);
        (await hub.ListAsync("SELECT reason FROM event")).ShouldBe(["no_route"]);
        (await hub.ListAsync("SELECT name || ' ' || value FROM counter WHERE level LIKE 'events%' AND value <> 0 ORDER BY level, name")).ShouldBe(["noop 1", "received 1", "no_route 1"]);
    }

    [SqliteFact]
    public async Task EventWhoseLineIsOpen_StandsInIt_AndSoDoesTheNext()
    {
        await using var hub = await StartAsync();
        await hub.WriteAsync("INSERT INTO line (queue, subject, lane, ready_at) VALUES ('event', 'fake/thing/1', 0, $1)", 253_402_300_799_000);
        await hub.PostAsync(new FakeEvent { Text = "one" }, new FakeEvent { Text = "two" }, new FakeEvent { Record = "2", Text = "other" });
        await hub.SettleAsync();
        (await EnteredAsync(hub)).ShouldBe(["pending", "pending", "applied"]);
        (await hub.ListAsync("SELECT DISTINCT state FROM event")).ShouldBe(["applied"]);
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "done"]);
    }

    [SqliteFact]
    public async Task StatusThatTellsOfAFailure_IsLeftToItsLine()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m1", Status = MessageStatus.Failed, Failure = FailureKind.Rejected });
        (await EnteredAsync(hub)).ShouldBe(["pending"]);
        (await hub.ListAsync("SELECT state FROM event")).ShouldBe(["applied"]);
    }

    [SqliteFact]
    public async Task StoreThatCannotBeRead_IsNoFault()
    {
        await using var hub = await StartAsync();
        hub.FailReads(new StoreTimeoutException(TimeSpan.FromSeconds(5)));
        (await hub.Part<Prospects>().OfAsync([(Thing, FakeVendor.ToIncoming(new FakeEvent { Key = "k" }, HubUnderTest.Start))], CancellationToken.None)).ShouldBeEmpty();
        hub.FailReads(null);
        hub.Log.Of(1006).ShouldBeEmpty();
    }

    private static NewEvent Thing => new()
    {
        Id = "e", Webhook = null, Source = "webhook", Connection = "fake", Type = "fake.thing.happened", Subject = "fake/thing/1", OccurredAt = HubUnderTest.Start, ArrivedAt = HubUnderTest.Start,
        Completeness = EventCompleteness.Complete, Envelope = "{}", Data = "{\"record\":\"1\",\"text\":\"t\",\"number\":1}",
    };

    private static async Task<HubUnderTest> StartAsync()
    {
        var hub = await HubUnderTest.StartAsync(Routes);
        await hub.WriteAsync("CREATE TABLE entered (state TEXT NOT NULL)");
        await hub.WriteAsync("CREATE TRIGGER entering AFTER INSERT ON event BEGIN INSERT INTO entered (state) VALUES (NEW.state); END");
        return hub;
    }

    private static Task<List<string>> EnteredAsync(HubUnderTest hub) => hub.ListAsync("SELECT state FROM entered ORDER BY rowid");
}
