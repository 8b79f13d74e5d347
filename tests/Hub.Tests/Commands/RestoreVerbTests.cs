using Hub.Commands;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

public sealed class RestoreVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-restore").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task SettingsWithoutAStore_AreNoPlaceForACopy()
    {
        var (code, error) = await CallAsync([]);
        code.ShouldBe(2);
        error.ShouldStartWith("Nothing here says where the hub keeps its store: there is no Hub:DataPath and no folder ");
    }

    [Fact]
    public async Task FolderThatIsNone_IsToldByItsWholePath()
    {
        var missing = Path.Combine(folder, "missing");
        (await CallAsync(["--data", missing])).ShouldBe((2, $"There is no folder {missing}. Name the data folder of the hub: --data FOLDER."));
    }

    private async Task<(int Code, string Error)> CallAsync(string[] more)
    {
        var copy = Path.Combine(folder, "copy.db");
        await File.WriteAllTextAsync(copy, "x");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var line = new HubCommandLine([RestoreVerb.Of(() => new ConfigurationBuilder().Build())]);
        return (await line.InvokeAsync(["restore", copy, .. more], output, error, CancellationToken.None), error.ToString().TrimEnd());
    }
}
