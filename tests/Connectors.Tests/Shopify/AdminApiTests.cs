using System.Net;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Hub.Connectors.Shopify.Queries;
using Microsoft.Extensions.Logging;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify;

public sealed class AdminApiTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("{\"data\":")]
    [InlineData("{\"data\":null}")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task AnswerOfAnotherForm_IsTriedAgain(string body)
    {
        var shop = new Shop();
        shop.Api.When("*").Respond("application/json", body);
        (await Ask(shop)).ShouldBe(new QueryOutcome.Failed(ShopifyErrors.Unreadable));
    }

    [Fact]
    public async Task ErrorsBesideData_AreAFailure()
    {
        var shop = new Shop();
        shop.Api.When("*").Respond("application/json",
            """{"data":{"order":{"name":"#1"}},"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":112,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":12,"restoreRate":50.0}}}}""");
        (await Ask(shop)).ShouldBe(new QueryOutcome.Failed(new(FailureKind.Throttled, "THROTTLED", "The shop's bucket of query points is empty.", TimeSpan.FromSeconds(2)) { IsAccountWide = true }));
    }

    [Fact]
    public async Task BucketOfPoints_IsToldWithWhatTheQueryNeeded()
    {
        var shop = new Shop();
        shop.Api.When("*").Respond("application/json",
            """{"data":{"order":null},"extensions":{"cost":{"requestedQueryCost":112,"actualQueryCost":12,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1988,"restoreRate":100.0}}}}""");
        var http = shop.Api.ToHttpClient();
        http.BaseAddress = new("http://127.0.0.1:5001/");
        var told = new List<Budget>();
        await Ask(shop, new("shop", shop.Connector, Shop.Options, http, TimeProvider.System) { Hears = told.Add });
        told.ShouldBe([new Budget("points", 2000, 1988) { PerSecond = 100, Cost = 112 }]);
    }

    [Fact]
    public async Task StatusBeforeBody_Decides()
    {
        var shop = new Shop();
        shop.Api.When("*").Respond(HttpStatusCode.Unauthorized, "application/json", """{"errors":"[API] Invalid API key or access token"}""");
        (await Ask(shop)).ShouldBe(new QueryOutcome.Failed(new(FailureKind.Unauthorized, "401", "Shopify refuses the access token.")));
    }

    [Fact]
    public async Task AddressOfAStandIn_KeepsItsPath()
    {
        var shop = new Shop();
        var http = shop.Api.ToHttpClient();
        http.BaseAddress = new("http://127.0.0.1:5001/shopify/");
        shop.Api.Expect("http://127.0.0.1:5001/shopify/admin/api/2026-07/graphql.json").Respond("application/json", """{"data":{"order":null}}""");
        await Ask(shop, new("stand-in", shop.Connector, Shop.Options, http, TimeProvider.System));
        shop.Api.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task OtherVersionThanAsked_IsSaidOnceForEachChange()
    {
        var log = new Lines();
        var shop = new Shop(log);
        foreach (var served in new[] { "2026-07", "2026-10", "2026-10", "2026-07", "2027-01" })
        {
            shop.Api.Expect("*").Respond([new("X-Shopify-API-Version", served)], "application/json", """{"data":{"order":null}}""");
            await Ask(shop);
        }

        log.Written.Count.ShouldBe(2);
        log.Written[0].ShouldBe("shop-au: Shopify serves API version 2026-10 instead of 2026-07, which it no longer supports; set ApiVersion to a supported one.");
    }

    private static Task<QueryOutcome> Ask(Shop shop, Connection? connection = null) =>
        shop.Connector.Queries[0].RunAsync(new GetOrderInput("1"), connection ?? shop.Connection, CancellationToken.None);

    private sealed class Lines : ILogger<AdminApi>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));
    }
}
