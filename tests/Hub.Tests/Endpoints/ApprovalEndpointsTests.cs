using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Tests.Endpoints;

public class ApprovalEndpointsTests
{
    [Fact]
    public async Task WhatWaits_IsListedWithItsFirst_MaskedUnlessRevealed()
    {
        await using var hub = await RunningHub.StartAsync();
        await WaitAsync(hub);
        var masked = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/approvals")).EnumerateArray().ShouldHaveSingleItem();
        (masked.GetProperty("route").GetString(), masked.GetProperty("waiting").GetInt64(), masked.GetProperty("why").GetString(), masked.GetProperty("order").GetString()).ShouldBe(("shipped", 2, "It is new.", null));
        masked.GetProperty("sample").GetProperty("command").GetString().ShouldBe("c1");
        masked.GetProperty("sample").GetProperty("text").GetString().ShouldBe("(8 characters)");
        var whole = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/approvals?reveal=true");
        whole[0].GetProperty("sample").GetProperty("text").GetString().ShouldBe("Hi Clara");
        (await hub.Client.GetStringAsync("/api/v1/pauses")).ShouldBe("[]");
    }

    [Theory]
    [InlineData("shipped", """{"discard":true}""", HttpStatusCode.NoContent, "cancelled")]
    [InlineData("shipped", """{"earlier":true}""", HttpStatusCode.NoContent, "waiting")]
    [InlineData("shipped", null, HttpStatusCode.Conflict, "held")]
    [InlineData("shipped", """{"discrad":true}""", HttpStatusCode.BadRequest, "held")]
    [InlineData("other", null, HttpStatusCode.NotFound, "held")]
    public async Task Decision_IsCarriedOut(string route, string? body, HttpStatusCode status, string state)
    {
        await using var hub = await RunningHub.StartAsync();
        await WaitAsync(hub);
        (await hub.Client.PostAsync($"/api/v1/approvals/{route}", body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(status);
        var commands = (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands")).GetProperty("items").EnumerateArray();
        commands.Select(command => command.GetProperty("state").GetString()).ShouldBe([state, state]);
    }

    // Of files that are not there any more.
    private static async Task WaitAsync(RunningHub hub)
    {
        foreach (var id in new[] { "c1", "c2" })
        {
            await hub.WriteAsync(
                """
                INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, created_at, occurred_at, arrived_at, due_at, wake_at, max_late, bindings, shown)
                VALUES ($1, 'e', 'e', 'f', 'shipped', 0, 0, 's', 'shop', 'a', 'x', 1, 'held', 'awaiting_approval', 0, 0, 0, 0, 0, 0, '', 'Hi Clara')
                """,
                id);
        }

        await hub.WriteAsync("INSERT INTO pause (kind, name, reason, by, at, content) VALUES ('approval', 'shipped', 'It is new.', 'approval', 0, 's')");
    }
}
