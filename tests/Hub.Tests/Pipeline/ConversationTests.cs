using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class ConversationTests
{
    private const string Phone = "4915112345678";

    private const string Routes =
        """
        routes:
          - id: answer
            on: fake.thing.happened
            do: fake.reply
            with: {to: "${phone(event.phone, 'DE')}", text: "${event.text}"}
            outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}
          - {id: told, after: answer, outcome: [window_closed], do: fake.set_field, with: {record: "1", text: window closed}}
          - {id: offer, on: fake.thing.changed, max_age: 72h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: offer, language: [en]}}
          - {id: sad, after: offer, outcome: [no_whatsapp], do: fake.set_field, with: {record: "1", text: no whatsapp}}
        """;

    private static readonly FakeEvent Write = new() { Phone = Phone };
    private static readonly FakeEvent Offer = new() { Type = "fake.thing.changed", Phone = Phone };

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = Phone, Text = text };

    private static FakeEvent Status(string message, MessageStatus status, FailureKind? failure = null, string? command = null) =>
        new() { Type = "fake.status.changed", MessageId = message, Status = status, Failure = failure, CommandId = command };

    [Fact]
    public async Task WindowIsClosed_KeepsTheWords_SendsOneTemplate_AndReleasesThemInOrder()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Write with { Text = "1" });
        await hub.SendAsync(Write with { Text = "2", Key = "2" });
        (await hub.StatesAsync("answer")).ShouldBe(["kept", "kept"]);
        hub.Vendor.Texts("fake.send_template").ShouldBe(["news"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["window closed", "window closed"]);
        await hub.SendAsync(Said("yes?"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["1", "2"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        await hub.SendAsync(Write with { Text = "3", Key = "3" });
        hub.Vendor.Texts("fake.send_template").ShouldBe(["news", "news"]);
    }

    [Fact]
    public async Task NobodyAnswers_WordsAreRefusedAfterKeep()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Write);
        await hub.AdvanceAsync(TimeSpan.FromHours(73));
        (await hub.StatesAsync("answer")).ShouldBe(["refused(window_closed)"]);
        hub.Vendor.Calls("fake.reply").ShouldBeEmpty();
    }

    [Fact]
    public async Task FailedForTheWindow_GoesOnAsANewGeneration()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Write);
        await hub.SendAsync(Status("reply-1", MessageStatus.Failed, FailureKind.WindowClosed));
        (await hub.StatesAsync("answer")).ShouldBe(["done", "kept"]);
        await hub.SendAsync(Said("again"));
        (await hub.StatesAsync("answer")).ShouldBe(["done", "done"]);
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(2);
    }

    [Fact]
    public async Task FailedForTheWindowAfterTheCustomerWroteAgain_GoesAtOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Write);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(Said("again"));
        await hub.SendAsync(Status("reply-1", MessageStatus.Failed, FailureKind.WindowClosed));
        (await hub.StatesAsync("answer")).ShouldBe(["done", "done"]);
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(2);
        hub.Vendor.Calls("fake.send_template").ShouldBeEmpty();
        hub.Vendor.Calls("fake.set_field").ShouldBeEmpty();

        // Once more without a word of the customer: now they wait.
        await hub.SendAsync(Status("reply-2", MessageStatus.Failed, FailureKind.WindowClosed));
        (await hub.StatesAsync("answer")).ShouldBe(["done", "done", "kept"]);
    }

    [Fact]
    public async Task WindowIsClosedAtTheCall_AndTheCustomerWritesMeanwhile_GoesAtOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("hello"));
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.reply", FakeVendor.After(go.Task, FakeVendor.Fail(FailureKind.WindowClosed)));
        await hub.PostAsync(Write);
        await hub.UntilCalledAsync("fake.reply");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.PostAsync(Said("again"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message WHERE direction = 'in'") == 2, "the message is applied");
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync("answer")).ShouldBe(["done"]);
        hub.Vendor.Calls("fake.send_template").ShouldBeEmpty();
    }

    [Fact]
    public async Task VendorsOwnHold_DoesNotMakeTheCommandTooOld_Once()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes.Replace("max_age: 72h", "max_age: 2h", StringComparison.Ordinal));
        await hub.SendAsync(Offer);
        await hub.SendAsync(Status("send_template-1", MessageStatus.Failed, FailureKind.Later));
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done"]);
        await hub.SendAsync(Status("send_template-2", MessageStatus.Failed, FailureKind.Later));
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done", "refused(expired)"]);
    }

    [Fact]
    public async Task VendorsOwnHoldAtTheCall_DoesNotMakeTheCommandTooOld_Once()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes.Replace("max_age: 72h", "max_age: 2h", StringComparison.Ordinal));
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Later), FakeVendor.Fail(FailureKind.Later));
        await hub.SendAsync(Offer);
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(2);
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        (await hub.StatesAsync("offer")).ShouldBe(["refused(expired)"]);
    }

    [Fact]
    public async Task PausedRoute_HoldsItsTemplateForTheClosedWindowToo()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(Write);
        await hub.Control.PauseAsync("route", "answer", "a test", CancellationToken.None);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync("answer/outside_window")).ShouldBe(["held"]);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        await hub.Control.ResumeAsync("route", "answer", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("answer/outside_window")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task KindOfAMessage_IsItsActions_WhateverTheLane()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: words, on: fake.message.received, lane: template, do: fake.reply, with: {to: "${thread}", text: word}}
              - {id: sheet, on: fake.message.received, lane: interactive, max_age: 1h, do: fake.send_template, with: {to: "${thread}", template: news, language: [en]}}
            """);
        await hub.SendAsync(Said("hello"));
        (await hub.ListAsync("SELECT kind || ' ' || text FROM message WHERE direction = 'out' ORDER BY seq")).ShouldBe(["text word", "template There is news"], ignoreOrder: true);
    }

    [Fact]
    public async Task CustomersWhoTurnOutToBeOne_KeepTheirLinks_AlsoForOutcomesUnderWay()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            links: {file: {left: customer, right: fake.ticket, one_per: left}}
            routes:
              - {id: open, on: fake.message.received, find: file, if: linked == null && event.number == 1, link: {file: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
              - {id: comment, on: fake.message.received, find: file, if: linked != null && event.number == 1, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
              - {id: told, after: comment, outcome: [done], find: file, if: linked != null, do: fake.set_field, with: {record: "${linked.id}", text: "${event.text}"}}
            """);
        await hub.SendAsync(Said("older") with { Number = 2 });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        var user = Said("1") with { Phone = null, User = "DE.1" };
        await hub.SendAsync(user);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.add_comment", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(user with { Text = "2" });
        await hub.UntilCalledAsync("fake.add_comment");
        await hub.PostAsync(Said("3") with { User = "DE.1" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE route = 'comment'") == 2, "the two are one");
        go.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.create_ticket").Count.ShouldBe(1);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["2", "3"]);
    }

    [Fact]
    public async Task FailedUntilLater_GoesAgainAfterADay()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Offer);
        await hub.SendAsync(Status("send_template-1", MessageStatus.Failed, FailureKind.Later));
        await hub.AdvanceAsync(TimeSpan.FromHours(23));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task FailedForOptOut_IsRecordedAndHoldsMarketing()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Offer);
        await hub.SendAsync(Status("send_template-1", MessageStatus.Failed, FailureKind.OptedOut));
        await hub.SendAsync(Offer with { Key = "2" });
        (await hub.StatesAsync("offer")).ShouldBe(["done", "refused(opted_out)"]);
    }

    [Fact]
    public async Task FailedWithoutWhatsApp_IsReported()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Offer);
        await hub.SendAsync(Status("send_template-1", MessageStatus.Failed, FailureKind.NoWhatsApp));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["no whatsapp"]);
    }

    [Fact]
    public async Task FailureBeforeTheCallEnds_IsTakenBackAllTheSame()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.send_template", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(Offer);
        await hub.UntilCalledAsync("fake.send_template");
        await hub.PostAsync(Status("send_template-1", MessageStatus.Failed, FailureKind.NoWhatsApp));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message_status") == 1, "the status is kept");
        go.SetResult();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT status FROM message")).ShouldBe(["failed"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["no whatsapp"]);
    }

    [Theory]
    [InlineData(new[] { MessageStatus.Delivered, MessageStatus.Sent }, "delivered")]
    [InlineData(new[] { MessageStatus.Read, MessageStatus.Delivered, MessageStatus.Sent }, "read")]
    [InlineData(new[] { MessageStatus.Read, MessageStatus.Played }, "played")]
    [InlineData(new[] { MessageStatus.Sent, MessageStatus.Failed }, "failed")]
    [InlineData(new[] { MessageStatus.Failed, MessageStatus.Sent }, "failed")]
    [InlineData(new[] { MessageStatus.Delivered, MessageStatus.Failed }, "delivered")]
    public async Task Statuses_GoUpOnly_AndAFailureAfterDeliveryStartsNothing(MessageStatus[] statuses, string shown)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Offer);
        foreach (var status in statuses) await hub.SendAsync(Status("send_template-1", status, status == MessageStatus.Failed ? FailureKind.Later : null));
        (await hub.ListAsync("SELECT status FROM message")).ShouldBe([shown]);
        (await hub.CommandsAsync("offer")).Count.ShouldBe(shown == "failed" ? 2 : 1);
    }

    [Fact]
    public async Task StopAndStart_AreConfirmedAndObeyed()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("STOP"));
        await hub.SendAsync(Offer with { Key = "1" });
        await hub.SendAsync(Said("start"));
        await hub.SendAsync(Offer with { Key = "2" });
        (await hub.StatesAsync("offer")).ShouldBe(["refused(opted_out)", "done"]);
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(2);
    }

    [Fact]
    public async Task ReplayOfStop_DoesNotUndoALaterStart()
    {
        const string failing = "routes: [{id: r, on: fake.message.received, if: \"10 / event.number > 0\", do: fake.set_field, with: {record: a, text: b}}]";
        await using var hub = await HubUnderTest.StartAsync(failing);
        await hub.SendAsync(Said("stop") with { Number = 0 });
        await hub.SendAsync(Said("start"));
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT allowed FROM consent ORDER BY seq")).ShouldBe(["0", "1"]);
    }

    [Theory]
    [InlineData("+4915112345678", "done")]
    [InlineData("+4915100000000", "refused(not_on_test_list)")]
    public async Task OnlyTo_RefusesEverybodyElse(string number, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, onlyTo: [number]);
        await hub.SendAsync(Offer);
        (await hub.StatesAsync("offer")).ShouldBe([state]);
    }

    [Fact]
    public async Task CustomersWhoTurnOutToBeOne_MergeWithTheirMessagesKeptWordsAndOptOut()
    {
        await using var hub = await HubUnderTest.StartAsync(
            Routes + "\n  - {id: word, on: fake.message.received, if: event.text == 'later', do: fake.reply, with: {to: \"${thread}\", text: word}, outside_window: {template: news, language: [en]}}");
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Said("stop") with { Phone = null, User = "DE.1" });
        await hub.SendAsync(Said("later") with { Phone = null, User = "DE.1", OccurredAt = HubUnderTest.Start.AddDays(-2) });
        await hub.AdvanceAsync(TimeSpan.FromDays(2));
        await hub.SendAsync(Said("both") with { User = "DE.1" });
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM thread WHERE merged_into IS NULL")).ShouldBe(["1"]);
        await hub.SendAsync(Offer);
        (await hub.StatesAsync("offer")).ShouldBe(["refused(opted_out)"]);
        (await hub.StatesAsync("word")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task KnownPhoneWithAnotherUserId_IsANewPerson()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Said("a") with { User = "DE.1" });
        await hub.SendAsync(Said("b") with { User = "DE.2" });
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["2"]);
    }
}
