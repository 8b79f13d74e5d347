using Hub.Mappings.Scenarios;
using Hub.Tests.Mappings;

namespace Hub.Tests.Docs;

public sealed class ScenariosPageTests : IDisposable
{
    private const string Page = "docs/scenarios.md";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenarios-page-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Example_HoldsWithTheProjectsMappings()
    {
        foreach (var file in Directory.EnumerateFiles(MappingWorld.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".test.yaml", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(MappingWorld.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(folder, "page.test.yaml"), Documents.Blocks(Page, "yaml").ShouldHaveSingleItem());
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.ShouldBeEmpty();
        run.Results.ShouldHaveSingleItem().Differences.ShouldBeEmpty();
    }

    [Fact]
    public void EveryKeyOfGiven_IsTold()
    {
        var told = string.Join('\n', Documents.Rows(Page).Select(row => row[0]));
        foreach (var key in EventFile.GivenKeys) told.ShouldContain($"`{key}`");
    }
}
