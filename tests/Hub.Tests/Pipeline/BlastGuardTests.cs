using Hub.Configuration;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What a mistake would send to everybody is held after the first 20, and beyond three times what is usual in an hour.</summary>
public class BlastGuardTests
{
    private const string News = "routes: [{id: shipped, on: fake.thing.happened, max_age: 90d, do: fake.send_template, with: {to: \"${phone(event.phone, 'DE')}\", template: news, language: [en]}}]";
    private const string Wrong = "routes: [{id: shipped, on: fake.thing.happened, max_age: 90d, do: fake.send_template, with: {to: \"${phone(event.phone, 'DE')}\", template: offer, language: [en]}}]";
    private static readonly GuardOptions On = new();
    private int people;

    [Fact]
    public async Task ChangedRouteThatWouldSendToEverybody_SendsTwentyAndWaits_AcrossARestart()
    {
        var many = TestStore.IsPostgres ? 2_000 : 20_000;
        await using var hub = await HubUnderTest.StartAsync(News, guard: On);
        await ApproveAsync(hub);
        await SendAsync(hub, 30);
        Sent(hub, "news").ShouldBe(30);
        await hub.RestartAsync(Wrong);
        await SendAsync(hub, many);
        Sent(hub, "offer").ShouldBe(20);
        await hub.RestartAsync(Wrong, crash: true);
        await SendAsync(hub, 10);
        Sent(hub, "offer").ShouldBe(20);
        var waiting = (await WaitingAsync(hub)).ShouldHaveSingleItem();
        (waiting.Route, waiting.Waiting, waiting.Since, waiting.Order).ShouldBe(("shipped", many + 10 - 20, HubUnderTest.Start, null));
        waiting.Why.ShouldContain("has changed, and 20 of its commands");
        waiting.Sample!.Text.ShouldBe("There is an offer");
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldStartWith("What the route shipped sends waits for an approval. The route is new or has changed, and 20 of its commands");
        (await DecideAsync(hub, discard: true)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        Sent(hub, "offer").ShouldBe(20);
        (await hub.StatesAsync("shipped")).GroupBy(state => state).ToDictionary(group => group.Key, group => group.Count())
            .ShouldBe(new Dictionary<string, int> { ["done"] = 50, ["cancelled(discarded)"] = many + 10 - 20 });
        (await WaitingAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Approved_GoesInItsOldOrder_AndTheRouteGoesOn()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: On);
        for (var i = 0; i < 30; i++) await hub.PostAsync(new FakeEvent { Text = $"{i}", Phone = "4915100000000" });
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(20);
        await ApproveAsync(hub);
        await hub.SendAsync(new FakeEvent { Text = "30", Phone = "4915100000000" });
        var order = await hub.ListAsync("SELECT id FROM command ORDER BY seq");
        hub.Vendor.Calls("fake.send_template").Select(call => call.Parts[0].CommandId).ShouldBe(order);
        order.Count.ShouldBe(31);
    }

    [Fact]
    public async Task LayoutAndComments_AreNoChange_AndWhatWasApprovedStaysSo()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: On);
        await ApproveAsync(hub);
        await SendAsync(hub, 25);
        await hub.RestartAsync("# a comment\nroutes:\n- on: fake.thing.happened\n  id: shipped\n  max_age: 90d\n  do: 'fake.send_template'\n  with: {template: news, to: \"${phone(event.phone, 'DE')}\", language: [en]}\n");
        await SendAsync(hub, 25);
        Sent(hub, "news").ShouldBe(50);
        await hub.RestartAsync(Wrong);
        await SendAsync(hub, 25);
        Sent(hub, "offer").ShouldBe(20);
        await DecideAsync(hub, discard: true);
        await hub.RestartAsync(News);
        await SendAsync(hub, 5);
        Sent(hub, "news").ShouldBe(55);
    }

    [Fact]
    public async Task MoreThanThreeTimesTheHighestHour_Waits_AndAnApprovalLastsAnHour()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: new GuardOptions { First = 2 });
        await ApproveAsync(hub);
        await SendAsync(hub, 6);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        await SendAsync(hub, 20);
        Sent(hub, "news").ShouldBe(6 + 18);
        (await WaitingAsync(hub)).ShouldHaveSingleItem().Why.ShouldContain("18 commands in this hour");

        // The next hour would have room; what comes later does not overtake what waits.
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await SendAsync(hub, 1);
        Sent(hub, "news").ShouldBe(6 + 18);
        await ApproveAsync(hub);
        await SendAsync(hub, 60);
        Sent(hub, "news").ShouldBe(6 + 20 + 1 + 60);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await SendAsync(hub, (3 * 63) + 1);
        (await WaitingAsync(hub)).ShouldHaveSingleItem().Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task HourOfMoreThanFourteenDaysAgo_IsNotUsualAnyMore()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: On);
        await ApproveAsync(hub);
        await SendAsync(hub, 30);
        await hub.AdvanceAsync(TimeSpan.FromDays(15));
        await SendAsync(hub, 25);
        Sent(hub, "news").ShouldBe(30 + 20);
        (await hub.ListAsync("SELECT COUNT(*) FROM send_hour")).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("", 25)]
    [InlineData(", lane: sync", 20)]
    public async Task AnswerInTheInteractiveLane_IsNotHeld_AndTextInAnotherIs(string lane, int sent)
    {
        await using var hub = await HubUnderTest.StartAsync(
            $"routes: [{{id: answer, on: fake.message.received, do: fake.reply, with: {{to: \"${{thread}}\", text: a}}{lane}}}]", guard: On);
        for (var i = 0; i < 25; i++) await hub.PostAsync(Message($"4915100000{i:000}"));
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(sent);
    }

    [Fact]
    public async Task ConfirmationOfStop_IsNotHeld()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: none, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]", guard: new GuardOptions { First = 1 });
        for (var i = 0; i < 3; i++) await hub.PostAsync(Message($"4915100000{i:000}") with { Text = "STOP" });
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(3);
    }

    [Fact]
    public async Task SendWithoutEffect_IsNotCounted()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: new GuardOptions { First = 3 });
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.NoWhatsApp));
        for (var i = 0; i < 2; i++) await SendAsync(hub, 1);
        await SendAsync(hub, 5);
        (await hub.StatesAsync("shipped")).Count(state => state == "done").ShouldBe(3);
        (await hub.ListAsync("SELECT sent FROM send_hour")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task UnknownSend_StaysCounted()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: new GuardOptions { First = 2 });
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Unknown));
        for (var i = 0; i < 3; i++) await SendAsync(hub, 1);
        (await hub.StatesAsync("shipped")).ShouldBe(["unknown", "done", "held"]);
    }

    [Fact]
    public async Task RouteThatWasMendedMeanwhile_IsNotSentByAnApproval_AndItsNewCommandsGoOnAfterTheDiscard()
    {
        await using var hub = await HubUnderTest.StartAsync(Wrong, guard: new GuardOptions { First = 2 });
        await SendAsync(hub, 5);
        await hub.RestartAsync(News);
        await SendAsync(hub, 1);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(2);
        (await DecideAsync(hub, discard: false)).ShouldBeOfType<ControlResult.Refused>().Sentence.ShouldContain("--earlier");
        (await DecideAsync(hub, discard: true)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        var states = await hub.StatesAsync("shipped");
        states[^1].ShouldBe("done");

        // Which two of the first five go before the rest waits is nobody's order: they are of several customers.
        states[..5].Order(StringComparer.Ordinal).ShouldBe(["cancelled(discarded)", "cancelled(discarded)", "cancelled(discarded)", "done", "done"]);
        Sent(hub, "news").ShouldBe(1);
    }

    [Fact]
    public async Task EarlierCommands_AreSentWhereThatIsSaid()
    {
        await using var hub = await HubUnderTest.StartAsync(Wrong, guard: new GuardOptions { First = 2 });
        await SendAsync(hub, 3);
        await hub.RestartAsync(News);
        (await hub.Control.DecideAsync("shipped", discard: false, earlier: true, CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        Sent(hub, "offer").ShouldBe(3);
        await SendAsync(hub, 3);
        Sent(hub, "news").ShouldBe(2);
    }

    [Fact]
    public async Task CommandsInFlightTogether_AreCountedOneByOne()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: new GuardOptions { First = 7 });
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.send_template", [.. Enumerable.Repeat(FakeVendor.After(go.Task, hub.Vendor.Succeed()), 7)]);
        await hub.PostAsync([.. Enumerable.Range(0, 60).Select(_ => Person())]);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'held'") == 53, "53 wait");
        await hub.UntilCalledAsync("fake.send_template", 7);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(7);
        go.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(7);
    }

    [Fact]
    public async Task Decision_IsRefusedWhereThereIsNothingToDecide()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: On);
        (await hub.Control.DecideAsync("none", discard: false, earlier: false, CancellationToken.None)).ShouldBeOfType<ControlResult.NotFound>();
        (await DecideAsync(hub, discard: true)).ShouldBeOfType<ControlResult.Refused>().Sentence.ShouldContain("Nothing");
        await hub.RestartAsync("routes: [{id: shipped, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]");
        (await DecideAsync(hub, discard: false)).ShouldBeOfType<ControlResult.Refused>().Sentence.ShouldContain("sends no messages");
    }

    [Fact]
    public async Task PausedRoute_StaysPausedWhenItIsApproved_AndWaitsWhenItIsResumed()
    {
        await using var hub = await HubUnderTest.StartAsync(News, guard: new GuardOptions { First = 1 });
        await SendAsync(hub, 3);
        await hub.Control.PauseAsync("route", "shipped", "by hand", CancellationToken.None);
        await ApproveAsync(hub);
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
        await hub.Control.ResumeAsync("route", "shipped", CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(3);
    }

    private static int Sent(HubUnderTest hub, string template) => hub.Vendor.Texts("fake.send_template").Count(text => text == template);

    private static FakeEvent Message(string phone) => new() { Type = "fake.message.received", Phone = phone };

    private static Task<ControlResult> DecideAsync(HubUnderTest hub, bool discard) => hub.Control.DecideAsync("shipped", discard, earlier: false, CancellationToken.None);

    private static async Task ApproveAsync(HubUnderTest hub)
    {
        (await DecideAsync(hub, discard: false)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
    }

    private static async Task<List<Approval>> WaitingAsync(HubUnderTest hub) => await hub.Database.ReadAsync(Approvals.ListAsync, CancellationToken.None);

    private FakeEvent Person() => new() { Record = $"{++people}", Phone = $"49151{people:00000000}" };

    private async Task SendAsync(HubUnderTest hub, int many)
    {
        // Nobody waits for all of them at once: on a busy machine that takes long.
        foreach (var some in Enumerable.Range(0, many).Chunk(200))
        {
            foreach (var webhook in some.Chunk(100)) await hub.PostAsync([.. webhook.Select(_ => Person())]);
            await hub.SettleAsync();
        }
    }
}
