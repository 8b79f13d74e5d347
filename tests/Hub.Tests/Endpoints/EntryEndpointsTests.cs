using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Tests.Endpoints;

public sealed class EntryEndpointsTests
{
    [Fact]
    public async Task SingleEntries_AreShownMaskedWithWhatCameOfThem()
    {
        await using var hub = await HubWithAParkedEventAsync();
        var command = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands/c1");
        command.GetProperty("command").GetProperty("id").GetString().ShouldBe("c1");
        command.GetProperty("attempts")[0].GetProperty("error").GetString().ShouldBe("\"…\" is wrong.");
        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands/c1?reveal=true")).GetProperty("attempts")[0].GetProperty("error").GetString().ShouldBe("\"Anna\" is wrong.");
        var e = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/events/e1");
        e.GetProperty("event").GetProperty("state").GetString().ShouldBe("parked");
        e.GetProperty("commands")[0].GetString().ShouldBe("c1");
        foreach (var path in new[] { "commands/none", "events/none" })
        {
            var response = await hub.Client.GetAsync("/api/v1/" + path);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldStartWith("There is no ");
        }
    }

    [Fact]
    public async Task WebhookOfAParkedEvent_SaysWhatTheEventSays()
    {
        await using var hub = await HubWithAParkedEventAsync();
        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?state=parked")).GetProperty("items")[0].GetProperty("error").GetString().ShouldBe("route_failed: It failed.");
    }

    [Fact]
    public async Task CommandInALineThatALimitHolds_SaysSoAndWhenItIsNext()
    {
        await using var hub = await HubWithAParkedEventAsync();
        await hub.WriteAsync("UPDATE command SET state = 'waiting', reason = NULL WHERE id = 'c1'");
        await hub.WriteAsync("INSERT INTO line (queue, subject, lane, ready_at, blocked_by, blocked_since) VALUES ('command', 's', 0, 9000, 'throttled', 1)");
        foreach (var path in new[] { "commands", "commands?reason=throttled", "commands?reason=throttled&connection=shop" })
        {
            var item = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/" + path)).GetProperty("items")[0];
            item.GetProperty("reason").GetString().ShouldBe("throttled");
            item.GetProperty("nextAt").GetDateTimeOffset().ToUnixTimeMilliseconds().ShouldBe(9000);
        }
    }

    [Theory]
    [InlineData("commands?route=nope", HttpStatusCode.BadRequest)]
    [InlineData("events?route=nope", HttpStatusCode.BadRequest)]
    [InlineData("commands?route=r", HttpStatusCode.OK)]
    [InlineData("commands?route=r&state=done", HttpStatusCode.OK)]
    public async Task RouteThatNeverWas_Is400(string path, HttpStatusCode status)
    {
        await using var hub = await HubWithAParkedEventAsync();
        (await hub.Client.GetAsync("/api/v1/" + path)).StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("events?limit=1&cursor=")]
    [InlineData("webhooks?limit=1&state=noop&cursor=")]
    [InlineData("alerts?cursor=")]
    public async Task CursorOfAnotherList_Is400(string path)
    {
        await using var hub = await HubWithAParkedEventAsync();
        await hub.WriteAsync("INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, outcome) VALUES ('shop', 'POST', '', '', '', $1, 0, 'noop')", Array.Empty<byte>());
        var next = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?limit=1")).GetProperty("next").GetString();
        (await hub.Client.GetAsync($"/api/v1/webhooks?limit=1&cursor={next}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hub.Client.GetAsync("/api/v1/" + path + next)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Search_FindsThePersonByTheVendorsIdOfTheirMessage()
    {
        await using var hub = await HubWithAParkedEventAsync();
        await hub.WriteAsync("INSERT INTO customer (id, name, created_at) VALUES ('p1', 'Anna', 0)");
        await hub.WriteAsync("INSERT INTO thread (id, connection, number, customer, created_at) VALUES ('t1', 'shop', '1', 'p1', 0)");
        await hub.WriteAsync("INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ('t1', 'wamid.ABC', 'in', 'text', 'x', 0)");
        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/search?q=wamid.ABC")).GetProperty("customers")[0].GetProperty("id").GetString().ShouldBe("p1");
    }

    [Fact]
    public async Task OpenApi_NamesEveryCallOnceAndTheShortWebhookAddress()
    {
        await using var hub = await RunningHub.StartAsync();
        var paths = (await hub.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        var names = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(call => call.Value.GetProperty("operationId").GetString()).ToList();
        names.ShouldBeUnique();
        names.ShouldContain("postCommandsByIdReplay");
        paths.TryGetProperty("/webhooks/{endpoint}", out _).ShouldBeTrue();
        paths.GetProperty("/api/v1/mappings/publish").GetProperty("post").GetProperty("responses").TryGetProperty("400", out _).ShouldBeTrue();
    }

    private static async Task<RunningHub> HubWithAParkedEventAsync()
    {
        var hub = await RunningHub.StartAsync();
        await hub.WriteAsync("INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, outcome) VALUES ('shop', 'POST', '', '', '', $1, 0, 'parked')", Array.Empty<byte>());
        await hub.WriteAsync(
            "INSERT INTO event (id, webhook, source, connection, type, subject, place, state, reason, error, envelope, data, occurred_at, arrived_at, completeness) VALUES ('e1', 1, 'webhook', 'shop', 't', 's', 1, 'parked', 'route_failed', 'It failed.', '{}', '{}', 0, 0, 'complete')");
        await hub.WriteAsync(
            """
            INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, created_at, occurred_at, arrived_at, due_at, max_late, bindings)
            VALUES ('c1', 'e1', 'e1', 'f', 'r', 0, 0, 's', 'shop', 'a', 's', 0, 'parked', 'rejected', 0, 0, 0, 1000, 0, '')
            """);
        await hub.WriteAsync("INSERT INTO attempt (seq, number, call, started_at, ended_at, outcome, error) VALUES ((SELECT seq FROM command WHERE id = 'c1'), 1, 'x', 1, 2, 'rejected', '\"Anna\" is wrong.')");
        return hub;
    }
}
