using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>Who somebody is whose phone number need not be known.</summary>
public class IdentityTests
{
    private const string Routes =
        """
        routes:
          - {id: said, on: fake.message.received, do: fake.set_field, with: {record: "${customer.id}", text: "${thread.id}"}}
          - {id: edited, on: fake.message.edited, do: fake.set_field, with: {record: "${customer.id}", text: "edited ${thread.id}"}}
          - {id: moved, on: fake.person.moved, if: customer != null, do: fake.set_field, with: {record: "${customer.id}", text: moved}}
        """;

    private static readonly FakeEvent Message = new() { Type = "fake.message.received" };

    // Brazil's ninth digit, a user id with and without the phone: all at once, as after an outage.
    [Fact]
    public async Task FiftyFirstMessagesUnderDifferentNames_AreOneCustomerInOneThread()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        (string? Phone, string? User)[] forms = [("5511987654321", "BR.1"), ("551187654321", "BR.1"), (null, "BR.1"), ("5511987654321", null), ("+55 11 98765-4321", "BR.1")];
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => hub.PostAsync(Message with { Key = $"m{n}", MessageId = $"m{n}", Phone = forms[n % forms.Length].Phone, User = forms[n % forms.Length].User })));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message") == 50, "each message is in a thread");
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        var thread = (await hub.ListAsync("SELECT id FROM thread WHERE merged_into IS NULL")).ShouldHaveSingleItem();
        (await hub.ListAsync("SELECT DISTINCT COALESCE(merged_into, id) FROM thread")).ShouldBe([thread]);
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(50);
    }

    [Fact]
    public async Task MessageOfSomebodyWhoKeepsChanging_IsAppliedAllTheSame()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        var changes = 0;
        hub.BeforeNextWrite(WriteKind.Apply, ChangeAsync);

        // The first makes the customer, so that the second is left to its line.
        await hub.SendAsync(Message with { Key = "1", MessageId = "m1", User = "US.1" }, Message with { Key = "2", MessageId = "m2", User = "US.1" });
        (await hub.ListAsync("SELECT state FROM event ORDER BY seq")).ShouldBe(["applied", "applied"]);
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(2);
        changes.ShouldBe(6);

        async ValueTask<bool> ChangeAsync(ISql sql)
        {
            if (++changes < 30) hub.BeforeNextWrite(WriteKind.Apply, ChangeAsync);
            return await sql.ExecuteAsync("UPDATE customer SET version = version + 1") > 0;
        }
    }

    // Meta makes user ids for a portfolio; webhooks name the account only.
    [Theory]
    [InlineData("portfolio", "portfolio", 1)]
    [InlineData("portfolio", "another", 2)]
    [InlineData(null, null, 1)]
    public async Task UserId_NamesOnePersonWithinAPortfolio(string? first, string? second, int customers)
    {
        await using var hub = await HubUnderTest.StartAsync("routes: []", hasSecond: true, vendor: vendor => vendor.OnUsers = account =>
            (account == FakeVendor.Account ? first : second) is { } portfolio ? new("business", portfolio) : null);
        await hub.SendAsync(Message with { User = "US.1" });
        await hub.SendAsync(Message with { User = "US.1", Account = "second" });
        (await hub.ListAsync("SELECT id FROM customer WHERE merged_into IS NULL")).Count.ShouldBe(customers);
        (await hub.ListAsync("SELECT id FROM thread")).Count.ShouldBe(2);
        (await hub.ListAsync("SELECT DISTINCT scope FROM alias ORDER BY scope")).ShouldBe(new[] { first ?? "business", second ?? "business" }.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PersonWhoWasKnownToAnAccount_IsKnownToItsPortfolio_OnceItIsNamed()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { User = "US.1" });
        hub.Vendor.OnUsers = _ => new("business", "portfolio");
        await hub.RestartAsync(Routes);
        await hub.Part<UserScopes>().BeginAsync(CancellationToken.None);
        await hub.SendAsync(Message with { User = "US.1" });
        (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        (await hub.ListAsync("SELECT scope FROM alias")).ShouldBe(["portfolio"]);
        await hub.Part<UserScopes>().BeginAsync(CancellationToken.None);
    }

    [Fact]
    public async Task ChangeOfAMessage_BringsCustomerAndThread_AndOpensNoWindow()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { User = "US.1" });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.edited", User = "US.1" });
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        var thread = (await hub.ListAsync("SELECT id FROM thread")).ShouldHaveSingleItem();
        hub.Vendor.Calls("fake.set_field").Select(call => ((FieldInput)call.Parts[0].Input).Record).ShouldBe([customer, customer]);
        hub.Vendor.Texts("fake.set_field").ShouldBe([thread, $"edited {thread}"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM message")).ShouldBe(["1"]);

        await hub.SendAsync(new FakeEvent { Type = "fake.message.edited", User = "US.2" });
        (await hub.ListAsync("SELECT COUNT(*) FROM thread WHERE last_inbound_at IS NULL")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task NoticeOfAnotherNumber_BringsWhomTheHubKnows_AndNobodyElse()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Message with { Phone = "4915112345678", User = "DE.1" });
        await hub.SendAsync(new FakeEvent { Type = "fake.person.moved", Phone = "4915112345678", User = "DE.1", NewPhone = "4915187654321", NewUser = "DE.2" });
        await hub.SendAsync(new FakeEvent { Type = "fake.person.moved", Phone = "4915100000000", NewPhone = "4915100000001" });
        var customer = (await hub.ListAsync("SELECT id FROM customer")).ShouldHaveSingleItem();
        hub.Vendor.Calls("fake.set_field").Where(call => call.Texts[0] == "moved").Select(call => ((FieldInput)call.Parts[0].Input).Record).ShouldBe([customer]);
    }
}
