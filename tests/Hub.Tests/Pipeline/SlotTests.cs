using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>Slots beyond the simple case: with retries, replays, other keys and <c>release_if</c>.</summary>
public class SlotTests
{
    private const string Cancelling =
        """
        routes:
          - {id: r, on: fake.thing.happened, slot: "s/${event.record}", do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
          - {id: stop, on: fake.thing.changed, cancel: ["s/*"]}
        """;

    private static readonly FakeEvent Stop = new() { Type = "fake.thing.changed" };

    [Theory]
    [InlineData("*")]
    [InlineData("1/*")]
    public async Task WildcardInAnEventsText_CancelsNobodyElse(string text)
    {
        const string Reminders = "SELECT slot || ' ' || state FROM command WHERE route = 'remind' ORDER BY slot";
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: remind, on: fake.thing.happened, at: "${now + duration('1h')}", slot: "remind/${event.record}", do: fake.set_field, with: {record: "${event.record}", text: t}}
              - {id: forget, on: fake.thing.changed, cancel: ["remind/${event.text}"]}
              - {id: release, on: fake.thing.changed, if: 'false', slot: "remind/${event.text}", release_if: 'true', do: fake.set_field, with: {record: a, text: t}}
            """);
        await hub.SendAsync(new FakeEvent { Record = "1" }, new FakeEvent { Record = "1/2" });
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Text = text });
        (await hub.ListAsync(Reminders)).ShouldBe(["remind/1 scheduled", "remind/1/2 scheduled"]);
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Text = "1" });
        (await hub.ListAsync(Reminders)).ShouldBe(["remind/1 cancelled", "remind/1/2 scheduled"]);
    }

    [Fact]
    public async Task CommandThatWaitsForAnotherAttempt_IsInItsSlotAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Cancelling);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(Stop);
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_cancelled)"]);
    }

    [Fact]
    public async Task CommandOfWhichNobodyKnowsWhetherItHappened_IsNotTouched()
    {
        await using var hub = await HubUnderTest.StartAsync(Cancelling);
        hub.Vendor.Answer("fake.set_field", hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(Stop);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData("newest", new[] { "cancelled(slot_replaced)", "scheduled" })]
    [InlineData("oldest", new[] { "waiting", "cancelled(slot_taken)" })]
    public async Task SecondThatCameWhileTheFirstWasInFlight_IsJudgedWhenTheFirstComesBack(string keep, string[] states)
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$"""
            routes:
              - {id: r, on: fake.thing.happened, slot: {key: s, keep: {{keep}}}, at: "${now + duration(string(event.number) + 's')}", do: fake.set_field, with: {record: a, text: "${event.text}"} }
            """);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.set_field", FakeVendor.After(go.Task, FakeVendor.Fail(FailureKind.Transient)));
        await hub.PostAsync(new FakeEvent { Number = 0 });
        await hub.UntilCalledAsync("fake.set_field");
        await hub.PostAsync(new FakeEvent { Number = 3600 });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE state = 'applied'") == 2, "the second is applied");
        (await hub.StatesAsync("r")).ShouldBe(["started", "scheduled"]);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(states);
    }

    [Fact]
    public async Task SecondWithTheSameOnceKey_TakesSlotAndKeyFromTheFirst()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: r, on: fake.thing.happened, once: \"${event.record}\", slot: s, at: \"${now + duration('1h')}\", do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]");
        await hub.SendAsync(new FakeEvent { Text = "1" });
        await hub.SendAsync(new FakeEvent { Text = "2" });
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_replaced)", "scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await hub.SendAsync(new FakeEvent { Text = "3" });
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_replaced)", "done", "refused(once)"]);
    }

    [Fact]
    public async Task CommandWhoseKeyIsSpent_DoesNotReplaceTheOneThatWaits()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: r, on: fake.thing.happened, once: \"${event.record}\", slot: s, at: \"${now + duration(string(event.number) + 'h')}\", do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync(new FakeEvent { Record = "1", Number = 0 });
        await hub.SendAsync(new FakeEvent { Record = "2", Number = 1 });
        await hub.SendAsync(new FakeEvent { Record = "1", Number = 1 });
        (await hub.StatesAsync("r")).ShouldBe(["done", "scheduled", "refused(once)"]);
    }

    [Theory]
    [InlineData(1, "cancelled(slot_cancelled)")]
    [InlineData(2, "scheduled")]
    public async Task ReleaseIf_EmptiesTheSlotEvenWhereIfIsFalse(int number, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - id: r
                on: fake.thing.happened
                if: event.text == "begin"
                slot: s/${event.record}
                release_if: event.number == 1 && event.text == "end"
                at: ${now + duration("1h")}
                do: fake.set_field
                with: {record: a, text: "${event.text}"}
            """);
        await hub.SendAsync(new FakeEvent { Text = "begin", Number = 9 });
        await hub.SendAsync(new FakeEvent { Text = "end", Number = number });
        (await hub.StatesAsync("r")).ShouldBe([state]);
    }

    [Theory]
    [InlineData("slot: \"${event.phone}\"")]
    [InlineData("once: \"${event.phone}\"")]
    [InlineData("at: \"${event.number == 1 ? null : now}\"")]
    public async Task KeyThatIsNull_ParksTheRouteAndLeavesTheOthers(string key)
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$"""
            routes:
              - {id: r, on: fake.thing.happened, {{key}}, do: fake.set_field, with: {record: a, text: r} }
              - {id: other, on: fake.thing.happened, do: fake.set_field, with: {record: b, text: other} }
            """);
        await hub.SendAsync(new FakeEvent());
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["other"]);
    }

    [Fact]
    public async Task ReplayOfAParkedCommand_TakesItsSlotAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Cancelling);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)"]);
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        await hub.SendAsync(Stop);
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_cancelled)"]);
    }

    [Fact]
    public async Task ReplayOfAParkedCommand_GivesWayToTheNewerInItsSlot()
    {
        await using var hub = await HubUnderTest.StartAsync(Cancelling);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent { Text = "1" });
        await hub.SendAsync(new FakeEvent { Text = "2" });
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)", "waiting"]);
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_replaced)", "waiting"]);
    }

    [Fact]
    public async Task CancelOfTheSameEvent_ReachesWhatEarlierRoutesMade()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: r, on: fake.thing.happened, slot: s, at: "${now + duration('1h')}", do: fake.set_field, with: {record: a, text: b}}
              - {id: stop, on: fake.thing.happened, if: event.number == 2, cancel: [s]}
            """);
        await hub.SendAsync(new FakeEvent { Number = 2 });
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(slot_cancelled)"]);
    }
}
