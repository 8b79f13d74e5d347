using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Commands;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

/// <summary>How many parked entries are replayed and discarded by pages, paced, and asked for.</summary>
public sealed class ParkedOrderVerbsTests : IDisposable
{
    private readonly List<string> calls = [];
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource stop = new();
    private int left = 100;
    private int stopsAfter = int.MaxValue;

    [Theory]
    [InlineData("60/min", 10, 10)]
    [InlineData("2/s", 20, 10)]
    [InlineData("600/h", 1, 6)]
    public async Task Rate_PacesThePages(string rate, int page, int seconds)
    {
        left = page * 3;
        var time = new TimeThatPasses();
        (await CallAsync($"parked replay --route r --yes --rate {rate}", time)).ShouldBe(0);
        Limits().ShouldBe([page, page, page]);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds)]);
        error.ToString().Split(Environment.NewLine)[..3].ShouldBe([$"{page} replayed", $"{page * 2} replayed", $"{page * 3} replayed"]);
    }

    [Fact]
    public async Task CtrlC_EndsBetweenTwoPagesAndSaysHowFarItCame()
    {
        stopsAfter = 1;
        left = 300;
        (await CallAsync("parked replay --route r --yes", TimeProvider.System)).ShouldBe(1);
        calls.Count.ShouldBe(1);
        output.ToString().ShouldBe($"100 entries replayed. Ended before the rest; the same call goes on.{Environment.NewLine}");
    }

    [Theory]
    [InlineData("parked replay", "Say which entries")]
    [InlineData("parked discard", "Say which entries")]
    [InlineData("parked replay --all --rate fast", "--rate must be")]
    [InlineData("parked replay --all --from yesterday", "--from must be")]
    [InlineData("parked discard --all", "That are 100 entries. Say --yes to discard more than 20.")]
    public async Task CallThatSaysTooLittle_IsOneSentence(string call, string sentence)
    {
        (await CallAsync(call, TimeProvider.System)).ShouldBe(2);
        error.ToString().ShouldContain(sentence);
        calls.ShouldNotContain(one => one.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("y", 1)]
    [InlineData("n", 0)]
    [InlineData("", 0)]
    public async Task AtATerminal_MoreThanTwentyAreAskedFor(string answer, int posts)
    {
        (await CallAsync("parked discard --route r", TimeProvider.System, answer)).ShouldBe(0);
        error.ToString().ShouldContain("Discard 100 entries? [y/N]");
        calls.Count(call => call.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(posts);
    }

    [Fact]
    public async Task Options_AreTheBodyOfTheOrder()
    {
        left = 1;
        (await CallAsync("parked replay --connection wa --reason unknown --error no --mappings current --resend --ignore-age --yes --json", TimeProvider.System)).ShouldBe(0);
        var body = JsonElement.Parse(calls.ShouldHaveSingleItem()["POST ".Length..]);
        (body.GetProperty("connection").GetString(), body.GetProperty("reason").GetString(), body.GetProperty("mappings").GetString(), body.GetProperty("resend").GetBoolean(), body.GetProperty("ignoreAge").GetBoolean())
            .ShouldBe(("wa", "unknown", "current", true, true));
        JsonElement.Parse(output.ToString()).GetProperty("done").GetInt32().ShouldBe(1);
    }

    public void Dispose() => stop.Dispose();

    private IEnumerable<int> Limits() => calls.Where(call => call.StartsWith("POST", StringComparison.Ordinal)).Select(call => JsonElement.Parse(call["POST ".Length..]).GetProperty("limit").GetInt32());

    private async Task<int> CallAsync(string call, TimeProvider time, string? answer = null)
    {
        var hub = new HubCall(() => new ConfigurationBuilder().Build(), () => new Network(this));
        return await new HubCommandLine([ParkedVerb.Of(hub, new StringReader(answer ?? ""), () => answer is not null, time)]).InvokeAsync(call.Split(' '), output, error, stop.Token);
    }

    private sealed class Network(ParkedOrderVerbsTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not { } content)
            {
                test.calls.Add("GET " + request.RequestUri!.PathAndQuery);
                return Answer($$"""{"total":{{test.left}},"groups":[],"others":0}""");
            }

            var body = await content.ReadAsStringAsync(cancellationToken);
            test.calls.Add("POST " + body);
            if (test.calls.Count >= test.stopsAfter) await test.stop.CancelAsync();
            var done = Math.Min(test.left, JsonElement.Parse(body).GetProperty("limit").GetInt32());
            test.left -= done;
            return Answer($$"""{"done":{{done}},"refused":[],"previews":[],"next":{{(test.left > 0 ? "\"n\"" : "null")}}}""");
        }

        private static HttpResponseMessage Answer(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    /// <summary>Whoever waits has waited, and it is noted for how long.</summary>
    private sealed class TimeThatPasses : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
