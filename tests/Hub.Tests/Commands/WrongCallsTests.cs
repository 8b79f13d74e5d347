using System.Text.Json;
using Hub.Commands;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

/// <summary>Whatever is typed: an exit code and sentences, never an exception.</summary>
public class WrongCallsTests
{
    private static readonly string[] Verbs = ["run", "lint", "test", "eval", "explain", "find", "pause", "resume", "parked"];

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
        for (var i = 0; i < 300; i++)
        {
            string[] args = [Verbs[1 + seed.Next(Verbs.Length - 1)], .. Enumerable.Range(0, seed.Next(4)).Select(_ => words[seed.Next(words.Length)])];
            var called = await CommandLineUnderTest.CallAsync(args);
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
