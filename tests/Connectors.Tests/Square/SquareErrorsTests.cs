using System.Net;
using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareErrorsTests
{
    private static readonly DateTimeOffset Now = Zendesk.Clock.Start;

    [Theory]
    [InlineData(429, "RATE_LIMIT_ERROR", "RATE_LIMITED", FailureKind.Throttled)]
    [InlineData(500, "API_ERROR", "INTERNAL_SERVER_ERROR", FailureKind.Transient)]
    [InlineData(502, "API_ERROR", "BAD_GATEWAY", FailureKind.Transient)]
    [InlineData(503, "API_ERROR", "SERVICE_UNAVAILABLE", FailureKind.Transient)]
    [InlineData(503, "API_ERROR", "TEMPORARY_ERROR", FailureKind.Transient)]
    [InlineData(504, "API_ERROR", "GATEWAY_TIMEOUT", FailureKind.Transient)]
    [InlineData(408, "INVALID_REQUEST_ERROR", "REQUEST_TIMEOUT", FailureKind.Transient)]
    [InlineData(409, "INVALID_REQUEST_ERROR", "VERSION_MISMATCH", FailureKind.Conflict)]
    [InlineData(400, "INVALID_REQUEST_ERROR", "VERSION_MISMATCH", FailureKind.Conflict)]
    [InlineData(409, "INVALID_REQUEST_ERROR", "CONFLICT", FailureKind.Conflict)]
    [InlineData(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED", FailureKind.Unauthorized)]
    [InlineData(401, "AUTHENTICATION_ERROR", "ACCESS_TOKEN_EXPIRED", FailureKind.Unauthorized)]
    [InlineData(401, "AUTHENTICATION_ERROR", "ACCESS_TOKEN_REVOKED", FailureKind.Unauthorized)]
    [InlineData(401, "AUTHENTICATION_ERROR", "SOMETHING_NEW", FailureKind.Unauthorized)]
    [InlineData(403, "AUTHENTICATION_ERROR", "INSUFFICIENT_SCOPES", FailureKind.Rejected)]
    [InlineData(403, "AUTHENTICATION_ERROR", "FORBIDDEN", FailureKind.Rejected)]
    [InlineData(402, "MERCHANT_SUBSCRIPTION_ERROR", "MERCHANT_SUBSCRIPTION_NOT_FOUND", FailureKind.Rejected)]
    [InlineData(404, "INVALID_REQUEST_ERROR", "NOT_FOUND", FailureKind.Rejected)]
    [InlineData(400, "INVALID_REQUEST_ERROR", "IDEMPOTENCY_KEY_REUSED", FailureKind.Rejected)]
    [InlineData(400, "INVALID_REQUEST_ERROR", "INVALID_VALUE", FailureKind.Rejected)]
    public void Code_HasItsMeaning(int status, string category, string code, FailureKind kind)
    {
        var failure = Of(status, SquareStandIn.Error(code, category));
        (failure.Kind, failure.Code).ShouldBe((kind, code));
        failure.Text.ShouldEndWith(".");
        failure.Text.ShouldNotContain("Ann");
    }

    [Theory]
    [InlineData(400, FailureKind.Rejected)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(404, FailureKind.Rejected)]
    [InlineData(409, FailureKind.Conflict)]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(500, FailureKind.Transient)]
    [InlineData(503, FailureKind.Transient)]
    public void StatusWithoutErrors_HasItsMeaning(int status, FailureKind kind)
    {
        foreach (var body in new[] { "", "<html>", "[]", "{}", """{"errors":[]}""" }) Of(status, body).Kind.ShouldBe(kind, body);
    }

    [Fact]
    public void RefusedField_IsNamedWithoutItsValue() =>
        Of(400, SquareStandIn.Error("INVALID_VALUE", field: "booking.appointment_segments[0].team_member_id")).Text.ShouldBe("Square refuses the request: booking.appointment_segments[0].team_member_id (INVALID_VALUE).");

    [Theory]
    [InlineData("Ann Example's phone")]
    [InlineData("")]
    public void FieldThatIsProse_IsNotShown(string field) => Of(400, SquareStandIn.Error("INVALID_VALUE", field: field)).Text.ShouldBe("Square refuses the request (INVALID_VALUE).");

    [Fact]
    public void CodeThatIsProse_IsNotShown() => Of(400, SquareStandIn.Error("Ann is wrong")).Code.ShouldBe("400");

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("X-RateLimit-Reset", "1777888812", 12)]
    [InlineData("X-RateLimit-Reset", "1777888700", 0)]
    [InlineData("X-Other", "1", null)]
    public void WaitOfAThrottledCall_IsThatOfTheHeaders(string header, string value, int? seconds)
    {
        var failure = Of(429, SquareStandIn.Error("RATE_LIMITED", "RATE_LIMIT_ERROR"), (header, value));
        failure.Wait.ShouldBe(seconds is { } given ? TimeSpan.FromSeconds(given) : null);
        failure.IsAccountWide.ShouldBeTrue();
    }

    [Fact]
    public async Task ErrorsUnderAStatusOfSuccess_AreAFailure()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 200, SquareStandIn.Error("NOT_FOUND"));
        var answer = await SquareApi.Of(square.Connection).AskAsync((rest, token) => rest.BookingAsync(token, "b1", CancellationToken.None), CancellationToken.None);
        answer.IsMissing.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    public async Task AnswerThatIsNotSquares_IsTriedAgain(string body)
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 200, body);
        var answer = await SquareApi.Of(square.Connection).AskAsync((rest, token) => rest.BookingAsync(token, "b1", CancellationToken.None), CancellationToken.None);
        answer.Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task LimitThatAnAnswerTells_IsHeard()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 200, "{}", ("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "3"), ("X-RateLimit-Reset", "1777888830"));
        await SquareApi.Of(square.Connection).AskAsync((rest, token) => rest.BookingAsync(token, "b1", CancellationToken.None), CancellationToken.None);
        square.Heard.ShouldBe([new Budget("calls", 100, 3) { ResetsIn = TimeSpan.FromSeconds(30) }]);
    }

    private static VendorFailure Of(int status, string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return SquareErrors.Of(response, body, Now);
    }
}
