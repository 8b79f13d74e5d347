using Hub.Connectors;
using Sandbox.Vendors;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppSubscriberTests : IAsyncLifetime
{
    private WhatsAppSetupStand meta = null!;

    public async Task InitializeAsync() => meta = await WhatsAppSetupStand.StartAsync();

    public async Task DisposeAsync() => await meta.DisposeAsync();

    [Fact]
    public async Task NumberWhoseWebhooksCome_IsLeftAlone()
    {
        var known = await SubscribeAsync();
        (known.Changed.Count, known.Missing.Count, meta.Vendor.App.NumberCallback).ShouldBe((0, 0, null));
    }

    [Fact]
    public async Task AppThatIsNotSubscribed_IsSubscribedOnce()
    {
        meta.Vendor.App.IsSubscribed = false;
        (await SubscribeAsync()).Changed.ShouldBe([$"The app Connector hub is subscribed to the account {meta.Vendor.Settings["BusinessAccountId"]} now."]);
        (await SubscribeAsync()).Changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task WebhooksThatGoElsewhere_GetAnAddressOfTheNumber()
    {
        meta.Vendor.App.Callback = "https://other.example.test/hook";
        (await SubscribeAsync()).Changed.ShouldBe(["Webhooks of the number go to https://hub.example.test/webhooks/wa now, in the place of https://other.example.test/hook."]);
        meta.Vendor.App.NumberCallback.ShouldBe("https://hub.example.test/webhooks/wa");
        (await SubscribeAsync()).Changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddressThatMetaDoesNotReach_IsForAPersonToMend()
    {
        (meta.Vendor.App.Callback, meta.Vendor.App.ReachesCallbacks) = ("https://other.example.test/hook", false);
        var missing = (await SubscribeAsync()).Missing.ShouldHaveSingleItem();
        missing.ShouldStartWith("Webhooks of the number go to https://other.example.test/hook, and Meta does not take https://hub.example.test/webhooks/wa in its place (2200)");
        missing.ShouldNotContain(meta.Vendor.Settings["VerifyToken"]);
    }

    [Fact]
    public async Task RefusedToken_IsTheFailure() =>
        (await WhatsAppSetupStand.Connector.Subscriber!.SubscribeAsync(WhatsAppSetupStand.Address, meta.With(options => options with { AccessToken = new(["wrong"]) }), CancellationToken.None))
            .ShouldBeOfType<SubscriptionState.Failed>().Failure.Kind.ShouldBe(FailureKind.Unauthorized);

    [Fact]
    public async Task VendorThatIsDown_IsAFailure()
    {
        meta.Vendor.Faults.Set(new(FaultKind.ServerError, Count: 1));
        (await WhatsAppSetupStand.Connector.Subscriber!.SubscribeAsync(WhatsAppSetupStand.Address, meta.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Failed>();
    }

    private async Task<SubscriptionState.Known> SubscribeAsync() =>
        (await WhatsAppSetupStand.Connector.Subscriber!.SubscribeAsync(WhatsAppSetupStand.Address, meta.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
}
