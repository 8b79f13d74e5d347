using System.Net;

namespace Hub.Tests.Commands;

public class AlertsVerbTests
{
    private const string Lasting =
        """
        {"items":[{"id":"a","level":"warning","source":"hub","text":"Set aside: 2 commands.","command":null,"at":"2026-11-22T09:00:00Z","name":"parked","about":"","active":true,"resolvedAt":null,"whatToDo":"hub parked lists them."}],"next":null}
        """;

    [Fact]
    public async Task AlertsThatLast_AreTold_WithWhatToDo_AndExitCode1()
    {
        var asked = "";
        var called = await CommandLineUnderTest.CallAsync(["alerts"], answer: path =>
        {
            asked = path;
            return (HttpStatusCode.OK, Lasting);
        });
        called.Code.ShouldBe(1);
        called.Output.ShouldBe("warning parked, since 2026-11-22 09:00:00Z, by hub: Set aside: 2 commands.\n    hub parked lists them.\n");
        asked.ShouldBe("/api/v1/alerts?limit=500&active=true");
    }

    [Fact]
    public async Task NoAlert_IsExitCode0()
    {
        var called = await CommandLineUnderTest.CallAsync(["alerts"], answer: _ => (HttpStatusCode.OK, """{"items":[],"next":null}"""));
        called.Code.ShouldBe(0);
        called.Output.ShouldBe("No alert lasts.\n");
    }

    [Fact]
    public async Task AllOfOneName_AreAskedFor_AndJsonIsJson()
    {
        var asked = "";
        var called = await CommandLineUnderTest.CallAsync(["alerts", "--all", "--name", "parked", "--reveal", "--json"], answer: path =>
        {
            asked = path;
            return (HttpStatusCode.OK, Lasting);
        });
        asked.ShouldBe("/api/v1/alerts?limit=500&reveal=true&name=parked");
        System.Text.Json.JsonElement.Parse(called.Output)[0].GetProperty("name").GetString().ShouldBe("parked");
    }
}
