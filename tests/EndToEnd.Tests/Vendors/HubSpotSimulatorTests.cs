using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.HubSpot;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public sealed class HubSpotSimulatorTests : IAsyncLifetime
{
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private HubSpotSimulator vendor = null!;
    private VendorClient client = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await HubSpotSimulator.StartAsync(new(clock, new Dice(1, "hubspot")));
        vendor.Webhooks.Hub = hub.Address;
        client = new(vendor, ("Authorization", $"Bearer {vendor.Settings["AccessToken"]}"));
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await vendor.DisposeAsync();
        await hub.DisposeAsync();
        clock.Dispose();
    }

    [Fact]
    public async Task WrongCredentials_Are401()
    {
        using var stranger = new VendorClient(vendor, ("Authorization", "Bearer other"));
        (await stranger.GetAsync("/account-info/v3/details")).Status.ShouldBe(401);
        (await client.GetAsync("/account-info/v3/details")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task TokenOfAPublicApp_EndsAfterHalfAnHour()
    {
        using var http = new HttpClient { BaseAddress = vendor.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["client_id"] = vendor.PublicApp["ClientId"], ["client_secret"] = vendor.Settings["ClientSecret"], ["refresh_token"] = vendor.PublicApp["RefreshToken"],
        });
        var given = JsonNode.Parse(await (await http.PostAsync("oauth/v1/token", form)).Content.ReadAsStringAsync())!;
        ((int)given["expires_in"]!).ShouldBe(1800);
        using var app = new VendorClient(vendor, ("Authorization", $"Bearer {given["access_token"]}"));
        (await app.GetAsync("/account-info/v3/details")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromMinutes(30));
        var (status, json, _) = await app.GetAsync("/account-info/v3/details");
        (status, (string?)json!["category"]).ShouldBe((401, "EXPIRED_AUTHENTICATION"));
    }

    [Fact]
    public async Task HundredAndEleventhCallInTenSeconds_Is429WithTheVendorsHeaders()
    {
        for (var n = 0; n < 110; n++) (await client.GetAsync("/account-info/v3/details")).Status.ShouldBe(200);
        var (status, json, answer) = await client.GetAsync("/account-info/v3/details");
        (status, (string?)json!["policyName"], answer.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Single()).ShouldBe((429, "TEN_SECONDLY_ROLLING", "0"));
        clock.Advance(TimeSpan.FromSeconds(10));
        (await client.GetAsync("/account-info/v3/details")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task SixthSearchInASecond_Is429WithoutHeaders()
    {
        for (var n = 0; n < 5; n++) (await SearchAsync("+15551234567")).Status.ShouldBe(200);
        var (status, json, answer) = await SearchAsync("+15551234567");
        (status, (string?)json!["policyName"], answer.Headers.Contains("X-HubSpot-RateLimit-Max")).ShouldBe((429, "SECONDLY", false));
    }

    [Fact]
    public async Task Search_LearnsLateWhatReadingKnowsAtOnce()
    {
        var contact = vendor.State.Add("contacts", new Dictionary<string, string> { ["phone"] = "+15551234567" });
        (await client.GetAsync($"/crm/v3/objects/contacts/{contact.Key}?properties=phone")).Json!["properties"]!["phone"]!.GetValue<string>().ShouldBe("+15551234567");
        ((int)(await SearchAsync("+15551234567")).Json!["total"]!).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(2));
        ((int)(await SearchAsync("+15551234567")).Json!["total"]!).ShouldBe(1);
    }

    [Fact]
    public async Task UniqueValue_IsGivenOnce()
    {
        (await client.PostAsync("/crm/v3/properties/contacts", """{"name":"key","label":"k","type":"string","fieldType":"text","groupName":"g","hasUniqueValue":true}""")).Status.ShouldBe(400);
        await client.PostAsync("/crm/v3/properties/contacts/groups", """{"name":"g","label":"g"}""");
        (await client.PostAsync("/crm/v3/properties/contacts", """{"name":"key","label":"k","type":"string","fieldType":"text","groupName":"g","hasUniqueValue":true}""")).Status.ShouldBe(201);
        (await client.PostAsync("/crm/v3/objects/contacts", """{"properties":{"key":"1"}}""")).Status.ShouldBe(201);
        (await client.PostAsync("/crm/v3/objects/contacts", """{"properties":{"key":"1"}}""")).Status.ShouldBe(400);
        (await client.PostAsync("/crm/v3/objects/contacts/batch/upsert", """{"inputs":[{"idProperty":"key","id":"1","properties":{"firstname":"Ann"}}]}""")).Json!["results"]![0]!["new"]!.GetValue<bool>().ShouldBeFalse();
        vendor.State.Of("contacts").ShouldHaveSingleItem()["firstname"].ShouldBe("Ann");
    }

    [Fact]
    public async Task AddressOfAnotherContact_Is409WithItsId()
    {
        var contact = vendor.State.Add("contacts", new Dictionary<string, string> { ["email"] = "ann@example.test" });
        var (status, json, _) = await client.PostAsync("/crm/v3/objects/contacts", """{"properties":{"email":"ann@example.test"}}""");
        (status, (string?)json!["message"]).ShouldBe((409, $"Contact already exists. Existing ID: {contact.Key}"));
    }

    [Theory]
    [InlineData(false, "contact.creation", "contact.propertyChange")]
    [InlineData(true, "object.creation", "object.propertyChange")]
    public async Task NewContact_IsToldWithItsPropertiesInOneSignedDelivery(bool isGeneric, string creation, string change)
    {
        vendor.IsGeneric = isGeneric;
        var contact = vendor.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann", ["phone"] = "+15551234567" });
        var (path, headers, body) = await hub.NextAsync();
        path.ShouldBe("/webhooks/crm");
        var told = JsonNode.Parse(body)!.AsArray();
        told.Select(one => (string)one!["subscriptionType"]!).ShouldBe([creation, change, change]);
        told.ShouldAllBe(one => (long)one!["objectId"]! == contact.Id && (string)one["sourceId"]! == "userId:77");
        Sign(headers["X-HubSpot-Request-Timestamp"], body).ShouldBe(headers["X-HubSpot-Signature-v3"]);
        Convert.ToHexStringLower(SHA256.HashData((byte[])[.. Encoding.UTF8.GetBytes(vendor.Settings["ClientSecret"]), .. body])).ShouldBe(headers["X-HubSpot-Signature"]);
    }

    [Fact]
    public async Task ChangeByTheApp_NamesTheApp()
    {
        await client.PostAsync("/crm/v3/objects/contacts", """{"properties":{"firstname":"Ann"}}""");
        var told = JsonNode.Parse((await hub.NextAsync()).Body)![0]!;
        ((string?)told["changeSource"], (string?)told["sourceId"]).ShouldBe(("INTEGRATION", vendor.Settings["AppId"]));
    }

    [Fact]
    public async Task Association_IsToldFromBothSides()
    {
        var contact = vendor.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann" });
        var deal = vendor.State.Add("deals", new Dictionary<string, string> { ["dealname"] = "Bike", ["dealstage"] = "new" });
        vendor.State.Associate(deal, contact);
        List<string> types = [];
        for (var n = 0; n < 4; n++) types.AddRange(JsonNode.Parse((await hub.NextAsync()).Body)!.AsArray().Select(one => (string?)one!["associationType"]).OfType<string>());
        types.Order(StringComparer.Ordinal).ShouldBe(["CONTACT_TO_DEAL", "DEAL_TO_CONTACT"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task RefusedWebhook_ComesAgainWhateverTheStatus(int status)
    {
        hub.Answers.Enqueue((status, null));
        vendor.State.Add("contacts", new Dictionary<string, string> { ["firstname"] = "Ann" });
        var first = (await hub.NextAsync()).Body;
        await Eventually.HoldsAsync(() => clock.NextDue is not null);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await hub.NextAsync()).Body.ShouldBe(first);
    }

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> SearchAsync(string phone) =>
        client.PostAsync("/crm/v3/objects/contacts/search", $$$"""{"filterGroups":[{"filters":[{"propertyName":"phone","operator":"EQ","value":"{{{phone}}}"}]}],"sorts":[],"properties":[],"limit":10,"after":"0"}""");

    private string Sign(string timestamp, byte[] body)
    {
        Math.Abs(long.Parse(timestamp, CultureInfo.InvariantCulture) - clock.GetUtcNow().ToUnixTimeMilliseconds()).ShouldBeLessThan(60_000);
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(vendor.Settings["ClientSecret"]), (byte[])[.. Encoding.UTF8.GetBytes("POST" + vendor.Settings["WebhookUrl"]), .. body, .. Encoding.UTF8.GetBytes(timestamp)]));
    }
}
