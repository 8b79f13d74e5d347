using Hub.Connectors;
using Hub.Connectors.Shopify;
using Sandbox.Shopify;
using Sandbox.Vendors;

namespace Connectors.Tests.Shopify;

public sealed class ShopifySubscriberTests : IAsyncLifetime
{
    private static readonly Uri Address = new("https://hub.example.test/webhooks/shop");
    private ShopStand shop = null!;

    private ShopifySubscriptions Subscriptions => shop.Vendor.Sent.Subscriptions;

    public async Task InitializeAsync()
    {
        shop = await ShopStand.StartAsync();
        Subscriptions.ByAppFile = false;
    }

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task EveryTopic_IsSubscribedOnce_AndTheSecondTimeNothingChanges()
    {
        var known = await SubscribeAsync();
        known.Changed.Count.ShouldBe(shop.Connector.Suffixes.Count);
        known.Missing.ShouldBeEmpty();
        Subscriptions.Shown.ShouldBe(shop.Connector.Suffixes.Select(topic => (topic.Replace('/', '_').ToUpperInvariant(), $"{Address}/{topic}")));
        (await SubscribeAsync()).Changed.ShouldBeEmpty();
        Subscriptions.Shown.Count.ShouldBe(shop.Connector.Suffixes.Count);
    }

    [Fact]
    public async Task SubscriptionThatTheVendorHasDeleted_IsMadeAnew()
    {
        await SubscribeAsync();
        Subscriptions.Delete("ORDERS_PAID");
        (await SubscribeAsync()).Changed.ShouldBe(["orders/paid is subscribed now."]);
    }

    [Fact]
    public async Task NewAddressOfTheHub_IsSetInThePlaceOfTheOld()
    {
        await SubscribeAsync(new("https://old.example.test/webhooks/shop"));
        (await SubscribeAsync()).Changed[0].ShouldBe("orders/create sends to https://hub.example.test/webhooks/shop/orders/create now, in the place of https://old.example.test/webhooks/shop/orders/create.");
        Subscriptions.Shown.Count.ShouldBe(shop.Connector.Suffixes.Count);
        Subscriptions.Shown.ShouldAllBe(one => one.Uri.StartsWith(Address.AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SubscriptionsOfOthers_AreLeftAlone()
    {
        await SubscribeAsync(new("https://accounting.example.test/shopify"));
        await SubscribeAsync();
        Subscriptions.Shown.Count(one => one.Uri.StartsWith("https://accounting.example.test/shopify/", StringComparison.Ordinal)).ShouldBe(shop.Connector.Suffixes.Count);
    }

    [Fact]
    public async Task TopicThatTheAppMayNotHave_IsSaidAndKeepsNoOtherFromBeingSubscribed()
    {
        Subscriptions.Refused.Add("CUSTOMERS_CREATE");
        var known = await SubscribeAsync();
        var missing = known.Missing.ShouldHaveSingleItem();
        missing.ShouldContain("customers/create cannot be subscribed.");
        missing.ShouldContain("read_customers");
        missing.ShouldContain("protected customer data");
        known.Changed.Count.ShouldBe(shop.Connector.Suffixes.Count - 1);
    }

    [Fact]
    public async Task SubscribesOff_AsksNothing()
    {
        var known = (await shop.Connector.Subscriber.SubscribeAsync(Address, shop.With(new() { Subscribes = false }), CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
        (known.Changed.Count, known.Missing.Count, Subscriptions.Shown.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task VendorThatIsDown_IsAFailure()
    {
        shop.Vendor.Faults.Set(new(FaultKind.ServerError, Count: 1));
        (await shop.Connector.Subscriber.SubscribeAsync(Address, shop.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Failed>();
    }

    [Fact]
    public void EveryTopic_HasItsScope() =>
        shop.Connector.Suffixes.Select(topic => (topic.Split('/')[0], ShopifySubscriber.ScopeOf(topic))).Distinct()
            .ShouldBe([("orders", "read_orders"), ("fulfillments", "read_fulfillments"), ("checkouts", "read_orders"), ("customers", "read_customers"), ("refunds", "read_orders")]);

    private async Task<SubscriptionState.Known> SubscribeAsync(Uri? address = null) =>
        (await shop.Connector.Subscriber.SubscribeAsync(address ?? Address, shop.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
}
