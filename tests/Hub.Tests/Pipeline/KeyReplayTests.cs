using Hub.Connectors;
using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

/// <summary>What the keys of a route mean for a command that was parked and is run again, at any later time.</summary>
public class KeyReplayTests
{
    private const string Set = "do: fake.set_field, with: {record: a, text: \"${event.text}\"}";

    private static readonly FakeEvent Said = new() { Type = "fake.message.received", Phone = "4915112345678", Text = "hello" };

    [Theory]
    [InlineData("at: \"${now + duration('1h')}\"", "parked(rejected)")]
    [InlineData("at: \"${now + duration('1h')}\", max_late: 2h", "done")]
    [InlineData("max_age: 90m", "parked(rejected)")]
    [InlineData("max_age: 2h", "done")]
    [InlineData("lane: backfill", "done")]
    [InlineData("once: \"${event.record}\"", "done")]
    [InlineData("limit: {count: 1, per: route, in: 10h, over: drop}", "done")]
    public async Task ParkedCommand_IsReplayedWithinItsTimes(string keys, string state)
    {
        await using var hub = await HubUnderTest.StartAsync($"routes: [{{id: r, on: fake.thing.happened, {keys}, {Set}}}]");
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)"]);
        var lane = (await hub.CommandsAsync())[0].Lane;
        await hub.AdvanceAsync(TimeSpan.FromMinutes(40));
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe([state]);
        (await hub.CommandsAsync())[0].Lane.ShouldBe(lane);
    }

    // The time of a webhook is when it came, however late its route is mended.
    [Fact]
    public async Task At_OfAReplayedEvent_CountsFromItsArrival()
    {
        const string mended = "routes: [{id: r, on: fake.thing.happened, at: \"${now + duration('1h')}\", do: fake.set_field, with: {record: a, text: t}}]";
        await using var hub = await HubUnderTest.StartAsync(mended.Replace("at:", "if: 10 / event.number > 0, at:", StringComparison.Ordinal));
        await hub.SendAsync(new FakeEvent { Number = 0 });
        await hub.AdvanceAsync(TimeSpan.FromMinutes(30));
        await hub.RestartAsync(mended);
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.CommandsAsync())[0].DueAt.ShouldBe(HubUnderTest.Start.AddHours(1));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(30));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task Each_GivesItemAndIndex_AndAReplayKeepsThem()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - id: r
                on: fake.thing.happened
                each: ${['a', 'b', 'c']}
                let: {name: "${item}${string(index)}"}
                once: ${event.record}/${item}
                read: {seen: {query: fake.ask, with: {record: "${item}"}}}
                do: fake.set_field
                with: {record: "${item}", text: "${let.name} ${read.seen.text}"}
            """);
        hub.Vendor.OnQuestion = asked => Task.FromResult<QueryOutcome>(
            asked.Record == "b" ? new QueryOutcome.Failed(new(FailureKind.Rejected, "code", "Not this one.")) : new QueryOutcome.Found(new Answer("seen")));
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["done", "parked(rejected)", "done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a0 seen", "c2 seen"], ignoreOrder: true);

        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("seen now")));
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[1].Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field")[^1].ShouldBe("b1 seen now");
    }

    [Fact]
    public async Task Read_IsNotAskedAgain_WhenTheActionFailed()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: r, on: fake.thing.happened, read: {seen: {query: fake.ask, with: {record: a}}}, do: fake.set_field, with: {record: a, text: \"${read.seen.text}\"}}]");
        var asked = 0;
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer($"answer {++asked}")));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await ReplayAsync(hub, "r");
        hub.Vendor.Texts("fake.set_field").ShouldBe(["answer 1", "answer 1"]);
    }

    [Fact]
    public async Task When_IsLookedAtAgainByAReplay()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {answered: {of: thread, type: bool, for: 1d}}
            routes:
              - {id: r, on: fake.message.received, if: event.text == 'hello', when: thread.vars.answered == null, do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: answer, on: fake.message.received, if: event.text != 'hello', set: {answered: true}}
            """);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Said);
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)"]);
        await hub.SendAsync(Said with { Text = "never mind" });
        await ReplayAsync(hub, "r");
        (await hub.StatesAsync("r")).ShouldBe(["cancelled(not_wanted)"]);
    }

    [Fact]
    public async Task Let_IsAsItWasAtTheEvent_InAReplay()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: r, on: fake.message.received, let: {name: "${customer.?name.orValue('nobody')}"}, read: {seen: {query: fake.ask, with: {record: a}}}, do: fake.set_field, with: {record: a, text: "${let.name}"}}
            """);
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(new(FailureKind.Rejected, "code", "No.")));
        await hub.SendAsync(Said);
        await hub.WriteAsync("UPDATE customer SET name = 'Mara'");
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("seen")));
        await ReplayAsync(hub, "r");
        hub.Vendor.Texts("fake.set_field").ShouldBe(["nobody"]);
    }

    [Fact]
    public async Task ReplyThatIsReplayedWhenTheWindowHasClosed_GoesOutsideTheWindow()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - id: r
                on: fake.message.received
                if: event.text == 'hello'
                do: fake.reply
                with: {to: "${thread}", text: our words}
                outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}
            """);
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Said);
        await hub.AdvanceAsync(TimeSpan.FromHours(25));
        await ReplayAsync(hub, "r");
        (await hub.StatesAsync("r")).ShouldBe(["kept"]);
        hub.Vendor.Texts("fake.send_template").ShouldBe(["news"]);
        await hub.SendAsync(Said with { Text = "yes?" });
        hub.Vendor.Texts("fake.reply").ShouldBe(["our words", "our words"]);
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task ReplayedCommand_IsFollowedByItsChain_AndTellsEachOutcomeOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: first, on: fake.thing.happened, do: fake.create_ticket, with: {subject: "${event.text}"}}
              - {id: second, after: first, outcome: [done], do: fake.set_field, with: {record: a, text: "${result.ticket_id}"}}
              - {id: third, after: second, outcome: [done], do: fake.pay, with: {record: a, text: "paid for ${event.text}"}}
              - {id: told, after: second, outcome: [parked], do: fake.pay, with: {record: b, text: "${failure.outcome}"}}
            """);
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Rejected));
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await ReplayAsync(hub, "first");
        await ReplayAsync(hub, "second");
        (await hub.StatesAsync("second")).ShouldBe(["parked(rejected)"]);
        await ReplayAsync(hub, "second");
        (await hub.StatesAsync()).ShouldBe(["done", "done", "done", "done"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["parked", "paid for text"]);
    }

    [Fact]
    public async Task ConnectionAndVia_SayWhereFromAndWhereTo()
    {
        await using var hub = await HubUnderTest.StartAsync(Second, hasSecond: true);
        await hub.SendAsync(new FakeEvent { Text = "ours" });
        await hub.SendAsync(new FakeEvent { Text = "theirs", Account = "second" });
        hub.Vendor.Calls().Select(call => $"{call.Context.Connection.Name} {call.Texts[0]}").ShouldBe(["second ours", "fake theirs"]);
    }

    [Fact]
    public async Task CommandViaAConnectionThatIsGone_IsParked_AndGoesThereWhenItIsBack()
    {
        await using var hub = await HubUnderTest.StartAsync(Second.Replace("via: second", "via: second, at: \"${now + duration('1h')}\"", StringComparison.Ordinal), hasSecond: true);
        await hub.SendAsync(new FakeEvent { Text = "ours" });
        await hub.RestartAsync("routes: []", withSecond: false);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        (await hub.StatesAsync()).ShouldBe(["parked(no_connection)"]);
        await hub.RestartAsync("routes: []", withSecond: true);
        await ReplayAsync(hub, "out");
        hub.Vendor.Calls().ShouldHaveSingleItem().Context.Connection.Name.ShouldBe("second");
    }

    private const string Second =
        """
        routes:
          - {id: out, on: fake.thing.happened, connection: fake, via: second, do: fake.set_field, with: {record: a, text: "${event.text}"}}
          - {id: in, on: fake.thing.happened, connection: second, via: fake, do: fake.set_field, with: {record: a, text: "${event.text}"}}
        """;

    private static async Task ReplayAsync(HubUnderTest hub, string route)
    {
        (await hub.Control.ReplayAsync((await hub.CommandsAsync(route))[0].Id, CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
    }
}
