using Hub.Storage;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What a death of the process, or a mistake inside the hub, leaves behind: the guilty is set aside after three times, nobody else ever.</summary>
public class CrashTests
{
    private const string Set = "routes: [{id: r, on: [fake.thing.happened, fake.thing.outlined], do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";

    [Fact]
    public async Task InnocentsInFlightAtEveryCrash_GoOut_AndThePoisonIsParkedAfterThreeAlone()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var (isFirst, isPoisonThere) = (true, false);
        FakeAnswer answer = (call, cancel) =>
        {
            isPoisonThere |= call.Texts[0] == "poison";
            return (isFirst || isPoisonThere ? hub.Vendor.DoAndHang() : hub.Vendor.Succeed())(call, cancel);
        };
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(answer, 40)]);
        string[] texts = ["a", "b", "poison", "c", "d"];
        foreach (var text in texts) await hub.PostAsync(new FakeEvent { Record = text, Text = text });
        await hub.UntilCalledAsync("fake.set_field", texts.Length);
        for (var crash = 1; crash <= 4; crash++)
        {
            await hub.UntilAsync(_ => ValueTask.FromResult(PoisonCalls(hub) == crash), "the poison is called again");
            (isFirst, isPoisonThere) = (false, false);
            await hub.RestartAsync(Set, crash: true);
            await hub.SettleAsync();
            hub.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        await hub.SettleAsync();
        (await hub.StatesAsync()).Order().ShouldBe(["done", "done", "done", "done", "parked(poison)"]);
        PoisonCalls(hub).ShouldBe(4);
        (await hub.CommandsAsync()).Single(command => command.State == CommandState.Parked).Error.ShouldBe("Delivering it was begun three times without an end.");
    }

    [Fact]
    public async Task WhoeverWasAloneInFlight_IsCountedAtOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", hub.Vendor.DoAndHang());
        await hub.PostAsync(new FakeEvent());
        await hub.UntilCalledAsync("fake.set_field");
        await hub.RestartAsync(Set, crash: true);
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT begun || ' ' || is_suspect || ' ' || in_flight FROM command")).ShouldBe(["1 1 0"]);
        hub.Log.Of(TestStore.IsPostgres ? 1503 : 1501).ShouldHaveSingleItem().ShouldContain("ebhooks, events and commands ");
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.ListAsync("SELECT begun || ' ' || is_suspect || ' ' || in_flight FROM command")).ShouldBe(["0 0 0"]);
    }

    [Fact]
    public async Task CrashWhileAnEventIsProcessed_MakesItASuspectAndAppliesItOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.OnFetch = _ => throw new HttpRequestException("The test goes on below.");
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined" });
        await hub.HaltAsync();
        await hub.WriteAsync("UPDATE event SET in_flight = 1, begun = 1");
        hub.Vendor.OnFetch = null;
        await hub.GoOnAsync();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT is_suspect FROM event") == 1, "the event is a suspect");
        (await hub.ListAsync("SELECT begun FROM event")).ShouldBe(["2"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(19));
        (await hub.EventStatesAsync()).ShouldBe(["pending"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
        (await hub.ListAsync("SELECT begun || ' ' || is_suspect || ' ' || in_flight FROM event")).ShouldBe(["0 0 0"]);
    }

    [Fact]
    public async Task WebhookThatWasAloneAtACrash_WaitsForAWhile_AndIsParkedAfterThree()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent());
        for (var crash = 1; crash <= 3; crash++)
        {
            await hub.WriteAsync("UPDATE webhook SET in_flight = 1");
            await hub.GoOnAsync();
            (await hub.ListAsync("SELECT begun || ' ' || is_suspect || ' ' || outcome FROM webhook")).ShouldBe([$"{crash} 1 pending"]);
            await hub.HaltAsync();
        }

        // What passes while the hub is down is no wait: the next start begins it anew.
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.GoOnAsync();
        (await hub.ListAsync("SELECT outcome FROM webhook")).ShouldBe(["pending"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.ListAsync("SELECT outcome || ' ' || error FROM webhook")).ShouldBe(["parked Reading it was begun three times without an end."]);
    }

    [Fact]
    public async Task StoreThatFailsInT2_CountsAgainstNobody()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.FailWrites(WriteKind.Apply, 5);
        await hub.SendAsync(new FakeEvent());
        for (var i = 0; i < 5; i++) await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
    }

    [Fact]
    public async Task MistakeInsideTheHub_WhileAnEventIsProcessed_EndsParkedWithASentence()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.OnFetch = _ => throw new InvalidOperationException("+4915112345678 is too much.");
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined", Record = "4915112345678" }, new FakeEvent { Record = "4915112345678", Text = "behind" });

        // With the third failure it is set aside, and the line goes on at once.
        for (var i = 0; i < 2; i++) await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.EventStatesAsync()).ShouldBe(["parked(poison)", "applied"]);
        (await hub.EventsAsync())[0].Error.ShouldBe("Processing it failed three times inside the hub, last with InvalidOperationException.");
        hub.Log.Of(1102).Count.ShouldBe(3);
        hub.Log.Messages.ShouldAllBe(message => !message.Text.Contains("4915112345678"));
    }

    [Fact]
    public async Task MistakeInsideTheHub_WhileACommandIsPrepared_EndsParkedWithASentence()
    {
        const string routes =
            """
            routes:
              - id: asks
                on: fake.thing.happened
                if: event.text == "asks"
                read: {seen: {query: fake.ask, with: {record: "${event.record}"}}}
                do: fake.set_field
                with: {record: "1", text: "${read.seen.text}"}
              - {id: plain, on: fake.thing.happened, if: 'event.text != "asks"', do: fake.set_field, with: {record: "1", text: "${event.text}"}}
            """;
        await using var hub = await HubUnderTest.StartAsync(routes);
        hub.Vendor.OnQuestion = _ => throw new InvalidOperationException("A mistake.");
        await hub.SendAsync(new FakeEvent { Text = "asks" }, new FakeEvent { Text = "behind" });
        for (var i = 0; i < 2; i++) await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["parked(poison)", "done"]);
        (await hub.CommandsAsync())[0].Error.ShouldBe("Delivering it failed three times inside the hub, last with InvalidOperationException.");
    }

    [SqliteFact]
    public async Task WebhookWhoseEventsCannotBeStored_IsParkedAndItsNeighboursAreRead()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        await hub.HaltAsync();
        await hub.WriteAsync("CREATE TRIGGER bad BEFORE INSERT ON event WHEN NEW.data LIKE '%bad row%' BEGIN SELECT RAISE(ABORT, 'bad row'); END");
        await hub.PostAsync(new FakeEvent { Key = "before" });
        await hub.PostAsync(new FakeEvent { Key = "k", Text = "bad row" });
        await hub.PostAsync(new FakeEvent { Key = "behind" });
        await hub.GoOnAsync();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT outcome || COALESCE(' ' || error, '') FROM webhook ORDER BY seq"))
            .ShouldBe(["applied", "parked Its events could not be stored (SqliteException).", "applied"]);
    }

    private static int PoisonCalls(HubUnderTest hub) => hub.Vendor.Calls().Count(call => call.Texts[0] == "poison");
}
