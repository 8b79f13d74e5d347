using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareTokensTests
{
    private static readonly SquareOptions Authorized = SquareStandIn.Options with { AccessToken = null, RefreshToken = new(["refresh-1"]), ClientId = "client-1", ClientSecret = new(["secret-1"]) };

    [Fact]
    public async Task RefreshToken_GivesAnAccessTokenThatIsRenewedAfterAWeek()
    {
        using var square = new SquareStandIn(Authorized).On(HttpMethod.Post, "oauth2/token", 200, """{"access_token":"a1","token_type":"bearer","expires_at":"2026-06-03T10:00:00Z","merchant_id":"M1","refresh_token":"refresh-1"}""");
        var given = (await RefreshAsync(square)).ShouldBeOfType<TokenAnswer.Given>();
        (given.Token.Value, given.Lifetime, given.RenewAfter, given.RefreshToken).ShouldBe(("a1", TimeSpan.FromDays(30), TimeSpan.FromDays(7), null));
        square.Requests[0].BodyShouldBe("""{"client_id":"client-1","client_secret":"secret-1","grant_type":"refresh_token","refresh_token":"refresh-1"}""");
        square.Requests[0].Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task RefreshTokenThatIsUsedUp_IsReplaced()
    {
        using var square = new SquareStandIn(Authorized).On(HttpMethod.Post, "oauth2/token", 200, """{"access_token":"a1","expires_at":"2026-05-05T10:00:00Z","refresh_token":"refresh-2"}""");
        var given = (await RefreshAsync(square)).ShouldBeOfType<TokenAnswer.Given>();
        given.RefreshToken.ShouldBe("refresh-2");
        given.RenewAfter.ShouldBe(TimeSpan.FromDays(1) * 0.9, "a short token is renewed before it ends");
    }

    [Theory]
    [InlineData(401, "UNAUTHORIZED", "AUTHENTICATION_ERROR", FailureKind.Unauthorized)]
    [InlineData(400, "BAD_REQUEST", "INVALID_REQUEST_ERROR", FailureKind.Unauthorized)]
    [InlineData(429, "RATE_LIMITED", "RATE_LIMIT_ERROR", FailureKind.Throttled)]
    [InlineData(503, "SERVICE_UNAVAILABLE", "API_ERROR", FailureKind.Transient)]
    public async Task RefusedRefreshToken_IsToldApartFromTrouble(int status, string code, string category, FailureKind kind)
    {
        using var square = new SquareStandIn(Authorized).On(HttpMethod.Post, "oauth2/token", status, SquareStandIn.Error(code, category));
        (await RefreshAsync(square)).ShouldBeOfType<TokenAnswer.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task CallWithATokenThatEnded_IsMadeOnceMoreWithAnother()
    {
        using var square = new SquareStandIn(Authorized).On(HttpMethod.Get, "v2/bookings/b1", (401, SquareStandIn.Error("ACCESS_TOKEN_EXPIRED", "AUTHENTICATION_ERROR"), []), (200, $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""", []));
        square.Connection.Tokens = new Tokens();
        var answer = await SquareApi.Of(square.Connection).AskAsync((rest, token) => rest.BookingAsync(token, "b1", CancellationToken.None), CancellationToken.None);
        answer.Value!.Booking!.Id.ShouldBe("b1");
        square.Requests.Select(asked => asked.Headers["Authorization"]).ShouldBe(["Bearer old", "Bearer new"]);
    }

    [Fact]
    public void ConfiguredAccessToken_NeedsNoRefreshing()
    {
        SquareStandIn.Connector.RefreshToken(SquareStandIn.Options).ShouldBeNull();
        SquareStandIn.Connector.RefreshToken(Authorized)!.Current.ShouldBe("refresh-1");
    }

    private static Task<TokenAnswer> RefreshAsync(SquareStandIn square) => SquareStandIn.Connector.RefreshAsync("refresh-1", square.Connection, CancellationToken.None);

    private sealed class Tokens : ITokenSource
    {
        public ValueTask<AccessToken> CurrentAsync(CancellationToken cancel) => ValueTask.FromResult(new AccessToken("old"));

        public ValueTask<AccessToken> OtherThanAsync(AccessToken refused, CancellationToken cancel) => ValueTask.FromResult(new AccessToken("new"));
    }
}
