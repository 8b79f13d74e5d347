using Hub.Commands;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

public sealed class RestoreVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-restore").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task SettingsWithoutAStore_AreNoPlaceForACopy() =>
        (await RefusedAsync([])).ShouldStartWith("Nothing here says where the hub keeps its store: there is no Hub:DataPath and no folder ");

    [Fact]
    public async Task FolderThatIsNone_IsToldByItsWholePath()
    {
        var missing = Path.Combine(folder, "missing");
        (await RefusedAsync(["--data", missing])).ShouldBe($"There is no folder {missing}. Name the data folder of the hub: --data FOLDER.");
    }

    [Fact]
    public async Task StoreThatIsAServer_IsPutBackByItsOwnTools() =>
        (await RefusedAsync([], ("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=localhost;Username=hub")))
            .ShouldBe("The store is PostgreSQL: stop all nodes, put the copy back with pg_restore, then start one node with hub run --hold.");

    [Fact]
    public async Task WrongStore_IsSaid() => (await RefusedAsync([], ("Storage:Provider", "mysql"))).ShouldContain("Storage:Provider is not a store that the hub knows.");

    private async Task<string> RefusedAsync(string[] more, params (string Key, string Value)[] settings)
    {
        var copy = Path.Combine(folder, "copy.db");
        await File.WriteAllTextAsync(copy, "x");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        using var output = new StringWriter();
        using var error = new StringWriter();
        (await new HubCommandLine([RestoreVerb.Of(() => configuration)]).InvokeAsync(["restore", copy, .. more], output, error, CancellationToken.None)).ShouldBe(ExitCode.WrongCall);
        return error.ToString().TrimEnd();
    }
}
