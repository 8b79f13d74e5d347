using System.Text.Json;
using Hub.Commands;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

/// <summary>Whatever is typed: an exit code and sentences, never an exception.</summary>
public sealed class WrongCallsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-wrong-calls-").FullName;

    private static readonly string[] Verbs = ["run", "lint", "test", "eval", "explain", "find", "pause", "resume", "parked"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("tests", "hub has no verb tests. Did you mean hub test?")]
    [InlineData("validate", "hub has no verb validate. Did you mean hub lint?")]
    [InlineData("check mappings", "hub has no verb check. Did you mean hub lint?")]
    [InlineData("start", "hub has no verb start. Did you mean hub run?")]
    [InlineData("lnit", "hub has no verb lnit. Did you mean hub lint?")]
    [InlineData("Deploy mappings", "hub has no verb Deploy. Did you mean hub mappings publish?")]
    [InlineData("help", "hub has no verb help. Did you mean hub --help?")]
    [InlineData("xyzzy --json", "{\n  \"error\": \"hub has no verb xyzzy. Its verbs are init, run, ")]
    [InlineData("mappings publsh", "hub mappings has no verb publsh. Did you mean hub mappings publish? Its only verb is publish.")]
    [InlineData("merges und 7", "hub merges has no verb und. Did you mean hub merges undo? Its verbs are undo, redo.")]
    [InlineData("merges undo abc", "abc is no number of a merge: hub merges lists them.")]
    public async Task WordThatIsNoVerb_IsAnsweredByTheOneThatIsMeant(string line, string sentence)
    {
        var called = await CommandLineUnderTest.CallAsync(line.Split(' '));
        called.Code.ShouldBe(2);
        (called.Error + called.Output).ShouldStartWith(sentence);
    }

    [Fact]
    public async Task EveryVerb_HasHelpWithExamples()
    {
        foreach (var verb in Verbs)
        {
            var called = await CommandLineUnderTest.CallAsync([verb, "--help"]);
            called.Code.ShouldBe(0, verb);
            called.Output.ShouldContain("Examples:\n  ", customMessage: verb);
            called.Output.ShouldContain($"hub {verb}", customMessage: verb);
        }
    }

    [Fact]
    public async Task HostileArguments_EndWithACodeAndASentence()
    {
        var seed = new Random(20_260_301);
        string[] words = ["", "-", "--", "---", "--json", "--event", "--jsonl", "--trace", "--coverage", "--filter", "\0", "\u202E", "{", "${", "'", new('x', 5_000), "/", "/dev/null", "..", "*", "@file", "%s%n", "-1", "--url", "http://[", "--key-file", "/nowhere", "a b", "\n", "\ud800"];
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), "language: 1\nroutes:\n  - id: paid\n    on: shopify.order.paid\n    do: shopify.add_tags\n    with: {order: \"${event.id}\", tags: [paid]}\n");
        for (var i = 0; i < 300; i++)
        {
            string[] args = [Verbs[1 + seed.Next(Verbs.Length - 1)], .. Enumerable.Range(0, seed.Next(4)).Select(_ => words[seed.Next(words.Length)])];
            var called = await CommandLineUnderTest.CallAsync(args, mappings: folder);
            called.Code.ShouldBeInRange(0, 2, string.Join(' ', args));
            if (called.Code == 2) (called.Output + called.Error).Trim().ShouldNotBeEmpty(string.Join(' ', args));
            (called.Output + called.Error).ShouldNotContain("   at Hub.", customMessage: string.Join(' ', args));
        }
    }

    [Theory]
    [InlineData("eval --nothing 1 2 --json")]
    [InlineData("find --json")]
    [InlineData("parked --json")]
    [InlineData("explain /nowhere --json")]
    [InlineData("test --filter nothing-has-this-name --json")]
    public async Task WrongCallWithJson_IsAnObjectWithTheError(string line)
    {
        var called = await CommandLineUnderTest.CallAsync(line.Split(' '));
        called.Code.ShouldBe(2);
        called.Error.ShouldBeEmpty();
        JsonElement.Parse(called.Output).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task OutputThatNobodyReads_EndsInSilence()
    {
        var verb = new Verb("say", "Says something.", "hub say");
        verb.SetAction((_, _) => throw new ClosedOutputException(new IOException("Broken pipe")));
        using var error = new StringWriter();
        (await new HubCommandLine([verb]).InvokeAsync(["say"], TextWriter.Null, error, CancellationToken.None)).ShouldBe(0);
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task CancelledCall_EndsInSilence()
    {
        using var error = new StringWriter();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var verb = new Verb("wait", "Waits.", "hub wait");
        verb.SetAction((_, cancel) => Task.FromCanceled<int>(cancel));
        (await new HubCommandLine([verb]).InvokeAsync(["wait"], TextWriter.Null, error, cancelled.Token)).ShouldBe(2);
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task FileThatCannotBeRead_IsOneSentence()
    {
        var verb = new Verb("read", "Reads.", "hub read");
        verb.SetAction((_, _) => throw new UnauthorizedAccessException("Access to the path is denied."));
        using var error = new StringWriter();
        (await new HubCommandLine([verb]).InvokeAsync(["read"], TextWriter.Null, error, CancellationToken.None)).ShouldBe(2);
        error.ToString().ShouldBe($"Access to the path is denied.{Environment.NewLine}");
    }

    [Fact]
    public async Task MappingsOfTheProject_AreCheckedAndTestedByTheVerbs()
    {
        (await CommandLineUnderTest.CallAsync(["lint", MappingWorld.Folder])).Code.ShouldBe(0);
        (await CommandLineUnderTest.CallAsync(["test"])).Code.ShouldBe(0);
    }
}
