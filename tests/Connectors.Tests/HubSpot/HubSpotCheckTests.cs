using Hub.Connectors;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotCheckTests
{
    private static readonly Uri Address = new("https://hub.example.test/webhooks/crm");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WholeConnection_IsFoundRight(bool isPublic)
    {
        await using var crm = await HubSpotStand.StartAsync(isPublic);
        await HubSpotStandIn.Connector.Subscriber.SubscribeAsync(Address, crm.Connection, CancellationToken.None);
        var before = crm.Vendor.Describe().ToJsonString();

        var findings = await CheckAsync(crm.Connection, Address);

        findings.Select(finding => finding.Subject).ShouldBe(["credentials", "scopes", "properties", "webhooks"]);
        findings.Take(3).ShouldAllBe(finding => finding.Standing == CheckStanding.Right);

        // Of a private app nobody but a person sees what is subscribed.
        findings[3].Standing.ShouldBe(isPublic ? CheckStanding.Right : CheckStanding.Doubtful);
        findings[0].Text.ShouldContain(crm.Vendor.Settings["PortalId"]);
        findings.ShouldAllBe(finding => !finding.Text.Contains(crm.Vendor.Settings["AccessToken"], StringComparison.Ordinal));
        crm.Vendor.Describe().ToJsonString().ShouldBe(before);
    }

    [Fact]
    public async Task NothingSubscribed_IsTold()
    {
        await using var crm = await HubSpotStand.StartAsync(isPublic: true);
        var webhooks = (await CheckAsync(crm.Connection, null)).Where(finding => finding.Subject == "webhooks").ToList();
        webhooks.ShouldHaveSingleItem().Text.ShouldContain("contact.creation");
    }

    [Fact]
    public async Task TokenOfAnotherAccount_IsWrong()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 200, """{"portalId":7}""");
        (await CheckAsync(crm.Connection, new(HubSpotStandIn.Options.WebhookUrl)))[0].ShouldBe(CheckFinding.Wrong("credentials", "The token belongs to the account 7, and PortalId is 62515: events of the one and calls to the other do not meet. Set PortalId, or take a token of that account."));
    }

    [Fact]
    public async Task TokenThatIsRefused_IsWrong()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 401, "");
        (await CheckAsync(crm.Connection, new(HubSpotStandIn.Options.WebhookUrl)))[0].Standing.ShouldBe(CheckStanding.Wrong);
    }

    [Theory]
    [InlineData("""{"hubId":62515,"appId":99,"scopes":[]}""", "credentials", CheckStanding.Wrong)]
    [InlineData("""{"hubId":62515,"appId":54321,"scopes":["tickets"]}""", "scopes", CheckStanding.Doubtful)]
    [InlineData("{}", "scopes", CheckStanding.Doubtful)]
    public async Task PrivateTokensAppAndScopes_AreLookedAt(string body, string subject, CheckStanding standing)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 200, """{"portalId":62515}""").On(HttpMethod.Post, "oauth/v2/private-apps/get/access-token-info", 200, body).Has("contacts", "hub_customer_id");
        (await CheckAsync(crm.Connection, null)).First(finding => finding.Subject == subject).Standing.ShouldBe(standing);
        crm.Requests.Single(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).BodyShouldBe("""{"tokenKey":"pat-na1-token"}""");
    }

    [Theory]
    [InlineData("""{"active":true,"hub_id":62515,"scopes":["tickets"],"expires_in":1200}""", CheckStanding.Right, "holds for 20 minutes more")]
    [InlineData("""{"active":false}""", CheckStanding.Wrong, "not good any more")]
    public async Task TokenOfAPublicApp_IsAskedForInTheBody(string body, CheckStanding standing, string says)
    {
        using var crm = new HubSpotStandIn(HubSpotStandIn.Options with { AccessToken = null, RefreshToken = new(["refresh-1"]), ClientId = "client-1" })
            .On(HttpMethod.Post, "oauth/v1/token", 200, """{"access_token":"CJ1","expires_in":1800}""").On(HttpMethod.Get, "account-info/v3/details", 200, """{"portalId":62515}""")
            .On(HttpMethod.Post, "oauth/v3/token/introspect", 200, body);
        crm.Connection.Tokens = new GivenTokens(crm.Connection);
        var found = (await CheckAsync(crm.Connection, null))[0];
        found.Standing.ShouldBe(standing);
        found.Text.ShouldContain(says);
        crm.Requests.Single(asked => asked.Line.Contains("introspect", StringComparison.Ordinal)).Body.ShouldBe("client_id=client-1&client_secret=secret-1&token=CJ1&token_type_hint=access_token");
        crm.Lines.ShouldAllBe(line => !line.Contains("CJ1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PropertyThatIsNotUnique_IsWrong()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 200, """{"portalId":62515}""").On(HttpMethod.Post, "oauth/v2/private-apps/get/access-token-info", 404, "")
            .On(HttpMethod.Get, "crm/v3/properties/contacts/hub_customer_id", 200, """{"name":"hub_customer_id","hasUniqueValue":false}""");
        (await CheckAsync(crm.Connection, new("https://elsewhere.example/webhooks/crm"))).Where(finding => finding.Standing == CheckStanding.Wrong).Select(finding => finding.Subject).ShouldBe(["properties", "webhooks"]);
    }

    private static Task<IReadOnlyList<CheckFinding>> CheckAsync(Connection connection, Uri? address) => HubSpotStandIn.Connector.Check.CheckAsync(address, connection, CancellationToken.None);
}
