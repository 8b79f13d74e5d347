using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoTokensTests
{
    private const string Accounts = "https://accounts.zoho.eu/oauth/v2/token";

    [Fact]
    public async Task Token_IsAskedForAtTheDataCentresAccountsServer_WithNoSecretInTheAddress()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, Accounts, 200, """{"access_token":"1000.abc","api_domain":"https://www.zohoapis.eu","token_type":"Bearer","expires_in":3600}""");
        var given = (await AskAsync(zoho)).ShouldBeOfType<TokenAnswer.Given>();
        (given.Token.Value, given.Token.Address, given.Lifetime, given.RefreshToken).ShouldBe(("1000.abc", new("https://www.zohoapis.eu"), TimeSpan.FromHours(1), null));
        var asked = zoho.Requests.ShouldHaveSingleItem();
        asked.Line.ShouldBe($"POST {Accounts}");
        asked.Body.ShouldBe("grant_type=refresh_token&client_id=1000.CLIENT&client_secret=client-secret&refresh_token=1000.refresh");
        asked.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData(200, """{"error":"invalid_code"}""", FailureKind.Unauthorized, "invalid_code")]
    [InlineData(400, """{"error":"invalid_code"}""", FailureKind.Unauthorized, "invalid_code")]
    [InlineData(200, """{"error":"invalid_client"}""", FailureKind.Unauthorized, "invalid_client")]
    [InlineData(200, """{"error":"invalid_client_secret"}""", FailureKind.Unauthorized, "invalid_client_secret")]
    [InlineData(400, """{"error_description":"You have made too many requests continuously.","error":"access_denied","status":"failure"}""", FailureKind.Throttled, "access_denied")]
    [InlineData(200, """{"error":"general_error"}""", FailureKind.Transient, "error")]
    [InlineData(200, "{}", FailureKind.Transient, "error")]
    [InlineData(200, "<html>", FailureKind.Transient, "unreadable")]
    [InlineData(503, "<html>", FailureKind.Transient, "503")]
    [InlineData(500, """{"error":"server_error"}""", FailureKind.Transient, "error")]
    public async Task Refusal_IsReadFromTheBody_WhateverTheStatus(int status, string body, FailureKind kind, string code)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, Accounts, status, body);
        var failure = (await AskAsync(zoho)).ShouldBeOfType<TokenAnswer.Failed>().Failure;
        (failure.Kind, failure.Code).ShouldBe((kind, code));
    }

    [Fact]
    public async Task TooManyTokens_WaitTenMinutes()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, Accounts, 400, """{"error":"access_denied"}""");
        (await AskAsync(zoho)).ShouldBeOfType<TokenAnswer.Failed>().Failure.Wait.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("""{"access_token":"a","expires_in":3600000,"expires_in_sec":3600}""", 3600)]
    [InlineData("""{"access_token":"a","expires_in":3600000}""", 3600)]
    [InlineData("""{"access_token":"a"}""", 3600)]
    [InlineData("""{"access_token":"a","expires_in":1800}""", 1800)]
    public async Task Lifetime_IsReadInSecondsOfEitherServer(string body, int seconds)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, Accounts, 200, body);
        (await AskAsync(zoho)).ShouldBeOfType<TokenAnswer.Given>().Lifetime.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("https://www.zohoapis.in", "https://www.zohoapis.in/crm/v8/")]
    [InlineData("https://sandbox.zohoapis.eu", "https://sandbox.zohoapis.eu/crm/v8/")]
    [InlineData("https://www.zohoapis.eu.example.com", ZohoStandIn.Address)]
    [InlineData("https://evil.zohoapis.eu", ZohoStandIn.Address)]
    [InlineData("http://www.zohoapis.in", ZohoStandIn.Address)]
    [InlineData("https://www.zohoapis.in:8443", ZohoStandIn.Address)]
    [InlineData(null, ZohoStandIn.Address)]
    public async Task Calls_GoWhereTheTokenSays_IfThatIsZohosOwn(string? domain, string address)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, $"{address}Leads/17", 204, "");
        zoho.Tokens.Address = domain is null ? null : new(domain);
        (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "17", default), default)).Failure.ShouldBeNull();
        zoho.Requests.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("Zoho-oauthtoken access-1");
    }

    [Fact]
    public async Task RefusedToken_IsRenewedOnce_AndAMissingScopeIsNot()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17", 401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""").On(HttpMethod.Get, "Leads/18", 401, """{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope","status":"error"}""");
        (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "17", default), default)).Failure!.Kind.ShouldBe(FailureKind.Unauthorized);
        zoho.Requests.Select(request => request.Headers["Authorization"]).ShouldBe(["Zoho-oauthtoken access-1", "Zoho-oauthtoken access-2"]);
        (await zoho.Connection.AskAsync(api => api.RecordAsync("Leads", "18", default), default)).Failure!.Kind.ShouldBe(FailureKind.Rejected);
        zoho.Requests.Count.ShouldBe(3);
    }

    private static Task<TokenAnswer> AskAsync(ZohoStandIn zoho) => ZohoStandIn.Connector.RefreshAsync("1000.refresh", zoho.Connection, CancellationToken.None);
}
