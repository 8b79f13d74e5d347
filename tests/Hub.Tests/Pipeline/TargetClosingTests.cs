using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class TargetClosingTests
{
    private const string Desk =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes:
          - {id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
          - {id: comment, on: fake.message.received, find: desk, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
          - {id: solved, on: fake.thing.changed, find: desk, if: linked != null, unlink: desk}
        """;

    private const string Followed =
        Desk +
        """

          - {id: follow-up, after: comment, outcome: [target_closed], find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "follow up: ${event.text}"}}
          - {id: follow-up-more, after: comment, outcome: [target_closed], find: desk, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
        """;

    private static readonly FakeAnswer IsClosed = FakeVendor.Fail(FailureKind.TargetClosed);

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = "4915112345678", Text = text };

    [Fact]
    public async Task MessageBeforeTheOutcomeIsApplied_FindsTheLinkStillThere_AndJoinsTheFollowUp()
    {
        await using var hub = await HubUnderTest.StartAsync(Followed);
        await hub.SendAsync(Said("1"));
        await CloseAndLeaveTheOutcomeAsync(hub, "2");
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["live"]);

        hub.Vendor.Answer("fake.add_comment", IsClosed);
        await hub.SendAsync(Said("3"));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2", "3");
    }

    [Fact]
    public async Task RestartBeforeTheOutcomeIsApplied_ChangesNothing()
    {
        await using var hub = await HubUnderTest.StartAsync(Followed);
        await hub.SendAsync(Said("1"));
        await CloseAndLeaveTheOutcomeAsync(hub, "2");
        var closed = (await hub.ListAsync("SELECT right_id FROM link")).Single();
        await hub.RestartAsync(Followed, crash: true);

        // Whether the outcome is applied before the message comes is not known.
        hub.Vendor.Answer("fake.add_comment", (call, cancel) => ((CommentInput)call.Parts[0].Input).Ticket == closed ? IsClosed(call, cancel) : hub.Vendor.Succeed()(call, cancel));
        await hub.SendAsync(Said("3"));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(11));
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2", "3");
    }

    [Fact]
    public async Task SeveralInOneCall_MakeOneFollowUpWithAllInOrder()
    {
        await using var hub = await HubUnderTest.StartAsync(Followed);
        await hub.SendAsync(Said("1"));
        await hub.Control.PauseAsync("connection", "fake", "so that they meet", CancellationToken.None);
        await hub.SendAsync(Said("2"), Said("3"), Said("4"), Said("5"));
        hub.Vendor.Answer("fake.add_comment", IsClosed);
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2", "3", "4", "5");

        // The fifth stood behind the call: it ends with its line, without a call of its own.
        hub.Vendor.Texts("fake.add_comment")[0].ShouldBe("2+3+4");
        (await hub.ListAsync("SELECT COUNT(*) FROM attempt a JOIN command c ON c.seq = a.seq WHERE c.route = 'comment'")).ShouldBe(["3"]);
        (await hub.StatesAsync("comment")).ShouldAllBe(state => state == "refused(target_closed)");
    }

    [Fact]
    public async Task MessageThatIsToldLater_StandsBeforeThoseThatWaitForTheNewTicket()
    {
        await using var hub = await HubUnderTest.StartAsync(Followed);
        await hub.SendAsync(Said("1"));
        await CloseAndLeaveTheOutcomeAsync(hub, "2");
        var told = new TaskCompletionSource();
        var made = new TaskCompletionSource();
        hub.Vendor.Answer("fake.add_comment", FakeVendor.After(told.Task, IsClosed));
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.After(made.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(Said("3"));
        await hub.UntilCalledAsync("fake.add_comment", 2);
        hub.Clock.Advance(TimeSpan.FromSeconds(6));
        await hub.UntilCalledAsync("fake.create_ticket", 2);

        await hub.PostAsync(Said("4"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'awaiting_link'") == 1, "the fourth waits");
        told.SetResult();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'awaiting_link'") == 2, "the third waits too");
        made.SetResult();
        await hub.SettleAsync();
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2", "3", "4");
    }

    [Fact]
    public async Task CommandThatNobodyFollows_LeavesTheLinkToTheOneBehindItThatIsFollowed()
    {
        const string one = "if: linked != null, do";
        await using var hub = await HubUnderTest.StartAsync(
            Followed.Replace(one, "if: linked != null && event.number == 1, do", StringComparison.Ordinal)
            + "\n  - {id: reopen, on: fake.message.received, find: desk, if: linked != null && event.number == 2, do: fake.add_comment, with: {ticket: \"${linked.id}\", text: reopen}}");
        await hub.SendAsync(Said("1"));
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.add_comment", FakeVendor.After(go.Task, IsClosed));
        await hub.PostAsync(Said("r") with { Number = 2 });
        await hub.UntilCalledAsync("fake.add_comment");
        await hub.PostAsync(Said("2"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE route = 'comment'") == 1, "the second waits");
        hub.FailWrites(WriteKind.Apply, 1);
        go.SetResult();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["live"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2");
        (await hub.StatesAsync("reopen")).ShouldBe(["refused(target_closed)"]);
    }

    [Fact]
    public async Task NobodyFollows_BreaksAtOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        hub.Vendor.Answer("fake.add_comment", IsClosed);
        await hub.SendAsync(Said("2"));
        (await hub.ListAsync("SELECT state FROM link")).ShouldBe(["broken"]);
        await hub.SendAsync(Said("3"));
        hub.Vendor.Texts("fake.create_ticket").ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task TriedBeforeTheTargetWasClosed_IsTriedAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Followed);
        await hub.SendAsync(Said("1"));
        await hub.Control.PauseAsync("connection", "fake", "so that they meet", CancellationToken.None);
        await hub.SendAsync(Said("2"), Said("3"));
        hub.Vendor.Answer("fake.add_comment", hub.Vendor.DoAndLoseAnswer());
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync("comment")).ShouldBe(["done", "done"]);
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReplayOfAnOutcome_DoesNotBreakTheLinkThatWasReservedAnew()
    {
        await using var hub = await HubUnderTest.StartAsync(
            Followed + "\n  - {id: odd, after: comment, outcome: [target_closed], if: \"10 / (event.number - 1) > 0\", do: fake.set_field, with: {record: a, text: b}}");
        await hub.SendAsync(Said("1"));
        hub.Vendor.Answer("fake.add_comment", IsClosed);
        await hub.SendAsync(Said("2"));
        var outcome = (await hub.EventsAsync()).Single(e => e.Followed is not null);
        outcome.State.ShouldBe("parked");
        await hub.Control.ReplayEventAsync(outcome.Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT state FROM link ORDER BY id")).ShouldBe(["broken", "live"]);
        await hub.SendAsync(Said("3"));
        await ShouldHaveOneFollowUpAsync(hub, "follow up: 2", "3");
    }

    // The vendor closes the target, and the outcome's transaction fails and is put off for five seconds.
    private static async Task CloseAndLeaveTheOutcomeAsync(HubUnderTest hub, string text)
    {
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.add_comment", FakeVendor.After(go.Task, IsClosed));
        var calls = hub.Vendor.Calls("fake.add_comment").Count;
        await hub.PostAsync(Said(text));
        await hub.UntilCalledAsync("fake.add_comment", calls + 1);
        hub.FailWrites(WriteKind.Apply, 1);
        go.SetResult();
        await hub.SettleAsync();
    }

    private static async Task ShouldHaveOneFollowUpAsync(HubUnderTest hub, string first, params string[] more)
    {
        hub.Vendor.Texts("fake.create_ticket").ShouldBe(["1", first]);
        var followUp = (await hub.CommandsAsync("follow-up")).Single().VendorId!;
        var comments = hub.Vendor.Calls("fake.add_comment").SelectMany(call => call.Parts).Select(part => (CommentInput)part.Input);
        comments.Where(comment => comment.Ticket == followUp).Select(comment => comment.Text).ShouldBe(more);
    }
}
