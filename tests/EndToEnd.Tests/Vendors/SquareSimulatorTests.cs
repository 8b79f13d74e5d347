using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Square;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public sealed class SquareSimulatorTests : IAsyncLifetime
{
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private SquareSimulator vendor = null!;
    private VendorClient client = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await SquareSimulator.StartAsync(new(clock, new Dice(1, "square")));
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
        using var stranger = new VendorClient(vendor);
        (await stranger.GetAsync("/v2/bookings")).Status.ShouldBe(401);
        (await client.GetAsync("/v2/webhooks/subscriptions")).Status.ShouldBe(401, "the subscriptions are the application's");
    }

    [Fact]
    public async Task TokenThatWasGiven_EndsAfter30Days()
    {
        var body = new JsonObject { ["grant_type"] = "refresh_token", ["refresh_token"] = vendor.Authorization["RefreshToken"], ["client_id"] = vendor.Authorization["ClientId"], ["client_secret"] = vendor.Authorization["ClientSecret"] };
        var token = (string)(await client.PostAsync("/oauth2/token", body.ToJsonString())).Json!["access_token"]!;
        using var seller = new VendorClient(vendor, ("Authorization", $"Bearer {token}"));

        (await seller.GetAsync("/v2/locations/main")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromDays(30));

        var (status, json, _) = await seller.GetAsync("/v2/locations/main");
        (status, Code(json)).ShouldBe((401, "ACCESS_TOKEN_EXPIRED"));
    }

    [Fact]
    public async Task SearchOfCustomers_IsBehind()
    {
        vendor.State.Add("Ann", "Example", "+1-212-555-4250");
        var search = """{"query":{"filter":{"phone_number":{"fuzzy":"4250"}}}}""";

        (await client.PostAsync("/v2/customers/search", search)).Json!["customers"]!.AsArray().ShouldBeEmpty();
        clock.Advance(SquareState.SearchLag);

        (await client.PostAsync("/v2/customers/search", search)).Json!["customers"]!.AsArray().Count.ShouldBe(1);
        (await client.PostAsync("/v2/customers/search", """{"query":{"filter":{"phone_number":{"exact":"+12125554250"}}}}""")).Json!["customers"]!.AsArray().ShouldBeEmpty("numbers stand as they were typed");
    }

    [Fact]
    public async Task SameKeyAgain_GivesTheFirstAnswerFor24Hours()
    {
        var first = await CustomerAsync("key", "Ann");
        var again = await CustomerAsync("key", "Ann");
        var other = await CustomerAsync("key", "Ben");
        clock.Advance(SquareState.KeyLifetime);
        var later = await CustomerAsync("key", "Ann");

        Id(again.Json).ShouldBe(Id(first.Json));
        (other.Status, Code(other.Json)).ShouldBe((400, "IDEMPOTENCY_KEY_REUSED"));
        Id(later.Json).ShouldNotBe(Id(first.Json));
    }

    [Fact]
    public async Task BookingOfAnOlderVersion_IsNotChanged()
    {
        var booking = vendor.State.Book(vendor.State.Add("Ann", "Example", "0"), clock.GetUtcNow().AddDays(3));
        vendor.State.Move(booking, clock.GetUtcNow().AddDays(4));

        var (status, json, _) = await client.PostAsync($"/v2/bookings/{booking.Id}/cancel", """{"idempotency_key":"a","booking_version":0}""");
        (status, Code(json)).ShouldBe((409, "VERSION_MISMATCH"));
        (await client.PostAsync($"/v2/bookings/{booking.Id}/cancel", """{"idempotency_key":"b","booking_version":1}""")).Status.ShouldBe(200);
        (booking.Status, booking.Version).ShouldBe(("CANCELLED_BY_SELLER", 2));
    }

    [Fact]
    public async Task TimeThatIsTaken_IsNotFreeAndCannotBeBooked()
    {
        var day = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date.AddDays(2), TimeSpan.Zero);
        foreach (var member in vendor.State.TeamMembers) (await BookAsync(member, day.AddHours(10))).Status.ShouldBe(200);

        (await BookAsync(vendor.State.TeamMembers[0], day.AddHours(10).AddMinutes(15))).Status.ShouldBe(400);
        var range = new JsonObject { ["start_at"] = Stamp.Of(day), ["end_at"] = Stamp.Of(day.AddDays(1)) };
        var times = await client.PostAsync("/v2/bookings/availability/search", new JsonObject { ["query"] = new JsonObject { ["filter"] = new JsonObject { ["start_at_range"] = range, ["location_id"] = vendor.State.Locations[0].Id } } }.ToJsonString());
        times.Json!["availabilities"]!.AsArray().Select(time => (string)time!["start_at"]!).ShouldNotContain(Stamp.Of(day.AddHours(10)));
        times.Json["availabilities"]!.AsArray().Count.ShouldBe(15);
    }

    [Fact]
    public async Task SeventhWriteOfASecond_Is429()
    {
        for (var n = 0; n < 6; n++) (await CustomerAsync($"{n}", "Ann")).Status.ShouldBe(200);
        var (status, json, answer) = await CustomerAsync("7", "Ann");
        (status, Code(json)).ShouldBe((429, "RATE_LIMITED"));
        answer.Headers.RetryAfter.ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await CustomerAsync("7", "Ann")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Webhook_IsSignedForTheRegisteredAddress()
    {
        vendor.State.Book(null, clock.GetUtcNow().AddDays(1));
        var webhook = await hub.NextAsync();

        webhook.Path.ShouldBe("/webhooks/bookings");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(vendor.Settings["SignatureKey"]), (byte[])[.. Encoding.UTF8.GetBytes(vendor.Settings["NotificationUrl"]), .. webhook.Body]);
        webhook.Headers["x-square-hmacsha256-signature"].ShouldBe(Convert.ToBase64String(signature));
        var body = JsonNode.Parse(webhook.Body)!;
        ((string)body["type"]!, (string)body["merchant_id"]!).ShouldBe(("booking.created", vendor.Settings["MerchantId"]));
        ((string)body["data"]!["id"]!).ShouldEndWith(":0");
    }

    [Fact]
    public async Task WebhookThatFailed_ComesAgainAfterAMinute_AndThenAfterTwo()
    {
        vendor.Webhooks.Hub = null;
        vendor.State.Book(null, clock.GetUtcNow().AddDays(1));
        await Eventually.HoldsAsync(() => vendor.Log.Tries.Count == 1 && clock.NextDue is not null);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => vendor.Log.Tries.Count == 2 && clock.NextDue is not null);
        vendor.Webhooks.Hub = hub.Address;
        clock.Advance(TimeSpan.FromMinutes(2));
        await hub.NextAsync();
        vendor.Log.Tries.Select(attempt => attempt.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task SubscriptionThatIsSwitchedOff_SendsNothing_AndTheListOfEventsHasIt()
    {
        using var application = new VendorClient(vendor, ("Authorization", $"Bearer {vendor.Settings["ApplicationToken"]}"));
        vendor.Subscription.Break(enabled: false);
        vendor.State.Book(null, clock.GetUtcNow().AddDays(1));
        vendor.Webhooks.Outstanding.ShouldBe(0);

        var events = await application.PostAsync("/v2/events", """{"query":{"filter":{"event_types":["booking.created"]}}}""");
        ((string)events.Json!["events"]![0]!["type"]!).ShouldBe("booking.created");
        await application.PutAsync($"/v2/webhooks/subscriptions/{vendor.Subscription.SubscriptionId}", """{"subscription":{"enabled":true}}""");
        vendor.State.Book(null, clock.GetUtcNow().AddDays(2));
        JsonNode.Parse((await hub.NextAsync()).Body)!["type"]!.ToString().ShouldBe("booking.created");

        clock.Advance(TimeSpan.FromDays(29));
        vendor.State.Add("Ann", "Example", "0");
        (await application.PostAsync("/v2/events", "{}")).Json!["events"]!.AsArray().Count.ShouldBe(1, "only the last 28 days are kept");
    }

    [Fact]
    public async Task MergedCustomers_BecomeOneAndAreTold()
    {
        var merged = vendor.State.Merge(vendor.State.Add("Ann", "Example", "1"), vendor.State.Add("Anna", "Example", "2"));
        List<string> types = [];
        while (types.Count < 5) types.Add((string)JsonNode.Parse((await hub.NextAsync()).Body)!["type"]!);

        vendor.State.Customers.ShouldHaveSingleItem().ShouldBe(merged);
        types.Order(StringComparer.Ordinal).ShouldBe(["customer.created", "customer.created", "customer.created", "customer.deleted", "customer.deleted"]);
    }

    private static string Code(JsonNode? json) => (string)json!["errors"]![0]!["code"]!;

    private static string Id(JsonNode? json) => (string)json!["customer"]!["id"]!;

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> CustomerAsync(string key, string name) =>
        client.PostAsync("/v2/customers", new JsonObject { ["idempotency_key"] = key, ["given_name"] = name }.ToJsonString());

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> BookAsync(string member, DateTimeOffset startAt) => client.PostAsync("/v2/bookings", new JsonObject
    {
        ["booking"] = new JsonObject
        {
            ["start_at"] = Stamp.Of(startAt),
            ["location_id"] = vendor.State.Locations[0].Id,
            ["appointment_segments"] = new JsonArray(new JsonObject { ["service_variation_id"] = vendor.State.Haircut.Id, ["service_variation_version"] = vendor.State.Haircut.Version, ["team_member_id"] = member }),
        },
    }.ToJsonString());
}
