using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;

namespace Sandbox;

/// <summary>The hub as a process of its own, on a data folder that outlives it.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly string folder;
    private readonly Queue<string> output = new();
    private readonly List<string> complaints = [];
    private Process? process;
    private Watchdog? watchdog;

    /// <summary>A hub that is not started yet.</summary>
    /// <param name="settings">Its settings, keys with colons.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="address">Where it is to listen.</param>
    public HubProcess(IReadOnlyDictionary<string, string> settings, string folder, Uri address)
    {
        this.settings = settings;
        this.folder = folder;
        Address = address;
    }

    /// <summary>The address of a loopback port.</summary>
    public static Uri AddressAt(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The number of its process; null while it does not run.</summary>
    public int? ProcessId => process?.Id;

    /// <summary>Its output so far: the last lines.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (output) return [.. output];
        }
    }

    /// <summary>The id of the process; null while there is none.</summary>
    public int? Id => process?.Id;

    /// <summary>What it has ended with; null while it runs or has been buried.</summary>
    public int? ExitCode => process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Settings that the next start has beside the others.</summary>
    public IReadOnlyDictionary<string, string> NextSettings { get; set; } = new Dictionary<string, string>();

    /// <summary>Hears each line of its output, on any thread.</summary>
    public Action<string> Heard { get; set; } = _ => { };

    /// <summary>How many lines of its output are kept at most.</summary>
    public int KeptLines { get; set; } = 10_000;

    /// <summary>How many lines have been dropped, the oldest first, since more came than are kept.</summary>
    public int DroppedLines { get; private set; }

    /// <summary>The file of the hub, as the build has noted it.</summary>
    public static string Assembly { get; } = typeof(HubProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "HubAssembly").Value!;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="ahead">How far its business clock is ahead of the system's from the start.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It ended, or is not ready in time; the text holds its output.</exception>
    public async Task StartAsync(TimeSpan ahead, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly, "run"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings.Concat(NextSettings)) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Hub__ClockAhead"] = ahead.ToString("c", CultureInfo.InvariantCulture);
        complaints.Clear();
        process = Process.Start(start) ?? throw new InvalidOperationException("The hub's process did not start.");
        process.OutputDataReceived += (_, line) => Note(line.Data);
        watchdog = Watchdog.Over(process);
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ReadyAsync(process, cancel);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>What it ended with.</returns>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        var running = process ?? throw new InvalidOperationException("The hub does not run.");
        await running.WaitForExitAsync(cancel);
        return running.ExitCode;
    }

    /// <summary>Ends it as a crash would: at once, without a chance to finish anything (SIGKILL).</summary>
    public void KillNow() => process?.Kill();

    /// <summary>Ends it as a crash would, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        if (process is null) return;
        KillNow();
        await process.WaitForExitAsync(cancel);
        watchdog?.Dispose();
        watchdog = null;
        process.Dispose();
        process = null;
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (process is null) return;
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            await SignalAsync("TERM", cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(StopTime);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await KillAsync(cancel);
    }

    /// <summary>Sends it a signal of Unix: <c>STOP</c>, <c>CONT</c>, <c>TERM</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancel)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {ProcessId}")]);
        await kill.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync() => await KillAsync(CancellationToken.None);

    private async Task ReadyAsync(Process started, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < StartTime)
        {
            if (started.HasExited) throw await EndedAsync(started, cancel);
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception early) when (early is HttpRequestException or SocketException || (early is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // It does not listen yet, ends at this moment, or is slow to answer on a busy machine.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }

        throw new InvalidOperationException($"The hub is not ready after {StartTime.TotalSeconds:0} s:\n{string.Join('\n', Output.TakeLast(40))}");
    }

    // What keeps the hub from starting stands on its standard error; the log around it helps nobody.
    private async Task<InvalidOperationException> EndedAsync(Process ended, CancellationToken cancel)
    {
        // Only then all its output is read.
        await ended.WaitForExitAsync(cancel);
        IReadOnlyList<string> reasons;
        lock (output) reasons = complaints.Count > 0 ? [.. complaints] : [.. output.TakeLast(40)];
        return new($"The hub ended with code {ended.ExitCode} instead of starting:\n{string.Join('\n', reasons)}");
    }

    private void Complain(string? line)
    {
        if (line is null) return;
        lock (output) complaints.Add(line);
        Note(line);
    }

    private void Note(string? line)
    {
        if (line is null) return;
        Heard(line);
        lock (output)
        {
            output.Enqueue(line);
            if (output.Count <= KeptLines) return;
            output.Dequeue();
            DroppedLines++;
        }
    }
}
