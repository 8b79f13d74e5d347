using System.Net;
using System.Text.Json;
using Hub.Storage;
using Hub.Tests.Telemetry;

namespace Hub.Tests.Endpoints;

public class MetricsEndpointTests
{
    private const string Body = """{"order":1}""";

    [Fact]
    public async Task Metrics_CountAnswersByConnection_InTheFormatOfPrometheus()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.DeliverAsync("/webhooks/shop", Body, FakeConnector.Sign(Body, RunningHub.Secret));
        await hub.DeliverAsync("/webhooks/shop", Body, "wrong");
        await hub.DeliverAsync("/webhooks/nobody", Body, "wrong");
        await hub.DeliverAsync("/webhooks/shop", new string('x', 2000), "wrong");
        using var answer = await hub.Client.GetAsync("/metrics");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var requests = PrometheusReader.Read(await answer.Content.ReadAsStringAsync())["hub_webhook_requests_total"].Samples;
        requests.Select(sample => $"{sample.Labels["connection"]} {sample.Labels["answer"]} {sample.Value}").ShouldBe([" 404 1", "shop 200 1", "shop 401 1", "shop 413 1"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/Metrics")]
    [InlineData("/metrics/")]
    public async Task Metrics_NeedTheAdminKey(string path)
    {
        await using var hub = await RunningHub.StartAsync();
        hub.Client.DefaultRequestHeaders.Authorization = null;
        using var answer = await hub.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Alerts_AreFilteredByNameAndWhetherTheyLast()
    {
        await using var hub = await RunningHub.StartAsync();
        var now = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Alerts.RaiseAsync(sql, "parked", "", "warning", "Set aside: 1 commands.", now);
                await Alerts.RaiseAsync(sql, "paused", "route/shipped", "critical", "The route shipped was paused.", now);
                await Alerts.AddOwnAsync(sql, "info", "A notice.", now);
                foreach (var alert in (await Alerts.ActiveAsync(sql)).Where(alert => alert.Name == "paused")) await Alerts.ResolveAsync(sql, alert.Id, now.AddMinutes(5));
                return true;
            },
            CancellationToken.None);
        (await NamesAsync(hub, "")).ShouldBe(["notice", "paused", "parked"]);
        (await NamesAsync(hub, "?active=true")).ShouldBe(["parked"]);
        (await NamesAsync(hub, "?active=false")).ShouldBe(["notice", "paused"]);
        (await NamesAsync(hub, "?name=paused")).ShouldBe(["paused"]);
        (await NamesAsync(hub, "?name=paused&active=true")).ShouldBeEmpty();
        (await hub.Client.GetAsync("/api/v1/alerts?name=prked")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var parked = JsonElement.Parse(await hub.Client.GetStringAsync("/api/v1/alerts?name=parked")).GetProperty("items")[0];
        parked.GetProperty("active").GetBoolean().ShouldBeTrue();
        parked.GetProperty("whatToDo").GetString().ShouldNotBeNullOrEmpty();
        var paused = JsonElement.Parse(await hub.Client.GetStringAsync("/api/v1/alerts?name=paused")).GetProperty("items")[0];
        paused.GetProperty("resolvedAt").GetDateTimeOffset().ShouldBe(now.AddMinutes(5));
    }

    [Fact]
    public async Task AlertsOfOneName_GoOnByTheirCursor()
    {
        await using var hub = await RunningHub.StartAsync();
        for (var i = 0; i < 5; i++) await hub.WriteAsync("INSERT INTO alert (id, level, source, text, at, name) VALUES ($1, 'info', 'hub', 't', 0, 'notice')", $"{i}");
        var first = JsonElement.Parse(await hub.Client.GetStringAsync("/api/v1/alerts?name=notice&limit=3"));
        first.GetProperty("items").GetArrayLength().ShouldBe(3);
        var next = first.GetProperty("next").GetString();
        JsonElement.Parse(await hub.Client.GetStringAsync($"/api/v1/alerts?name=notice&limit=3&cursor={next}")).GetProperty("items").GetArrayLength().ShouldBe(2);
        (await hub.Client.GetAsync($"/api/v1/alerts?name=parked&limit=3&cursor={next}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<List<string>> NamesAsync(RunningHub hub, string query) =>
        [.. JsonElement.Parse(await hub.Client.GetStringAsync($"/api/v1/alerts{query}")).GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("name").GetString()!)];
}
