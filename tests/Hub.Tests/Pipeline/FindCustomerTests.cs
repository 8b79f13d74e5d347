namespace Hub.Tests.Pipeline;

public class FindCustomerTests
{
    private const string Phone = "4915112345678";

    private static readonly FakeEvent Order = new() { Type = "fake.thing.happened", Phone = Phone };

    [Fact]
    public async Task CustomerIsFoundByPhone_AlsoWrittenWithBlanks_AndNullWhenUnknown()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: known, on: fake.thing.happened, find: {customer: {phone: "${event.text}"}}, if: customer != null, do: fake.set_field, with: {record: a, text: "${customer.id}"}}
              - {id: unknown, on: fake.thing.happened, find: {customer: {phone: "${event.text}"}}, if: customer == null, do: fake.set_field, with: {record: b, text: nobody}}
            """);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone });
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        await hub.SendAsync(Order with { Text = "+49 1511 2345678" });
        await hub.SendAsync(Order with { Text = "+49 1511 9999999" });
        hub.Vendor.Texts("fake.set_field").ShouldBe([customer, "nobody"]);
    }

    [Theory]
    [InlineData("", "second")]
    [InlineData(", on_multiple: most_recent", "second")]
    [InlineData(", on_multiple: first", "first")]
    public async Task PhoneThatWasHandedOn_MeansWhoHoldsItNow_OrWhoHeldItFirst(string key, string who)
    {
        await using var hub = await HubUnderTest.StartAsync(Route(key));
        var holders = await HandOnAsync(hub);
        await hub.SendAsync(Order);
        hub.Vendor.Texts("fake.set_field").ShouldBe([who == "first" ? holders.First : holders.Second]);
    }

    [Fact]
    public async Task RecordWriteThatWaitsForReview_IsParkedAsAmbiguous_AndGoesWhenOneIsLeft()
    {
        await using var hub = await HubUnderTest.StartAsync(Route(", on_multiple: review"));
        var holders = await HandOnAsync(hub);
        await hub.SendAsync(Order);
        (await hub.EventStatesAsync())[^1].ShouldBe("parked(ambiguous)");
        hub.Vendor.Calls("fake.set_field").ShouldBeEmpty();

        await hub.WriteAsync("DELETE FROM alias WHERE closed_at IS NOT NULL");
        await hub.Control.ReplayEventAsync((await hub.EventsAsync())[^1].Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe([holders.Second]);
    }

    private static string Route(string key) =>
        $$$"""
        routes: [{id: write, on: fake.thing.happened, find: {customer: {phone: "${phone(event.phone, 'DE')}"}{{{key}}}}, if: customer != null, do: fake.set_field, with: {record: a, text: "${customer.id}"}}]
        """;

    // A known phone that comes with another user id is a new person's.
    private static async Task<(string First, string Second)> HandOnAsync(HubUnderTest hub)
    {
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, User = "U.1" });
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, User = "U.2" });
        var customers = await hub.ListAsync("SELECT id FROM customer ORDER BY created_at");
        customers.Count.ShouldBe(2);
        return (customers[0], customers[1]);
    }
}
