using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class MergedCallTests
{
    private const string Comments = "routes: [{id: r, on: fake.thing.happened, do: fake.add_comment, with: {ticket: \"${event.record}\", text: \"${event.text}\"}}]";

    [Fact]
    public async Task Rejected_IsSentSingly_AndOnlyTheGuiltyIsParked()
    {
        await using var hub = await WaitingAsync(Comments);
        var no = FakeVendor.Fail(FailureKind.Rejected);
        hub.Vendor.Answer("fake.add_comment", no, hub.Vendor.Succeed(), no);
        await GoAsync(hub);
        (await hub.StatesAsync()).ShouldBe(["done", "parked(rejected)", "done", "done"]);
        hub.Vendor.Texts("fake.add_comment").ShouldBe(["1+2+3", "1", "2", "3", "4"]);
        (await hub.CommandsAsync())[0].Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task RejectedAndFollowed_IsReportedForTheGuiltyOnly()
    {
        await using var hub = await WaitingAsync(
            """
            routes:
              - {id: r, on: fake.thing.happened, do: fake.add_comment, with: {ticket: "${event.record}", text: "${event.text}"}}
              - {id: sad, after: r, outcome: [rejected], do: fake.set_field, with: {record: "1", text: "${event.text}"}}
            """);
        var no = FakeVendor.Fail(FailureKind.Rejected);
        hub.Vendor.Answer("fake.add_comment", no, hub.Vendor.Succeed(), no);
        await GoAsync(hub);
        (await hub.StatesAsync("r")).ShouldBe(["done", "refused(rejected)", "done", "done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["2"]);
    }

    [Fact]
    public async Task Transient_WaitsUntilTheFirstIsDue()
    {
        await using var hub = await WaitingAsync(Comments);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient));
        await GoAsync(hub);
        var first = (await hub.CommandsAsync())[0].RetryAt.ToUnixTimeMilliseconds();
        (await hub.ListAsync("SELECT ready_at FROM line WHERE queue = 'command'")).ShouldBe([$"{first}"]);
    }

    [Fact]
    public async Task HeadThatEndsWhileTheLineIsPutOff_DoesNotHoldTheNext()
    {
        await using var hub = await HubUnderTest.StartAsync(Comments);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent { Text = "1" });
        await hub.SendAsync(new FakeEvent { Text = "2" });
        var head = (await hub.CommandsAsync())[0];
        hub.Vendor.Calls().Count.ShouldBe(1);

        // Something wakes the line too early; before it is put off again its head ends.
        await hub.WriteAsync("UPDATE line SET ready_at = 0 WHERE queue = 'command'");
        hub.BeforeNextWrite(WriteKind.Housekeeping, async sql =>
        {
            await CommandClosing.CloseAsync(sql, head, new(CommandState.Cancelled, "slot_cancelled", "cancelled"), hub.Clock.GetUtcNow());
            return true;
        });
        await hub.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        (await hub.StatesAsync()).ShouldBe(["cancelled(slot_cancelled)", "done"]);
    }

    [Fact]
    public async Task MistakeWhileTheSecondIsPrepared_CountsAgainstTheSecond()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
            routes:
              - {id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
              - {id: plain, on: fake.message.received, find: desk, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
              - id: asks
                on: fake.message.received
                find: desk
                if: linked != null
                read: {seen: {query: fake.ask, with: {record: "1"}}}
                do: fake.add_comment
                with: {ticket: "${linked.id}", text: "${read.seen.text}"}
            """);
        hub.Vendor.OnQuestion = _ => throw new InvalidOperationException("A mistake.");
        var said = new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" };
        await hub.SendAsync(said);
        await hub.SendAsync(said);
        (await hub.CommandsAsync()).ConvertAll(row => (row.Route, row.State, row.Begun)).ShouldBe([("open", "done", 0), ("plain", "waiting", 0), ("asks", "waiting", 1)]);
        for (var i = 0; i < 3; i++) await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done", "done", "parked(poison)"]);
    }

    private static async Task<HubUnderTest> WaitingAsync(string routes)
    {
        var hub = await HubUnderTest.StartAsync(routes);
        await hub.Control.PauseAsync("connection", "fake", "so that they meet", CancellationToken.None);
        await hub.SendAsync([.. Enumerable.Range(1, 4).Select(i => new FakeEvent { Text = $"{i}" })]);
        return hub;
    }

    private static async Task GoAsync(HubUnderTest hub)
    {
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
    }
}
