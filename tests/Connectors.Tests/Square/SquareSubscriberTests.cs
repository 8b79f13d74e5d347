using Hub.Connectors;

namespace Connectors.Tests.Square;

public sealed class SquareSubscriberTests
{
    private const string All = """["booking.created","booking.updated","customer.created","customer.updated","customer.deleted","order.created","order.updated","order.fulfillment.updated","payment.created","payment.updated","invoice.paid"]""";
    private static readonly Uri Address = new(SquareStandIn.NotificationUrl);

    [Fact]
    public async Task SubscriptionAsItShouldBe_IsLeftAlone()
    {
        using var square = Subscribed(true, All);
        var known = await SubscribeAsync(square);
        (known.Changed.Count, known.Missing.Count).ShouldBe((0, 0));
        square.Lines.ShouldBe(["GET v2/webhooks/subscriptions?include_disabled=true", "GET v2/webhooks/subscriptions/w1"]);
        square.Requests.ShouldAllBe(asked => asked.Headers["Authorization"] == "Bearer application-1");
    }

    [Fact]
    public async Task DisabledSubscriptionThatLacksTypes_IsMended_AndKeepsTheOthers()
    {
        using var square = Subscribed(false, """["invoice.paid","booking.created","booking.updated","customer.created","customer.updated","customer.deleted","order.created","order.updated","order.fulfillment.updated"]""")
            .On(HttpMethod.Put, "v2/webhooks/subscriptions/w1", 200, """{"subscription":{"id":"w1"}}""");
        var known = await SubscribeAsync(square);
        known.Changed.ShouldBe(["The subscription Hub was disabled and is enabled again.", "The subscription Hub now sends payment.created, payment.updated too."]);
        square.Requests[^1].BodyShouldBe("""
            {"subscription":{"enabled":true,"event_types":["invoice.paid","booking.created","booking.updated","customer.created","customer.updated","customer.deleted","order.created","order.updated","order.fulfillment.updated",
             "payment.created","payment.updated"]}}
            """);
    }

    [Fact]
    public async Task KeyThatIsNotConfigured_IsForAPersonToMend()
    {
        using var square = Subscribed(true, All, "key-9");
        (await SubscribeAsync(square)).Missing.ShouldHaveSingleItem().ShouldContain("SignatureKey");
    }

    [Fact]
    public async Task NoSubscription_IsForAPersonToMake()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/webhooks/subscriptions", 200, """{"subscriptions":[{"id":"w0","notification_url":"https://elsewhere.test/","enabled":true}]}""");
        var missing = (await SubscribeAsync(square)).Missing.ShouldHaveSingleItem();
        missing.ShouldContain(SquareStandIn.NotificationUrl);
        missing.ShouldContain("booking.created");
        missing.ShouldContain("SignatureKey");
        square.Lines.ShouldAllBe(line => line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SubscriptionOnALaterPage_IsFound()
    {
        using var square = new SquareStandIn()
            .On(HttpMethod.Get, "v2/webhooks/subscriptions", (200, """{"subscriptions":[],"cursor":"n"}""", []), (200, Listed(true, All), []))
            .On(HttpMethod.Get, "v2/webhooks/subscriptions/w1", 200, Shown(true, All, "key-1"));
        (await SubscribeAsync(square)).Missing.ShouldBeEmpty();
        square.Lines.ShouldContain("GET v2/webhooks/subscriptions?include_disabled=true&cursor=n");
    }

    [Fact]
    public async Task OtherAddress_IsForAPersonToMend()
    {
        using var square = new SquareStandIn();
        var known = await SubscribeAsync(square, new("https://hub.example.test/webhooks/other"));
        known.Missing.ShouldHaveSingleItem().ShouldContain("NotificationUrl");
        square.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutTheApplicationsToken_NothingIsAskedAndNothingMissed()
    {
        using var square = new SquareStandIn(SquareStandIn.Options with { ApplicationToken = null });
        (await SubscribeAsync(square)).Missing.ShouldBeEmpty();
        square.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task RefusedList_IsTheFailure()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/webhooks/subscriptions", 401, SquareStandIn.Error("UNAUTHORIZED", "AUTHENTICATION_ERROR"));
        (await SquareStandIn.Connector.Subscriber.SubscribeAsync(Address, square.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Failed>().Failure.Kind.ShouldBe(FailureKind.Unauthorized);
    }

    internal static SquareStandIn Subscribed(bool enabled, string types, string key = "key-1") => new SquareStandIn()
        .On(HttpMethod.Get, "v2/webhooks/subscriptions", 200, Listed(enabled, types)).On(HttpMethod.Get, "v2/webhooks/subscriptions/w1", 200, Shown(enabled, types, key));

    private static string Listed(bool enabled, string types) => $$$"""{"subscriptions":[{{{One(enabled, types)}}}}]}""";

    private static string Shown(bool enabled, string types, string key) => $$$"""{"subscription":{{{One(enabled, types)}}},"signature_key":"{{{key}}}"}}""";

    private static string One(bool enabled, string types) =>
        $$$"""{"id":"w1","name":"Hub","enabled":{{{(enabled ? "true" : "false")}}},"event_types":{{{types}}},"notification_url":"{{{SquareStandIn.NotificationUrl}}}" """;

    private static async Task<SubscriptionState.Known> SubscribeAsync(SquareStandIn square, Uri? address = null) =>
        (await SquareStandIn.Connector.Subscriber.SubscribeAsync(address ?? Address, square.Connection, CancellationToken.None)).ShouldBeOfType<SubscriptionState.Known>();
}
