using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Endpoints;

public class ReconciliationEndpointsTests
{
    [Fact]
    public async Task List_ShowsComparisonsAndRefusals()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.WriteAsync("INSERT INTO reconciliation (connection, kind, cursor, since, next_at, began_at, ended_at, found, repaired) VALUES ('shop', 'regular', 'c', 1000, 9000, 1000, 2000, 5, 1), ('shop', 'asked', 'c', 0, 253402300799000, NULL, NULL, 0, 0)");
        await hub.WriteAsync("INSERT INTO refusal (connection, began_at, last_at, ended_at, refused) VALUES ('shop', 1000, 2000, NULL, 3)");
        var list = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/reconciliations");
        list.GetProperty("reconciliations").EnumerateArray().Select(entry => string.Join(' ', entry.GetProperty("kind").GetString(), entry.GetProperty("state").GetString(), entry.GetProperty("repaired").GetInt64())).ShouldBe(["asked done 0", "regular waiting 1"]);
        list.GetProperty("refusals")[0].GetProperty("refused").GetInt64().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"connection":"none"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"connection":"shop"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"since":"24h"}""", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task WrongOrder_IsRefused(string? body, HttpStatusCode status)
    {
        await using var hub = await RunningHub.StartAsync();
        (await hub.Client.PostAsync("/api/v1/reconciliations", body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Refused503_IsNoted()
    {
        await using var hub = await RunningHub.StartAsync(new StoreBusyException());
        (await hub.DeliverAsync("/webhooks/shop", "{}", FakeConnector.Sign("{}", RunningHub.Secret))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        hub.Services.GetRequiredService<RefusalNotes>().Open.ShouldHaveSingleItem().Connection.ShouldBe("shop");
    }
}
