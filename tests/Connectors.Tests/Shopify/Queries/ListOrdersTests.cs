using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify.Queries;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify.Queries;

public sealed class ListOrdersTests
{
    private readonly Shop shop = new();

    [Theory]
    [InlineData(null, 5)]
    [InlineData(10, 10)]
    public async Task Orders_AreThoseOfTheCustomerWithThePhone(int? limit, int first)
    {
        string? body = null;
        shop.Api.Expect(HttpMethod.Post, Shop.Address)
            .With(request => (body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult()).Length > 0)
            .Respond("application/json", """{"data":{"customerByIdentifier":{"orders":{"nodes":[{"legacyResourceId":"2","name":"#2","currencyCode":"AUD"},{"legacyResourceId":"1","name":"#1","currencyCode":"AUD"}]}}}}""");
        var found = (await Ask(limit)).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<ListOrdersResult>();
        found.Orders.Select(order => order.Name).ShouldBe(["#2", "#1"]);
        using var sent = JsonDocument.Parse(body!);
        sent.RootElement.GetProperty("variables").GetRawText().ShouldBe($$"""{"phone":"\u002B61400000000","first":{{first}}}""");
    }

    [Fact]
    public async Task PhoneThatTheShopDoesNotKnow_HasNoOrders()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"customerByIdentifier":null}}""");
        (await Ask(null)).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<ListOrdersResult>().Orders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task LimitOutsideItsRange_IsRejectedWithoutACall(int limit) =>
        (await Ask(limit)).ShouldBeOfType<QueryOutcome.Failed>().Failure.Code.ShouldBe("limit");

    private Task<QueryOutcome> Ask(int? limit) =>
        shop.Connector.Queries.Single(query => query.Name == "shopify.list_orders").RunAsync(new ListOrdersInput("+61400000000", limit), shop.Connection, CancellationToken.None);
}
