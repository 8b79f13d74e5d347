using System.Diagnostics;
using Sandbox;

namespace Hub.Benchmarks.Load;

/// <summary>The floor, started.</summary>
internal sealed class FloorProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Watchdog? watchdog;
    private readonly ScratchFolder scratch;

    private FloorProcess(Process process, ScratchFolder scratch, Uri address)
    {
        this.process = process;
        this.scratch = scratch;
        Address = address;
        watchdog = Watchdog.Over(process);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The processor's time that it has used.</summary>
    public TimeSpan ProcessorTime => Machine.ProcessorTime(process.Id);

    /// <summary>Starts it.</summary>
    /// <param name="vendor">Where its calls go; null where it stores only.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<FloorProcess> StartAsync(Uri? vendor, CancellationToken cancel)
    {
        var own = new ScratchFolder(Path.GetTempPath());
        string[] words = [typeof(FloorProcess).Assembly.Location, "floor", Path.Combine(own.Path, "floor.db"), .. vendor is null ? [] : new[] { vendor.ToString() }];
        var started = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", words) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var line = await started.StandardOutput.ReadLineAsync(cancel);
        if (line?.StartsWith(FloorServer.Listening, StringComparison.Ordinal) == true) return new(started, own, new(line[FloorServer.Listening.Length..]));
        started.Kill();
        own.Dispose();
        throw new InvalidOperationException($"The floor did not start: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        watchdog?.Dispose();
        process.Dispose();
        scratch.Dispose();
    }
}
