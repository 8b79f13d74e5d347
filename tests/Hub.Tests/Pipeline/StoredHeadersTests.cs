using Hub.Connectors;
using Hub.Pipeline;
using Hub.Tests.Mappings;

namespace Hub.Tests.Pipeline;

public class StoredHeadersTests
{
    // As the vendors send them, and what a gateway or a custom set-up may add.
    [Theory]
    [InlineData(
        "whatsapp",
        "X-Hub-Signature X-Hub-Signature-256 User-Agent Content-Type Accept Host",
        "User-Agent Content-Type")]
    [InlineData(
        "shopify",
        "X-Shopify-Topic X-Shopify-Hmac-Sha256 X-Shopify-Shop-Domain X-Shopify-API-Version X-Shopify-Webhook-Id X-Shopify-Event-Id X-Shopify-Triggered-At X-Shopify-Name X-Request-Id",
        "X-Shopify-Topic X-Shopify-Shop-Domain X-Shopify-API-Version X-Shopify-Webhook-Id X-Shopify-Event-Id X-Shopify-Triggered-At X-Shopify-Name X-Request-Id")]
    [InlineData(
        "zendesk",
        "x-zendesk-account-id x-zendesk-webhook-id x-zendesk-webhook-invocation-id x-zendesk-webhook-signature x-zendesk-webhook-signature-timestamp authorization x-my-api traceparent",
        "x-zendesk-account-id x-zendesk-webhook-id x-zendesk-webhook-invocation-id traceparent")]
    public void HeadersOfAVendor_AreKeptWithoutItsSecrets(string vendor, string came, string kept) =>
        StoredHeaders.Of(Headers(came), Connector(vendor)).Keys.ShouldBe(kept.Split(' '), ignoreOrder: true);

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("shopify")]
    [InlineData("zendesk")]
    [InlineData("hub")]
    [InlineData(null)]
    public void HeaderThatNobodyHasNamed_IsNotKept(string? vendor) =>
        StoredHeaders.Of(Headers("Authorization Cookie X-Password X-Whatever X-Forwarded-For content-TYPE"), vendor is null ? null : Connector(vendor)).Keys.ShouldBe(["content-TYPE"]);

    [Fact]
    public async Task Signature_IsNotStored()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: []");
        var shop = new Connection("shop", Connector("shopify"), new object(), new HttpClient(), hub.Clock);
        await hub.PostForAsync(shop, "[]"u8.ToArray(), Headers("X-Shopify-Topic X-Shopify-Hmac-Sha256"));
        (await hub.ListAsync("SELECT headers FROM webhook")).ShouldBe(["{\"X-Shopify-Topic\":\"v\"}"]);
    }

    private static Dictionary<string, string> Headers(string names) => names.Split(' ').ToDictionary(name => name, _ => "v");

    private static IConnector Connector(string vendor) => vendor == "hub" ? Hub.BuiltIn.HubConnector.Instance : MappingWorld.Environment.Connections.Select(pair => pair.Connector).First(connector => connector.Name == vendor);
}
