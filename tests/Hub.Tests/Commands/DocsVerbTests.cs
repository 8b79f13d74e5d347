using Hub.Commands;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

public sealed class DocsVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-docs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task CommittedFiles_AreThoseThatTheCodeGives()
    {
        var output = new StringWriter();
        (await InvokeAsync(output, "docs", Repository.Root)).ShouldBe(0, output.ToString());
    }

    [Fact]
    public async Task Files_AreWrittenOnceAndThenUpToDate()
    {
        (await InvokeAsync(new StringWriter(), "docs", folder)).ShouldBe(1);
        (await InvokeAsync(new StringWriter(), "docs", folder, "--write")).ShouldBe(0);
        var output = new StringWriter();
        (await InvokeAsync(output, "docs", folder)).ShouldBe(0);
        output.ToString().ReplaceLineEndings("\n").ShouldBe("mappings/schema.json is up to date\nmappings/scenarios.schema.json is up to date\ndocs/mapping-reference.md is up to date\n");
    }

    [Fact]
    public async Task WithJson_EachFileHasItsState()
    {
        foreach (var (args, state) in new (string[], string)[] { ([], "stale"), (["--write"], "written"), ([], "up_to_date") })
        {
            var output = new StringWriter();
            await InvokeAsync(output, ["docs", folder, "--json", .. args]);
            var files = System.Text.Json.JsonElement.Parse(output.ToString());
            (files[0].GetProperty("file").GetString(), files[2].GetProperty("state").GetString()).ShouldBe(("mappings/schema.json", state));
        }
    }

    [Fact]
    public async Task FolderThatIsMissing_IsAWrongCall() => (await InvokeAsync(new StringWriter(), "docs", Path.Combine(folder, "nowhere"))).ShouldBe(2);

    private static Task<int> InvokeAsync(TextWriter output, params string[] args) =>
        new HubCommandLine([DocsVerb.Of(() => [.. MappingWorld.Environment.Connections.Select(pair => pair.Connector)])]).InvokeAsync(args, output, output, CancellationToken.None);
}
