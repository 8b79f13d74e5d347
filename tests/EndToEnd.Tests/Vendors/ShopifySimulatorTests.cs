using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Shopify;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public sealed class ShopifySimulatorTests : IAsyncLifetime
{
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private ShopifySimulator vendor = null!;
    private VendorClient client = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await ShopifySimulator.StartAsync(new(clock, new Dice(1, "shopify")), ShopPlan.Standard);
        vendor.Webhooks.Hub = hub.Address;
        client = new(vendor, ("X-Shopify-Access-Token", vendor.Settings["AccessToken"]));
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await vendor.DisposeAsync();
        await hub.DisposeAsync();
        clock.Dispose();
    }

    [Fact]
    public async Task Webhook_CarriesTopicSignatureAndLargeIds()
    {
        var order = Order();
        vendor.State.Fulfil(order, 2, "pending");
        await hub.NextAsync();
        await hub.NextAsync();
        var taken = await hub.NextAsync();

        (taken.Path, taken.Headers["X-Shopify-Topic"], taken.Headers["X-Shopify-Shop-Domain"]).ShouldBe(("/webhooks/shop/fulfillments/create", "fulfillments/create", "kairos-sandbox.myshopify.com"));
        taken.Headers["X-Shopify-Hmac-Sha256"].ShouldBe(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(vendor.Settings["ClientSecret"]), taken.Body)));
        var body = JsonNode.Parse(taken.Body)!;
        body["order_id"]!.ToJsonString().ShouldBe($"{order.Id}");
        body["tracking_urls"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task OrderQuery_AnswersWhatItAsksFor()
    {
        var order = Order();
        var (_, json, _) = await AskAsync(
            """
            query OrderOfEvent($id: ID!) {
              order(id: $id) { ...Parts customer { locale defaultPhoneNumber { phoneNumber } } }
            }

            fragment Parts on Order { legacyResourceId called: name shippingAddress { countryCodeV2 } }
            """,
            new() { ["id"] = order.Gid });

        json!["data"]!.ToJsonString().ShouldBe(
            $$$$$"""{"order":{"legacyResourceId":"{{{{{order.Id}}}}}","called":"#1001","shippingAddress":{"countryCodeV2":"DE"},"customer":{"locale":"de","defaultPhoneNumber":{"phoneNumber":"0151 1"}}}}""");
        ((int?)json["extensions"]!["cost"]!["requestedQueryCost"]).ShouldBe(4);
    }

    [Fact]
    public async Task OrdersOfACustomer_AreFoundByPhoneNewestFirst_WithSizesAsVariablesAndAsNumbers()
    {
        var buyer = vendor.State.Add("Ada", "Berg", "+491511", "de-DE", "DE");
        vendor.State.Place(buyer);
        var newest = vendor.State.Place(buyer);
        var (status, json, _) = await AskAsync(
            """
            query Last($phone: String!, $first: Int!) {
              customerByIdentifier(identifier: { phoneNumber: $phone }) {
                orders(first: $first, sortKey: CREATED_AT, reverse: true) { nodes { name fulfillments(first: 5) { status } } }
              }
            }
            """,
            new() { ["phone"] = "+491511", ["first"] = 1 });

        status.ShouldBe(200);
        json!["data"]!["customerByIdentifier"]!["orders"]!["nodes"]!.ToJsonString().ShouldBe($$"""[{"name":"{{newest.Name}}","fulfillments":[]}]""");
    }

    [Fact]
    public async Task UndefinedField_IsAnErrorWithStatus200()
    {
        var (status, json, _) = await AskAsync("{ order(id: \"gid://shopify/Order/1\") { id } shop { colour } }", []);
        (status, (string?)json!["errors"]![0]!["extensions"]!["code"]).ShouldBe((200, "undefinedField"));
    }

    [Fact]
    public async Task TagsAdd_AddsOnceAndTellsTheOrdersUpdate()
    {
        var order = Order();
        const string Add = "mutation Add($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }";
        for (var n = 0; n < 2; n++) (await AskAsync(Add, new() { ["id"] = order.Gid, ["tags"] = new JsonArray("whatsapp-sent") })).Json!["data"]!["tagsAdd"]!["userErrors"]!.AsArray().ShouldBeEmpty();

        vendor.State.TagsOf(order).ShouldBe(["whatsapp-sent"]);
        vendor.Sent.Sent.Count(w => w.Topic == "orders/updated").ShouldBe(1);
        var unknown = await AskAsync(Add, new() { ["id"] = "gid://shopify/Order/1", ["tags"] = new JsonArray("x") });
        ((string?)unknown.Json!["data"]!["tagsAdd"]!["userErrors"]![0]!["message"]).ShouldBe("Resource does not exist");
    }

    [Fact]
    public async Task EmptyBucket_IsThrottledUntilItRefills()
    {
        var order = Order();
        JsonNode? last = null;
        for (var n = 0; n < 400 && last?["errors"] is null; n++) last = (await TagAsync(order)).Json;

        ((string?)last!["errors"]![0]!["extensions"]!["code"]).ShouldBe("THROTTLED");
        var cost = last["extensions"]!["cost"]!;
        ((double)cost["throttleStatus"]!["currentlyAvailable"]!).ShouldBeLessThan((double)cost["requestedQueryCost"]!);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await TagAsync(order)).Json!["errors"].ShouldBeNull();
    }

    [Fact]
    public async Task SendAgain_RepeatsTheSameDelivery()
    {
        var order = Order();
        var first = await hub.NextAsync();
        await hub.NextAsync();

        vendor.Sent.SendAgain(vendor.Sent.Sent.Where(w => w.Line == order.Gid).Take(1));

        var again = await hub.NextAsync();
        again.Headers["X-Shopify-Webhook-Id"].ShouldBe(first.Headers["X-Shopify-Webhook-Id"]);
        again.Body.ShouldBe(first.Body);
    }

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> TagAsync(Order order) =>
        AskAsync("mutation { tagsAdd(id: \"" + order.Gid + "\", tags: \"a, b\") { node { id } userErrors { message } } }", []);

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> AskAsync(string query, JsonObject variables) =>
        client.PostAsync("/admin/api/2026-07/graphql.json", new JsonObject { ["query"] = query, ["variables"] = variables }.ToJsonString());

    // Of somebody whom the shop knows already: no webhook tells of them.
    private Order Order() => vendor.State.Place(new(7, "Ada", "Berg", "0151 1", "de-DE", "DE", clock.GetUtcNow()));
}
