using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>A key of a route that fails at run time, and what a replay does when the file or the vendor is mended: only what has not been done.</summary>
public class KeyFailureTests
{
    private const string Set = "do: fake.set_field, with: {record: a, text: ";
    private const string Ten = "10 / event.number";
    private const string Desk = "links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}\nstate: {asked: {of: thread, type: string, for: 1d}}\n";

    private static readonly FakeEvent Nought = new() { Number = 0, Text = "t" };
    private static readonly FakeEvent Said = new() { Type = "fake.message.received", Phone = "4915112345678", Text = "t" };

    [Theory]
    [InlineData("let: {x: \"${string(10 / event.number)}\"}, " + Set + "\"${let.x}\"}", "let: {x: mended}, " + Set + "\"${let.x}\"}")]
    [InlineData("each: \"${dyn(event.text)}\", " + Set + "\"${string(item)}\"}", "each: \"${['mended']}\", " + Set + "\"${item}\"}")]
    [InlineData("each: \"${[1, 0]}\", " + Set + "\"${string(10 / item)}\"}", "each: \"${['mended']}\", " + Set + "\"${item}\"}")]
    [InlineData("find: {customer: {phone: \"${string(10 / event.number)}\"}}, " + Set + "mended}", Set + "mended}")]
    [InlineData("if: " + Ten + " > 0, " + Set + "mended}", Set + "mended}")]
    [InlineData("once: \"${string(10 / event.number)}\", " + Set + "mended}", "once: \"${event.record}\", " + Set + "mended}")]
    [InlineData("slot: \"${string(10 / event.number)}\", " + Set + "mended}", "slot: s, " + Set + "mended}")]
    [InlineData("at: \"${now + duration(string(10 / event.number) + 'h')}\", " + Set + "mended}", "at: \"${now}\", " + Set + "mended}")]
    [InlineData("limit: {count: 1, per: \"${string(10 / event.number)}\", in: 1h, over: drop}, " + Set + "mended}", "limit: {count: 1, per: route, in: 1h, over: drop}, " + Set + "mended}")]
    [InlineData(Set + "\"${string(10 / event.number)}\"}", Set + "mended}")]
    public async Task KeyThatFailsAtTheEvent_ParksItsRoute_AndAReplayRunsThatAlone(string wrong, string mended)
    {
        await using var hub = await HubUnderTest.StartAsync(Beside(wrong));
        await hub.SendAsync(Nought);
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["beside"]);
        hub.Vendor.Calls("fake.set_field").ShouldBeEmpty();

