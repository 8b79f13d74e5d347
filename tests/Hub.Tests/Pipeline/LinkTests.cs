using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class LinkTests
{
    /// <summary>Threads that are tickets.</summary>
    internal const string Desk =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes:
          - {id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
          - {id: comment, on: fake.message.received, find: desk, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
          - {id: follow-up, after: comment, outcome: [target_closed], find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: follow up}}
          - {id: solved, on: fake.thing.changed, find: desk, if: linked != null, unlink: desk}
          - {id: answer, on: fake.thing.happened, find: desk, if: linked != null, do: fake.reply, with: {to: "${thread}", text: "${event.text}"}}
        """;

    internal static FakeEvent Said(string text, string phone = "4915112345678") => new() { Type = "fake.message.received", Phone = phone, Text = text };

    [Fact]
    public async Task MessagesWhileTheTicketIsMade_WaitAndFollowInOrder()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        foreach (var text in new[] { "1", "2", "3" }) await hub.PostAsync(Said(text));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") == 3, "all are applied");
        (await hub.StatesAsync("comment")).ShouldBe(["awaiting_link", "awaiting_link"]);
        (await hub.ListAsync("SELECT text FROM message ORDER BY seq")).ShouldBe(["1", "2", "3"]);
        go.SetResult();
        await hub.SettleAsync();
        await hub.SendAsync(Said("4"));
        string.Join('+', hub.Vendor.Texts("fake.add_comment")).ShouldBe("2+3+4");
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(1);
        (await hub.CommandsAsync("comment")).ShouldAllBe(row => row.Subject == "fake/fake.ticket/create_ticket-1");
    }

    [Fact]
    public async Task IdThatCannotBeTakenFromTheResult_BreaksTheLink_AndRaisesAnAlert()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk.Replace("desk: \"${result.ticket_id}\"}, do: fake.create_ticket, with: {subject: \"", "desk: \"${result.ticket_id.substring(99)}\"}, do: fake.create_ticket, with: {subject: \"", StringComparison.Ordinal));
        await hub.SendAsync(Said("1"));
        (await hub.StatesAsync("open")).ShouldBe(["done"]);
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["broken"]);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldStartWith("A command of open was done, but the id for the link desk could not be taken from its result: ");
    }

    [Fact]
    public async Task CreatorIsParked_DependantsAreParked_AndTheNextMessageReservesAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await Park(hub);
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "parked(dependency)"]);
        await hub.SendAsync(Said("3"));
        (await hub.StatesAsync("open")).ShouldBe(["parked(rejected)", "done"]);

        var rows = await hub.CommandsAsync();
        await hub.Control.ReplayAsync(rows[0].Id, CancellationToken.None);
        await hub.Control.ReplayAsync(rows[1].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["cancelled(link_exists)", "done", "done"]);
        hub.Vendor.Calls("fake.add_comment")[0].Parts[0].Input.ShouldBe(new CommentInput("create_ticket-1", "2"));
    }

    [Fact]
    public async Task ReplayedDependant_WaitsForTheReplayedCreator_AndIsRefusedWithoutOne()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await Park(hub);
        var rows = await hub.CommandsAsync();
        (await hub.Control.ReplayAsync(rows[1].Id, CancellationToken.None)).ShouldBeOfType<Hub.Pipeline.ControlResult.Refused>();
        (await hub.StatesAsync("comment")).ShouldBe(["parked(dependency)"]);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.Control.ReplayAsync(rows[0].Id, CancellationToken.None);
        await hub.Control.ReplayAsync(rows[1].Id, CancellationToken.None);
        (await hub.StatesAsync("comment")).ShouldBe(["awaiting_link"]);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task CreatorIsDiscarded_BreaksNothingMore()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await Park(hub);
        foreach (var row in await hub.CommandsAsync()) await hub.Control.DiscardAsync(row.Id, CancellationToken.None);
        (await hub.StatesAsync()).ShouldBe(["cancelled(discarded)", "cancelled(discarded)"]);
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(8, 0)]
    public async Task EndedLink_IsFoundFromTheRightForSevenDays(int days, int replies)
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Record = "create_ticket-1" });
        await hub.AdvanceAsync(TimeSpan.FromDays(days));
        await hub.SendAsync(Said("within the window", "4915100000000"));
        await hub.SendAsync(new FakeEvent { Record = "create_ticket-1", Text = "answer" });
        (await hub.CommandsAsync("answer")).Count.ShouldBe(replies);
    }

    [Theory]
    [InlineData(71, 1)]
    [InlineData(73, 2)]
    public async Task EndedLink_IsFoundFromTheLeftWithinReopen(int hours, int tickets)
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Record = "create_ticket-1" });
        await hub.AdvanceAsync(TimeSpan.FromHours(hours));
        await hub.SendAsync(Said("2"));
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(tickets);
    }

    [Fact]
    public async Task ClosedTarget_BreaksTheLink_AndAFollowUpReservesAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.TargetClosed));
        await hub.SendAsync(Said("2"));
        await hub.SendAsync(Said("3"));
        (await hub.StatesAsync()).ShouldBe(["done", "refused(target_closed)", "done", "done"]);
        (await hub.ListAsync("SELECT state FROM link ORDER BY id")).ShouldBe(["broken", "live"]);
        var followUp = (await hub.CommandsAsync("follow-up"))[0].VendorId!;
        hub.Vendor.Calls("fake.add_comment")[^1].Parts[0].Input.ShouldBe(new CommentInput(followUp, "3"));
    }

    [Fact]
    public async Task TwoFirstMessagesUnderTwoForms_MakeOneCustomerOneThreadOneLink()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await Task.WhenAll(hub.PostAsync(Said("1", "5511987654321")), hub.PostAsync(Said("2", "551187654321")));
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT COUNT(*) FROM customer")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM thread")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["live"]);
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(1);
        (await hub.StatesAsync("comment")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task ThreadsThatBecomeOneWhileATicketIsMade_LoseNoMessage()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("older", "4915112345678"));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Record = "create_ticket-1" });
        await hub.AdvanceAsync(TimeSpan.FromHours(80));
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        var user = Said("1") with { Phone = null, User = "DE.1" };
        await hub.PostAsync(user, user with { Key = "2", Text = "2" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'awaiting_link'") == 1, "the second waits");
        await hub.PostAsync(Said("3") with { User = "DE.1" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'awaiting_link'") == 2, "the third waits too");
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["1"]);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync("comment")).ShouldBe(["done", "done"]);
        string.Join('+', hub.Vendor.Texts("fake.add_comment")).ShouldBe("2+3");
    }

    private static async Task Park(HubUnderTest hub)
    {
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(go.Task, FakeVendor.Fail(FailureKind.Rejected)));
        await hub.PostAsync(Said("1"));
        await hub.PostAsync(Said("2"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") == 2, "both are applied");
        go.SetResult();
        await hub.SettleAsync();
    }
}
