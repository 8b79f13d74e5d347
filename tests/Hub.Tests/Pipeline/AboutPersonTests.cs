using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class AboutPersonTests
{
    private const string Phone = "4915112345678";
    private const string Names = "SELECT scope || ' ' || kind || ' ' || value || CASE WHEN closed_at IS NULL THEN '' ELSE ' closed' END FROM alias ORDER BY scope, kind, value, closed_at IS NOT NULL";

    private const string Routes =
        """
        routes:
          - {id: known, on: fake.person.changed, if: 'customer != null', do: fake.set_field, with: {record: a, text: '${customer.id}/${customer.?name.orValue("-")}/${customer.?email.orValue("-")}'}}
          - {id: unknown, on: fake.person.changed, if: customer == null, do: fake.set_field, with: {record: b, text: nobody}}
        """;

    private static readonly FakeEvent Message = new() { Type = "fake.message.received", Phone = Phone };

    private static FakeEvent About(string record) => new() { Type = "fake.person.changed", Record = record, Text = "Ann" };

    [Fact]
    public async Task PersonWhomTheHubKnows_IsTheCustomerInMappings_AndTheRecordIsLearned()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(About("7") with { Phone = Phone });
        await hub.SendAsync(Message);
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        await hub.SendAsync(About("7") with { Phone = Phone, Email = "ann@example.test" });
        await hub.SendAsync(About("7"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["nobody", $"{customer}/Ann/ann@example.test", $"{customer}/Ann/ann@example.test"]);
        (await hub.ListAsync(Names)).ShouldBe([" email ann@example.test", $" waid {Phone}", $"{hub.Connection.Name}:record record 7"]);
        (await hub.ListAsync("SELECT opened_by FROM alias WHERE kind = 'record'")).ShouldBe([(await hub.EventsAsync()).Where(e => e.Type == "fake.person.changed").ElementAt(1).Id]);
    }

    [Fact]
    public async Task RecordsOfStrangers_MakeNoCustomers_AndAreNoEvents()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: other, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync([.. Enumerable.Range(1, 20).Select(i => About($"{i}") with { Phone = $"49151123456{i:00}", Email = $"{i}@example.test" })]);
        (await hub.ListAsync("SELECT id FROM customer")).ShouldBeEmpty();
        (await hub.ListAsync("SELECT value FROM alias")).ShouldBeEmpty();
        (await hub.EventStatesAsync()).ShouldAllBe(state => state == "noop(no_route)");
    }

    [Fact]
    public async Task TypeThatIsAlwaysOfACustomer_MakesThemOnce()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: met, on: fake.person.met, do: fake.set_field, with: {record: a, text: '${customer.id}'}}]");
        await hub.SendAsync(About("7") with { Type = "fake.person.met", Phone = Phone });
        await hub.SendAsync(About("7") with { Type = "fake.person.met" }, Message);
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        hub.Vendor.Texts("fake.set_field").ShouldBe([customer, customer]);
        (await hub.ListAsync("SELECT customer FROM thread")).ShouldBe([customer]);
    }

    [Fact]
    public async Task RecordThatAnActionHasMade_IsTheCustomersFromThenOn()
    {
        await using var hub = await StartAsync(Routes + "\n  - {id: make, on: fake.message.received, do: fake.create_ticket, with: {subject: '${customer.id}'}}");
        hub.Vendor.Answer("fake.create_ticket", (call, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Done(new TicketMade("t"), "t") { Learned = new(call.Texts[0], new("fake.record", "55")) }));
        await hub.SendAsync(Message);
        await hub.SendAsync(About("55"));
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        hub.Vendor.Texts("fake.set_field").ShouldHaveSingleItem().ShouldStartWith(customer);
        (await hub.ListAsync("SELECT opened_by FROM alias WHERE kind = 'record'")).ShouldBe([(await hub.CommandsAsync("make"))[0].Id]);
    }

    [Fact]
    public async Task RecordOfSomebodyElse_IsNotTakenFromThem()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(Message, Message with { Phone = "4915112345679" });
        await hub.SendAsync(About("7") with { Phone = Phone });
        var owner = await hub.ListAsync("SELECT customer FROM alias WHERE kind = 'record'");
        var other = (await hub.ListAsync("SELECT id FROM customer")).Single(id => id != owner[0]);
        await hub.Database.WriteAsync(WriteKind.Apply, async sql => { await People.LearnRecordAsync(sql, new($"{hub.Connection.Name}:record", AliasKind.Record, "7"), other, "command", hub.Clock.GetUtcNow()); return true; }, CancellationToken.None);
        (await hub.ListAsync("SELECT customer FROM alias WHERE kind = 'record'")).ShouldBe(owner);
    }

    [Fact]
    public async Task MergedRecords_NameTheCustomerOfTheirSurvivor_AndTheOldNameIsClosedWithItsEvent()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(Message, Message with { Phone = "4915112345679" });
        await hub.SendAsync(About("7") with { Phone = Phone }, About("8") with { Phone = "4915112345679" });
        var first = (await hub.ListAsync("SELECT customer FROM alias WHERE kind = 'record' AND value = '7'"))[0];
        await hub.SendAsync(About("7") with { Absorbed = ["8"] });
        (await hub.ListAsync("SELECT customer FROM alias WHERE kind = 'record' AND closed_at IS NULL ORDER BY value")).ShouldBe([first, first]);
        (await hub.ListAsync("SELECT closed_by FROM alias WHERE kind = 'record' AND closed_at IS NOT NULL")).ShouldBe([(await hub.EventsAsync()).Last(e => e.Type == "fake.person.changed").Id]);

        // What people join in a CRM joins no customers.
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NOT NULL")).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeletedRecord_NamesNobodyAnyMore()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(Message);
        await hub.SendAsync(About("7") with { Phone = Phone });
        await hub.SendAsync(About("7") with { IsGone = true });
        await hub.SendAsync(About("7"));
        hub.Vendor.Texts("fake.set_field")[^1].ShouldBe("nobody");
        (await hub.ListAsync(Names)).ShouldBe([$" waid {Phone}", $"{hub.Connection.Name}:record record 7 closed"]);
    }

    [Fact]
    public async Task MailboxThatTwoPeopleUse_NamesNeither()
    {
        await using var hub = await StartAsync();
        await hub.SendAsync(Message, Message with { Phone = "4915112345679" });
        await hub.SendAsync(About("7") with { Phone = Phone, Email = "office@example.test" });
        await hub.SendAsync(About("8") with { Phone = "4915112345679", Email = "office@example.test" });
        await hub.SendAsync(About("") with { Email = "office@example.test" });
        hub.Vendor.Texts("fake.set_field")[^1].ShouldBe("nobody");
        (await hub.ListAsync(Names)).Where(name => name.Contains("email", StringComparison.Ordinal)).ShouldBe([" email office@example.test", " email office@example.test closed"]);
    }

    [Fact]
    public async Task LinkOfTheCustomer_IsFoundFromTheirRecord()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            links: {file: {left: customer, right: fake.ticket, one_per: left, reopen: 72h}}
            routes:
              - {id: open, on: fake.message.received, find: file, if: linked == null, link: {file: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: first}}
              - {id: tell, on: fake.person.changed, find: file, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: changed}}
            """);
        await hub.SendAsync(Message);
        await hub.SendAsync(About("7") with { Phone = Phone });
        hub.Vendor.Texts("fake.add_comment").ShouldBe(["changed"]);
    }

    private static Task<HubUnderTest> StartAsync(string routes = Routes) => HubUnderTest.StartAsync(routes);
}
