using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyCompletionTests
{
    private const string Order =
        """
        {"data":{"order":{"legacyResourceId":"7","name":"#1001","email":"ada@example.com","phone":"0400 000 000","customerLocale":"en-AU",
         "shippingAddress":{"firstName":"Ada","countryCodeV2":"AU","phone":"0400 222 222","zip":"2000"},"billingAddress":{"countryCodeV2":"NZ"},
         "customer":{"legacyResourceId":"820982911946154508","firstName":"Ada","lastName":"L","locale":"en","defaultEmailAddress":{"emailAddress":"a@example.com"},"defaultPhoneNumber":{"phoneNumber":"+61400000000"}}}}}
        """;

    private readonly Shop shop = new();

    [Fact]
    public async Task Fulfillment_GetsItsOrder()
    {
        string? body = null;
        shop.Api.Expect(HttpMethod.Post, Shop.Address)
            .WithHeaders("X-Shopify-Access-Token", "shpat_token")
            .With(request => (body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult()).Length > 0)
            .Respond("application/json", Order);
        var incoming = shop.Read("""{"id":1,"order_id":7,"status":"success","destination":{"first_name":"Grace","country_code":"GR","phone":"210"},"email":"g@example.com","tracking_number":"1Z"}""", "fulfillments/update");
        var completed = (await Complete(incoming)).ShouldBeOfType<Completion.Completed>().Event;
        var fulfillment = (ShopifyFulfillment)completed.Data;
        fulfillment.Order.ShouldBe(new()
        {
            Id = "7",
            Name = "#1001",
            Locale = "en-AU",
            Country = "AU",
            Phone = "0400 000 000",
            Email = "ada@example.com",
            Customer = new() { Id = "820982911946154508", FirstName = "Ada", LastName = "L", Email = "a@example.com", Phone = "+61400000000", Locale = "en" },
        });
        using var sent = JsonDocument.Parse(body!);
        sent.RootElement.GetProperty("variables").GetRawText().ShouldBe("""{"id":"gid://shopify/Order/7"}""");
        incoming.Terms.ShouldBe(["g@example.com", "210"]);
        completed.Terms.ShouldBe(["#1001", "g@example.com", "ada@example.com", "0400 000 000", "a@example.com", "+61400000000", "210"]);
        Same(completed with { Data = fulfillment with { Order = ((ShopifyFulfillment)incoming.Data).Order }, Terms = incoming.Terms }, incoming);
    }

    [Fact]
    public async Task DestinationThatTheBodyLacks_ComesFromTheOrder()
    {
        shop.Api.When("*").Respond("application/json", Order);
        var completed = (await Complete(shop.Read("""{"id":1,"order_id":7,"destination":null}""", "fulfillments/create"))).ShouldBeOfType<Completion.Completed>().Event;
        ((ShopifyFulfillment)completed.Data).Destination.ShouldBe(new() { FirstName = "Ada", CountryCode = "AU", Phone = "0400 222 222", Zip = "2000" });
    }

    [Theory]
    [InlineData("""{"name":"#1","billingAddress":{"countryCodeV2":"NZ"}}""", """{"country_code":"GR"}""", "GR")]
    [InlineData("""{"name":"#1","billingAddress":{"countryCodeV2":"NZ"}}""", "null", "NZ")]
    [InlineData("""{"name":"#1"}""", "null", null)]
    public async Task CountryThatTheOrderLacks_ComesFromTheDestinationOrTheBill(string order, string destination, string? country)
    {
        shop.Api.When("*").Respond("application/json", $$$"""{"data":{"order":{{{order}}}}}""");
        var completed = (await Complete(shop.Read($$"""{"id":1,"order_id":7,"destination":{{destination}}}""", "fulfillments/create"))).ShouldBeOfType<Completion.Completed>().Event;
        ((ShopifyFulfillment)completed.Data).Order.Country.ShouldBe(country);
    }

    [Fact]
    public async Task EditedOrder_GetsItsOrder()
    {
        shop.Api.When("*").Respond("application/json", Order);
        var completed = (await Complete(shop.Read("""{"order_edit":{"id":3,"order_id":7}}""", "orders/edited"))).ShouldBeOfType<Completion.Completed>().Event;
        ((ShopifyOrderEdited)completed.Data).Order.Name.ShouldBe("#1001");
    }

    [Fact]
    public async Task OrderThatIsNotThere_IsGone()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"order":null}}""");
        (await Complete(shop.Read("""{"id":1,"order_id":7}""", "fulfillments/create"))).ShouldBeOfType<Completion.Gone>();
    }

    [Fact]
    public async Task DeniedAccess_IsAFailureAndNotAHalfEvent()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"order":{"name":"#1001","customer":null}},"errors":[{"message":"Access denied","path":["order","customer"],"extensions":{"code":"ACCESS_DENIED"}}]}""");
        (await Complete(shop.Read("""{"id":1,"order_id":7}""", "fulfillments/create"))).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(FailureKind.Unauthorized);
    }

    [Fact]
    public async Task CompleteEvent_StaysAsItIsWithoutACall()
    {
        var incoming = shop.Read("""{"id":7}""", "orders/paid");
        (await Complete(incoming)).ShouldBeOfType<Completion.Completed>().Event.ShouldBeSameAs(incoming);
    }

    private Task<Completion> Complete(IncomingEvent incoming) => shop.Connector.CompleteAsync(incoming, shop.Connection, CancellationToken.None);

    private static void Same(IncomingEvent completed, IncomingEvent incoming)
    {
        JsonSerializer.Serialize(completed.Data, ShopifyJson.Default.ShopifyFulfillment).ShouldBe(JsonSerializer.Serialize(incoming.Data, ShopifyJson.Default.ShopifyFulfillment));
        (completed with { Data = "" }).ShouldBe(incoming with { Data = "" });
    }
}
