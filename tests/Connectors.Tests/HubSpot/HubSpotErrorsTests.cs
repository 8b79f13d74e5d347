using System.Net;
using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotErrorsTests
{
    [Theory]
    [InlineData(400, "", FailureKind.Rejected, "VALIDATION_ERROR", "HubSpot calls the request malformed.")]
    [InlineData(400, """{"category":"VALIDATION_ERROR","message":"ann@example.test"}""", FailureKind.Rejected, "VALIDATION_ERROR", "HubSpot refuses the values: it does not say which.")]
    [InlineData(400, """{"category":"VALIDATION_ERROR","errors":[{"code":"PROPERTY_DOESNT_EXIST","message":"m","context":{"propertyName":["first000name"]}},{"code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["first000name"]}},{"code":"ann@example.test","context":{"propertyName":["phone"]}}]}""", FailureKind.Rejected, "VALIDATION_ERROR", "HubSpot refuses the values: first000name (PROPERTY_DOESNT_EXIST), phone.")]
    [InlineData(401, "<html>", FailureKind.Unauthorized, "401", "HubSpot refuses the access token.")]
    [InlineData(401, """{"category":"EXPIRED_AUTHENTICATION"}""", FailureKind.Unauthorized, "EXPIRED_AUTHENTICATION", "The access token has ended.")]
    [InlineData(403, """{"category":"MISSING_SCOPES","context":{"requiredGranularScopes":["custom-object-read","not a scope"]}}""", FailureKind.Rejected, "MISSING_SCOPES", "The app lacks a scope that this needs: custom-object-read.")]
    [InlineData(403, "", FailureKind.Rejected, "403", "The app may not do this: a scope is missing.")]
    [InlineData(404, "", FailureKind.Rejected, "OBJECT_NOT_FOUND", "HubSpot has no such record.")]
    [InlineData(409, """{"category":"CONFLICT","message":"Contact already exists"}""", FailureKind.Rejected, "CONFLICT", "HubSpot has such a record already.")]
    [InlineData(409, "", FailureKind.Conflict, "409", "Two writes of one record met in HubSpot.")]
    [InlineData(413, "", FailureKind.Rejected, "413", "The request is larger than HubSpot takes.")]
    [InlineData(414, "", FailureKind.Rejected, "414", "The address is too long.")]
    [InlineData(423, "", FailureKind.Transient, "423", "HubSpot has locked the record for a while.")]
    [InlineData(477, "", FailureKind.Throttled, "477", "HubSpot is moving the account to another place.")]
    [InlineData(500, "", FailureKind.Transient, "500", "The vendor is unavailable.")]
    [InlineData(521, "", FailureKind.Transient, "521", "The vendor is unavailable.")]
    [InlineData(524, """{"category":"VALIDATION_ERROR"}""", FailureKind.Transient, "524", "The vendor is unavailable.")]
    public void Answer_LeadsToItsFailure(int status, string body, FailureKind kind, string code, string text)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        var failure = HubSpotErrors.Of(response, HubSpotErrors.Parse(body), Clock.Start, onceOnly: false);
        (failure.Kind, failure.Code, failure.Text).ShouldBe((kind, code, text));
    }

    [Theory]
    [InlineData("""{"policyName":"TEN_SECONDLY_ROLLING"}""", null, 10, true)]
    [InlineData("""{"policyName":"SECONDLY"}""", null, 1, true)]
    [InlineData("""{"policyName":"DAILY"}""", null, 3600, true)]
    [InlineData("""{"policyName":"DAILY"}""", "7", 7, true)]
    [InlineData("", null, 10, true)]
    public void LimitThatIsReached_IsWaitedFor(string body, string? retryAfter, int seconds, bool isAccountWide)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        if (retryAfter is not null) response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        var failure = HubSpotErrors.Of(response, HubSpotErrors.Parse(body), Clock.Start, onceOnly: true);
        (failure.Kind, failure.Wait, failure.IsAccountWide).ShouldBe((FailureKind.Throttled, TimeSpan.FromSeconds(seconds), isAccountWide));
    }

    [Fact]
    public void ServerErrorOfAWriteThatMustNotBeRepeated_IsUnknown()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadGateway);
        HubSpotErrors.Of(response, null, Clock.Start, onceOnly: true).Kind.ShouldBe(FailureKind.Unknown);
    }

    [Fact]
    public async Task AnswerThatIsNotHubSpots_IsTriedAgain()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 200, "<html>");
        var answer = await HubSpotCalls.AskAsync(crm.Connection, (api, token) => api.AccountAsync(token, CancellationToken.None), CancellationToken.None);
        answer.Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task HeadersOfAnAnswer_TellTheLimits()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "account-info/v3/details", 200, "{}", ("X-HubSpot-RateLimit-Max", "110"), ("X-HubSpot-RateLimit-Remaining", "7"), ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"), ("X-HubSpot-RateLimit-Daily", "250000"), ("X-HubSpot-RateLimit-Daily-Remaining", "1"));
        List<Budget> heard = [];
        crm.Connection.Hears = heard.Add;
        await HubSpotCalls.AskAsync(crm.Connection, (api, token) => api.AccountAsync(token, CancellationToken.None), CancellationToken.None);
        heard.ShouldBe([new("calls", 110, 7) { ResetsIn = TimeSpan.FromSeconds(10) }, new("day", 250000, 1) { ResetsIn = TimeSpan.FromHours(1) }]);
        crm.Requests.Single().Headers["Authorization"].ShouldBe("Bearer pat-na1-token");
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-HubSpot-RateLimit-Max=many;X-HubSpot-RateLimit-Remaining=7")]
    [InlineData("X-HubSpot-RateLimit-Max=0;X-HubSpot-RateLimit-Remaining=0")]
    [InlineData("X-HubSpot-RateLimit-Secondly=10;X-HubSpot-RateLimit-Secondly-Remaining=9")]
    public void HeadersThatSayNothing_TellNoLimit(string headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var header in headers.Split(';', StringSplitOptions.RemoveEmptyEntries)) response.Headers.TryAddWithoutValidation(header.Split('=')[0], header.Split('=')[1]);
        HubSpotBudgets.Of(response.Headers).ShouldBeEmpty();
    }
}
