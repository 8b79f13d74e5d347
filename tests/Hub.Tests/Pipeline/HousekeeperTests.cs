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
}
