using System.Net;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppReachTests
{
    private const string Number = "https://graph.facebook.com/v23.0/106540352242922";
    private const string Account = "https://graph.facebook.com/v23.0/102290129340398";
    private const string Limited = """{"whatsapp_business_manager_messaging_limit":"TIER_2K","id":"106540352242922"}""";

    [Fact]
    public async Task LimitAndPortfolio_AreAskedOfTheNumberAndOfItsAccount()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Get, Number).WithHeaders("Authorization", "Bearer token-1").WithExactQueryString("fields=whatsapp_business_manager_messaging_limit").Respond("application/json", Limited);
        vendor.Expect(HttpMethod.Get, Account).WithHeaders("Authorization", "Bearer token-1").WithExactQueryString("fields=owner_business_info")
            .Respond("application/json", """{"owner_business_info":{"name":"Kairos","id":2729063490586005},"id":"102290129340398"}""");
        (await AskAsync(vendor)).ShouldBe(new AccountReach.Told("2729063490586005", 2_000));
        vendor.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("TIER_250", 250L)]
    [InlineData("TIER_1K", 1_000L)]
    [InlineData("TIER_2K", 2_000L)]
    [InlineData("TIER_10K", 10_000L)]
    [InlineData("TIER_100K", 100_000L)]
    [InlineData("tier_1m", 1_000_000L)]
    [InlineData("2000", 2_000L)]
    public void Tier_IsANumberOfPeople(string said, long people) => WhatsAppReach.Read(said).ShouldBe(new WhatsAppReach.People(people));

    [Theory]
    [InlineData("TIER_UNLIMITED")]
    [InlineData("UNLIMITED")]
    public void UnlimitedTier_HasNoNumber(string said) => WhatsAppReach.Read(said).ShouldBe(new WhatsAppReach.People(null));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TIER_")]
    [InlineData("TIER_K")]
    [InlineData("TIER_NOT_SET")]
    [InlineData("TIER_0")]
    [InlineData("-1")]
    [InlineData("TIER_9999999999K")]
    public void WordThatIsNotKnown_IsNoLimit(string? said) => WhatsAppReach.Read(said).ShouldBeNull();

    [Theory]
    [InlineData("""{"id":"106540352242922"}""")]
    [InlineData("""{"whatsapp_business_manager_messaging_limit":"TIER_NEW"}""")]
    [InlineData("""{"whatsapp_business_manager_messaging_limit":{"current":1}}""")]
    public async Task NumberWithoutALimitThatIsKnown_AsksNoFurther(string body)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Number).Respond("application/json", body);
        (await AskAsync(vendor)).ShouldBe(new AccountReach.Untold());
    }

    [Theory]
    [InlineData(400, """{"error":{"code":100}}""")]
    [InlineData(403, """{"error":{"code":200}}""")]
    [InlineData(200, """{"id":"102290129340398"}""")]
    [InlineData(200, """{"owner_business_info":{"id":"a/../b"}}""")]
    public async Task PortfolioThatMayNotBeSeen_IsCountedByTheAccount(int status, string body)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Number).Respond("application/json", Limited);
        vendor.When(HttpMethod.Get, Account).Respond((HttpStatusCode)status, "application/json", body);
        (await AskAsync(vendor)).ShouldBe(new AccountReach.Told("102290129340398", 2_000));
    }

    [Theory]
    [InlineData(Number, 401, """{"error":{"code":190}}""", FailureKind.Unauthorized)]
    [InlineData(Number, 200, "<html>", FailureKind.Transient)]
    [InlineData(Account, 400, """{"error":{"code":80007}}""", FailureKind.Throttled)]
    [InlineData(Account, 503, "", FailureKind.Transient)]
    [InlineData(Account, 200, "", FailureKind.Transient)]
    public async Task QuestionThatFails_TellsWhy(string address, int status, string body, FailureKind kind)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, address).Respond((HttpStatusCode)status, "application/json", body);
        vendor.When(HttpMethod.Get, Number).Respond("application/json", Limited);
        (await AskAsync(vendor)).ShouldBeOfType<AccountReach.Failed>().Failure.Kind.ShouldBe(kind);
    }

    private static Task<AccountReach> AskAsync(MockHttpMessageHandler vendor) => WhatsAppStand.Connector.ReachAsync(WhatsAppStand.Connection(vendor), CancellationToken.None);
}
