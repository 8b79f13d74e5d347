namespace Hub.Tests.Pipeline;

public class RoutesTests
{
    private const string TwoRoutes =
        """
        routes:
          - {id: fails, on: fake.thing.happened, if: "10 / event.number > 1", do: fake.set_field, with: {record: a, text: "${event.text}"}}
          - {id: works, on: fake.thing.happened, do: fake.set_field, with: {record: b, text: "${event.text}"}}
        """;

    [Fact]
    public async Task FailingCondition_ParksThatRouteOnly_AndReplayRunsOnlyIt()
    {
        await using var hub = await HubUnderTest.StartAsync(TwoRoutes);
        await hub.SendAsync(new FakeEvent { Number = 0 });
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        (await hub.StatesAsync()).ShouldBe(["done"]);
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        hub.Vendor.Calls().Count.ShouldBe(1);

        await hub.RestartAsync(TwoRoutes.Replace("10 / event.number > 1", "event.number == 0", StringComparison.Ordinal));
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
        (await hub.StatesAsync("fails")).ShouldBe(["done"]);
        (await hub.StatesAsync("works")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task ReplayThatMatchesNothingMore_CountsWhatTheFirstRunDid()
    {
        await using var hub = await HubUnderTest.StartAsync(TwoRoutes);
        await hub.SendAsync(new FakeEvent { Number = 0 });
        await hub.RestartAsync(TwoRoutes.Replace("10 / event.number > 1", "false", StringComparison.Ordinal));
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
    }

    [Fact]
    public async Task DiscardedEvent_IsNoop()
    {
        await using var hub = await HubUnderTest.StartAsync(TwoRoutes);
        await hub.SendAsync(new FakeEvent { Number = 0 });
        await hub.Control.DiscardEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        (await hub.EventStatesAsync()).ShouldBe(["noop(discarded)"]);
    }

    [Fact]
    public async Task At_WaitsUntilDue()
    {
        await using var hub = await HubUnderTest.StartAsync(At("1h"));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(-4, "done")]
    [InlineData(-6, "refused(too_late)")]
    public async Task AtInThePast_GoesUntilMaxLate(int minutes, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(At($"{minutes}m"));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe([state]);
    }

    [Fact]
    public async Task TimedCommandHeldPastItsTime_IsTooLateWhenResumed()
    {
        await using var hub = await HubUnderTest.StartAsync(At("1h"));
        await hub.Control.PauseAsync("route", "later", "a test", CancellationToken.None);
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.StatesAsync()).ShouldBe(["held"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        await hub.Control.ResumeAsync("route", "later", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["refused(too_late)"]);
    }

    [Fact]
    public async Task EventOlderThanMaxAge_IsExpired()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, max_age: 1h, do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync(new FakeEvent { OccurredAt = HubUnderTest.Start.AddHours(-2) }, new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["refused(expired)", "done"]);
    }

    [Theory]
    [InlineData("yes", "done")]
    [InlineData("no", "cancelled(not_wanted)")]
    public async Task When_IsLookedAtWhenDue(string answer, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Reading);
        hub.Vendor.OnQuestion = _ => Task.FromResult<Connectors.QueryOutcome>(new Connectors.QueryOutcome.Found(new Answer(answer)));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync("asks")).ShouldBe([state]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(state == "done" ? [answer] : []);
    }

    [Fact]
    public async Task ReadThatFails_CountsLikeTheActionsFailure()
    {
        await using var hub = await HubUnderTest.StartAsync(Reading);
        hub.Vendor.OnQuestion = _ => Task.FromResult<Connectors.QueryOutcome>(new Connectors.QueryOutcome.Failed(new(Connectors.FailureKind.Transient, "503", "Not now.")));
        await hub.SendAsync(new FakeEvent());
        (await hub.CommandsAsync())[0].Attempts.ShouldBe(1);
        hub.Vendor.OnQuestion = _ => Task.FromResult<Connectors.QueryOutcome>(new Connectors.QueryOutcome.Found(new Answer("yes")));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task CommandCancelledWhileItReads_StaysCancelled()
    {
        await using var hub = await HubUnderTest.StartAsync(Reading);
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        hub.Vendor.OnQuestion = async _ =>
        {
            asked.TrySetResult();
            await go.Task;
            return new Connectors.QueryOutcome.Failed(new(Connectors.FailureKind.Transient, "503", "Not now."));
        };
        await hub.PostAsync(new FakeEvent());
        await asked.Task;
        await hub.PostAsync(new FakeEvent { Type = "fake.thing.changed" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'cancelled'") == 1, "it is cancelled");
        go.SetResult();

        // The next of the same line goes only when the first is through.
        hub.Vendor.OnQuestion = _ => Task.FromResult<Connectors.QueryOutcome>(new Connectors.QueryOutcome.Found(new Answer("yes")));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["cancelled(slot_cancelled)", "done"]);
    }

    [Fact]
    public async Task DeferredInput_IsEvaluatedOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: asks, on: fake.thing.happened, read: {seen: {query: fake.ask, with: {record: "1"}}}, do: fake.paced, with: {record: a, text: "${read.seen.text}"}}
            """);
        var asked = 0;
        hub.Vendor.OnQuestion = _ => Task.FromResult<Connectors.QueryOutcome>(new Connectors.QueryOutcome.Found(new Answer($"{++asked}")));
        await hub.SendAsync(new FakeEvent(), new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(30));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        hub.Vendor.Texts("fake.paced").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task AfterRoutes_SeeResultFailureAndWhatWasCaptured()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: make, on: fake.thing.happened, let: {who: "${event.text}"}, do: fake.create_ticket, with: {subject: "${let.who}"}}
              - {id: note, after: make, outcome: [done], do: fake.set_field, with: {record: "${result.ticket_id}", text: "${let.who} has ${result.ticket_id}"}}
              - {id: again, after: note, outcome: [done], do: fake.pay, with: {record: "${event.record}", text: "paid for ${let.who}"}}
              - {id: wrong, after: make, outcome: [failed], do: fake.set_field, with: {record: "9", text: "${failure.outcome}"}}
            """);
        hub.Vendor.Answer("fake.create_ticket", hub.Vendor.Succeed(), FakeVendor.Fail(Connectors.FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Text = "Ann" });
        await hub.SendAsync(new FakeEvent { Text = "Bob" });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["Ann has create_ticket-1", "rejected"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["paid for Ann"]);
        (await hub.StatesAsync("make")).ShouldBe(["done", "refused(rejected)"]);
    }

