using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Endpoints;

public sealed class ParkedEndpointsTests
{
    [Fact]
    public async Task List_GroupsWhatDiffersOnlyInWhatIsHidden()
    {
        await using var hub = await HubWithAsync(5, "'\"Anna ' || n || '\" is wrong.'");
        var list = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/parked?route=r");
        list.GetProperty("total").GetInt64().ShouldBe(5);
        var group = list.GetProperty("groups").EnumerateArray().ShouldHaveSingleItem();
        (group.GetProperty("kind").GetString(), group.GetProperty("count").GetInt64(), group.GetProperty("error").GetString()).ShouldBe(("command", 5, "\"…\" is wrong."));
        group.GetProperty("whatToDo").GetString().ShouldNotBeEmpty();
        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/parked?reveal=true")).GetProperty("groups").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Show_TellsWhatAReplayWouldDo()
    {
        await using var hub = await HubWithAsync(1, "'No.'");
        await hub.WriteAsync("UPDATE command SET reason = 'unknown'");
        var detail = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/parked/c1");
        (detail.GetProperty("kind").GetString(), detail.GetProperty("reason").GetString(), detail.GetProperty("replay").GetProperty("fate").GetString()).ShouldBe(("command", "unknown", "refused"));
        detail.GetProperty("event").GetProperty("id").GetString().ShouldBe("e1");
        (await hub.Client.GetAsync("/api/v1/parked/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("replay", "{}", "Say which entries")]
    [InlineData("discard", "{}", "Say which entries")]
    [InlineData("replay", """{"ids": ["a"], "all": true}""", "one of them")]
    [InlineData("replay", """{"ids": []}""", "ids must be")]
    [InlineData("replay", """{"all": true, "limit": 501}""", "limit must be")]
    [InlineData("replay", """{"all": true, "mappings": "newest"}""", "mappings must be")]
    [InlineData("replay", """{"all": true, "cursor": "2.1.1.abc"}""", "cursor is not one")]
    [InlineData("replay", """{"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}""", "from must be before to")]
    [InlineData("replay", """{"reason": "unkown"}""", "reason is none for which entries are parked. Did you mean unknown? Known: rejected, ")]
    [InlineData("discard", """{"all": true, "resend": true}""", "mean nothing")]
    [InlineData("discard", """{"all": true, "dryRun": true}""", "no dry run")]
    public async Task OrderThatSaysNothingOrTooMuch_Is400(string order, string body, string sentence)
    {
        await using var hub = await HubWithAsync(1, "'No.'");
        var response = await hub.Client.PostAsync("/api/v1/parked/" + order, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(sentence);
        (await hub.CountAsync("parked")).ShouldBe(0);
    }

    [Fact]
    public async Task CursorOfAnotherSelection_Is400()
    {
        await using var hub = await HubWithAsync(3, "'No.'");
        var next = (await AnswerAsync(hub, """{"route": "r", "limit": 1}""")).GetProperty("next").GetString();
        (await AnswerAsync(hub, $$"""{"route": "r", "limit": 1, "cursor": "{{next}}"}""")).GetProperty("done").GetInt32().ShouldBe(1);
        (await hub.Client.PostAsync("/api/v1/parked/discard", JsonContent.Create(new { reason = "rejected", cursor = next }))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("replay", "waiting")]
    [InlineData("discard", "cancelled")]
    public async Task TwoThousand_GoPageByPageThroughTheCommandLine(string order, string state)
    {
        await using var hub = await HubWithAsync(2000, "'No.'");
        var (code, output, error) = await CallAsync(hub, $"parked {order} --route r --yes");
        code.ShouldBe(0, output + error);
        output.ShouldBe($"2000 entries {(order == "replay" ? "replayed" : "discarded")}.{Environment.NewLine}");
        error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(20);
        (await hub.Database.ReadAsync(sql => sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = $1", state), CancellationToken.None)).ShouldBe(2000);
        (await hub.Database.ReadAsync(sql => sql.ListAsync("SELECT id FROM command WHERE state = 'waiting' ORDER BY place, seq LIMIT 3", row => row.GetString(0)), CancellationToken.None))
            .ShouldBe(order == "replay" ? ["c1", "c2", "c3"] : []);
        (await CallAsync(hub, $"parked {order} --route r --yes")).Output.ShouldStartWith("0 entries");
    }

    [Fact]
    public async Task ShowAndDryRun_AreReadThroughTheCommandLine()
    {
        await using var hub = await HubWithAsync(30, "'No.'");
        (await CallAsync(hub, "parked show c1")).Output.ShouldContain("a replay: runs");
        var (code, output, _) = await CallAsync(hub, "parked replay --route r --dry-run");
        code.ShouldBe(0);
        output.Split(Environment.NewLine).Count(line => line.StartsWith("command c", StringComparison.Ordinal)).ShouldBe(20);
        output.ShouldEndWith($"30 entries would be replayed.{Environment.NewLine}");
        (await CallAsync(hub, "parked replay --route r --mappings current")).ShouldBe((2, "", $"That are 30 entries. Say --yes to replay more than 20.{Environment.NewLine}"));
        (await CallAsync(hub, "parked replay --route r --mappings current --yes")).ShouldBe((1, $"0 entries replayed.{Environment.NewLine}30 entries not: The mapping files in force have no route r. (first: c1){Environment.NewLine}", ""));
        (await CallAsync(hub, "parked")).Code.ShouldBe(1);
    }

    private static async Task<JsonElement> AnswerAsync(RunningHub hub, string body)
    {
        var response = await hub.Client.PostAsync("/api/v1/parked/discard", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<(int Code, string Output, string Error)> CallAsync(RunningHub hub, string call)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var running = new HubCall(() => new ConfigurationBuilder().AddInMemoryCollection([new("Hub:AdminKey", RunningHub.Key)]).Build());
        var line = new HubCommandLine([ParkedVerb.Of(running, TextReader.Null, () => false, TimeProvider.System)]);
        var code = await line.InvokeAsync([.. call.Split(' '), "--url", hub.Client.BaseAddress!.ToString()], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private static async Task<RunningHub> HubWithAsync(int commands, string error)
    {
        var hub = await RunningHub.StartAsync();
        await hub.Services.GetRequiredService<Hub.Pipeline.SnapshotStore>().ActivateAsync(Hub.Mappings.MappingFolder.Compile([], hub.Services.GetRequiredService<Hub.Mappings.MappingEnvironment>()).Snapshot!, CancellationToken.None);
        await hub.WriteAsync(
            "INSERT INTO event (id, source, connection, type, subject, place, state, envelope, data, occurred_at, arrived_at, completeness) VALUES ('e1', 'webhook', 'shop', 't', 's', 1, 'applied', '{}', '{}', 0, 0, 'complete')");
        await hub.WriteAsync(
            $$"""
             WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
             INSERT INTO command (id, event, root, file, route, item, generation, snapshot, connection, action, subject, lane, state, reason, error, created_at, occurred_at, arrived_at, due_at, max_late, bindings, ended_at)
             SELECT 'c' || n, 'e1', 'e1', 'f', 'r', 0, 0, 's', 'shop', 'a', 's', 0, 'parked', 'rejected', {{error}}, 0, 0, 0, 1000, 0, '', 1000 FROM numbers
             """,
            commands);
        return hub;
    }
}
