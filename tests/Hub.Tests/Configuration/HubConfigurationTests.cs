using System.Diagnostics;

namespace Hub.Tests.Configuration;

/// <summary>Which settings the command line and the hub itself see; environment and working folder belong to a process, so that each is one of its own.</summary>
public sealed class HubConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-configuration-").FullName;

    [Theory]
    [InlineData("DOTNET_Hub__Mappings", "seen", "")]
    [InlineData("ASPNETCORE_Hub__Mappings", "seen", "")]
    [InlineData("Hub__Mappings", "seen", "")]
    [InlineData("DOTNET_ENVIRONMENT", "Staging", "appsettings.Staging.json")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Staging", "appsettings.Staging.json")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Other", "appsettings.json")]
    public async Task Source_CountsForTheCommandLineAndTheHub(string variable, string value, string file)
    {
        if (file.Length > 0) await File.WriteAllTextAsync(Path.Combine(folder, file), """{"Hub":{"Mappings":"seen"}}""");
        Directory.CreateDirectory(Path.Combine(folder, "seen"));
        await File.WriteAllTextAsync(Path.Combine(folder, "seen", "wrong.yaml"), "language: 1\nname: 1\nnonsense: 1\n");
        (await OutputAsync("lint", variable, value)).ShouldContain("wrong.yaml:");
        (await OutputAsync("run", variable, value)).ShouldContain("wrong.yaml:");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> OutputAsync(string verb, string variable, string value)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hub.dll"), verb]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return output;
    }
}