    [Fact]
    public async Task RestartWithOtherFiles_FinishesOldCommandsOnTheirOwn()
    {
        const string old =
            """
            routes:
              - {id: later, on: fake.thing.happened, at: "${now + duration('1h')}", read: {seen: {query: fake.ask, with: {record: "1"}}}, do: fake.set_field, with: {record: a, text: "old ${read.seen.text}"}}
              - {id: told, after: later, outcome: [done], do: fake.pay, with: {record: a, text: old told}}
            """;
        await using var hub = await HubUnderTest.StartAsync(old);
        await hub.SendAsync(new FakeEvent());
        await hub.RestartAsync("routes: [{id: other, on: fake.thing.happened, do: fake.set_field, with: {record: b, text: new}}]");
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        await hub.SendAsync(new FakeEvent());
        hub.Vendor.Texts("fake.set_field").ShouldBe(["old answer", "new"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["old told"]);
    }

    private const string Reading =
        """
        routes:
          - id: asks
            on: fake.thing.happened
            slot: waiting
            read: {seen: {query: fake.ask, with: {record: "${event.record}"}}}
            when: read.seen.text == "yes"
            do: fake.set_field
            with: {record: a, text: "${read.seen.text}"}
          - {id: stop, on: fake.thing.changed, cancel: [waiting]}
        """;

    private static string At(string later) =>
        """
        routes: [{id: later, on: fake.thing.happened, at: "${now + duration('LATER')}", do: fake.set_field, with: {record: a, text: "${event.text}"}}]
        """.Replace("LATER", later, StringComparison.Ordinal);
}
