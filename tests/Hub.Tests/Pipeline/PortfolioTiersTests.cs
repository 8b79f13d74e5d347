using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>A portfolio writes to as many people outside of their windows as its vendor lets it, in any 24 hours.</summary>
public class PortfolioTiersTests
{
    private const string Send =
        """
        routes:
          - {id: r, on: fake.thing.happened, connection: fake, via: fake, max_age: 72h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]}}
        """;

    private const string Both = Send +
        """

          - {id: other, on: fake.thing.happened, connection: second, via: second, max_age: 72h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]}}
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task PersonTooMany_WaitsInTheirPlace_UntilTheDayOfTheFirstIsOver()
    {
        await using var hub = await StartAsync(2);
        await hub.SendAsync(To(1));
        await hub.AdvanceAsync(Hour);
        await hub.SendAsync(To(2));
        await hub.SendAsync(To(3), To(4));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "waiting", "waiting"]);
        (await hub.ListAsync("SELECT blocked_by FROM line WHERE queue = 'command'")).ShouldBe(["tier:p1", "tier:p1"]);
        var waiting = (await hub.CommandsAsync("r"))[2];
        waiting.Error.ShouldBe("The business portfolio has written to 2 people within 24 hours who had not written themselves, and the vendor lets it write to no more.");
        waiting.Attempts.ShouldBe(0);
        await hub.AdvanceAsync((23 * Hour) - TimeSpan.FromSeconds(1));
        hub.Vendor.Calls().Count.ShouldBe(2);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await hub.StatesAsync("r")).Count(state => state == "done").ShouldBe(3);
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldAllBe(state => state == "done");
        (await hub.CommandsAsync("r"))[2].Error.ShouldBeNull();
    }

    [Fact]
    public async Task OneAlertTellsAllWhoWait()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync([.. Enumerable.Range(1, 5).Select(To)]);
        for (var i = 0; i < 3; i++) await hub.AdvanceAsync(TimeSpan.FromMinutes(20));
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldStartWith("The business portfolio p1 has written to 1 people within 24 hours");
        hub.Log.Of(1602).ShouldBeEmpty();
    }

    [Fact]
    public async Task PersonWhoCountsAlready_Passes_AndCountsFromThenOn()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        await hub.AdvanceAsync(20 * Hour);
        await hub.SendAsync(To(1));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done"]);
        await hub.AdvanceAsync(5 * Hour);
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "waiting"]);
        await hub.AdvanceAsync(19 * Hour);
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "done"]);
    }

    [Fact]
    public async Task PersonWhoWrote_PassesAndDoesNotCount()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(Said(1));
        for (var person = 1; person <= 3; person++) await hub.SendAsync(To(person));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "waiting"]);
        await hub.SendAsync(Said(3));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done", "done"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM reach")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task ConnectionsOfOnePortfolio_ShareItsReach_AndOthersDoNot()
    {
        await using var hub = await HubUnderTest.StartAsync(Both, hasSecond: true, vendor: vendor => vendor.OnReach = _ => new AccountReach.Told("p1", 1));
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2) with { Account = "second" });
        await hub.SendAsync(To(1) with { Account = "second" });
        (await hub.StatesAsync("other")).ShouldBe(["waiting", "done"]);
        hub.Vendor.OnReach = name => new AccountReach.Told(name == "second" ? "p2" : "p1", 1);
        hub.RefreshTemplates();
        await hub.UntilCalledAsync("fake.send_template", 3);
        await hub.SettleAsync();
        (await hub.StatesAsync("other")).ShouldBe(["done", "done"]);
    }

    [Theory]
    [InlineData(2L)]
    [InlineData(null)]
    public async Task RaisedLimit_LetsThoseGoWhoWait(long? people)
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe(["done", "waiting"]);
        hub.Vendor.OnReach = _ => new AccountReach.Told("p1", people);
        hub.RefreshTemplates();
        await hub.UntilCalledAsync("fake.send_template", 2);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task VendorThatTellsNoLimitAnyMore_LetsAllGo()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2));
        hub.Vendor.OnReach = null;
        hub.RefreshTemplates();
        await hub.UntilCalledAsync("fake.send_template", 2);
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT COUNT(*) FROM account_reach")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Restart_KeepsTheLimitAndWhoWasCounted_WhereTheVendorDoesNotAnswer()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        hub.Vendor.OnReach = _ => new AccountReach.Failed(new(FailureKind.Transient, "503", "It is not there."));
        await hub.RestartAsync(Send, crash: true);
        await hub.UntilLoggedAsync(1304);
        await hub.SendAsync(To(2));
        await hub.SendAsync(To(1));
        (await hub.StatesAsync("r")).ShouldBe(["done", "waiting", "done"]);
        hub.Log.Of(1304)[0].ShouldBe("To how many people connection fake may write could not be read: It is not there. What is known of it holds meanwhile.");
    }

    [Fact]
    public async Task ReachThatCannotBeRead_KeepsNothingFromGoing()
    {
        await using var hub = await HubUnderTest.StartAsync(Send, vendor: vendor => vendor.OnReach = _ => throw new InvalidOperationException("The connector's own mistake."));
        await hub.SendAsync(To(1), To(2));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done"]);
        hub.Log.Of(1305)[0].ShouldNotContain("own mistake");
    }

    [Theory]
    [InlineData(FailureKind.Rejected, "parked(rejected)")]
    [InlineData(FailureKind.NoWhatsApp, "refused(no_whatsapp)")]
    [InlineData(FailureKind.Throttled, "waiting")]
    public async Task CallWithoutEffect_DoesNotCount(FailureKind failure, string state)
    {
        await using var hub = await StartAsync(1);
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(failure, Hour));
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe([state, "done"]);
    }

    [Fact]
    public async Task CallWithoutEffect_GivesBackTheMomentBefore()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        await hub.AdvanceAsync(23 * Hour);
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe(["done", "parked(rejected)", "waiting"]);
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldBe(["done", "parked(rejected)", "done"]);
    }

    [Fact]
    public async Task MessageThatTheVendorFailsAfterwards_DoesNotCount()
    {
        await using var hub = await StartAsync(1);
        await hub.SendAsync(To(1));
        var message = (await hub.CommandsAsync("r"))[0].VendorId;
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = message, Status = MessageStatus.Failed, Failure = FailureKind.NoWhatsApp });
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task CallOfWhichNobodyKnows_Counts()
    {
        await using var hub = await StartAsync(1);
        hub.Vendor.Answer("fake.send_template", hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(To(1));
        await hub.SendAsync(To(2));
        (await hub.StatesAsync("r")).ShouldBe(["unknown", "waiting"]);
    }

    [Fact]
    public async Task ManyAtOnce_NeverReachMoreThanTheLimitInADay()
    {
        const int limit = 5;
        await using var hub = await StartAsync(limit);
        await hub.SendAsync([.. Enumerable.Range(1, 18).Select(To)]);
        for (var day = 1; day <= 3; day++)
        {
            hub.Vendor.Calls().Count.ShouldBe(limit * day);
            await hub.AdvanceAsync(24 * Hour);
        }

        hub.Vendor.Calls().Count.ShouldBe(18);
    }

    [Fact]
    public async Task LargeLimit_IsCountedAsLittleAsItCanBe_AndKeptAllTheSame()
    {
        const int limit = 40;
        await using var hub = await StartAsync(limit);
        for (var person = 1; person <= limit + 3; person++) await hub.SendAsync(To(person));
        hub.Vendor.Calls().Count.ShouldBe(limit);
        (await hub.StatesAsync("r"))[limit..].ShouldAllBe(state => state == "waiting");
    }

    [Fact]
    public async Task WhoWasWrittenToLongAgo_IsForgotten()
    {
        await using var hub = await HubUnderTest.StartAsync(Send, retention: new(), vendor: vendor => vendor.OnReach = _ => new AccountReach.Told("p1", 5));
        await hub.SendAsync(To(1));
        await hub.AdvanceAsync(30 * Hour);
        await hub.SendAsync(To(2));
        await hub.AdvanceAsync(20 * Hour);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM reach") == 1, "the first is forgotten");
    }

    private static async Task<HubUnderTest> StartAsync(long people)
    {
        var hub = await HubUnderTest.StartAsync(Send, vendor: vendor => vendor.OnReach = _ => new AccountReach.Told("p1", people));
        return hub;
    }

    private static FakeEvent To(int person) => new() { Phone = Phone(person), Record = $"{person}" };

    private static FakeEvent Said(int person) => new() { Type = "fake.message.received", Phone = Phone(person) };

    private static string Phone(int person) => $"49151123456{person:00}";
}