        await hub.RestartAsync(Beside(mended));
        await ReplayEventAsync(hub);
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["mended"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["beside"]);
    }

    [Theory]
    [InlineData("cancel: [\"w/${string(10 / event.number)}\"]", "cancel: [w/1]")]
    [InlineData("if: 'false', slot: w/1, release_if: 10 / event.number > 0, do: fake.pay, with: {record: a, text: t}", "if: 'false', slot: w/1, release_if: event.number == 0, do: fake.pay, with: {record: a, text: t}")]
    public async Task KeyThatEmptiesASlotAndFails_LeavesItFull_AndAReplayEmptiesIt(string wrong, string mended)
    {
        static string Routes(string keys) =>
            $"routes: [{{id: hold, on: fake.thing.happened, slot: w/1, at: \"${{now + duration('1h')}}\", {Set}held}}}}, {{id: r, on: fake.thing.changed, {keys}}}]";
        await using var hub = await HubUnderTest.StartAsync(Routes(wrong));
        await hub.SendAsync(Nought);
        await hub.SendAsync(Nought with { Type = "fake.thing.changed" });
        (await hub.StatesAsync("hold")).ShouldBe(["scheduled"]);
        (await hub.EventStatesAsync()).ShouldBe(["applied", "parked(route_failed)"]);

        await hub.RestartAsync(Routes(mended));
        await ReplayEventAsync(hub);
        (await hub.StatesAsync("hold")).ShouldBe(["cancelled(slot_cancelled)"]);
    }

    [Fact]
    public async Task UnlinkWhoseConditionFails_LeavesTheLink_AndAReplayEndsIt()
    {
        static string Routes(string condition) =>
            $"{Desk}routes: [{{id: open, on: fake.message.received, find: desk, if: linked == null, link: {{desk: \"${{result.ticket_id}}\"}}, do: fake.create_ticket, with: {{subject: t}}}}, {{id: solved, on: fake.thing.changed, find: desk, if: linked != null && {condition}, unlink: desk}}]";
        await using var hub = await HubUnderTest.StartAsync(Routes(Ten + " > 0"));
        await hub.SendAsync(Said);
        await hub.SendAsync(Nought with { Type = "fake.thing.changed", Record = "create_ticket-1" });
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["live"]);

        await hub.RestartAsync(Routes("event.number == 0"));
        await ReplayEventAsync(hub);
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["ended"]);
    }

    [Fact]
    public async Task LinkThatFindLedTo_AndThatWasBrokenSince_IsFoundByNobody_AndAReplayOfItsMakerMakesItAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(
            Desk + "routes: [{id: open, on: fake.message.received, find: desk, if: event.text == 't', link: {desk: \"${result.ticket_id}\"}, do: fake.create_ticket, with: {subject: t}}, {id: found, on: fake.message.received, find: desk, if: event.text != 't', do: fake.set_field, with: {record: a, text: \"${linked == null ? 'nothing' : 'found'}\"}}]");
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Said);
        await hub.SendAsync(Said with { Text = "hello" });
        await hub.Control.ReplayAsync((await hub.CommandsAsync("open"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        await hub.SendAsync(Said with { Text = "again" });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["nothing", "found"]);
        (await hub.ListAsync("SELECT state FROM link ORDER BY id")).ShouldBe(["broken", "live"]);
    }

    [Theory]
    [InlineData("with", "record: a, text: \"${string(10 / (event.number - read.seen.text.size()))}\"", "true")]
    [InlineData("when", "record: a, text: \"${read.seen.text}\"", "10 / (event.number - read.seen.text.size()) > 0")]
    public async Task KeyThatFailsAtDelivery_ParksItsCommand_AndAReplayAsksAndEvaluatesAnew(string key, string with, string when)
    {
        await using var hub = await HubUnderTest.StartAsync(
            $"routes: [{{id: r, on: fake.thing.happened, read: {{seen: {{query: fake.ask, with: {{record: a}}}}}}, when: {when}, do: fake.set_field, with: {{{with}}}}}, {{id: told, after: r, outcome: [parked], do: fake.pay, with: {{record: a, text: \"${{failure.?code.orValue('none')}}\"}}}}]");
        await hub.SendAsync(new FakeEvent { Number = 6 });
        var parked = (await hub.CommandsAsync("r")).ShouldHaveSingleItem();
        (parked.State, parked.Reason).ShouldBe(("parked", "route_failed"));
        parked.Error!.ShouldContain("10 / (event.number - read.seen.text.size())");
        hub.Vendor.Texts("fake.pay").ShouldBe(["route_failed"]);

        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("other")));
        await ReplayAsync(hub, "r");
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe([key == "with" ? "10" : "other"]);
    }

    [Fact]
    public async Task InputOfAReadThatFails_ParksItsCommand_BeforeAnythingIsAsked()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: r, on: fake.thing.happened, read: {seen: {query: fake.ask, with: {record: \"${string(10 / event.number)}\"}}}, do: fake.set_field, with: {record: a, text: \"${read.seen.text}\"}}]");
        hub.Vendor.OnQuestion = _ => throw new InvalidOperationException("Nothing is asked.");
        await hub.SendAsync(Nought);
        (await hub.StatesAsync()).ShouldBe(["parked(route_failed)"]);
    }

    private static string Beside(string keys) => $"routes: [{{id: r, on: fake.thing.happened, {keys}}}, {{id: beside, on: fake.thing.happened, do: fake.pay, with: {{record: a, text: beside}}}}]";

    private static async Task ReplayEventAsync(HubUnderTest hub)
    {
        await hub.Control.ReplayEventAsync((await hub.EventsAsync()).Find(e => e.State == "parked")!.Id, CancellationToken.None);
        await hub.SettleAsync();
    }

    private static async Task ReplayAsync(HubUnderTest hub, string route)
    {
        (await hub.Control.ReplayAsync((await hub.CommandsAsync(route))[0].Id, CancellationToken.None)).ShouldBeOfType<Hub.Pipeline.ControlResult.Done>();
        await hub.SettleAsync();
    }
}
