using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class StateTests
{
    private const string Phone = "4915112345678";

    private const string Dialogue =
        """
        state:
          asked: {of: thread, type: string, for: 24h}
          budget: {of: customer, type: int, for: 48h}
        routes:
          - {id: ask, on: fake.message.received, if: thread.vars.asked == null && event.text != 'again', set: {asked: budget}, do: fake.reply, with: {to: "${thread}", text: How much?}}
          - {id: keep, on: fake.message.received, if: thread.vars.asked == 'budget', set: {budget: "${event.number}", asked: "${null}"}}
          - {id: show, on: fake.message.received, if: event.text == 'again', do: fake.set_field, with: {record: a, text: "${string(customer.vars.?budget.orValue(-1))}"}}
        """;

    private static FakeEvent Said(string text, int number = 1) => new() { Type = "fake.message.received", Phone = Phone, Text = text, Number = number };

    [Fact]
    public async Task Variable_IsReadByTheNextEvent_AndARouteMayOnlySet()
    {
        await using var hub = await HubUnderTest.StartAsync(Dialogue);
        await hub.SendAsync(Said("hello"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["How much?"]);
        await hub.SendAsync(Said("fifty", 50));
        await hub.SendAsync(Said("again"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["How much?"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["50"]);
        (await hub.EventStatesAsync()).ShouldBe(["applied", "applied", "applied"]);
        (await hub.ListAsync("SELECT name || '=' || value FROM variable ORDER BY name")).ShouldBe(["budget=50"]);
    }

    [Fact]
    public async Task Variable_IsForgottenAfterItsTime()
    {
        await using var hub = await HubUnderTest.StartAsync(Dialogue);
        await hub.SendAsync(Said("hello"));
        await hub.AdvanceAsync(TimeSpan.FromHours(23));
        await hub.SendAsync(Said("fifty", 50));
        await hub.AdvanceAsync(TimeSpan.FromHours(49));
        await hub.SendAsync(Said("again"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["-1"]);
        await hub.SendAsync(Said("hello"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["How much?", "How much?"]);
    }

    [Fact]
    public async Task Variable_BelongsToItsOwner()
    {
        await using var hub = await HubUnderTest.StartAsync(Dialogue);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Said("hello") with { Phone = "4915199999999" });
        hub.Vendor.Texts("fake.reply").ShouldBe(["How much?", "How much?"]);
    }

    [Fact]
    public async Task TwoMessagesAtOnce_AreAskedOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(Dialogue);
        await hub.SendAsync(Said("one"), Said("two", 7));
        hub.Vendor.Texts("fake.reply").ShouldBe(["How much?"]);
        (await hub.ListAsync("SELECT value FROM variable WHERE name = 'budget'")).ShouldBe(["7"]);
    }

    // The events of two subjects run side by side and write the same customer's variable: what one has evaluated on the other's old value is thrown away.
    [Fact]
    public async Task CountersOfManyLines_LoseNothing()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {seen: {of: customer, type: int, for: 24h}}
            routes:
              - {id: count, on: fake.thing.happened, find: {customer: {phone: "${event.phone}"}}, if: customer != null, set: {seen: "${customer.vars.?seen.orValue(0) + 1}"}}
            """);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync([.. Enumerable.Range(0, 20).Select(i => new FakeEvent { Record = i.ToString(null, null), Phone = Phone })]);
        (await hub.ListAsync("SELECT value FROM variable")).ShouldBe(["20"]);
    }

    [Fact]
    public async Task RouteThatFails_SetsNothing_AndItsReplaySetsOnce()
    {
        const string routes =
            """
            state: {seen: {of: thread, type: int, for: 24h}}
            routes:
              - {id: fails, on: fake.message.received, set: {seen: "${10 / event.number}"}}
              - {id: works, on: fake.message.received, do: fake.set_field, with: {record: a, text: b}}
            """;
        await using var hub = await HubUnderTest.StartAsync(routes);
        await hub.SendAsync(Said("hello", 0));
        (await hub.EventStatesAsync()).ShouldBe(["parked(route_failed)"]);
        (await hub.ListAsync("SELECT value FROM variable")).ShouldBeEmpty();
        await hub.RestartAsync(routes.Replace("10 / event.number", "thread.vars.?seen.orValue(0) + 1", StringComparison.Ordinal));
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.EventStatesAsync()).ShouldBe(["applied"]);
        (await hub.ListAsync("SELECT value FROM variable")).ShouldBe(["1"]);
        (await hub.StatesAsync("works")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task DuplicateWebhook_SetsNothingAgain()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {seen: {of: thread, type: int, for: 24h}}
            routes: [{id: count, on: fake.message.received, set: {seen: "${thread.vars.?seen.orValue(0) + 1}"}}]
            """);
        await hub.SendAsync(Said("hello") with { Key = "one" });
        await hub.SendAsync(Said("hello") with { Key = "one" });
        (await hub.ListAsync("SELECT value FROM variable")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task DeferredCommand_SeesTheVariableWhenItIsDue()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {answered: {of: thread, type: bool, for: 24h}}
            routes:
              - {id: nudge, on: fake.message.received, if: event.text == 'hello', at: "${now + duration('1h')}", when: thread != null && thread.vars.answered == null, do: fake.set_field, with: {record: a, text: still there?}}
              - {id: answered, on: fake.message.received, if: event.text == 'yes', set: {answered: true}}
            """);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Said("yes"));
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        (await hub.StatesAsync("nudge")).ShouldBe(["cancelled(not_wanted)"]);
    }

    [Fact]
    public async Task AfterRoute_SetsFromTheResult()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {ticket: {of: customer, type: string, for: 24h}}
            routes:
              - {id: open, on: fake.message.received, do: fake.create_ticket, with: {subject: "${event.text}"}}
              - {id: note, after: open, outcome: [done], if: result != null && customer != null, set: {ticket: "${result.ticket_id}"}}
            """);
        await hub.SendAsync(Said("hello"));
        (await hub.ListAsync("SELECT value FROM variable")).ShouldBe(["\"create_ticket-1\""]);
    }

    [Fact]
    public async Task ValueOfAnotherTypeThanIsDeclaredNow_IsAbsent()
    {
        const string routes =
            """
            state: {seen: {of: thread, type: int, for: 24h}}
            routes:
              - {id: first, on: fake.message.received, if: thread.vars.seen == null, set: {seen: 1}}
              - {id: later, on: fake.message.received, if: thread.vars.seen != null, do: fake.set_field, with: {record: a, text: seen}}
            """;
        await using var hub = await HubUnderTest.StartAsync(routes);
        await hub.SendAsync(Said("one"));
        await hub.RestartAsync(routes.Replace("type: int", "type: string", StringComparison.Ordinal));
        await hub.SendAsync(Said("two"));
        hub.Vendor.Calls().ShouldBeEmpty();
        await hub.SendAsync(Said("three"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["seen"]);
    }

    [Fact]
    public async Task CustomersWhoAreMerged_KeepTheNewerValueOfEach()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {last: {of: customer, type: string, for: 24h}, kept: {of: thread, type: string, for: 24h}}
            routes:
              - {id: note, on: fake.message.received, if: event.text != 'show', set: {last: "${event.text}", kept: "${event.text}"}}
              - {id: show, on: fake.message.received, if: event.text == 'show', do: fake.set_field, with: {record: a, text: "${customer.vars.?last.orValue('none')}, ${thread.vars.?kept.orValue('none')}"}}
            """);
        await hub.SendAsync(Said("by phone"));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", User = "U.1", Text = "by user" });
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var customers = await sql.ListAsync("SELECT id FROM customer ORDER BY created_at", row => row.GetString(0));
                await People.ApplyAsync(sql, new(customers[0], false, [], [], [], [customers[1]]), new([], null), "a test", hub.Clock.GetUtcNow());
                return true;
            },
            CancellationToken.None);
        await hub.SendAsync(Said("show"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["by user, by user"]);
    }
}
