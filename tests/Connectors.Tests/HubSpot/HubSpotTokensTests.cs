using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotTokensTests
{
    private static readonly HubSpotOptions Public = HubSpotStandIn.Options with { AccessToken = null, RefreshToken = new(["refresh-1"]), ClientId = "client-1" };

    [Fact]
    public async Task RefreshToken_IsPostedAsAFormWithoutAnAuthorization()
    {
        using var crm = new HubSpotStandIn(Public).On(HttpMethod.Post, "oauth/v1/token", 200, """{"token_type":"bearer","access_token":"CJ1","refresh_token":"refresh-1","expires_in":1800}""");
        var given = (await RefreshAsync(crm)).ShouldBeOfType<TokenAnswer.Given>();
        (given.Token.Value, given.Lifetime, given.RefreshToken).ShouldBe(("CJ1", TimeSpan.FromMinutes(30), null));
        crm.Requests.Single().Body.ShouldBe("grant_type=refresh_token&client_id=client-1&client_secret=secret-1&refresh_token=refresh-1");
        crm.Requests.Single().Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task OtherRefreshToken_TakesThePlaceOfTheUsedOne()
    {
        using var crm = new HubSpotStandIn(Public).On(HttpMethod.Post, "oauth/v1/token", 200, """{"access_token":"CJ1","refresh_token":"refresh-2","expires_in":1800}""");
        (await RefreshAsync(crm)).ShouldBeOfType<TokenAnswer.Given>().RefreshToken.ShouldBe("refresh-2");
    }

    [Theory]
    [InlineData(400, """{"status":"BAD_REFRESH_TOKEN"}""", FailureKind.Unauthorized)]
    [InlineData(401, "", FailureKind.Unauthorized)]
    [InlineData(429, "", FailureKind.Throttled)]
    [InlineData(503, "", FailureKind.Transient)]
    [InlineData(200, "{}", FailureKind.Transient)]
    [InlineData(200, "<html>", FailureKind.Transient)]
    public async Task RefreshThatFails_SaysWhy(int status, string body, FailureKind kind)
    {
        using var crm = new HubSpotStandIn(Public).On(HttpMethod.Post, "oauth/v1/token", status, body);
        (await RefreshAsync(crm)).ShouldBeOfType<TokenAnswer.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task TokenThatHasEnded_IsRenewedOnceAndTheCallMadeAgain()
    {
        await using var crm = await HubSpotStand.StartAsync(isPublic: true);
        (await FindAsync(crm)).ShouldBeOfType<QueryOutcome.Found>();
        crm.Advance(TimeSpan.FromMinutes(31));
        (await FindAsync(crm)).ShouldBeOfType<QueryOutcome.Found>();
        (crm.Tokens!.Asked, crm.Vendor.Tokens.Given).ShouldBe((2, 2));
    }

    private static Task<TokenAnswer> RefreshAsync(HubSpotStandIn crm) => ((IOAuthConnector)HubSpotStandIn.Connector).RefreshAsync("refresh-1", crm.Connection, CancellationToken.None);

    private static Task<QueryOutcome> FindAsync(HubSpotStand crm) =>
        HubSpotStandIn.Connector.Queries.Single(query => query.Name == "hubspot.find_contact").RunAsync(new Hub.Connectors.HubSpot.Queries.FindContactInput { Email = "ann@example.test" }, crm.Connection, CancellationToken.None);
}
