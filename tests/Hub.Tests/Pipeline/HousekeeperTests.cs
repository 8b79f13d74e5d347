using Hub.Connectors;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

public class HousekeeperTests
{
    private const string Timed =
        """
        routes:
          - {id: bad, on: fake.thing.happened, at: '${now + duration("1h")}', do: fake.set_field, with: {record: "1", text: bad}}
          - {id: good, on: fake.thing.happened, at: '${now + duration("1h")}', do: fake.set_field, with: {record: "2", text: good}}
        """;

    [SqliteFact]
    public async Task RowThatCannotBeBroughtBack_HoldsUpNoOther_AndIsParkedAfterThreeTimes()
    {
        await using var hub = await HubUnderTest.StartAsync(Timed);
        await hub.SendAsync(new FakeEvent());
        await hub.WriteAsync("CREATE TRIGGER bad BEFORE UPDATE OF state ON command WHEN OLD.route = 'bad' AND NEW.state = 'waiting' BEGIN SELECT RAISE(ABORT, 'bad row'); END");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM command WHERE route = 'good' AND state = 'done'") is not null, "the good one is done");
        for (var times = 1; times <= 3; times++)
        {
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT begun FROM command WHERE route = 'bad'") == times, "the bad one has failed once more");
            (await hub.CommandsAsync("bad"))[0].Error.ShouldBe("Bringing it back to its line failed inside the hub, last with SqliteException.");
            hub.Clock.Advance(TimeSpan.FromMinutes(1.1));
        }

        await hub.SettleAsync();
        (await hub.StatesAsync("bad")).ShouldBe(["parked(poison)"]);
        hub.Log.Of(1402).Count.ShouldBe(3);
    }

    [SqliteFact]
    public async Task KeysWhoseTimeIsOver_AreForgotten_AFewAtATime()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, once: \"${event.text}\", do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync(new FakeEvent { Text = "spent", Key = "1" });
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Text = "reserved", Key = "2" });
        (await hub.StatesAsync()).ShouldBe(["done", "parked(rejected)"]);
        await hub.WriteAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
            INSERT INTO event_key (key, is_polled, at) SELECT CAST(i AS BLOB), 0, $1 FROM n
            """,
            HubUnderTest.Start);

        await hub.AdvanceAsync(TimeSpan.FromDays(400));
        await hub.WriteAsync("INSERT INTO event_key (key, is_polled, at) VALUES (CAST('young' AS BLOB), 0, $1)", hub.Clock.GetUtcNow());
        await hub.SendAsync(new FakeEvent { Text = "spent", Key = "3" });
        (await hub.StatesAsync()).ShouldBe(["done", "parked(rejected)", "refused(once)"]);

        hub.Clock.Advance(TimeSpan.FromHours(2));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event_key") == 1, "the old keys of events are forgotten, the new one is not");
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM once") == 1, "the spent key is forgotten, the one that is held is not");
        await hub.SendAsync(new FakeEvent { Text = "spent", Key = "4" }, new FakeEvent { Text = "reserved", Key = "5" });
        (await hub.StatesAsync()).ShouldBe(["done", "parked(rejected)", "refused(once)", "done", "awaiting_once"]);

        // The events are still there: what comes again is known by them.
        await hub.SendAsync(new FakeEvent { Text = "spent", Key = "1" });
        (await hub.EventStatesAsync())[^1].ShouldBe("noop(duplicate)");
    }
}
