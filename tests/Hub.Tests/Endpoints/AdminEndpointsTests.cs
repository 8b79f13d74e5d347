using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Connections;
using Hub.Customers;
using Hub.Endpoints;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Endpoints;

public sealed class AdminEndpointsTests(UnchangedHub unchanged) : IClassFixture<UnchangedHub>
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer admin-key-of-the-test")]
    [InlineData("Bearer admin-key-of-the-testsX")]
    [InlineData("Basic admin-key-of-the-tests")]
    public async Task RequestWithoutTheKey_Is401WithProblem(string? authorization)
    {
        using var client = Client(unchanged.WithKey);
        client.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        foreach (var path in new[] { "/api/v1/stats", "/api/v1/events?limit=x", "/api/v1/nothing" })
        {
            var response = await client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("X-Forwarded-For", "8.8.8.8", HttpStatusCode.Unauthorized)]
    [InlineData("X-Forwarded-Host", "hub.example.com", HttpStatusCode.Unauthorized)]
    [InlineData("Forwarded", "for=8.8.8.8", HttpStatusCode.Unauthorized)]
    [InlineData("Via", "1.1 proxy", HttpStatusCode.Unauthorized)]
    [InlineData("X-Real-IP", "8.8.8.8", HttpStatusCode.Unauthorized)]
    [InlineData("Host", "evil.example", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Unauthorized)]
    public async Task WithoutConfiguredKey_OnlyThisMachineIsServed(string? header, string? value, HttpStatusCode status)
    {
        using var client = Client(unchanged.WithoutKey);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stats");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        (await client.SendAsync(request)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task WithoutConfiguredKey_WhatSpeaksHttp10IsTakenForAProxy()
    {
        using var client = Client(unchanged.WithoutKey);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stats") { Version = HttpVersion.Version10 };
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Connections_AreListedWithTheirConnectors() =>
        (await unchanged.WithKey.Client.GetStringAsync("/api/v1/connections")).ShouldBe("""[{"name":"shop","connector":"fake"}]""");

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
            "requests":{"handshakes":0,"overloaded503":0,"refused401":1,"tooLarge413":0,"unknown404":0},"forgotten":{},"reconciliation":{"found":0,"repaired":0},
            "media":{"pending":0,"stored":0,"refused":0,"gone":0}}
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
    [InlineData("webhooks?limit=0", "limit must be 1 to 500.")]
    [InlineData("webhooks?limit=501", "limit must be 1 to 500.")]
    [InlineData("webhooks?limit=many", "limit must be a whole number.")]
    [InlineData("webhooks?limit=1&limit=2", "limit must be a whole number.")]
    [InlineData("webhooks?route=x", "Webhooks have no reason, subject or route. Ask for /api/v1/events.")]
    [InlineData("webhooks?state=started", "state is none that these entries have. Known: applied, noop, parked, pending.")]
    [InlineData("events?cursor=zz!", "cursor is not one that this list gave with these filters.")]
    [InlineData("events?state=aplied", "state is none that these entries have. Did you mean applied? Known: applied, noop, parked, pending.")]
    [InlineData("events?connection=nope", "There is no connection nope. Known: hub, shop.")]
    [InlineData("events?form=x", "form is not a parameter of this call. Did you mean from? Known: connection, state, reason, subject, route, from, to, limit, cursor, reveal.")]
    [InlineData("commands?state=foo", "state is none that these entries have. Known: pending, waiting, awaiting_link, awaiting_once, scheduled, held, kept, started, done, refused, cancelled, parked, unknown.")]
    [InlineData("commands?from=yesterday", "from must be a moment such as 2026-03-01T10:00:00Z.")]
    [InlineData("commands?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "from must be before to.")]
    [InlineData("commands?reveal=yes", "reveal must be true or false.")]
    [InlineData("parked?reason=x", "reason is none for which entries are parked. Known: rejected, transient, conflict, unknown, no_answer, dependency, poison, route_failed, no_connection, no_calendar, ambiguous, fetch_failed, no_snapshot, contended, unreadable.")]
    [InlineData("alerts?limit=x", "limit must be a whole number.")]
    [InlineData("stats?x=1", "This call takes no parameters, and x is given.")]
    [InlineData("search?q=x", "q must have 2 to 200 characters.")]
    [InlineData("search", "q is missing.")]
    [InlineData("threads/x?cursor=%20", "cursor is not one that this list gave with these filters.")]
    [InlineData("threads/x?id=y", "id is not a parameter of this call. Known: limit, cursor, reveal.")]
    public async Task WrongQuestion_Is400WithASentence(string path, string sentence)
    {
        var response = await unchanged.WithKey.Client.GetAsync("/api/v1/" + path);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe(sentence);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "The request is not what this call takes")]
    [InlineData("{\"reason\":5}", "application/json", HttpStatusCode.BadRequest, "reason must be a text.")]
    [InlineData("{\"reason\":\"x\"}", null, HttpStatusCode.UnsupportedMediaType, "Give the body as JSON")]
    [InlineData("long", "application/json", HttpStatusCode.BadRequest, "reason has more than 500 characters.")]
    public async Task WrongBody_IsRefusedWithASentence(string body, string? type, HttpStatusCode status, string sentence)
    {
        var hub = unchanged.WithKey;
        using var content = new StringContent(body == "long" ? $$"""{"reason":"{{new string('x', 501)}}"}""" : body);
        content.Headers.ContentType = type is null ? null : new(type);
        var response = await hub.Client.PostAsync("/api/v1/connections/shop/pause", content);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldStartWith(sentence);
        (await hub.Client.GetStringAsync("/api/v1/pauses")).ShouldBe("[]");
    }

    [Fact]
    public async Task ConnectionThatIsNotThereAnyMore_StillListsWhatItHas()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.WriteAsync("INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at) VALUES ('old', 'POST', '', '', '', $1, 0)", Array.Empty<byte>());
        Ids(await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks?connection=old")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task CommandThatWaits_SaysWhenItIsNextAndForWhat()
    {
        await using var hub = await RunningHub.StartAsync();
        foreach (var (id, connection, state, retryAt) in new[] { ("retry", "shop", "waiting", 9000L), ("first", "shop", "waiting", 0L), ("held", "desk", "waiting", 9000L), ("done", "shop", "done", 9000L) })
        {
            await hub.WriteAsync(
                """
                INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, created_at, occurred_at, arrived_at, due_at, wake_at, retry_at, max_late, bindings)
                VALUES ($1, 'e', 'e', 'f', 'r', 0, 0, 's', $2, 'a', $1, 0, $3, $4, 0, 0, 0, 1000, 1000, $5, 0, '')
                """,
                id, connection, state, id == "retry" ? "transient" : null, retryAt);
        }

        await hub.WriteAsync("INSERT INTO pause (kind, name, reason, by, at) VALUES ('connection', 'desk', 'x', 'operator', 0)");
        var commands = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands")).GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!, item => (item.GetProperty("reason").GetString(), item.GetProperty("nextAt").ValueKind == JsonValueKind.Null ? null : (long?)item.GetProperty("nextAt").GetDateTimeOffset().ToUnixTimeMilliseconds()));
        commands["retry"].ShouldBe(("transient", 9000));
        commands["first"].ShouldBe((null, 1000));
        commands["held"].ShouldBe(("paused", null));
        commands["done"].ShouldBe((null, null));
        Ids(await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands?reason=paused&state=pending")).ShouldBe(["held"]);
    }

    [Fact]
    public async Task WebhookThatCannotBeRead_IsShownAsItCameAndGivenUp()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Services.GetRequiredService<Receiver>().AcceptAsync(
            hub.Services.GetRequiredService<ConnectionRegistry>().Find("shop")!,
            new() { Method = "POST", Suffix = "orders", Query = new Dictionary<string, string> { ["a"] = "b", ["verify_token"] = "hidden-1" }, Headers = new Dictionary<string, string> { ["X-Signature"] = "hidden-2", ["X-Topic"] = "t", ["X-Unheard-Of"] = "hidden-3" }, Body = "{\"name\":\"Änna\""u8.ToArray(), ArrivedAt = DateTimeOffset.UnixEpoch },
            CancellationToken.None);
        (await hub.Client.PostAsync("/api/v1/webhooks/1/discard", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await hub.Database.WriteAsync(WriteKind.Read, async sql => { await Webhooks.ParkAsync(sql, 1, "It ends after \"Änna\".", DateTimeOffset.UnixEpoch); return 0; }, CancellationToken.None);

        var masked = await hub.Client.GetStringAsync("/api/v1/webhooks/1");
        masked.ShouldNotContain("nna");
        JsonElement.Parse(masked).GetProperty("size").GetInt32().ShouldBe(15);
        var shown = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/webhooks/1?reveal=true");
        shown.GetProperty("body").GetString().ShouldBe("{\"name\":\"Änna\"");
        shown.GetProperty("headers").GetRawText().ShouldBe("""{"X-Topic":"t"}""");
        shown.GetProperty("query").GetRawText().ShouldBe("""{"a":"b"}""");

        (await hub.Client.PostAsync("/api/v1/webhooks/1/discard", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hub.Client.PostAsync("/api/v1/webhooks/1/discard", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await hub.Client.PostAsync("/api/v1/webhooks/9/discard", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hub.Client.GetAsync("/api/v1/webhooks/9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var counts = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/stats")).GetProperty("webhooks").GetRawText();
        counts.ShouldBe("""{"received":1,"applied":0,"noop":1,"parked":0,"pending":0}""");
    }

    [Fact]
    public void BytesThatAreNoText_AreShownInBase64() =>
        WebhookDetail.Of(
            new("1", "shop", "POST", "", "parked", null, default),
            new() { Method = "POST", Suffix = "", Query = new Dictionary<string, string>(), Headers = new Dictionary<string, string>(), Body = new byte[] { 0xff, 1 }, ArrivedAt = default },
            null,
            reveal: true).ShouldSatisfyAllConditions(detail => detail.Body.ShouldBeNull(), detail => detail.BodyBase64.ShouldBe("/wE="));

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
            """[{"kind":"route","name":"shipped","reason":"It parked too many.","by":"brake","since":"1970-01-01T00:00:01+00:00","until":null}]""");
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRouteAndNotTheSandbox()
    {
        await using var hub = await RunningHub.StartAsync(settings: "--Hub:Sandbox=true");
        var paths = (await hub.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        foreach (var path in new[] { "stats", "webhooks", "events", "commands", "threads/{id}", "search", "routes/{id}/pause", "connections/{name}/resume", "commands/{id}/replay", "pauses" }) paths.ShouldContain("/api/v1/" + path);
        paths.ShouldNotContain("/sandbox/clock");
    }

    [Fact]
    public async Task OpenApi_SaysVersionKeyAndParametersAsTheyAreDocumented()
    {
        await using var hub = await RunningHub.StartAsync();
        var api = await hub.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        api.GetProperty("info").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"title":"Connectorhub","version":"0.1.0"}""");
        api.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString().ShouldBe("bearer");
        var list = api.GetProperty("paths").GetProperty("/api/v1/commands").GetProperty("get");
        list.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .ShouldBe(["connection", "state", "reason", "subject", "route", "from", "to", "limit", "cursor", "reveal"]);
        list.GetProperty("security")[0].TryGetProperty("bearer", out _).ShouldBeTrue();
        api.GetProperty("paths").GetProperty("/health/live").GetProperty("get").TryGetProperty("security", out _).ShouldBeFalse();
    }

    // With no key of its own.
    private static HttpClient Client(RunningHub hub) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = hub.Client.BaseAddress };

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
