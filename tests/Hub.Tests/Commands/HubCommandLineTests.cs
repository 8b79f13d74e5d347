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
        {"total":3,"groups":[{"kind":"command","connection":"wa","route":"shipped","reason":"rejected","error":"The vendor says no.","count":2,"oldest":"2026-01-01T00:00:00Z","newest":"2026-01-02T00:00:00Z","sample":"c2",
        "means":"The vendor said no.","whatToDo":"Mend it."},
        {"kind":"webhook","connection":"wa","route":null,"reason":"unreadable","error":"The body is no JSON.","count":1,"oldest":"2026-01-01T00:00:00Z","newest":"2026-01-01T00:00:00Z","sample":"9",
        "means":"It could not be read.","whatToDo":"Replay it."}],"others":0}
        """;

    private const string NothingParked = """{"total":0,"groups":[],"others":0}""";

    private readonly List<string> calls = [];
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private string? guard;

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

    [Theory]
    [InlineData("parked")]
    [InlineData("parked list")]
    public async Task NothingParked_IsFine(string call)
    {
        (await InvokeAsync(call.Split(' '), _ => (HttpStatusCode.OK, NothingParked))).ShouldBe(0);
        output.ToString().ShouldBe($"Nothing is parked.{Environment.NewLine}");
    }

    [Fact]
    public async Task Parked_ListsCausesWithWhatToDo()
    {
        (await InvokeAsync(["parked", "--route", "shipped", "--from", "2026-01-01"], _ => (HttpStatusCode.OK, Parked))).ShouldBe(1);
        calls.ShouldBe(["GET /api/v1/parked?route=shipped&from=2026-01-01T00%3A00%3A00.0000000%2B00%3A00"]);
        output.ToString().Split(Environment.NewLine).ShouldBe(
        [
            "2 commands of shipped, rejected: The vendor says no. (2026-01-01 00:00:00Z to 2026-01-02 00:00:00Z, newest: c2)", "  The vendor said no. Mend it.",
            "1 webhook of wa, unreadable: The body is no JSON. (9, 2026-01-01 00:00:00Z)", "  It could not be read. Replay it.", "",
        ]);
    }

    [Fact]
    public async Task Pause_TriesRouteThenConnection()
    {
        (await InvokeAsync(["pause", "desk"], path => (path.StartsWith("/api/v1/routes", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.NoContent, ""))).ShouldBe(0);
        calls.ShouldBe(["POST /api/v1/routes/desk/pause", "POST /api/v1/connections/desk/pause"]);
        output.ToString().ShouldBe($"The connection desk is paused.{Environment.NewLine}");
    }

    [Fact]
    public async Task Resume_SaysWhyItWasHeld()
    {
        const string Held = """[{"kind": "connection", "name": "desk", "reason": "It was put back.", "by": "hold", "since": "2026-11-21T09:00:00Z"}]""";
        (await InvokeAsync(["resume", "desk", "--kind", "connection"], path => (HttpStatusCode.OK, path == "/api/v1/pauses" ? Held : ""))).ShouldBe(0);
        output.ToString().ShouldBe($"The connection desk goes on.{Environment.NewLine}It was held: It was put back.{Environment.NewLine}");
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
    [InlineData("[]", 0, "Nothing waits for an approval.")]
    [InlineData(
        """[{"route":"shipped","waiting":19980,"since":"2026-11-22T07:00:00Z","why":"It is new.","order":null,"sample":{"command":"c1","action":"whatsapp.send_template","customer":"k","thread":"t","text":"(20 characters)","createdAt":"2026-11-22T07:00:00Z"}}]""", 1,
        "shipped: 19980 waiting since 2026-11-22 07:00:00Z. It is new. The first: whatsapp.send_template, command c1, (20 characters), which hub approve --reveal shows.")]
    [InlineData(
        """[{"route":"shipped","waiting":0,"since":"2026-11-22T07:00:00Z","why":"It is new.","order":null,"sample":null}]""", 1,
        "shipped: 0 waiting since 2026-11-22 07:00:00Z (what it sends from now on; what waited before a start that was held is parked: hub parked). It is new.")]
    public async Task Approve_WithoutARoute_ListsWhatWaits(string answer, int code, string line)
    {
        (await InvokeAsync(["approve"], _ => (HttpStatusCode.OK, answer))).ShouldBe(code);
        calls.ShouldBe(["GET /api/v1/approvals"]);
        output.ToString().ShouldBe(line + Environment.NewLine);
    }

    [Fact]
    public async Task Approve_Reveal_ShowsTheStartOfWhatTheFirstWouldRead()
    {
        var text = "Hi Mara,\\nyour order is on its way: " + new string('x', 200);
        var waiting = $$$"""[{"route":"shipped","waiting":1,"since":"2026-11-22T07:00:00Z","why":"It is new.","order":null,"sample":{"command":"c1","action":"a.b","customer":"k","thread":"t","text":"{{{text}}}","createdAt":"2026-11-22T07:00:00Z"}}]""";
        (await InvokeAsync(["approve", "--reveal"], _ => (HttpStatusCode.OK, waiting))).ShouldBe(1);
        output.ToString().ShouldBe($"shipped: 1 waiting since 2026-11-22 07:00:00Z. It is new. The first: a.b, command c1, \"Hi Mara, your order is on its way: {new string('x', 85)}…\".{Environment.NewLine}");
    }

    [Theory]
    [InlineData("approve shiped", "approvals/shiped", "The hub has no route shiped, and nothing waits of one. Did you mean shipped? Its routes are shipped.")]
    [InlineData("connections check shp", "connections/shp/check", "The hub has no connection shp. Did you mean shop? Its connections are shop, desk.")]
    [InlineData("reconcile shp", "reconciliations", "The hub has no connection shp. Did you mean shop? Its connections are shop, desk.")]
    public async Task NameThatIsNone_IsToldWithTheNearest(string call, string posted, string line)
    {
        (await InvokeAsync(call.Split(' '), path => path switch
        {
            _ when path.EndsWith(posted, StringComparison.Ordinal) => (HttpStatusCode.NotFound, ""),
            _ when path.EndsWith("connections", StringComparison.Ordinal) => (HttpStatusCode.OK, """[{"name":"shop","connector":"shopify"},{"name":"desk","connector":"zendesk"}]"""),
            _ when path.EndsWith("active", StringComparison.Ordinal) => (HttpStatusCode.OK, """{"hash":"h","files":[{"file":"m.yaml","text":"language: 1\nroutes:\n  - {id: shipped, on: a.b, do: c.d}\n"}]}"""),
            _ => (HttpStatusCode.OK, "[]"),
        })).ShouldBe(2);
        error.ToString().ShouldContain(line);
    }

    [Theory]
    [InlineData("approve shipped", "The route shipped is approved: 1 command released.")]
    [InlineData("approve shipped --discard", "What waited of the route shipped is cancelled: 1 command.")]
    [InlineData("approve other", "The route other is approved as it is now. Nothing of it waited.")]
    public async Task Approve_DecidesAboutARoute(string call, string line)
    {
        const string waiting = """[{"route":"shipped","waiting":1,"since":"2026-11-22T07:00:00Z","why":"It is new.","order":null,"sample":null}]""";
        (await InvokeAsync(call.Split(' '), path => path.EndsWith("approvals", StringComparison.Ordinal) ? (HttpStatusCode.OK, waiting) : (HttpStatusCode.NoContent, ""))).ShouldBe(0);
        calls.ShouldBe(["GET /api/v1/approvals", $"POST /api/v1/approvals/{call.Split(' ')[1]}"]);
        output.ToString().ShouldBe(line + Environment.NewLine);
    }

    [Theory]
    [InlineData("right", 0, "ok   ")]
    [InlineData("doubtful", 0, "look ")]
    [InlineData("wrong", 1, "WRONG")]
    public async Task ConnectionsCheck_ShowsEachFinding_AndTellsByItsExitCode(string standing, int code, string sign)
    {
        var found = $$"""{"connection":"shop","connector":"shopify","findings":[{"subject":"credentials","standing":"{{standing}}","text":"They are Ada's."}]}""";
        (await InvokeAsync(["connections", "check"], path => (HttpStatusCode.OK, path.EndsWith("check", StringComparison.Ordinal) ? found : """[{"name":"shop","connector":"shopify"}]"""))).ShouldBe(code);
        calls.ShouldBe(["GET /api/v1/connections", "POST /api/v1/connections/shop/check"]);
        output.ToString().ReplaceLineEndings("\n").ShouldBe($"shop (shopify)\n  {sign} credentials: They are Ada's.\n");
    }

    [Fact]
    public async Task Reconcile_ListsHowFarItHasCome_AndGivesTheOrder()
    {
        const string list =
            """
            {"reconciliations":[{"connection":"shop","kind":"regular","state":"waiting","since":"2026-11-22T07:00:00Z","nextAt":"2026-11-22T07:15:00Z","beganAt":null,"endedAt":null,"found":1,"repaired":0,"error":null}],
            "refusals":[{"connection":"shop","from":"2026-11-22T06:00:00Z","last":"2026-11-22T06:01:00Z","to":null,"refused":2}]}
            """;
        (await InvokeAsync(["reconcile"], _ => (HttpStatusCode.OK, list))).ShouldBe(0);
        (await InvokeAsync(["reconcile", "shop", "--since", "24h"], _ => (HttpStatusCode.NoContent, ""))).ShouldBe(0);
        (await InvokeAsync(["reconcile", "--since", "24h"], _ => (HttpStatusCode.OK, list))).ShouldBe(2);
        calls.ShouldBe(["GET /api/v1/reconciliations", "POST /api/v1/reconciliations"]);
        output.ToString().ReplaceLineEndings("\n").ShouldBe(
            "shop, regular, waiting, since 2026-11-22 07:00:00Z: 1 change, 0 brought by no webhook, next 2026-11-22 07:15:00Z\n"
            + "shop: 2 webhooks refused (503) from 2026-11-22 06:00:00Z, still\nThe connection shop is compared with its vendor. How far that has come: hub reconcile\n");
    }

    [Fact]
    public async Task Discard_WithoutARoute_IsAWrongCall() => (await InvokeAsync(["approve", "--discard"], _ => (HttpStatusCode.OK, "[]"))).ShouldBe(2);

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
    public async Task Approve_ToDiscardAndToSend_IsRefusedBeforeAnyCall()
    {
        (await InvokeAsync(["approve", "shipped", "--discard", "--earlier"], _ => (HttpStatusCode.OK, "[]"))).ShouldBe(2);
        calls.ShouldBeEmpty();
        error.ToString().ShouldBe($"--discard cancels what waits and --earlier sends it. Give one of them.{Environment.NewLine}");
    }

    [Fact]
    public async Task Approve_OfAHubWithoutAGuard_SaysSo()
    {
        guard = "off";
        (await InvokeAsync(["approve"], _ => (HttpStatusCode.OK, "[]"))).ShouldBe(0);
        output.ToString().ShouldBe($"Nothing waits for an approval: the guard is off in this hub, as it is in the Sandbox unless Guard:Enabled is true.{Environment.NewLine}");
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
        return await new HubCommandLine([RunVerb.Of(args, _ => throw new StartRefusedException([])), FindVerb.Of(hub), PauseVerbs.Pause(hub), PauseVerbs.Resume(hub, TimeProvider.System), PausedVerb.Of(hub), ApproveVerb.Of(hub), ReconcileVerb.Of(hub), ConnectionsVerb.Of(hub), ParkedVerb.Of(hub, TextReader.Null, () => false, TimeProvider.System), MergesVerb.Of(hub)])
            .InvokeAsync(args, output, error, CancellationToken.None);
    }

    private sealed class Network(HubCommandLineTests test, Func<string, (HttpStatusCode Status, string Body)> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization!.ToString().ShouldBe("Bearer key");
            test.calls.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            var (status, body) = answer(request.RequestUri.PathAndQuery);
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (test.guard is { } state) response.Headers.Add("Hub-Guard", state);
            return Task.FromResult(response);
        }
    }
}
