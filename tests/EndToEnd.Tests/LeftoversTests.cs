using System.Diagnostics;
using EndToEnd.Tests.Vendors;
using Sandbox;

namespace EndToEnd.Tests;

/// <summary>What a Sandbox leaves on the machine that ends otherwise than in order.</summary>
public sealed class LeftoversTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-leftovers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task HubThatDoesNotStart_LeavesNothing_AndOnlyTheReasonIsTold()
    {
        var mappings = Directory.CreateDirectory(Path.Combine(folder, "mappings")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mappings, "a.yaml"), "language: 2\n");
        using var process = Start(mappings);
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        lines[^2].ShouldBe("The hub ended with code 2 instead of starting:");
        lines[^1].ShouldStartWith("a.yaml:1:");
        Directory.GetDirectories(folder, "hub-sandbox-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task SandboxThatIsKilled_TakesItsHubAlong_AndTheNextOneCleansUp()
    {
        if (OperatingSystem.IsWindows()) return;
        var mappings = Path.Combine(Repository.Root, "mappings");
        using var process = Start(mappings);
        var hub = new Uri("http://127.0.0.1/");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("look at the hub", StringComparison.Ordinal)) hub = new(line[line.IndexOf("http:", StringComparison.Ordinal)..]);
            if (line.Contains("Its mapping files are in", StringComparison.Ordinal)) break;
        }

        process.Kill();
        await process.WaitForExitAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Eventually.HoldsAsync(() => IsGone(http, hub));
        var left = Directory.GetDirectories(folder, "hub-sandbox-*").ShouldHaveSingleItem();
        File.SetLastWriteTimeUtc(Path.Combine(left, ".held"), DateTime.UnixEpoch);
        ScratchFolder.RemoveAbandoned(folder);
        Directory.GetDirectories(folder, "hub-sandbox-*").ShouldBeEmpty();
    }

    private static bool IsGone(HttpClient http, Uri hub)
    {
        try
        {
            using var answer = http.Send(new(HttpMethod.Get, hub));
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    // With a folder for temporary files of its own, and free ports.
    private Process Start(string mappings)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(World).Assembly.Location, "--no-stories", "--port", "0", "--mappings", mappings])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        start.Environment["TMPDIR"] = folder;
        return Process.Start(start)!;
    }
}
