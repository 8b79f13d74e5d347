using Hub.Configuration;
using Hub.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests;

public sealed class HubHostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-host-").FullName;

    [Fact]
    public async Task WholeHub_IsPutTogetherStartsAndStops()
    {
        await using var app = HubHost.Build(["--urls=http://127.0.0.1:0", $"--Hub:DataPath={folder}", "--Logging:LogLevel:Default=None"], services => services.AddSingleton<IConnector>(new FakeConnector()));
        await app.StartAsync();
        app.Urls.ShouldNotBeEmpty();
        await app.StopAsync();
    }

    [Fact]
    public async Task ClockOfTheSandbox_IsAheadBeforeAnythingRuns()
    {
        await using var app = HubHost.Build([$"--Hub:DataPath={folder}", $"--Hub:Mappings={folder}/none", "--Hub:Sandbox=true", "--Hub:ClockAhead=2.00:00:00"], services => services.AddSingleton<IConnector>(new FakeConnector()));
        var before = TimeProvider.System.GetUtcNow();
        await Should.ThrowAsync<StartRefusedException>(() => HubHost.PrepareAsync(app.Services, CancellationToken.None));
        app.Services.GetRequiredService<BusinessClock>().GetUtcNow().ShouldBeGreaterThanOrEqualTo(before + TimeSpan.FromDays(2));
    }

    [Fact]
    public async Task FolderWithoutMappingFiles_RefusesTheStartWithASentence()
    {
        await using var app = HubHost.Build([$"--Hub:DataPath={folder}", $"--Hub:Mappings={folder}/none"], services => services.AddSingleton<IConnector>(new FakeConnector()));
        (await Should.ThrowAsync<StartRefusedException>(() => HubHost.PrepareAsync(app.Services, CancellationToken.None))).Sentences.ShouldHaveSingleItem().ShouldContain("There is no such folder.");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
