using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify.Queries;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify.Queries;

public sealed class GetOrderTests
{
    private readonly Shop shop = new();

    [Fact]
    public async Task Order_IsGivenWithItsShipments()
    {
        string? body = null;
        shop.Api.Expect(HttpMethod.Post, Shop.Address)
            .WithHeaders("X-Shopify-Access-Token", "shpat_token")
            .With(request => (body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult()).Length > 0)
            .Respond("application/json",
                """
                {"data":{"order":{"legacyResourceId":"820982911946154508","name":"#1001","email":null,"phone":"0400","customerLocale":"en-AU","currencyCode":"AUD","tags":["vip"],"test":false,
                 "createdAt":"2026-03-01T10:00:00Z","updatedAt":"2026-03-01T11:00:00Z","cancelledAt":null,"displayFinancialStatus":"PARTIALLY_PAID","displayFulfillmentStatus":"UNFULFILLED",
                 "totalPriceSet":{"shopMoney":{"amount":"409.94","currencyCode":"AUD"}},"shippingAddress":null,"billingAddress":{"countryCodeV2":"NZ"},
                 "customer":{"legacyResourceId":"9","firstName":"Ada","lastName":null,"locale":"en","defaultEmailAddress":null,"defaultPhoneNumber":{"phoneNumber":"+61400000000"}},
                 "fulfillments":[{"legacyResourceId":"5","status":"SUCCESS","displayStatus":"IN_TRANSIT","trackingInfo":[{"number":"1Z","url":"https://t/1Z","company":"UPS"}]}]}}}
                """);
        var order = (await Run("820982911946154508"))!;
        using var sent = JsonDocument.Parse(body!);
        sent.RootElement.GetProperty("variables").GetRawText().ShouldBe("""{"id":"gid://shopify/Order/820982911946154508"}""");
        (order.Id, order.Name, order.Currency, order.Country, order.Locale).ShouldBe(("820982911946154508", "#1001", "AUD", "NZ", "en-AU"));
        order.Total.ShouldBe(new Money("409.94", 40994, "AUD"));
        (order.FinancialStatus, order.FulfillmentStatus).ShouldBe(("partially_paid", "unfulfilled"));
        order.Customer.ShouldBe(new() { Id = "9", FirstName = "Ada", Phone = "+61400000000", Locale = "en" });
        var shipment = order.Fulfillments.ShouldHaveSingleItem();
        (shipment.Id, shipment.Status, shipment.DisplayStatus).ShouldBe(("5", "success", "in_transit"));
        shipment.Parcels.ShouldBe([new() { Number = "1Z", TrackingUrl = "https://t/1Z", Company = "UPS" }]);
    }

    [Fact]
    public async Task OrderThatTheShopLacks_IsAbsent()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"order":null}}""");
        (await Run("1")).ShouldBeNull();
    }

    [Fact]
    public async Task OrderThatIsNoId_IsRejectedWithoutACall() =>
        (await Ask("#1001")).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);

    private async Task<ShopifyOrderView?> Run(string order) => (await Ask(order)).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<GetOrderResult>().Order;

    private Task<QueryOutcome> Ask(string order) =>
        shop.Connector.Queries.Single(query => query.Name == "shopify.get_order").RunAsync(new GetOrderInput(order), shop.Connection, CancellationToken.None);
}
