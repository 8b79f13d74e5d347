using Hub.Connectors;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyConnectorTests
{
    private static readonly byte[] Body = """{"id":1}"""u8.ToArray();
    private readonly Shop shop = new();

    [Fact]
    public void SignatureByTheOldSecret_IsGenuineWhileBothAreAccepted()
    {
        var signed = Shop.Deliver(Body, Shop.Options with { ClientSecret = new(["shpss_old"]) }, "orders/paid");
        shop.Connector.Verify(signed, Shop.Options, Shop.Arrival).ShouldBeOfType<Verification.Genuine>();
    }

    [Theory]
    [InlineData("orders/create", "orders/paid")]
    [InlineData("orders/paid", "Orders/Paid")]
    [InlineData("orders/paid", "orders/paid/")]
    [InlineData("orders/paid", "")]
    [InlineData("", "orders/paid")]
    [InlineData("", "")]
    public void TopicThatIsNotTheAddresss_IsRefused(string suffix, string topic)
    {
        var request = Shop.Deliver(Body, Shop.Options, topic) with { Suffix = suffix };
        shop.Connector.Verify(request, Shop.Options, Shop.Arrival).ShouldBeOfType<Verification.Refused>().Reason.ShouldContain("X-Shopify-Topic");
    }

    [Fact]
    public void MissingTopic_IsRefused()
    {
        var request = Shop.Deliver(Body, Shop.Options, "orders/paid");
        var headers = request.Headers.Where(header => header.Key != "X-Shopify-Topic").ToDictionary(StringComparer.OrdinalIgnoreCase);
        shop.Connector.Verify(request with { Headers = headers }, Shop.Options, Shop.Arrival).ShouldBeOfType<Verification.Refused>();
    }

    [Fact]
    public void ConnectionWithoutSecret_RefusesAll() =>
        shop.Connector.Verify(Shop.Deliver(Body, Shop.Options, "orders/paid"), Shop.Options with { ClientSecret = null }, Shop.Arrival).ShouldBeOfType<Verification.Refused>();

    [Fact]
    public void Options_NameAddressAccountAndSecret()
    {
        shop.Connector.BaseUrl(Shop.Options).ShouldBe(new("https://harbour-lamps.myshopify.com/"));
        shop.Connector.AccountOf(Shop.Options).ShouldBe("harbour-lamps.myshopify.com");
        shop.Connector.WebhookSecret(Shop.Options).ShouldBeSameAs(Shop.Options.ClientSecret);
    }

    [Fact]
    public void Events_SayWhatTheyLack() =>
        shop.Connector.Events.Where(type => type.Completeness == EventCompleteness.LacksFields).Select(type => type.Name)
            .ShouldBe(["shopify.order.edited", "shopify.fulfillment.created", "shopify.fulfillment.updated"]);

    [Fact]
    public void StateEvents_AreThoseOfUpdates() =>
        shop.Connector.Events.Where(type => type.Nature == EventNature.State).Select(type => type.Name)
            .ShouldBe(["shopify.order.updated", "shopify.fulfillment.updated", "shopify.checkout.updated", "shopify.customer.updated"]);
}
