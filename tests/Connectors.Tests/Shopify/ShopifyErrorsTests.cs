using System.Net;
using Hub.Connectors;
using Hub.Connectors.Shopify;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyErrorsTests
{
    [Theory]
    [InlineData(400, FailureKind.Rejected)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(402, FailureKind.Unauthorized)]
    [InlineData(403, FailureKind.Unauthorized)]
    [InlineData(404, FailureKind.Rejected)]
    [InlineData(422, FailureKind.Rejected)]
    [InlineData(423, FailureKind.Unauthorized)]
    [InlineData(430, FailureKind.Rejected)]
    [InlineData(408, FailureKind.Transient)]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(500, FailureKind.Transient)]
    [InlineData(502, FailureKind.Transient)]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(504, FailureKind.Transient)]
    public void Status_HasItsKind(int status, FailureKind kind)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        var failure = ShopifyErrors.OfStatus(response, Shop.Arrival);
        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe($"{status}");
        failure.Text.ShouldEndWith(".");
    }

    [Fact]
    public void RetryAfterWithAFraction_IsTheWait()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", "2.5");
        var failure = ShopifyErrors.OfStatus(response, Shop.Arrival);
        (failure.Wait, failure.IsAccountWide).ShouldBe((TimeSpan.FromSeconds(2.5), true));
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("Infinity")]
    public void EndlessRetryAfter_IsADay(string asked)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", asked);
        ShopifyErrors.OfStatus(response, Shop.Arrival).Wait.ShouldBe(TimeSpan.FromDays(1));
    }

    [Theory]
    [InlineData("ACCESS_DENIED", FailureKind.Unauthorized)]
    [InlineData("SHOP_INACTIVE", FailureKind.Unauthorized)]
    [InlineData("MAX_COST_EXCEEDED", FailureKind.Rejected)]
    [InlineData("INTERNAL_SERVER_ERROR", FailureKind.Transient)]
    [InlineData("undefinedField", FailureKind.Rejected)]
    [InlineData("SOMETHING_NEW", FailureKind.Rejected)]
    [InlineData(null, FailureKind.Rejected)]
    public void Code_HasItsKind(string? code, FailureKind kind)
    {
        var failure = ShopifyErrors.OfErrors([Error(code)], null);
        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code ?? "error");
        failure.Wait.ShouldBeNull();
    }

    [Theory]
    [InlineData(510, 10, 100, 5.0)]
    [InlineData(12, 13, 100, 0.0)]
    [InlineData(101, 100, 50, 0.02)]
    [InlineData(1e300, 0, 1e-9, 86400.0)]
    public void Throttled_WaitsUntilTheBucketHoldsTheCost(double wanted, double held, double rate, double seconds)
    {
        var failure = ShopifyErrors.OfErrors([Error("THROTTLED")], new() { RequestedQueryCost = wanted, ThrottleStatus = new() { CurrentlyAvailable = held, RestoreRate = rate } });
        failure.Kind.ShouldBe(FailureKind.Throttled);
        failure.Wait.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void ThrottledWithoutACost_HasNoWait() => ShopifyErrors.OfErrors([Error("THROTTLED")], null).Wait.ShouldBeNull();

    [Fact]
    public void KnownCodeBehindAnUnknownOne_Decides() => ShopifyErrors.OfErrors([Error("NEW"), Error("THROTTLED")], null).Kind.ShouldBe(FailureKind.Throttled);

    [Fact]
    public void LongUserError_IsCut() => ShopifyErrors.OfUserErrors([new() { Message = new('x', 5000) }])!.Text.Length.ShouldBeLessThan(260);

    private static GraphError Error(string? code) => new() { Extensions = new() { Code = code } };
}
