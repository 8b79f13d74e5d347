using Hub.Connectors;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskSubscriberTests : IAsyncLifetime
{
    private ZendeskStand desk = null!;

    private Uri Address => new(desk.Vendor.Webhook.Endpoint);

    public async Task InitializeAsync() => desk = await ZendeskStand.StartAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task WebhookAsItShouldBe_IsLeftAlone()
    {
        var known = await SubscribeAsync();
        (known.Changed.Count, known.Missing.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task WebhookThatRestsAndLacksAType_IsMended()
    {
        desk.Vendor.Webhook.IsActive = false;
        desk.Vendor.Webhook.Unsubscribe("zen:event-type:ticket.status_changed");
        (await SubscribeAsync()).Changed.ShouldBe(["The webhook Hub was not active and is again.", "The webhook Hub now sends ticket.status_changed too."]);
        (await SubscribeAsync()).Changed.ShouldBeEmpty();
        desk.Vendor.Webhook.Show()["subscriptions"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task NoWebhookToTheHub_IsForAPersonToMake()
    {
        var missing = (await SubscribeAsync(new("https://elsewhere.test/webhooks/desk"))).Missing.ShouldHaveSingleItem();
        missing.ShouldContain("https://elsewhere.test/webhooks/desk");
        missing.ShouldContain("ticket.created, ticket.comment_added, ticket.status_changed");
        missing.ShouldContain("SigningSecret");
    }

    [Fact]
    public async Task SecretThatIsNotConfigured_IsForAPersonToMend() =>
        (await SubscribeAsync(connection: desk.With(options => options with { SigningSecret = new(["another"]) }))).Missing.ShouldHaveSingleItem().ShouldContain("signing secret of the webhook Hub");

    [Fact]
    public async Task WebhookOfTriggers_IsForAPersonToReplace()
    {
        using var stand = new ZendeskStandIn();
        stand.On(HttpMethod.Get, "webhooks", 200, """{"webhooks":[{"id":"w1","name":"Old","endpoint":"https://hub.example.test/webhooks/desk","status":"active","subscriptions":["conditional_ticket_events"]}],"meta":{"has_more":false}}""");
        var known = (await ZendeskStandIn.Connector.Subscriber.SubscribeAsync(new("https://hub.example.test/webhooks/desk"), stand.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
        known.Missing.ShouldHaveSingleItem().ShouldStartWith("The webhook Old is for triggers and automations, whose bodies the hub cannot read.");
    }

    [Fact]
    public async Task AgentWhoSeesNoWebhooks_MissesNothing()
    {
        using var stand = new ZendeskStandIn();
        stand.On(HttpMethod.Get, "webhooks", 403, """{"error":"Forbidden"}""");
        (await ZendeskStandIn.Connector.Subscriber.SubscribeAsync(Address, stand.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>().Missing.ShouldBeEmpty();
    }

    private async Task<SubscriptionState.Known> SubscribeAsync(Uri? address = null, Connection? connection = null) =>
        (await ZendeskStand.Connector.Subscriber.SubscribeAsync(address ?? Address, connection ?? desk.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
}
