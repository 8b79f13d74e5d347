using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class OnceAndSlotTests
{
    private const string OnceRoute = "routes: [{id: r, on: fake.thing.happened, once: \"${event.record}\", do: fake.set_field, with: {record: \"${event.text}\", text: \"${event.text}\"}}]";

    [Fact]
    public async Task KeyThatIsSpent_Refuses()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceRoute);
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["done", "refused(once)"]);
    }

    [Fact]
    public async Task KeyThatIsReserved_WaitsForItsOwner_AndIsRefusedWhenItIsDone()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceRoute);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent { Text = "a" }, new FakeEvent { Text = "b" });
        (await hub.StatesAsync()).ShouldBe(["waiting", "awaiting_once"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done", "refused(once)"]);
    }

    // More than are held in memory at once.
    [Fact]
    public async Task ManyThatWaitForAKey_AreAllRefusedWhenItIsSpent()
    {
        const int many = Hub.Storage.Outbox.AtOnce + 50;
        await using var hub = await HubUnderTest.StartAsync(OnceRoute);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient));
        foreach (var some in Enumerable.Range(0, many).Chunk(50)) await hub.PostAsync([.. some.Select(number => new FakeEvent { Text = $"{number}" })]);
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done", .. Enumerable.Repeat("refused(once)", many - 1)]);
    }

    [Fact]
    public async Task OwnerThatIsRefused_LeavesTheKeyToWhoWaits()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceRoute);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.TargetClosed));
        await hub.SendAsync(new FakeEvent { Text = "a" }, new FakeEvent { Text = "b" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["refused(target_closed)", "done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a", "a", "b"]);
    }

    [Fact]
    public async Task OwnerThatIsParked_KeepsTheKey_UntilReplayedOrDiscarded()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceRoute);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Text = "a" }, new FakeEvent { Text = "b" });
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "awaiting_once"]);
        var owner = (await hub.CommandsAsync())[0].Id;
        await hub.Control.ReplayAsync(owner, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "awaiting_once"]);
        await hub.Control.DiscardAsync(owner, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["cancelled(discarded)", "done"]);
    }

    [Fact]
    public async Task HeirThatIsNotDueYet_WaitsUntilItIs()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: r, on: fake.thing.happened, once: \"${event.record}\", at: \"${now + duration(string(event.number) + 'h')}\", do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]");
        await hub.SendAsync(new FakeEvent { Text = "a", Number = 1 }, new FakeEvent { Text = "b", Number = 2 });
        (await hub.StatesAsync()).ShouldBe(["scheduled", "awaiting_once"]);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.TargetClosed));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.StatesAsync()).ShouldBe(["refused(target_closed)", "scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.StatesAsync()).ShouldBe(["refused(target_closed)", "done"]);
    }

    [Theory]
    [InlineData("waiting", new[] { "cancelled(slot_replaced)", "scheduled" })]
    [InlineData("{key: waiting, keep: oldest}", new[] { "scheduled", "cancelled(slot_taken)" })]
    public async Task SecondInASlot_ReplacesOrIsCancelled(string slot, string[] states)
    {
        await using var hub = await HubUnderTest.StartAsync(SlotRoutes(slot, "waiting"));
        await hub.SendAsync(new FakeEvent { Text = "a" }, new FakeEvent { Text = "b" });
        (await hub.StatesAsync()).ShouldBe(states);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        hub.Vendor.Calls().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("r/a", new[] { "cancelled(slot_cancelled)", "scheduled" })]
    [InlineData("r/*", new[] { "cancelled(slot_cancelled)", "cancelled(slot_cancelled)" })]
    public async Task Cancel_EmptiesOneSlotOrAllBelow(string cancel, string[] states)
    {
        await using var hub = await HubUnderTest.StartAsync(SlotRoutes("r/${event.text}", cancel));
        await hub.SendAsync(new FakeEvent { Text = "a" }, new FakeEvent { Text = "b" });
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed" });
        (await hub.StatesAsync()).ShouldBe(states);
    }

    [Fact]
    public async Task NewcomerWhoseLinkExists_LeavesTheSlotToItsHolder()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkInSlot);
        var linked = new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" };
        await hub.SendAsync(linked);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        await hub.SendAsync(linked with { Phone = "4915100000000" });
        await hub.SendAsync(linked);
        (await hub.StatesAsync()).ShouldBe(["done", "scheduled", "cancelled(link_exists)"]);
    }

    [Fact]
    public async Task NewcomerInTheSlotOfTheMakerOfItsLink_ReplacesItAndReservesTheLinkAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(LinkInSlot);
        var said = new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" };
        await hub.SendAsync(said);
        await hub.SendAsync(said);
        (await hub.StatesAsync()).ShouldBe(["cancelled(slot_replaced)", "scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.ListAsync("SELECT state FROM link ORDER BY id")).ShouldBe(["broken", "live"]);
    }

    [Fact]
    public async Task CommandInFlight_IsNotCancelled()
    {
        await using var hub = await HubUnderTest.StartAsync(SlotRoutes("waiting", "waiting"));
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.set_field", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.SendAsync(new FakeEvent());
        hub.Clock.Advance(TimeSpan.FromMinutes(61));
        await hub.UntilCalledAsync("fake.set_field");
        await hub.PostAsync(new FakeEvent { Type = "fake.thing.changed" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE state = 'pending'") == 0, "the event is applied");
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    private const string LinkInSlot =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes:
          - id: open
            on: fake.message.received
            slot: waiting
            at: ${now + duration("1h")}
            link: {desk: "${result.ticket_id}"}
            do: fake.create_ticket
            with: {subject: "${event.text}"}
        """;

    private static string SlotRoutes(string slot, string cancel) =>
        $$"""
        routes:
          - id: hold
            on: fake.thing.happened
            slot: {{slot}}
            at: ${now + duration("1h")}
            do: fake.set_field
            with: {record: a, text: "${event.text}"}
          - {id: stop, on: fake.thing.changed, cancel: ["{{cancel}}"]}
        """;
}
