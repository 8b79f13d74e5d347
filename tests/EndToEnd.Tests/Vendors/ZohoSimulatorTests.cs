using System.Text.Json.Nodes;
using Sandbox.Vendors;
using Sandbox.Zoho;

namespace EndToEnd.Tests.Vendors;

public sealed class ZohoSimulatorTests : IAsyncLifetime
{
    private const string Watch = "/crm/v8/actions/watch";
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private ZohoSimulator vendor = null!;
    private VendorClient client = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await ZohoSimulator.StartAsync(new(clock, new Dice(1, "zoho")));
        vendor.Webhooks.Hub = hub.Address;
        client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await vendor.DisposeAsync();
        await hub.DisposeAsync();
        clock.Dispose();
    }

    [Fact]
    public async Task AccessToken_EndsAfterAnHour()
    {
        (await client.GetAsync("/crm/v8/users?type=CurrentUser")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromHours(1));
        var (status, json, _) = await client.GetAsync("/crm/v8/users?type=CurrentUser");
        (status, (string?)json!["code"]).ShouldBe((401, "INVALID_TOKEN"));
    }

    [Fact]
    public async Task WrongRefreshToken_IsToldWithStatus200_AndTheEleventhTokenInTenMinutesRefused()
    {
        (await TokenAsync("wrong")).ShouldBe((200, "invalid_code"));
        for (var number = 2; number <= 10; number++) (await TokenAsync(vendor.Settings["RefreshToken"])).ShouldBe((200, null));
        (await TokenAsync(vendor.Settings["RefreshToken"])).ShouldBe((400, "access_denied"));
        clock.Advance(TimeSpan.FromMinutes(10));
        (await TokenAsync(vendor.Settings["RefreshToken"])).ShouldBe((200, null));
    }

    [Theory]
    [InlineData(23, 23)]
    [InlineData(25, 1)]
    public async Task Channel_IsOpenAsLongAsAsked_AndForAnHourBeyondADay(int asked, int granted)
    {
        var (_, json, _) = await client.PostAsync(Watch, WatchBody(clock.GetUtcNow().AddHours(asked)));
        var expiry = DateTimeOffset.Parse((string)json!["watch"]![0]!["details"]!["events"]![0]!["channel_expiry"]!, System.Globalization.CultureInfo.InvariantCulture);
        (expiry - clock.GetUtcNow()).TotalHours.ShouldBe(granted, 0.01);
        clock.Advance(TimeSpan.FromHours(granted));
        client.Dispose();
        client = await ConnectAsync();
        (await client.GetAsync(Watch)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Notification_BringsTheTokenAndWhatChanged_ToTheSecretAddress_AndNoneComesOnceTheChannelHasEnded()
    {
        await client.PostAsync(Watch, WatchBody(clock.GetUtcNow().AddHours(1)));
        var lead = vendor.State.Add("Leads", ("Last_Name", "Example"), ("Company", "Ltd"));
        vendor.State.Change(lead, "Lead_Status", "New");
        var (created, changed) = (await hub.NextAsync(), JsonNode.Parse((await hub.NextAsync()).Body)!);
        created.Path.ShouldBe("/webhooks/zoho/secret");
        ((string?)JsonNode.Parse(created.Body)!["operation"]).ShouldBe("insert");
        ((string?)changed["operation"], (string?)changed["token"], (string?)changed["ids"]![0], (string?)changed["affected_values"]![0]!["values"]!["Lead_Status"]).ShouldBe(("update", "t", lead.Id, "New"));
        clock.Advance(TimeSpan.FromHours(1));
        vendor.State.Change(lead, "Lead_Status", "Old");
        await Eventually.HoldsAsync(() => vendor.Webhooks.Outstanding == 0);
        hub.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task NotificationThatIsRefused_IsNotRepeated()
    {
        await client.PostAsync(Watch, WatchBody(clock.GetUtcNow().AddHours(1)));
        hub.Answers.Enqueue((503, "5"));
        vendor.State.Add("Leads", ("Last_Name", "Example"));
        await hub.NextAsync();
        await Eventually.HoldsAsync(() => vendor.Webhooks.Outstanding == 0);
        vendor.Webhooks.Lost.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RecordThatFails_FailsInsideAGoodAnswer()
    {
        var (status, json, _) = await client.PostAsync("/crm/v8/Leads/upsert", """{"data":[{"Email":"ann@example.test"}],"duplicate_check_fields":["Hub_Customer"]}""");
        (status, (string?)json!["data"]![0]!["code"], (string?)json["data"]![0]!["details"]!["api_name"]).ShouldBe((202, "MANDATORY_NOT_FOUND", "Last_Name"));
    }

    [Fact]
    public async Task UniqueField_FindsTheRecord_AndRefusesAnother()
    {
        const string Body = """{"data":[{"Last_Name":"Example","Hub_Customer":"c1"}],"duplicate_check_fields":["Hub_Customer"]}""";
        var (_, first, _) = await client.PostAsync("/crm/v8/Contacts/upsert", Body);
        var (_, again, _) = await client.PostAsync("/crm/v8/Contacts/upsert", Body);
        var (_, other, _) = await client.PostAsync("/crm/v8/Contacts/upsert", Body.Replace("[\"Hub_Customer\"]", "[\"Email\"]", StringComparison.Ordinal));
        new[] { first, again }.Select(json => (string?)json!["data"]![0]!["action"]).ShouldBe(["insert", "update"]);
        ((string?)other!["data"]![0]!["code"], (string?)other["data"]![0]!["details"]!["id"]).ShouldBe(("DUPLICATE_DATA", (string?)first!["data"]![0]!["details"]!["id"]));
    }

    [Fact]
    public async Task Credits_AreCountedDownAndComeBackAfterADay()
    {
        vendor.Credits = 2;
        var (_, _, answer) = await client.GetAsync("/crm/v8/users?type=CurrentUser");
        answer.Headers.GetValues("X-API-CREDITS-REMAINING").Single().ShouldBe("1");
        await client.GetAsync("/crm/v8/users?type=CurrentUser");
        ((string?)(await client.GetAsync("/crm/v8/users?type=CurrentUser")).Json!["code"]).ShouldBe("LIMIT_EXCEEDED");
        clock.Advance(TimeSpan.FromDays(1));
        using var tomorrow = await ConnectAsync();
        (await tomorrow.GetAsync("/crm/v8/users?type=CurrentUser")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task SearchIndex_IsAMinuteBehind()
    {
        vendor.State.Add("Contacts", ("Last_Name", "Example"), ("Mobile", "+4915100000001"));
        (await client.GetAsync("/crm/v8/Contacts/search?phone=4915100000001")).Status.ShouldBe(204);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await client.GetAsync("/crm/v8/Contacts/search?phone=4915100000001")).Status.ShouldBe(200);
        (await client.GetAsync("/crm/v8/Contacts/search?criteria=(Mobile:equals:%2B4915100000001)")).Status.ShouldBe(200);
    }

    private static string WatchBody(DateTimeOffset expiry) => new JsonObject
    {
        ["watch"] = new JsonArray(new JsonObject
        {
            ["channel_id"] = "17",
            ["events"] = new JsonArray("Leads.all"),
            ["channel_expiry"] = expiry.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["token"] = "t",
            ["notify_url"] = "https://hub.example.com/webhooks/zoho/secret",
            ["return_affected_field_values"] = true,
        }),
    }.ToJsonString();

    private async Task<VendorClient> ConnectAsync()
    {
        using var stranger = new VendorClient(vendor);
        var (_, json, _) = await stranger.PostAsync("/oauth/v2/token", FormOf(vendor.Settings["RefreshToken"]));
        return new(vendor, ("Authorization", $"Zoho-oauthtoken {json!["access_token"]}"));
    }

    private async Task<(int Status, string? Error)> TokenAsync(string refreshToken)
    {
        var (status, json, _) = await client.PostAsync("/oauth/v2/token", FormOf(refreshToken));
        return (status, (string?)json!["error"]);
    }

    private string FormOf(string refreshToken) => $"grant_type=refresh_token&client_id={vendor.Settings["ClientId"]}&client_secret={vendor.Settings["ClientSecret"]}&refresh_token={refreshToken}";
}
