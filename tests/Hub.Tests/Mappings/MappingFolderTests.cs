using Hub.Configuration;
using Hub.Mappings;
using Hub.Mappings.Scenarios;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Mappings;

public sealed class MappingFolderTests
{
    [Fact]
    public void StoriesFiles_LoadWithoutErrorOrWarning()
    {
        var result = MappingFolder.Load(MappingWorld.Folder, MappingWorld.Environment, CancellationToken.None);
        result.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        result.Warnings.Select(warning => warning.ToString()).ShouldBeEmpty();
        result.Snapshot!.Sources.Select(source => source.File).ShouldBe(["desk.yaml", "marketing.yaml", "shipping.yaml"]);
    }

    [Fact]
    public async Task StoriesScenarios_AllHold()
    {
        var run = await ScenarioRunner.RunAsync(MappingWorld.Folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        string.Join("\n", run.Results.Where(result => !result.Held).Select(result => $"{result.Name}: {string.Join("\n", result.Differences)}")).ShouldBe("");
        run.Results.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Examples_StandByThemselvesAndAllHold()
    {
        var folder = Path.Combine(MappingWorld.Folder, MappingFolder.Examples);
        var errors = new List<string>();
        var environment = MappingWorld.Environment with { Calendars = CalendarFile.Read(new ConfigurationBuilder().Build(), folder, errors) };
        var run = await ScenarioRunner.RunAsync(folder, environment, CancellationToken.None);
        errors.Concat(run.Load.Errors.Concat(run.Load.Warnings).Concat(run.Errors).Select(error => error.ToString())).ShouldBeEmpty();
        string.Join("\n", run.Results.Where(result => !result.Held).Select(result => $"{result.Name}: {string.Join("\n", result.Differences)}")).ShouldBe("");
        run.Results.Select(result => result.File).ShouldBeSubsetOf(["abandoned-checkout.test.yaml", "ad-lead.test.yaml", "routing.test.yaml"]);
    }

    [Fact]
    public void MissingFolder_IsOneClearLine()
    {
        var result = MappingFolder.Load("/nowhere/at/all", MappingWorld.Environment, CancellationToken.None);
        result.Snapshot.ShouldBeNull();
        result.Errors.ShouldHaveSingleItem().ToString().ShouldBe("/nowhere/at/all: There is no such folder. Set Hub:Mappings to the folder of the mapping files.");
    }

    [Fact]
    public void FileThatIsNotUtf8_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.yaml"), [.. "language: 1\nname: "u8, 0xC3, 0x28]);
        MappingFolder.Load(folder.Path, MappingWorld.Environment, CancellationToken.None).Errors[0].ToString().ShouldBe("a.yaml: The file is not UTF-8. Save it as UTF-8.");
    }

    [Fact]
    public void FileThatIsTooLarge_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.yaml"), "language: 1\n# " + new string('x', 1024 * 1024));
        MappingFolder.Load(folder.Path, MappingWorld.Environment, CancellationToken.None).Errors[0].Message.ShouldBe("The file is larger than 1024 KiB. Split it into several.");
    }

    [Fact]
    public void Hash_IsOfNamesAndTextsWhateverTheirOrder()
    {
        MappingSource[] sources = [new("a.yaml", "x"), new("b.yaml", "y")];
        MappingSource.HashOf(sources).ShouldBe(MappingSource.HashOf(sources.Reverse()));
        MappingSource.HashOf(sources).ShouldNotBe(MappingSource.HashOf([new("a.yaml", "xb.yamly")]));
        MappingSource.HashOf(sources).Length.ShouldBe(32);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hub-mappings").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
