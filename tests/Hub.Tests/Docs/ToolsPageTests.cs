using System.Text.RegularExpressions;
using Hub.Tests.Commands;
using Hub.Tests.Mappings;

namespace Hub.Tests.Docs;

/// <summary>Every call on the page of the tools works as it stands there, and prints what stands below it.</summary>
public sealed partial class ToolsPageTests : IDisposable
{
    private const string Page = "docs/tools.md";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-tools-").FullName;

    public ToolsPageTests()
    {
        foreach (var file in Directory.EnumerateFiles(MappingWorld.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "mappings", Path.GetRelativePath(MappingWorld.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(folder, "shipment.yaml"), Documents.Blocks(Page, "yaml").ShouldHaveSingleItem());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EveryCall_WorksAndPrintsWhatThePageSays()
    {
        var calls = Calls().Matches(Documents.Read(Page)).ToList();
        calls.Count.ShouldBeGreaterThan(5);
        foreach (var call in calls)
        {
            foreach (var line in call.Groups["calls"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var (input, args) = Read(line);
                // A stored event needs a running hub; what it answers is tested where it is made.
                if (args.Exists(arg => arg.Length == 32)) continue;
                var called = await CommandLineUnderTest.CallAsync(args.ConvertAll(Here), input);
                called.Code.ShouldBe(0, $"{line}\n{called.Output}{called.Error}");
                if (call.Groups["printed"] is { Success: true, Value: var printed }) called.Output.ShouldBe(printed, line);
            }
        }
    }

    // echo 'text' | hub verb 'argument' other
    private static (string Input, List<string> Args) Read(string line)
    {
        var words = Documents.Words(line);
        var at = words.IndexOf("hub");
        return (at == 0 ? "" : words[1], words[(at + 1)..]);
    }

    private string Here(string arg) => arg.Contains(' ', StringComparison.Ordinal) || !Path.Exists(Path.Combine(folder, arg)) ? arg : Path.Combine(folder, arg);

    [GeneratedRegex("^```sh\n(?<calls>(?:[^`\n][^\n]*\n)+)```\n(\n```(text|json)\n(?<printed>(?:[^`\n][^\n]*\n|\n)*)```)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Calls();
}
