using System.Text;
using Hub.Commands;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

/// <summary>What people and machines put where mapping files should be: one clear line each, exit code 1 or 2, never a stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Good = "language: 1\nroutes:\n  - id: paid\n    on: shopify.order.paid\n    do: shopify.add_tags\n    with: {order: \"${event.id}\", tags: [paid]}\n";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-bad-input").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task FolderThatIsMissing_IsAWrongCall()
    {
        (await InvokeAsync("lint", Path.Combine(folder, "nowhere"))).ShouldBe(2);
        Line(error).ShouldBe($"{folder}/nowhere: There is no such folder. Set Hub:Mappings to the folder of the mapping files, or name it.");
    }

    [Fact]
    public async Task FolderOfNearlyThatName_IsNamed()
    {
        Directory.CreateDirectory(Path.Combine(folder, "mappings"));
        (await InvokeAsync("lint", Path.Combine(folder, "mapping"))).ShouldBe(2);
        Line(error).ShouldStartWith($"{folder}/mapping: There is no such folder. Did you mean mappings? ");
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task FolderThatIsEmpty_IsAWrongCall(string verb)
    {
        (await InvokeAsync(verb, folder)).ShouldBe(2);
        Line(error).ShouldBe($"{folder}: The folder holds no mapping file. Put a file that ends in .yaml there.");
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    [InlineData("diff")]
    [InlineData("simulate", "--from", "1h")]
    [InlineData("mappings", "publish")]
    public async Task FolderWithoutAMappingFile_IsAWrongCall(params string[] verb)
    {
        Write("notes.txt", "Shopping list");
        Write("a.test.yaml", "- scenario: one\n  steps: [{at: 1m, expect: []}]\n");
        (await InvokeAsync([.. verb, folder])).ShouldBe(2);
        Line(error).ShouldBe($"{folder}: The folder holds no mapping file. Put a file that ends in .yaml there.");
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    [InlineData("diff")]
    [InlineData("simulate", "--from", "1h")]
    public async Task FolderOfFilesWithAnotherEnding_SaysHowTheyAreToBeCalled(params string[] verb)
    {
        Write("shipping.yml", Good);
        (await InvokeAsync([.. verb, folder])).ShouldBe(2);
        error.ToString().ReplaceLineEndings("\n").ShouldBe($"{folder}: The folder holds no mapping file. Put a file that ends in .yaml there.\nshipping.yml: This file is passed over: a mapping file ends in .yaml. Rename it to shipping.yaml.\n");
    }

    [Fact]
    public async Task FilesOfSubfolders_CountAsThoseOfTheFolder_ButExamplesAndHiddenOnes()
    {
        foreach (var below in new[] { "shop", "examples", ".git" })
        {
            Directory.CreateDirectory(Path.Combine(folder, below));
            Write($"{below}/a.yaml", Good.Replace("id: paid", $"id: {below.TrimStart('.')}", StringComparison.Ordinal));
        }

        Write("b.yaml", Good);
        (await InvokeAsync("lint", folder)).ShouldBe(0);
        Line(output).ShouldBe($"The mapping files are right: 2 files of {folder}, 2 routes.");
    }

    [Fact]
    public async Task FileInPlaceOfAFolder_IsAWrongCall()
    {
        Write("a.yaml", Good);
        (await InvokeAsync("lint", Path.Combine(folder, "a.yaml"))).ShouldBe(2);
        Line(error).ShouldBe($"{folder}/a.yaml: This is a file. Name the folder that it is in: the files of a folder are checked together.");
    }

    [Theory]
    [InlineData("Latin-1", "a.yaml: The file is not UTF-8. Save it as UTF-8.")]
    [InlineData("UTF-16", "a.yaml: The file is UTF-16. Save it as UTF-8.")]
    [InlineData("a picture", "a.yaml: The file holds no text but other data. Remove it, or give it another ending.")]
    [InlineData("10 MB", "a.yaml: The file is larger than 1024 KiB. Split it into several.")]
    [InlineData("nothing", "a.yaml: The file is empty, or no file but a pipe or a device. Write text into it, or remove it.")]
    [InlineData("deep lists", "a.yaml:2:39: The nesting is deeper than 32. Write it flatter.")]
    [InlineData("deep maps", "a.yaml:2:132: The nesting is deeper than 32. Write it flatter.")]
    [InlineData("deep dashes", "a.yaml:3:67: The nesting is deeper than 32. Write it flatter.")]
    public async Task FileThatIsNoMapping_IsOneLine(string what, string answer)
    {
        File.WriteAllBytes(Path.Combine(folder, "a.yaml"), ContentOf(what));
        (await InvokeAsync("lint", folder)).ShouldBe(1, what);
        Line(output).ShouldBe(answer, what);
    }

    [Fact]
    public async Task AliasBomb_IsRefusedAtItsFirstLines()
    {
        var bomb = new StringBuilder("language: 1\nvars:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++) bomb.Append($"  a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        Write("a.yaml", bomb + "routes: []\n");
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("a.yaml:3:7: An anchor (&) is not allowed. Write the value out where it is needed; a value that begins with & goes in quotes.");
        lines.Length.ShouldBe(202);
        lines[^1].ShouldBe($"201 mistakes in 1 file of {folder}.");
        lines[^2].ShouldContain("There is more wrong than can be told at once. Mend this first.");
    }

    [Fact]
    public async Task FileThatIsWrongFromEndToEnd_IsAnsweredInBoundedLength()
    {
        Write("a.yaml", "language: 1\nroutes:\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"  - {{id: r{i}, on: nowhere.{i}, doo: x}}\n")));
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        output.ToString().Length.ShouldBeLessThan(200_000);
    }

    // Each is as large as a file may be, and of what once took minutes; the time is only a guard.
    [Theory(Timeout = 60_000)]
    [InlineData("tags", 202, 40_000)]
    [InlineData("quotes", 1, 500)]
    [InlineData("escaped quotes", 1, 500)]
    [InlineData("braces", 202, 60_000)]
    [InlineData("paths in braces", 202, 60_000)]
    [InlineData("blanks", 1, 500)]
    [InlineData("dashes", 1, 500)]
    [InlineData("anchors", 202, 60_000)]
    public async Task LargeFileOfOneThing_IsReadInOneGo(string what, int lines, int longest)
    {
        var text = "language: 1\n" + LargeOf(what);
        text.Length.ShouldBeInRange(800_000, 1_048_576);
        Write("a.yaml", text);
        await Task.Run(() => InvokeAsync("lint", folder));
        output.ToString().Length.ShouldBeLessThan(longest);
        var told = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        told.Length.ShouldBeInRange(lines, lines + 1, output.ToString()[..Math.Min(500, output.ToString().Length)]);
    }

    [Fact]
    public async Task LinkThatLeadsBack_IsPassedOver()
    {
        Write("a.yaml", Good);
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), folder);
        (await InvokeAsync("lint", folder)).ShouldBe(0);
        Line(output).ShouldBe($"The mapping files are right: 1 file of {folder}, 1 route.");
    }

    [Fact]
    public async Task FileThatIsALinkToItself_IsOneLine()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "a.yaml"), Path.Combine(folder, "a.yaml"));
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        Line(output).ShouldStartWith("a.yaml: The file cannot be read: ");
    }

    [Fact]
    public async Task FileWithoutEnd_IsOneLine()
    {
        if (!File.Exists("/dev/zero")) return;
        File.CreateSymbolicLink(Path.Combine(folder, "a.yaml"), "/dev/zero");
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        Line(output).ShouldBe("a.yaml: The file is empty, or no file but a pipe or a device. Write text into it, or remove it.");
    }

    [Fact]
    public async Task FileThatMayNotBeRead_IsOneLine()
    {
        Write("a.yaml", Good);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(Path.Combine(folder, "a.yaml"), UnixFileMode.None);
        var code = await InvokeAsync("lint", folder);
        // Who may do everything may read it all the same.
        if (Environment.IsPrivilegedProcess) code.ShouldBe(0);
        else Line(output).ShouldStartWith("a.yaml: The file cannot be read: ");
    }

    [Fact]
    public async Task FolderWithTheNameOfAFile_IsOneLine()
    {
        Write("a.yaml", Good);
        Directory.CreateDirectory(Path.Combine(folder, "b.yaml"));
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        Line(output).ShouldBe("b.yaml: This is a folder with the name of a file. Rename it.");
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public async Task ByteOrderMarkAndWindowsLineEnds_AreNoMistake(string mark)
    {
        Write("a.yaml", mark + Good.ReplaceLineEndings("\r\n"));
        (await InvokeAsync("lint", folder)).ShouldBe(0, output.ToString());
    }

    [Fact]
    public async Task PlaceInAFileWithWindowsLineEnds_IsThatOfTheEditor()
    {
        Write("a.yaml", "\uFEFF" + Good.Replace("event.id", "event.idd", StringComparison.Ordinal).ReplaceLineEndings("\r\n"));
        (await InvokeAsync("lint", folder)).ShouldBe(1);
        Line(output).ShouldBe("a.yaml:6:28: event has no field idd. Did you mean id?");
    }

    [Theory]
    [InlineData("payload: event.json, connection: shopify, suffix: orders/paid")]
    [InlineData("event: shopify.order.paid, data: event.json")]
    public async Task EventFileThatIsNotJson_IsOneLine(string given)
    {
        Write("a.yaml", Good);
        Write("event.json", "<html>Not found</html>");
        Write("a.test.yaml", $"- scenario: paid\n  steps:\n    - given: {{{given}}}\n      expect: []\n");
        (await InvokeAsync("test", folder)).ShouldBe(1);
        output.ToString().ShouldContain("event.json");
        output.ToString().ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("event.json", "{\"a\":", "is not JSON")]
    [InlineData("event.json", "[1]", "no object")]
    [InlineData("other.json", "{}", "There is no file event.json")]
    public async Task EventFile_SaysWhatIsWrongWithIt(string name, string content, string answer)
    {
        Write("a.yaml", Good);
        Write(name, content);
        Write("a.test.yaml", "- scenario: paid\n  steps:\n    - given: {event: shopify.order.paid, data: event.json}\n      expect: []\n");
        (await InvokeAsync("test", folder)).ShouldBe(1);
        output.ToString().ShouldContain(answer);
    }

    [Fact]
    public async Task Warning_IsFineUnlessStrict()
    {
        Write("a.yaml", Good.Replace("    do:", "    let: {name: x}\n    do:", StringComparison.Ordinal));
        (await InvokeAsync("lint", folder)).ShouldBe(0);
        Line(output).ShouldBe("a.yaml:5:11: Nothing uses let.name. Use it or remove it. (warning)");
        (await InvokeAsync("lint", folder, "--strict")).ShouldBe(1);
        Line(output).ShouldBe("a.yaml:5:11: Nothing uses let.name. Use it or remove it.");
    }

    [Fact]
    public async Task Json_HasLevelAndPlaceOfEachFinding()
    {
        Write("a.yaml", Good.Replace("event.id", "event.idd", StringComparison.Ordinal));
        (await InvokeAsync("lint", folder, "--json")).ShouldBe(1);
        var finding = System.Text.Json.JsonDocument.Parse(output.ToString()).RootElement[0];
        finding.GetProperty("level").GetString().ShouldBe("error");
        finding.GetProperty("file").GetString().ShouldBe("a.yaml");
        finding.GetProperty("line").GetInt32().ShouldBe(6);
        finding.GetProperty("column").GetInt32().ShouldBe(28);
        finding.GetProperty("message").GetString().ShouldBe("event has no field idd. Did you mean id?");
    }

    private static byte[] ContentOf(string what) => what switch
    {
        "Latin-1" => [.. "language: 1\nname: "u8, 0xE4, (byte)'\n'],
        "UTF-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)],
        "a picture" => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13],
        "10 MB" => Encoding.UTF8.GetBytes("language: 1\n" + string.Concat(Enumerable.Repeat("# a comment of some length\n", 400_000))),
        "deep lists" => Encoding.UTF8.GetBytes("language: 1\nname: " + new string('[', 500_000)),
        "deep maps" => Encoding.UTF8.GetBytes("language: 1\nname: " + string.Concat(Enumerable.Repeat("{a: ", 100_000))),
        "deep dashes" => Encoding.UTF8.GetBytes("language: 1\nname:\n  " + string.Concat(Enumerable.Repeat("- ", 100_000)) + "x"),
        _ => [],
    };

    private static string LargeOf(string what) => what switch
    {
        "tags" => "vars:\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"  a{i:D6}: !x {i}\n")),
        "quotes" => new string('\n', 380_000) + "  x: " + string.Concat(Enumerable.Repeat("\"a\" ", 150_000)),
        "escaped quotes" => "vars: {a: b} x: \"" + string.Concat(Enumerable.Repeat("\\\"", 450_000)) + "\"",
        "braces" => $"vars: {{a: [{string.Join(", ", Enumerable.Repeat("{{a}: b}", 90_000))}]}}",
        "paths in braces" => $"vars: {{a: [{string.Join(", ", Enumerable.Repeat("{event.id}", 75_000))}]}}",
        "blanks" => $"name: a{new string(' ', 900_000)}b\nroutes: x\n",
        "dashes" => $"name: a\n  {string.Concat(Enumerable.Repeat("- ", 450_000))}b: c\n",
        _ => $"vars: {{a: [{string.Join(", ", Enumerable.Repeat("&a b", 150_000))}]}}",
    };

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    // Where something was found, the last line counts it.
    private static string Line(StringWriter written)
    {
        var lines = written.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 2 && lines[1].Contains("1 file of ", StringComparison.Ordinal)) lines = lines[..1];
        return lines.ShouldHaveSingleItem();
    }

    private async Task<int> InvokeAsync(params string[] args)
    {
        output.GetStringBuilder().Clear();
        var connectors = MappingWorld.Environment.Connections.Select(pair => pair.Connector).ToList();
        IConfiguration settings = new ConfigurationBuilder().Build();
        return await new HubCommandLine(
        [
            LintVerb.Of(() => settings, () => connectors, new HubCall(() => settings)), TestVerb.Of(() => settings, () => connectors, new HubCall(() => settings)), MappingsVerb.Of(new HubCall(() => settings), () => settings),
            DiffVerb.Of(new HubCall(() => settings), () => settings), SimulateVerb.Of(new HubCall(() => settings), () => settings),
        ]).InvokeAsync(args, output, error, CancellationToken.None);
    }
}
