using System.Net;
using System.Text;
using Hub.Commands;
using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

public sealed class HubCommandLineTests
{
    private const string Empty = """{"items":[],"next":null}""";
    private const string Parked =
        """
        {"items":[{"id":"c2","event":"e","file":"f","route":"shipped","connection":"wa","action":"a","subject":"s","lane":"template","state":"parked","reason":"rejected",
        "error":"The vendor says no.","attempts":1,"createdAt":"2026-01-01T00:00:00Z","dueAt":"2026-01-01T00:00:00Z"},
        {"id":"c1","event":"e","file":"f","route":"shipped","connection":"wa","action":"a","subject":"s","lane":"template","state":"parked","reason":"rejected",
        "error":"The vendor says no.","attempts":1,"createdAt":"2026-01-01T00:00:00Z","dueAt":"2026-01-01T00:00:00Z"}],"next":null}
        """;

    private readonly List<string> calls = [];
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Theory]
    [InlineData("lnit", 2)]
    [InlineData("find", 2)]
    [InlineData("pause", 2)]
    [InlineData("pause x --kind tree", 2)]
    [InlineData("parked --what", 2)]
    [InlineData("--help", 0)]
    [InlineData("find --help", 0)]
    public async Task Call_EndsWithItsExitCode(string line, int code) => (await InvokeAsync(line.Split(' '), _ => (HttpStatusCode.OK, Empty))).ShouldBe(code);

    [Fact]
    public async Task Help_ShowsExamples()
    {
        await InvokeAsync(["pause", "--help"], _ => (HttpStatusCode.OK, Empty));
        output.ToString().ShouldContain("hub pause desk --kind connection");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--urls=http://127.0.0.1:0")]
    [InlineData("Hub:Sandbox=true")]
    [InlineData("run --Hub:Sandbox true")]
    public async Task SettingsOrNothing_RunTheHub(string line)
    {
        var ran = new List<IReadOnlyList<string>>();
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var commandLine = new HubCommandLine([RunVerb.Of(args, settings =>
        {
            ran.Add(settings);
            throw new StartRefusedException(["First.", "Second."]);
        })]);
        (await commandLine.InvokeAsync(args, output, error, CancellationToken.None)).ShouldBe(2);
        ran.ShouldHaveSingleItem().ShouldBe(args.Where(arg => arg != "run"));
        error.ToString().ShouldBe($"First.{Environment.NewLine}Second.{Environment.NewLine}");
    }

    [Fact]
    public async Task HubThatDoesNotRun_IsOneSentence()
    {
        (await InvokeAsync(["parked"], _ => throw new HttpRequestException(HttpRequestError.ConnectionError))).ShouldBe(2);
        error.ToString().ShouldBe($"No hub answers at http://127.0.0.1:5080/. Start it with: hub run{Environment.NewLine}");
    }

    [Fact]
    public async Task RefusedKey_IsOneSentence()
    {
        (await InvokeAsync(["parked"], _ => (HttpStatusCode.Unauthorized, "{}"))).ShouldBe(2);
        error.ToString().ShouldBe($"The hub at http://127.0.0.1:5080/ refuses the key. Give it with --key-file, or as Hub:AdminKey in the configuration.{Environment.NewLine}");
    }

    [Fact]
    public async Task NothingParked_IsFine()
    {
        (await InvokeAsync(["parked"], _ => (HttpStatusCode.OK, Empty))).ShouldBe(0);
        output.ToString().ShouldBe($"Nothing is parked.{Environment.NewLine}");
    }

    [Fact]
    public async Task ParkedCommands_AreGroupedByRouteAndReason()
    {
        (await InvokeAsync(["parked"], path => (HttpStatusCode.OK, path.StartsWith("/api/v1/commands", StringComparison.Ordinal) ? Parked : Empty))).ShouldBe(1);
        output.ToString().ShouldBe($"2 commands of shipped, rejected: The vendor says no. (newest: c2){Environment.NewLine}");
    }

    [Fact]
    public async Task ParkedCommandsOfOtherErrors_AreGroupsOfTheirOwn()
    {
        var two = Parked.Replace("no.\",\"attempts\":1,\"createdAt\":\"2026-01-01T00:00:00Z\",\"dueAt\":\"2026-01-01T00:00:00Z\"}],", "never.\",\"attempts\":1,\"createdAt\":\"2026-01-01T00:00:00Z\",\"dueAt\":\"2026-01-01T00:00:00Z\"}],", StringComparison.Ordinal);
        (await InvokeAsync(["parked"], path => (HttpStatusCode.OK, path.StartsWith("/api/v1/commands", StringComparison.Ordinal) ? two : Empty))).ShouldBe(1);
        output.ToString().Split(Environment.NewLine).ShouldBe(["1 command of shipped, rejected: The vendor says no. (c2)", "1 command of shipped, rejected: The vendor says never. (c1)", ""]);
    }

    [Fact]
    public async Task OneParkedEvent_NamesEveryRouteThatFailed()
    {
        const string failed =
            """
            {"items":[{"id":"e1","source":"webhook","connection":"wa","type":"t","subject":"s","state":"parked","reason":"route_failed","occurredAt":"2026-01-01T00:00:00Z","arrivedAt":"2026-01-01T00:00:00Z",
            "routes":[{"file":"f","route":"a","outcome":"failed","failure":"No."},{"file":"f","route":"b","outcome":"not_matched"},{"file":"f","route":"c","outcome":"failed","failure":"Never."}]}],"next":null}
            """;
        (await InvokeAsync(["parked"], path => (HttpStatusCode.OK, path.StartsWith("/api/v1/events", StringComparison.Ordinal) ? failed : Empty))).ShouldBe(1);
        output.ToString().ShouldBe($"1 event of a, c, route_failed: a: No. | c: Never. (e1){Environment.NewLine}");
    }

    [Fact]
    public async Task ParkedWebhooks_AreListedUnlessTheirEventsTellOfThem()
    {
        const string webhooks =
            """
            {"items":[{"id":"9","connection":"wa","method":"POST","suffix":"","state":"parked","error":"The body is no JSON.","arrivedAt":"2026-01-01T00:00:00Z"},
            {"id":"8","connection":"wa","method":"POST","suffix":"","state":"parked","error":null,"arrivedAt":"2026-01-01T00:00:00Z"}],"next":null}
            """;
        (await InvokeAsync(["parked"], path => (HttpStatusCode.OK, path.StartsWith("/api/v1/webhooks", StringComparison.Ordinal) ? webhooks : Empty))).ShouldBe(1);
        output.ToString().ShouldBe($"1 webhook of wa, unreadable: The body is no JSON. (9){Environment.NewLine}");
    }

    [Fact]
    public async Task Pause_TriesRouteThenConnection()
    {
        (await InvokeAsync(["pause", "desk"], path => (path.StartsWith("/api/v1/routes", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.NoContent, ""))).ShouldBe(0);
        calls.ShouldBe(["POST /api/v1/routes/desk/pause", "POST /api/v1/connections/desk/pause"]);
        output.ToString().ShouldBe($"The connection desk is paused.{Environment.NewLine}");
    }

    [Theory]
    [InlineData("[]", 0, "Nothing is paused.")]
    [InlineData(
        """[{"kind":"route","name":"shipped","reason":"It parked too many.","by":"brake","since":"2026-11-22T07:00:00Z"}]""", 1,
        "route shipped, since 2026-11-22 07:00:00Z, by the hub (brake): It parked too many.")]
    [InlineData(
        """[{"kind":"connection","name":"wa","reason":"131048: It is restricted.","by":"restricted","since":"2026-11-22T07:00:00Z","until":"2026-11-22T13:00:00Z"}]""", 1,
        "connection wa, since 2026-11-22 07:00:00Z until 2026-11-22 13:00:00Z, by the hub (the vendor restricts the account): 131048: It is restricted.")]
    public async Task Paused_SaysSinceWhenWhyAndByWhom(string answer, int code, string line)
    {
        (await InvokeAsync(["paused"], _ => (HttpStatusCode.OK, answer))).ShouldBe(code);
        calls.ShouldBe(["GET /api/v1/pauses"]);
        output.ToString().ShouldBe(line + Environment.NewLine);
    }

    [Theory]
    [InlineData("", "No customers were merged.")]
    [InlineData(
        """{"id":7,"kept":"a","merged":"b","event":"e","at":"2026-11-22T07:00:00Z","undoUntil":"2026-12-22T07:00:00Z","undoneAt":null}""",
        "7: b became part of a at 2026-11-22 07:00:00Z, by e; can be undone until 2026-12-22 07:00:00Z")]
    [InlineData(
        """{"id":7,"kept":"a","merged":"b","event":"e","at":"2026-11-22T07:00:00Z","undoUntil":"2026-12-22T07:00:00Z","undoneAt":"2026-11-23T07:00:00Z"}""",
        "7: b became part of a at 2026-11-22 07:00:00Z, by e; undone at 2026-11-23 07:00:00Z")]
    [InlineData(
        """{"id":7,"kept":"a","merged":"b","event":"e","at":"2026-11-22T07:00:00Z","undoUntil":"1970-01-01T00:00:00Z","undoneAt":null}""",
        "7: b became part of a at 2026-11-22 07:00:00Z, by e; cannot be undone")]
    public async Task Merges_SayWhoBecameOneAndWhetherItCanBeUndone(string items, string line)
    {
        (await InvokeAsync(["merges"], _ => (HttpStatusCode.OK, $$"""{"items":[{{items}}],"next":null}"""))).ShouldBe(0);
        calls.ShouldBe(["GET /api/v1/merges?limit=500"]);
        output.ToString().ShouldBe(line + Environment.NewLine);
    }

    [Fact]
    public async Task MergesUndo_OrdersIt()
    {
        (await InvokeAsync(["merges", "undo", "7"], _ => (HttpStatusCode.NoContent, ""))).ShouldBe(0);
        calls.ShouldBe(["POST /api/v1/merges/7/undo"]);
        output.ToString().ShouldBe($"Merge 7 is undone: its two customers stay apart.{Environment.NewLine}");
    }

    [Fact]
    public async Task MergesRedo_OrdersIt()
    {
        (await InvokeAsync(["merges", "redo", "7"], _ => (HttpStatusCode.NoContent, ""))).ShouldBe(0);
        calls.ShouldBe(["POST /api/v1/merges/7/redo"]);
        output.ToString().ShouldBe($"Merge 7 is made again: its two customers are one person.{Environment.NewLine}");
    }

    [Fact]
    public async Task UnknownName_IsOneSentence()
    {
        (await InvokeAsync(["resume", "desk"], _ => (HttpStatusCode.NotFound, ""))).ShouldBe(2);
        error.ToString().ShouldBe($"The hub has no route or connection desk.{Environment.NewLine}");
    }

    [Fact]
    public async Task NothingFound_Is1()
    {
        (await InvokeAsync(["find", "a b"], _ => (HttpStatusCode.OK, """{"customers":[],"events":[],"commands":[],"links":[]}"""))).ShouldBe(1);
        calls.ShouldBe(["GET /api/v1/search?q=a%20b"]);
    }

    private async Task<int> InvokeAsync(string[] args, Func<string, (HttpStatusCode Status, string Body)> answer)
    {
        var hub = new HubCall(() => new ConfigurationBuilder().AddInMemoryCollection([new("Hub:AdminKey", "key")]).Build(), () => new Network(this, answer));
        return await new HubCommandLine([RunVerb.Of(args, _ => throw new StartRefusedException([])), FindVerb.Of(hub), PauseVerbs.Pause(hub), PauseVerbs.Resume(hub), PausedVerb.Of(hub), ParkedVerb.Of(hub), MergesVerb.Of(hub)])
            .InvokeAsync(args, output, error, CancellationToken.None);
    }

    private sealed class Network(HubCommandLineTests test, Func<string, (HttpStatusCode Status, string Body)> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization!.ToString().ShouldBe("Bearer key");
            test.calls.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            var (status, body) = answer(request.RequestUri.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
