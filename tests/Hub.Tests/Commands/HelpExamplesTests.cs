using System.CommandLine;
using Hub.Commands;
using Hub.Tests.Docs;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

/// <summary>The examples in the help are calls that work as they stand, in the folder of the project.</summary>
public class HelpExamplesTests
{
    // The others need a running hub, run one, or write.
    private static readonly string[] Played = ["lint", "test", "eval", "explain"];

    public static TheoryData<string> Examples => [.. CommandLineUnderTest.Verbs([], new ConfigurationBuilder().Build()).SelectMany(Of)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Works(string example)
    {
        var words = Documents.Words(example);
        var at = words.IndexOf("hub");
        var (input, args) = (at > 0 ? words[1] : "", words[(at + 1)..]);
        var root = new RootCommand();
        foreach (var verb in CommandLineUnderTest.Verbs([], new ConfigurationBuilder().Build())) root.Add(verb);
        root.Parse(args).Errors.ShouldBeEmpty();
        if (!Played.Contains(args[0]) || args.Contains("--url") || args.Exists(arg => arg.Length == 32)) return;
        var called = await CommandLineUnderTest.CallAsync(args.ConvertAll(Here), input);
        called.Code.ShouldBe(0, $"{called.Output}{called.Error}");
    }

    private static string Here(string arg) => !arg.Contains(' ', StringComparison.Ordinal) && Path.Exists(Path.Combine(Documents.Root, arg)) ? Path.Combine(Documents.Root, arg) : arg;

    private static IEnumerable<string> Of(Verb verb) => verb.Examples.Concat(verb.Subcommands.OfType<Verb>().SelectMany(Of));
}
