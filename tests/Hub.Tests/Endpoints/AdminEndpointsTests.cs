using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Customers;

namespace Hub.Tests.Endpoints;

public sealed class AdminEndpointsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer admin-key-of-the-test")]
    [InlineData("Bearer admin-key-of-the-testsX")]
    [InlineData("Basic admin-key-of-the-tests")]
    public async Task RequestWithoutTheKey_Is401WithProblem(string? authorization)
    {
        await using var hub = await RunningHub.StartAsync();
        hub.Client.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        foreach (var path in new[] { "/api/v1/stats", "/api/v1/events?limit=x", "/api/v1/nothing" })
        {
            var response = await hub.Client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("X-Forwarded-For", "8.8.8.8", HttpStatusCode.Unauthorized)]
    [InlineData("Host", "evil.example", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Unauthorized)]
    public async Task WithoutConfiguredKey_OnlyThisMachineIsServed(string? header, string? value, HttpStatusCode status)
    {
        await using var hub = await RunningHub.StartAsync(withKey: false);
        hub.Client.DefaultRequestHeaders.Authorization = null;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stats");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        (await hub.Client.SendAsync(request)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Stats_HaveEveryCountOfTheThreeLevelsAndTheRequests()
    {
        await using var hub = await RunningHub.StartAsync();
        foreach (var (level, name, value) in new[] { ("webhooks", "received", 3L), ("events", "noop", 2L), ("events.reasons", "echo", 2L), ("commands", "done", 5L), ("commands.reasons", "once", 1L) })
        {
            await hub.WriteAsync("INSERT INTO counter (level, name, value) VALUES ($1, $2, $3)", level, name, value);
        }

        await hub.DeliverAsync("/webhooks/shop", "{}", null);
        (await hub.Client.GetStringAsync("/api/v1/stats")).ShouldBe(
            """
            {"webhooks":{"received":3,"applied":0,"noop":0,"parked":0,"pending":0},
            "events":{"received":0,"applied":0,"noop":2,"parked":0,"pending":0,"reasons":{"echo":2}},
            "commands":{"created":0,"done":5,"refused":0,"cancelled":0,"parked":0,"unknown":0,"pending":0,"reasons":{"once":1}},
            "requests":{"handshakes":0,"overloaded503":0,"refused401":1,"tooLarge413":0,"unknown404":0}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Lists_ArePagedNewestFirst()
    {
        await using var hub = await RunningHub.StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            await hub.WriteAsync(
                "INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, outcome) VALUES ($1, 'POST', '', '', '', $2, $3, $4)",
                i == 2 ? "other" : "shop", Array.Empty<byte>(), DateTimeOffset.UnixEpoch.AddDays(i), i == 3 ? "parked" : "applied");
        }

        var first = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?limit=2");
        Ids(first).ShouldBe(["5", "4"]);
        var second = await hub.Client.GetFromJsonAsync<JsonElement>($"/api/v1/webhooks?limit=3&cursor={first.GetProperty("next").GetString()}");
        Ids(second).ShouldBe(["3", "2", "1"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        Ids(await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?connection=shop&state=applied")).ShouldBe(["5", "4", "1"]);
        Ids(await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?from=1970-01-03T00:00:00Z&to=1970-01-05T00:00:00Z")).ShouldBe(["3", "2"]);
    }

    [Theory]
    [InlineData("webhooks?limit=0")]
    [InlineData("webhooks?limit=501")]
    [InlineData("webhooks?limit=many")]
    [InlineData("webhooks?route=x")]
    [InlineData("events?cursor=zz!")]
    [InlineData("commands?from=yesterday")]
    [InlineData("search?q=x")]
    [InlineData("search")]
    [InlineData("threads/x?cursor=%20")]
    public async Task WrongQuestion_Is400WithProblem(string path)
    {
        await using var hub = await RunningHub.StartAsync();
        var response = await hub.Client.GetAsync("/api/v1/" + path);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task ThreadAndSearch_MaskPeopleUnlessAskedToReveal()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.WriteAsync("INSERT INTO customer (id, name, phone, email, created_at) VALUES ('c1', 'Anna Schmidt', '+61412345678', 'anna@example.com', 0)");
        await hub.WriteAsync("INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at) VALUES ('', 'phone', '+61412345678', 'waid', '61412345678', 'c1', 0)");
        await hub.WriteAsync("INSERT INTO thread (id, connection, number, customer, created_at) VALUES ('t1', 'wa', '106', 'c1', 0)");
        for (var i = 1; i <= 3; i++) await hub.WriteAsync("INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ('t1', $1, 'in', 'text', $2, $3)", $"m{i}", $"Where is my order number {i}?", (long)i);
        await hub.WriteAsync("INSERT INTO message_status (vendor_id, status, at, event) VALUES ('m3', 'read', 9, 'e1')");
        await hub.WriteAsync("INSERT INTO link (name, left_id, right_id, state, opened_at, touched_at) VALUES ('desk', 't1', '35436', 'live', 0, 0)");

        var masked = await hub.Client.GetStringAsync("/api/v1/threads/t1");
        masked.ShouldNotContain("Schmidt");
        masked.ShouldNotContain("412345678");
        masked.ShouldNotContain("anna@");
        masked.ShouldNotContain("order number");
        var thread = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/threads/t1?reveal=true&limit=2");
        thread.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()).ShouldBe(["Where is my order number 2?", "Where is my order number 3?"]);
        thread.GetProperty("messages")[1].GetProperty("statuses")[0].GetProperty("status").GetString().ShouldBe("read");
        thread.GetProperty("links")[0].GetProperty("right").GetString().ShouldBe("35436");
        var older = await hub.Client.GetFromJsonAsync<JsonElement>($"/api/v1/threads/t1?cursor={thread.GetProperty("older").GetString()}");
        older.GetProperty("messages").GetArrayLength().ShouldBe(1);
        (await hub.Client.GetAsync("/api/v1/threads/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var text in new[] { "+61 412 345 678", "0412 345 678", "61412345678", "0061412345678", "35436", "t1", "c1" })
        {
            var found = await hub.Client.GetFromJsonAsync<JsonElement>($"/api/v1/search?q={Uri.EscapeDataString(text)}");
            found.GetProperty("customers").EnumerateArray().Select(customer => customer.GetProperty("id").GetString()).ShouldBe(["c1"], text);
        }

        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/search?q=nobody")).GetProperty("customers").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("#1001")]
    [InlineData("1001")]
    [InlineData("ADA@example.com")]
    [InlineData("0400 000 000")]
    [InlineData("0400-000-000")]
    [InlineData("+61 400 000 001")]
    public async Task Search_FindsEventsByWhatStandsInThem(string text)
    {
        await using var hub = await RunningHub.StartAsync();
        foreach (var term in new[] { "#1001", "ada@example.com", "0400 000 000", "+61400000001" })
        {
            await hub.WriteAsync("INSERT INTO term (term, kind, ref, at) VALUES ($1, 'event', 'shop/order/5', 0)", SearchForm.Of(term));
        }

        await hub.WriteAsync(
            "INSERT INTO event (id, source, connection, type, subject, place, state, envelope, data, occurred_at, arrived_at, completeness) VALUES ('e1', 'webhook', 'shop', 'shopify.order.created', 'shop/order/5', 1, 'noop', '{}', '{}', 0, 0, 'complete')");
        var found = await hub.Client.GetFromJsonAsync<JsonElement>($"/api/v1/search?q={Uri.EscapeDataString(text)}");
        found.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()).ShouldBe(["e1"]);
    }

    [Fact]
    public async Task Orders_AreCarriedOutOrRefusedWithASentence()
    {
        await using var hub = await RunningHub.StartAsync();
        (await hub.Client.PostAsync("/api/v1/connections/shop/pause", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hub.Client.PostAsync("/api/v1/connections/shop/resume", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var path in new[] { "connections/none/pause", "routes/none/pause", "commands/none/replay", "commands/none/discard", "events/none/replay" })
        {
            var response = await hub.Client.PostAsync("/api/v1/" + path, null);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Fact]
    public async Task Pauses_SaySinceWhenWhyAndByWhom()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Client.PostAsJsonAsync("/api/v1/connections/shop/pause", new { reason = "the shop moves" });
        await hub.WriteAsync("INSERT INTO pause (kind, name, reason, by, at) VALUES ('route', 'shipped', 'It parked too many.', 'brake', 1000)");
        var pauses = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/pauses")).EnumerateArray()
            .Select(pause => string.Join(' ', ((string[])["kind", "name", "reason", "by"]).Select(name => pause.GetProperty(name).GetString()))).ToList();
        pauses.ShouldBe(["route shipped It parked too many. brake", "connection shop the shop moves operator"]);
        await hub.Client.PostAsync("/api/v1/connections/shop/resume", null);
        (await hub.Client.GetStringAsync("/api/v1/pauses")).ShouldBe(
            """[{"kind":"route","name":"shipped","reason":"It parked too many.","by":"brake","since":"1970-01-01T00:00:01+00:00"}]""");
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRouteAndNotTheSandbox()
    {
        await using var hub = await RunningHub.StartAsync(settings: "--Hub:Sandbox=true");
        var paths = (await hub.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        foreach (var path in new[] { "stats", "webhooks", "events", "commands", "threads/{id}", "search", "routes/{id}/pause", "connections/{name}/resume", "commands/{id}/replay", "pauses" }) paths.ShouldContain("/api/v1/" + path);
        paths.ShouldNotContain("/sandbox/clock");
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
