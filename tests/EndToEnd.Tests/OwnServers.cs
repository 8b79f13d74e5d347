using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Sandbox;

namespace EndToEnd.Tests;

/// <summary>A server that a test has for itself, so that it can really be stopped and started: a process on a free port of loopback, with what it keeps in a folder that is deleted.</summary>
internal abstract class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? process;
    private Watchdog? watchdog;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("hub-own-server-").FullName;

    protected int Port { get; } = Ports.Free();

    /// <summary>The newest folder of PostgreSQL's programs; null where there is none.</summary>
    public static string? PostgresPrograms { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    /// <summary>Redis; null where it is not there.</summary>
    public static string? RedisProgram { get; } = new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server" }.FirstOrDefault(File.Exists);

    /// <summary>Ends it at once, without a chance to finish anything.</summary>
    public async Task StopAsync()
    {
        if (process is null) return;
        await RunAsync("kill", $"-{Death}", process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();
        watchdog?.Dispose();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The signal by which it dies, its children with it.</summary>
    protected abstract string Death { get; }

    protected void Start(IEnumerable<string> words)
    {
        var all = words.ToList();
        process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder })!;
        watchdog = Watchdog.Over(process);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    protected static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(params string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = run.StandardOutput.ReadToEndAsync();
        var error = await run.StandardError.ReadToEndAsync();
        await output;
        await run.WaitForExitAsync();
        run.ExitCode.ShouldBe(0, $"{string.Join(' ', words)}: {error}");
    }
}

/// <summary>A PostgreSQL server of a test's own.</summary>
internal sealed class OwnPostgres : OwnServer
{
    // What the server says while it starts: https://www.postgresql.org/docs/15/errcodes-appendix.html.
    private const string CannotConnectNow = "57P03";

    private OwnPostgres()
    {
    }

    /// <summary>How to connect to it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=hub;Database=postgres;Timeout=5");

    /// <inheritdoc/>
    protected override string Death => "QUIT";

    private string Data => Path.Combine(Folder, "data");

    private string Standby => Path.Combine(Data, "standby.signal");

    // The server refuses to run as root.
    private static string[] AsServer => Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    public static async Task<OwnPostgres> StartNewAsync()
    {
        var server = new OwnPostgres();
        if (AsServer.Length > 0) await RunAsync("chown", "postgres:", server.Folder);
        await RunAsync([.. AsServer, Path.Combine(PostgresPrograms!, "initdb"), "-D", server.Data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await server.GoOnAsync();
        return server;
    }

    /// <summary>Starts it on what it has kept, and waits until it serves.</summary>
    public async Task GoOnAsync()
    {
        File.Delete(Standby);
        Start(Words([]));
        await UntilAsync(async () => await StateAsync() is null);
    }

    /// <summary>Starts it so that it stays at its start: it takes connections, and tells each that it cannot serve it yet.</summary>
    public async Task BeginToStartAsync()
    {
        await File.WriteAllTextAsync(Standby, "");
        if (AsServer.Length > 0) await RunAsync("chown", "postgres:", Standby);
        Start(Words(["-c", "hot_standby=off"]));
        await UntilAsync(async () => await StateAsync() == CannotConnectNow);
    }

    private string[] Words(string[] more) => [
        .. AsServer, Path.Combine(PostgresPrograms!, "postgres"), "-D", Data, "-k", Folder, "-c", "listen_addresses=127.0.0.1", "-c", string.Create(CultureInfo.InvariantCulture, $"port={Port}"), "-c", "max_connections=200", .. more];

    // What it answers to a connection: null where it serves, else the code of its refusal.
    private async Task<string?> StateAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Address + ";Pooling=false");
            await connection.OpenAsync();
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
        catch (NpgsqlException)
        {
            return "";
        }
    }
}

/// <summary>A Redis server of a test's own.</summary>
internal sealed class OwnRedis : OwnServer
{
    /// <summary>Where it listens.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <inheritdoc/>
    protected override string Death => "KILL";

    /// <summary>Starts it, empty, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        Start([RedisProgram!, "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        await UntilAsync(async () =>
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }
}

/// <summary>A fact about servers that a test stops and starts; skipped where their programs, or the server of the other tests, are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OwnServersFactAttribute : FactAttribute
{
    public OwnServersFactAttribute()
    {
        if (PostgresServer.Address is null) Skip = PostgresServer.Absent;
        else if (OwnServer.PostgresPrograms is null) Skip = "PostgreSQL's own programs are not in /usr/lib/postgresql: no server can be started that may be stopped.";
        else if (OwnServer.RedisProgram is null) Skip = "redis-server is not there: no server can be started that may be stopped.";
    }
}
