using Hub.Connectors;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyCheckTests : IAsyncLifetime
{
    private static readonly Uri Address = new("https://hub.example.test/webhooks/shop");
    private ShopStand shop = null!;

    public async Task InitializeAsync()
    {
        shop = await ShopStand.StartAsync();
        shop.Vendor.Sent.Subscriptions.ByAppFile = false;
        shop.Vendor.State.Add("Ada", "Berg", "+491511", "de-DE", "DE");
        await shop.Connector.Subscriber.SubscribeAsync(Address, shop.Connection, CancellationToken.None);
    }

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task ConnectionInOrder_IsRightInEverything()
    {
        var findings = await CheckAsync(shop.Connection);
        findings.ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
        findings.Select(finding => finding.Subject).ShouldBe(["credentials", "scopes", "version", "customers", "webhooks"]);
        findings[0].Text.ShouldContain("Connector hub in the shop Kairos");
    }

    [Fact]
    public async Task WrongToken_IsTheOnlyFinding()
    {
        var finding = (await CheckAsync(shop.With(new() { AccessToken = new(["shpat_wrong"]) }))).ShouldHaveSingleItem();
        (finding.Subject, finding.Standing).ShouldBe(("credentials", CheckStanding.Wrong));
    }

    [Fact]
    public async Task TokenOfAnotherShop_IsWrong() =>
        (await CheckAsync(shop.With(new() { Shop = "other" })))[0].Text.ShouldBe("The access token is of the shop kairos-sandbox.myshopify.com, and Shop is other.myshopify.com: all its events are dropped. Set Shop to kairos-sandbox.myshopify.com.");

    [Fact]
    public async Task TokenOfAnotherApp_IsWrong() => (await CheckAsync(shop.With(new() { ClientId = "another" })))[0].Standing.ShouldBe(CheckStanding.Wrong);

    [Fact]
    public async Task MissingScopes_AreNamedWithWhatDoesNotWork()
    {
        shop.Vendor.Account.Scopes = ["read_orders", "read_customers"];
        (await CheckAsync(shop.Connection)).Where(finding => finding.Subject == "scopes").Select(finding => (finding.Standing, finding.Text.Split(':')[0])).ShouldBe(
        [
            (CheckStanding.Wrong, "The app lacks the access scope read_fulfillments"),
            (CheckStanding.Doubtful, "The app lacks the access scope write_orders"),
            (CheckStanding.Doubtful, "The app lacks the access scope read_all_orders"),
        ]);
    }

    [Fact]
    public async Task VersionThatIsNoLongerSupported_IsToldWithThoseThatAre() =>
        (await CheckAsync(shop.With(new() { ApiVersion = "2024-01" }))).Single(finding => finding.Subject == "version").Text.ShouldContain("Set ApiVersion to one of 2026-07.");

    [Fact]
    public async Task SubscriptionsThatLack_AreNamed()
    {
        shop.Vendor.Sent.Subscriptions.Delete("ORDERS_PAID");
        shop.Vendor.Sent.Subscriptions.Delete("REFUNDS_CREATE");
        var finding = (await CheckAsync(shop.Connection)).Single(finding => finding.Subject == "webhooks");
        finding.Standing.ShouldBe(CheckStanding.Wrong);
        finding.Text.ShouldStartWith("Not subscribed: orders/paid, refunds/create.");
    }

    [Fact]
    public async Task HubAtAnotherAddress_IsTold() =>
        (await shop.Connector.Check.CheckAsync(new("https://new.example.test/webhooks/shop"), shop.Connection, CancellationToken.None))[^1].Text.ShouldStartWith("Sent to another address, or not as JSON: orders/create,");

    [Fact]
    public async Task SubscribesOff_SaysWhatAPersonHasToSeeTo() =>
        (await CheckAsync(shop.With(new() { Subscribes = false })))[^1].Text.ShouldContain("configuration file subscribes orders/create,");

    private Task<IReadOnlyList<CheckFinding>> CheckAsync(Connection connection) => shop.Connector.Check.CheckAsync(Address, connection, CancellationToken.None);
}
