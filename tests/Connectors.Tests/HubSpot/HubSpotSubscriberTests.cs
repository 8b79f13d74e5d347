using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotSubscriberTests
{
    private static readonly Uri Address = new("https://hub.example.test/webhooks/crm");

    private static ISubscriber Subscriber => HubSpotStandIn.Connector.Subscriber;

    [Fact]
    public async Task PublicApp_IsSubscribedToAllOnceAndThenLeftAlone()
    {
        await using var crm = await HubSpotStand.StartAsync(isPublic: true);
        var first = (await Subscriber.SubscribeAsync(Address, crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
        var again = (await Subscriber.SubscribeAsync(Address, crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();

        first.Missing.ShouldBeEmpty();
        first.Changed.Count.ShouldBe(HubSpotSubscriber.Wanted(crm.Connection.Options<HubSpotOptions>()).Count + 1);
        first.Changed.ShouldContain("deal.propertyChange of dealstage was subscribed.");
        first.Changed.ShouldContain("ticket.creation was subscribed.");
        (again.Changed.Count, again.Missing.Count, again.EndsAt).ShouldBe((0, 0, null));
    }

    [Fact]
    public async Task SubscriptionThatIsOff_IsSwitchedOn()
    {
        var options = HubSpotStandIn.Options with { DeveloperKey = new(["dev"]) };
        var others = HubSpotSubscriber.Wanted(options).Select((one, n) => $$"""{"id":"{{n}}","eventType":"{{one.Type}}","propertyName":{{(one.Property is null ? "null" : $"\"{one.Property}\"")}},"active":{{(n == 3 ? "false" : "true")}}}""");
        using var crm = new HubSpotStandIn(options)
            .On(HttpMethod.Get, "webhooks/v3/54321/settings", 200, $$"""{"targetUrl":"{{options.WebhookUrl}}"}""")
            .On(HttpMethod.Get, "webhooks/v3/54321/subscriptions", 200, $$"""{"results":[{{string.Join(',', others)}},{"id":"900","eventType":"company.creation","active":false}]}""")
            .On(HttpMethod.Patch, "webhooks/v3/54321/subscriptions/3", 200, "{}");
        (await Subscriber.SubscribeAsync(new(options.WebhookUrl), crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>().Changed.Count.ShouldBe(1);
        crm.Requests[^1].BodyShouldBe("""{"active":true}""");
        crm.Lines.ShouldAllBe(line => line.EndsWith("?hapikey=dev", StringComparison.Ordinal));
        crm.Requests.ShouldAllBe(asked => !asked.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task AppThatServesAnotherAddress_IsNotTakenAway()
    {
        var options = HubSpotStandIn.Options with { DeveloperKey = new(["dev"]) };
        using var crm = new HubSpotStandIn(options).On(HttpMethod.Get, "webhooks/v3/54321/settings", 200, """{"targetUrl":"https://other.example/hook"}""").On(HttpMethod.Get, "webhooks/v3/54321/subscriptions", 200, """{"results":[]}""");
        var known = (await Subscriber.SubscribeAsync(new(options.WebhookUrl), crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
        known.Changed.ShouldBeEmpty();
        known.Missing.ShouldHaveSingleItem().ShouldContain("https://other.example/hook");
    }

    [Fact]
    public async Task AddressThatIsNotTheSignedOne_IsTold()
    {
        using var crm = new HubSpotStandIn();
        (await Subscriber.SubscribeAsync(new("https://hub.example.com/webhooks/other"), crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>().Missing.ShouldHaveSingleItem().ShouldContain("WebhookUrl");
        crm.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task PrivateApp_HasNoCallsForIt()
    {
        using var crm = new HubSpotStandIn();
        var known = (await Subscriber.SubscribeAsync(new(HubSpotStandIn.Options.WebhookUrl), crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
        (known.Changed.Count, known.Missing.Count, crm.Requests.Count).ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(503, false)]
    public async Task PropertyThatHubSpotRefuses_IsToldAndStopsNoOther(int status, bool isTold)
    {
        var options = HubSpotStandIn.Options with { DeveloperKey = new(["dev"]) };
        var others = HubSpotSubscriber.Wanted(options).Where(one => one.Property is not ("amount" or "subject")).Select(one => $$"""{"id":"1","eventType":"{{one.Type}}","propertyName":{{(one.Property is null ? "null" : $"\"{one.Property}\"")}},"active":true}""");
        using var crm = new HubSpotStandIn(options)
            .On(HttpMethod.Get, "webhooks/v3/54321/settings", 200, $$"""{"targetUrl":"{{options.WebhookUrl}}"}""")
            .On(HttpMethod.Get, "webhooks/v3/54321/subscriptions", 200, $$"""{"results":[{{string.Join(',', others)}}]}""")
            .On(HttpMethod.Post, "webhooks/v3/54321/subscriptions", status, "");
        var state = await Subscriber.SubscribeAsync(new(options.WebhookUrl), crm.Connection, CancellationToken.None);
        if (isTold) state.ShouldBeOfType<SubscriptionState.Known>().Missing.Select(text => text[..text.IndexOf(" is not", StringComparison.Ordinal)]).ShouldBe(["deal.propertyChange of amount", "ticket.propertyChange of subject"]);
        else state.ShouldBeOfType<SubscriptionState.Failed>();
    }

    [Fact]
    public async Task KeyThatIsRefused_IsAFailure()
    {
        using var crm = new HubSpotStandIn(HubSpotStandIn.Options with { DeveloperKey = new(["dev"]) }).On(HttpMethod.Get, "webhooks/v3/54321/settings", 401, "");
        (await Subscriber.SubscribeAsync(new(HubSpotStandIn.Options.WebhookUrl), crm.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Failed>().Failure.Kind.ShouldBe(FailureKind.Unauthorized);
    }
}
