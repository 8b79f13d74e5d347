using Hub.Configuration;
using Hub.Mappings;
using Hub.Mappings.Scenarios;

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
        var written = Directory.EnumerateFiles(MappingWorld.Folder, "*.test.yaml").Sum(file => File.ReadLines(file).Count(line => line.StartsWith("- scenario:", StringComparison.Ordinal)));
        run.Results.Count.ShouldBe(written);
    }

    [Fact]
    public async Task Examples_StandByThemselvesAndAllHold()
    {
        var folder = Path.Combine(MappingWorld.Folder, MappingFolder.Examples);
        var environment = MappingWorld.Environment with { Calendars = new Dictionary<string, Hub.Calendars.Calendar>(), ReadCalendars = CalendarFile.Read };
        var run = await ScenarioRunner.RunAsync(folder, environment, CancellationToken.None);
        run.Load.Errors.Concat(run.Load.Warnings).Concat(run.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        string.Join("\n", run.Results.Where(result => !result.Held).Select(result => $"{result.Name}: {string.Join("\n", result.Differences)}")).ShouldBe("");
        run.Results.Select(result => result.File).ShouldBeSubsetOf(["abandoned-checkout.test.yaml", "ad-lead.test.yaml", "bookings.test.yaml", "history.test.yaml", "routing.test.yaml", "timeline.test.yaml"]);
    }

    [Fact]
    public void MissingFolder_IsOneClearLine()
    {
        var result = MappingFolder.Load("/nowhere/at/all", MappingWorld.Environment, CancellationToken.None);
        result.Snapshot.ShouldBeNull();
        result.Errors.ShouldHaveSingleItem().ToString().ShouldBe("/nowhere/at/all: There is no such folder. Set Hub:Mappings to the folder of the mapping files, or name it.");
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

    [Theory]
    [InlineData("shop.yml", "shop.yml: This file is passed over: a mapping file ends in .yaml. Rename it to shop.yaml.")]
    [InlineData("shop.YAML", "shop.YAML: This file is passed over: a mapping file ends in .yaml. Rename it to shop.yaml.")]
    [InlineData("shop.yaml.txt", "shop.yaml.txt: This file is passed over: a mapping file ends in .yaml. Rename it to shop.yaml.")]
    [InlineData("shop.test.yml", "shop.test.yml: This file is passed over: scenarios end in .test.yaml. Rename it to shop.test.yaml.")]
    [InlineData("calendars.yml", "calendars.yml: This file is passed over: calendars stand in calendars.json, as JSON.")]
    [InlineData("shop.test.yaml", "shop.test.yaml: These scenarios stand beside no mapping file. Name them after the one that they test: shop.yaml is not there.")]
    public void FileThatLooksLikeOneOfOurs_IsTold(string name, string warning)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, name), "language: 1\nroutes: []\n");
        Load(folder).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("The folder holds no mapping file.");
        Load(folder).Warnings.ShouldHaveSingleItem().ToString().ShouldBe(warning);
        File.WriteAllText(Path.Combine(folder.Path, "good.yaml"), "language: 1\nroutes: []\n");
        Load(folder).Snapshot.ShouldNotBeNull();
        Load(folder).Warnings.ShouldHaveSingleItem().ToString().ShouldBe(warning);
    }

    [Theory]
    [InlineData("good.yaml.bak")]
    [InlineData("notes.txt")]
    [InlineData("good.test.yaml")]
    [InlineData("calendars.json")]
    [InlineData(".good.yml")]
    public void OtherFiles_ArePassedOverInSilence(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "good.yaml"), "language: 1\nroutes: []\n");
        File.WriteAllText(Path.Combine(folder.Path, name), "");
        Load(folder).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void PipeOrDeviceInPlaceOfAFile_IsNotOpened()
    {
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(folder.Path, "a.yaml"))) made.WaitForExit();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "b.yaml"), "/dev/zero");
        File.WriteAllText(Path.Combine(folder.Path, "real.txt"), "language: 1\nroutes: []\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "c.yaml"), Path.Combine(folder.Path, "real.txt"));
        var errors = Load(folder).Errors.Select(error => error.ToString());
        const string message = "The file is empty, or no file but a pipe or a device. Write text into it, or remove it.";
        errors.ShouldBe([$"a.yaml: {message}", $"b.yaml: {message}"]);
    }

    private static LoadResult Load(TemporaryFolder folder) => MappingFolder.Load(folder.Path, MappingWorld.Environment, CancellationToken.None);

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hub-mappings").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
