using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;
using Sandbox.Zendesk;

namespace EndToEnd.Tests.Vendors;

public sealed class ZendeskSimulatorTests : IAsyncLifetime
{
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private ZendeskSimulator vendor = null!;
    private VendorClient client = null!;

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await ZendeskSimulator.StartAsync(new(clock, new Dice(1, "zendesk")));
        vendor.Webhooks.Hub = hub.Address;
        client = new(vendor, ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{vendor.Settings["Email"]}/token:{vendor.Settings["ApiToken"]}"))}"));
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
        (await stranger.GetAsync("/api/v2/tickets/1")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task SameKeyAgain_GivesTheFirstAnswerFor2Hours()
    {
        var first = await CreateAsync("key", "hello");
        var again = await CreateAsync("key", "hello");
        clock.Advance(TimeSpan.FromHours(2));
        var later = await CreateAsync("key", "hello");

        (Lookup(first.Answer), Lookup(again.Answer), Lookup(later.Answer)).ShouldBe(("miss", "hit", "miss"));
        Id(again.Json).ShouldBe(Id(first.Json));
        Id(later.Json).ShouldNotBe(Id(first.Json));
        (await CreateAsync("key", "other words")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task ThirtyFirstUpdateWithin10Minutes_Is429WithTheTimeToWait()
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        for (var n = 0; n < 30; n++) (await CommentAsync(id, $"{n}")).Status.ShouldBe(200);

        var (status, _, answer) = await CommentAsync(id, "too much");

        status.ShouldBe(429);
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(570, 600);
        answer.Headers.GetValues("zendesk-ratelimit-per-ticket-updates").Single().ShouldStartWith("total=30; remaining=0; resets=");
        clock.Advance(TimeSpan.FromMinutes(10));
        (await CommentAsync(id, "again")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ClosedTicket_IsImmutableAndTakesAFollowUp()
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        var early = await client.PostAsync("/api/v2/tickets", $$$"""{"ticket": {"comment": {"body": "x"}, "via_followup_source_id": {{{id}}} } }""");
        vendor.State.SetStatus(id, "closed");

        var (status, json, _) = await CommentAsync(id, "more");
        var follow = await client.PostAsync("/api/v2/tickets", $$$"""{"ticket": {"comment": {"body": "x"}, "via_followup_source_id": {{{id}}} } }""");

        (early.Status, status, follow.Status).ShouldBe((422, 422, 201));
        json!["details"]!["status"]![0]!["description"]!.GetValue<string>().ShouldContain("closed");
        vendor.State.Tickets[^1].FollowsUp.ShouldBe(id);
    }

    [Fact]
    public async Task Priority_IsSetAndOnlyOneThatThereIs()
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        var (refused, _, _) = await client.PutAsync($"/api/v2/tickets/{id}", """{"ticket": {"priority": "higher"}}""");
        var (status, json, _) = await client.PutAsync($"/api/v2/tickets/{id}", """{"ticket": {"priority": "urgent"}}""");
        await CommentAsync(id, "more");

        (refused, status, (string?)json!["ticket"]!["priority"]).ShouldBe((422, 200, "urgent"));
        vendor.State.Tickets[^1].Priority.ShouldBe("urgent");
    }

    [Fact]
    public async Task UserWithTheSameExternalId_IsUpdated()
    {
        var first = await client.PostAsync("/api/v2/users/create_or_update", """{"user": {"external_id": "hub:1", "name": "Ada", "phone": "+491"}}""");
        var again = await client.PostAsync("/api/v2/users/create_or_update", """{"user": {"external_id": "HUB:1", "name": "Ada Berg"}}""");
        var found = await client.GetAsync("/api/v2/users/show_many?external_ids=HUB:1");

        (first.Status, again.Status).ShouldBe((201, 200));
        ((string?)found.Json!["users"]![0]!["name"], (string?)found.Json["users"]![0]!["phone"]).ShouldBe(("Ada Berg", "+491"));
    }

    [Fact]
    public async Task CommentByTheApi_IsAuditedWithItsMetadataAndComesBackAsAnEvent()
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        await client.PutAsync($"/api/v2/tickets/{id}", """{"ticket": {"comment": {"body": "words", "public": false}, "metadata": {"hub": "1"}}}""");

        var audits = (await client.GetAsync($"/api/v2/tickets/{id}/audits?sort=-created_at&page[size]=1")).Json!;
        var comments = (await client.GetAsync($"/api/v2/tickets/{id}/comments")).Json!["comments"]!.AsArray();

        ((string?)audits["audits"]![0]!["metadata"]!["custom"]!["hub"], (bool?)audits["meta"]!["has_more"]).ShouldBe(("1", true));
        ((string?)comments[1]!["body"], (bool?)comments[1]!["public"]).ShouldBe(("words", false));
        List<string> types = [];
        for (var n = 0; n < 3; n++)
        {
            var taken = await hub.NextAsync();
            var signed = taken.Headers["x-zendesk-webhook-signature-timestamp"];
            taken.Headers["x-zendesk-webhook-signature"].ShouldBe(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(vendor.Settings["SigningSecret"]), (byte[])[.. Encoding.UTF8.GetBytes(signed), .. taken.Body])));
            types.Add((string)JsonNode.Parse(taken.Body)!["type"]!);
        }

        types.ShouldBe(["zen:event-type:ticket.created", "zen:event-type:ticket.comment_added", "zen:event-type:ticket.comment_added"]);
    }

    [Theory]
    [InlineData(false, "comment_added", "status_changed")]
    [InlineData(true, "status_changed", "comment_added")]
    public async Task CommentAndSolve_TellsInEitherOrder(bool statusFirst, string first, string second)
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        await hub.NextAsync();
        await hub.NextAsync();

        vendor.State.Reply(id, "done", status: "solved", statusFirst: statusFirst);

        Encoding.UTF8.GetString((await hub.NextAsync()).Body).ShouldContain($"ticket.{first}");
        Encoding.UTF8.GetString((await hub.NextAsync()).Body).ShouldContain($"ticket.{second}");
    }

    [Theory]
    [InlineData(401, 0)]
    [InlineData(500, 0)]
    [InlineData(409, 1)]
    public async Task FailedDelivery_IsRepeatedForFewStatusesOnly(int status, int repeated)
    {
        hub.Answers.Enqueue((status, null));
        var id = Id((await CreateAsync(null, "hello")).Json);
        await hub.NextAsync();
        await hub.NextAsync();
        id.ShouldBeGreaterThan(0);

        await Eventually.HoldsAsync(() => vendor.Webhooks.Lost.Count + vendor.Webhooks.Outstanding == 1);
        vendor.Webhooks.Outstanding.ShouldBe(repeated);
    }

    [Fact]
    public async Task UploadedFile_StandsOnOneComment_WithinTheHour()
    {
        var id = Id((await CreateAsync(null, "hello")).Json);
        var token = await UploadAsync("a.jpg");
        (await UploadAsync("b.pdf", token)).ShouldBe(token);

        (await CommentAsync(id, "see", token)).Status.ShouldBe(200);
        vendor.State.CommentsOf(id)[^1].Attachments.Select(file => (file.Name, file.MimeType, file.Bytes)).ShouldBe([("a.jpg", "application/json", 4), ("b.pdf", "application/json", 4)]);
        (await client.GetAsync($"/api/v2/tickets/{id}/comments")).Json!["comments"]![1]!["attachments"]![0]!["file_name"]!.GetValue<string>().ShouldBe("a.jpg");

        (await CommentAsync(id, "again", token)).Status.ShouldBe(422);
        var late = await UploadAsync("c.jpg");
        clock.Advance(ZendeskUploads.TokenLifetime);
        (await CommentAsync(id, "late", late)).Status.ShouldBe(422);
        vendor.State.CommentsOf(id).Count.ShouldBe(2);
        (await client.PostAsync("/api/v2/uploads", "file")).Status.ShouldBe(422);
    }

    private static string Lookup(HttpResponseMessage answer) => answer.Headers.GetValues("x-idempotency-lookup").Single();

    private static long Id(JsonNode? json) => (long)json!["ticket"]!["id"]!;

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> CreateAsync(string? key, string text) =>
        client.PostAsync("/api/v2/tickets", $$$"""{"ticket": {"subject": "s", "comment": {"body": "{{{text}}}"} } }""", key is null ? [] : [("Idempotency-Key", key)]);

    private Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> CommentAsync(long id, string text, params IReadOnlyList<string> uploads) =>
        client.PutAsync($"/api/v2/tickets/{id}", $$$"""{"ticket": {"comment": {"body": "{{{text}}}", "uploads": [{{{string.Join(", ", uploads.Select(token => $"\"{token}\""))}}}]} } }""");

    private async Task<string> UploadAsync(string name, string? token = null)
    {
        var (status, json, _) = await client.PostAsync($"/api/v2/uploads?filename={name}{(token is null ? "" : $"&token={token}")}", "file");
        status.ShouldBe(201);
        return (string)json!["upload"]!["token"]!;
    }
}
