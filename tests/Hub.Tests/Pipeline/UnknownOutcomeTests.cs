using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class UnknownOutcomeTests
{
    private static readonly FakeEvent Message = new() { Type = "fake.message.received", Phone = "4915112345678", Text = "hello" };

    [Theory]
    [InlineData("fake.set_field", "record: \"1\", text: a", 2, 0)]
    [InlineData("fake.pay", "record: \"1\", text: a", 2, 0)]
    [InlineData("fake.create_ticket", "subject: a", 1, 1)]
    public async Task AnswerIsLost_IsRepeatedOrFoundByEffectClass(string action, string input, int calls, int finds)
    {
        await using var hub = await HubUnderTest.StartAsync(Route(action, input));
        hub.Vendor.Answer(action, hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Vendor.Calls().Count.ShouldBe(calls);
        hub.Vendor.Finds.ShouldBe(finds);
    }

    // Vendors' lists lag behind their writes: who looks at once would make a second one.
    [Fact]
    public async Task EffectThatTheVendorShowsLate_IsNotLookedForBefore_AlsoWhenTheConnectionIsResumed()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.create_ticket", "subject: a"));
        hub.Vendor.Answer("fake.create_ticket", hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(29));
        await hub.Control.ResumeAsync(Pauses.Connection, "fake", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["waiting"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((1, 0));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((1, 1));
    }

    [Fact]
    public async Task NothingIsFound_IsCalledAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.create_ticket", "subject: a"));
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Unknown));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("fake.set_field", "record: \"1\", text: a")]
    [InlineData("fake.create_ticket", "subject: a")]
    public async Task NoAnswerEver_IsParkedAsSuch_AndTheReplayLooksForItFirst(string action, string input)
    {
        await using var hub = await HubUnderTest.StartAsync(Route(action, input));
        hub.Vendor.Answer(action, [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 8), hub.Vendor.DoAndLoseAnswer()]);
        await hub.SendAsync(new FakeEvent());
        foreach (var wait in Hub.Pipeline.RetrySchedule.Default.Waits) await hub.AdvanceAsync((wait * 1.11) + Hub.Pipeline.AttemptEnding.FindAfter);
        (await hub.StatesAsync()).ShouldBe(["parked(no_answer)"]);
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Vendor.Calls().Count.ShouldBe(9);
    }

    [Fact]
    public async Task KeyPastItsLifetime_IsLookedForFirst()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.pay", "record: \"1\", text: a"));
        hub.Vendor.Answer("fake.pay", hub.Vendor.DoAndLoseAnswer(), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        hub.Vendor.Finds.ShouldBe(0);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(5));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((2, 1));
    }

    [Fact]
    public async Task ReplayPastTheKeysLifetime_IsLookedForFirst()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.pay", "record: \"1\", text: a"), retries: ["00:00:01"]);
        FakeAnswer doAndFail = async (call, cancel) =>
        {
            await hub.Vendor.Succeed()(call, cancel);
            return await FakeVendor.Fail(FailureKind.Transient)(call, cancel);
        };
        hub.Vendor.Answer("fake.pay", doAndFail, doAndFail);
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        (await hub.StatesAsync()).ShouldBe(["parked(transient)"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(5));
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((2, 1));
    }

    [Fact]
    public async Task BlindSend_IsUnknown_BlocksThirtySeconds_AndIsParkedAfterTenMinutes()
    {
        await using var hub = await HubUnderTest.StartAsync(Replies);
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Unknown));
        await hub.SendAsync(Message with { Text = "a" }, Message with { Text = "b", Key = "b" });
        (await hub.StatesAsync()).ShouldBe(["unknown", "waiting"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync()).ShouldBe(["unknown", "done"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await hub.StatesAsync()).ShouldBe(["parked(unknown)", "done"]);
        hub.Vendor.Texts("fake.reply").ShouldBe(["a", "b"]);
        (await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None)).ShouldBeOfType<Hub.Pipeline.ControlResult.Refused>();
    }

    [Fact]
    public async Task AttemptWhoseCommitWasNotAnswered_IsKnownToHaveBegunAndIsCarriedOut()
    {
        await using var hub = await HubUnderTest.StartAsync(Replies);
        hub.LoseAnswer(WriteKind.BeginAttempt);
        await hub.SendAsync(Message with { Text = "a" });
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Vendor.Texts("fake.reply").ShouldBe(["a"]);
        (await hub.ListAsync("SELECT outcome FROM attempt")).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task BlindSend_IsSettledByItsStatus_AlsoAfterItWasParked(int minutesLater)
    {
        await using var hub = await HubUnderTest.StartAsync(Replies);
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Unknown));
        await hub.SendAsync(Message);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(minutesLater));
        var command = (await hub.CommandsAsync())[0];
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m1", Status = MessageStatus.Delivered, CommandId = command.Id });
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (await hub.ListAsync("SELECT vendor_id || ' ' || status FROM message WHERE direction = 'out'")).ShouldBe(["m1 delivered"]);
    }

    [Fact]
    public async Task StatusBeforeTheLostAnswer_SettlesTheSend()
    {
        await using var hub = await HubUnderTest.StartAsync(Replies);
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.reply", FakeVendor.After(go.Task, FakeVendor.Fail(FailureKind.Unknown)));
        await hub.PostAsync(Message);
        await hub.UntilCalledAsync("fake.reply");
        await hub.PostAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m1", Status = MessageStatus.Sent, CommandId = hub.Vendor.Calls()[0].Parts[0].CommandId });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message_status") == 1, "the status is kept");
        go.SetResult();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData("fake.set_field", "record: \"1\", text: a", 2, 0)]
    [InlineData("fake.create_ticket", "subject: a", 1, 1)]
    public async Task CrashDuringTheCall_IsAnUnknownOutcome(string action, string input, int calls, int finds)
    {
        await using var hub = await HubUnderTest.StartAsync(Route(action, input));
        hub.Vendor.Answer(action, hub.Vendor.DoAndHang());
        await hub.PostAsync(new FakeEvent());
        await hub.UntilCalledAsync(action);
        await hub.RestartAsync(Route(action, input), crash: true);
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((calls, finds));
        (await hub.ListAsync("SELECT outcome FROM attempt ORDER BY number")).ShouldBe(calls == 2 ? ["unknown", "done"] : ["unknown"]);
    }

    [Fact]
    public async Task CrashDuringABlindCall_IsNeverRepeated()
    {
        await using var hub = await HubUnderTest.StartAsync(Replies);
        hub.Vendor.Answer("fake.reply", hub.Vendor.DoAndHang());
        await hub.PostAsync(Message);
        await hub.UntilCalledAsync("fake.reply");
        await hub.RestartAsync(Replies, crash: true);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["unknown"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(11));
        (await hub.StatesAsync()).ShouldBe(["parked(unknown)"]);
        hub.Vendor.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task CrashDuringABlindCall_AfterFailuresBeforeIt_SpendsItsOnceAndIsSettledByItsStatus()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceReplies);
        var asked = 0;
        var answers = hub.Vendor.OnQuestion;
        hub.Vendor.OnQuestion = question => ++asked <= 2 ? throw new InvalidOperationException("A mistake.") : answers(question);
        hub.Vendor.Answer("fake.reply", hub.Vendor.DoAndHang());
        await hub.SendAsync(Message);
        for (var i = 0; i < 2; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(31));
            if (i == 0) await hub.SettleAsync();
        }

        await hub.UntilCalledAsync("fake.reply");
        await hub.RestartAsync(OnceReplies, crash: true);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["unknown"]);
        await hub.SendAsync(Message with { Text = "again" });
        (await hub.StatesAsync()).ShouldBe(["unknown", "refused(once)"]);
        var command = (await hub.CommandsAsync())[0];
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m1", Status = MessageStatus.Delivered, CommandId = command.Id });
        (await hub.StatesAsync()).ShouldBe(["done", "refused(once)"]);
        hub.Vendor.Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task EndThatCannotBeStored_OfABlindCall_SpendsItsOnceAndIsSettledByItsStatus()
    {
        await using var hub = await HubUnderTest.StartAsync(OnceReplies);
        await LoseEndAsync(hub, "fake.reply", Message);
        (await hub.StatesAsync()).ShouldBe(["parked(unknown)"]);
        await hub.SendAsync(Message with { Text = "again" });
        (await hub.StatesAsync()).ShouldBe(["parked(unknown)", "refused(once)"]);
        var command = (await hub.CommandsAsync())[0];
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m1", Status = MessageStatus.Delivered, CommandId = command.Id });
        (await hub.StatesAsync()).ShouldBe(["done", "refused(once)"]);
    }

    [Fact]
    public async Task EndThatCannotBeStored_OfAFindableCall_IsLookedForWhenItIsReplayed()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.create_ticket", "subject: a"));
        await LoseEndAsync(hub, "fake.create_ticket", new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["parked(poison)"]);
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);

        // Its line may still be put off because of the failures.
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("fake.reply", "parked(unknown)")]
    [InlineData("fake.set_field", "parked(unknown)")]
    public async Task CrashDuringACall_WhoseConnectionIsGoneAfterwards_IsNeverRepeated(string action, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(action == "fake.reply" ? Replies : Route(action, "record: \"1\", text: a"));
        hub.Vendor.Answer(action, hub.Vendor.DoAndHang());
        await hub.PostAsync(action == "fake.reply" ? Message : new FakeEvent());
        await hub.UntilCalledAsync(action);
        using (var now = new CancellationTokenSource())
        {
            await now.CancelAsync();
            await hub.HaltAsync(now.Token);
        }

        await hub.WriteAsync("UPDATE command SET connection = 'gone'");
        await hub.GoOnAsync();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe([state]);
        (await hub.ListAsync("SELECT outcome FROM attempt")).ShouldBe(["unknown"]);
    }

    [Fact]
    public async Task CallThatTakesTheHubDownThreeTimes_IsParked()
    {
        var routes = Route("fake.set_field", "record: \"1\", text: a");
        await using var hub = await HubUnderTest.StartAsync(routes);
        hub.Vendor.Answer("fake.set_field", hub.Vendor.DoAndHang(), hub.Vendor.DoAndHang(), hub.Vendor.DoAndHang());
        await hub.PostAsync(new FakeEvent());
        for (var crash = 1; crash <= 3; crash++)
        {
            await hub.UntilCalledAsync("fake.set_field", crash);
            await hub.RestartAsync(routes, crash: true);
            await hub.SettleAsync();
            hub.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        (await hub.StatesAsync()).ShouldBe(["parked(poison)"]);
    }

    [Fact]
    public async Task StoreThatCannotBeWritten_LosesNoOutcome()
    {
        await using var hub = await HubUnderTest.StartAsync(Route("fake.create_ticket", "subject: a"));
        hub.FailWrites(WriteKind.EndAttempt, 1);
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["done"]);
        (hub.Vendor.Calls().Count, hub.Vendor.Finds).ShouldBe((1, 0));
    }

    // The hub has failed with it before, and fails again as the answer is to be stored.
    private static async Task LoseEndAsync(HubUnderTest hub, string action, FakeEvent e)
    {
        var go = new TaskCompletionSource();
        hub.Vendor.Answer(action, FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(e);
        await hub.UntilCalledAsync(action);
        await hub.WriteAsync("UPDATE command SET begun = 2");
        hub.FailWrites(WriteKind.EndAttempt, 1, new InvalidOperationException("A mistake."));
        go.SetResult();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'parked'") == 1, "it is parked");

        // The runner still puts the line off that failed: what comes next waits until it has.
        await hub.HaltAsync();
        await hub.GoOnAsync();
        await hub.SettleAsync();
    }

    private const string OnceReplies =
        """
        routes:
          - id: r
            on: fake.message.received
            once: "${event.phone}"
            read: {seen: {query: fake.ask, with: {record: "1"}}}
            do: fake.reply
            with: {to: "${thread}", text: "${read.seen.text}"}
        """;

    private const string Replies =
        "routes: [{id: r, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: \"${event.text}\"}}]";

    private static string Route(string action, string input) => $"routes: [{{id: r, on: fake.thing.happened, do: {action}, with: {{{input}}}}}]";
}
