using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sandbox;

namespace Hub.Benchmarks.Load;

/// <summary>The hub as a process of its own, with a store of its own, in front of the stand-in.</summary>
internal sealed class HubUnderLoad : IAsyncDisposable
{
    private const string AdminKey = "the-key-of-the-benchmark";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly ScratchFolder scratch = new(Path.GetTempPath());
    private readonly LoadOptions options;
    private readonly HubProcess process;
    private readonly HubApi api;

    /// <summary>A hub that is not started yet.</summary>
    /// <param name="options">Which store.</param>
    /// <param name="vendor">Where the vendors are.</param>
    /// <param name="mapping">The mapping file; by default that of one route.</param>
    /// <param name="isGuarded">Whether the guard holds what nobody has approved.</param>
    public HubUnderLoad(LoadOptions options, Uri vendor, string? mapping = null, bool isGuarded = false)
    {
        this.options = options;
        var mappings = Directory.CreateDirectory(Path.Combine(scratch.Path, "mappings")).FullName;
        File.WriteAllText(MappingFile, mapping ?? LoadMapping.Source(1));
        File.WriteAllText(KeyFile, AdminKey);
        process = new(new Dictionary<string, string>(options.StoreSettings)
        {
            ["Hub:DataPath"] = Path.Combine(scratch.Path, "data"),
            ["Hub:Mappings"] = mappings,
            ["Hub:AdminKey"] = AdminKey,
            ["Hub:MaxBacklog"] = "100000000",

            // What the route sends is new, and more than anybody sends by hand: the guard counts, and lets it pass.
            ["Guard:First"] = isGuarded ? "20" : "1000000",
            ["Connections:wa:Connector"] = "whatsapp",
            ["Connections:wa:BaseUrl"] = vendor.ToString(),
            ["Connections:wa:AppSecret"] = WebhookForm.Secret,
            ["Connections:wa:VerifyToken"] = "verify-token",
            ["Connections:wa:AccessToken"] = "access-token",
            ["Connections:wa:PhoneNumberId"] = WebhookForm.Number,
            ["Connections:wa:BusinessAccountId"] = WebhookForm.Account,
            ["Connections:desk:Connector"] = "zendesk",
            ["Connections:desk:BaseUrl"] = vendor.ToString(),
            ["Connections:desk:Subdomain"] = "benchmark",
            ["Connections:desk:Email"] = "hub@example.com",
            ["Connections:desk:ApiToken"] = "api-token",
            ["Connections:desk:SigningSecret"] = "signing-secret",
            ["Connections:desk:AccountId"] = "21000001",
        }, scratch.Path, HubProcess.AddressAt(Ports.Free()));
        api = new(process.Address, AdminKey);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => process.Address;

    /// <summary>The file of its store.</summary>
    public string StoreFile => Path.Combine(scratch.Path, "data", "hub.db");

    /// <summary>The most memory that it has held in RAM, in MiB.</summary>
    public double PeakMemory => process.Id is { } id ? Machine.PeakMemory(id) : 0;

    /// <summary>The processor's time that it has used: unlike all else, other work on the machine hardly changes it.</summary>
    public TimeSpan ProcessorTime => process.Id is { } id ? Machine.ProcessorTime(id) : TimeSpan.Zero;

    /// <summary>Starts it and waits until it is ready.</summary>
    public Task StartAsync(CancellationToken cancel) => process.StartAsync(TimeSpan.Zero, cancel);

    /// <summary>Asks it to end, and waits until it has.</summary>
    public Task StopAsync(CancellationToken cancel) => process.StopAsync(cancel);

    /// <summary>Changes the mapping file and has it put in force.</summary>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public async Task PublishAsync(string mapping, CancellationToken cancel)
    {
        var beside = MappingFile + ".new";
        await File.WriteAllTextAsync(beside, mapping, cancel);
        File.Move(beside, MappingFile, overwrite: true);
        var (code, text) = await CallAsync("mappings publish", cancel);
        if (code != 0) throw new InvalidOperationException($"The changed mapping file was not put in force: {text}");
    }

    /// <summary>Calls the command line as a person would.</summary>
    /// <param name="call">The words behind <c>hub</c>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The exit code, and what it printed.</returns>
    public async Task<(int Code, string Text)> CallAsync(string call, CancellationToken cancel)
    {
        string[] words = [HubProcess.Assembly, .. call.Split(' '), "--url", Address.ToString(), "--key-file", KeyFile];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", words) { WorkingDirectory = scratch.Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var called = Process.Start(start)!;
        var texts = await Task.WhenAll(called.StandardOutput.ReadToEndAsync(cancel), called.StandardError.ReadToEndAsync(cancel));
        await called.WaitForExitAsync(cancel);
        return (called.ExitCode, string.Concat(texts).Trim());
    }

    /// <summary>Its counters.</summary>
    public Task<HubStats> StatsAsync(CancellationToken cancel) => api.StatsAsync(cancel);

    /// <summary>How old the oldest webhook is that is not finished; zero where there is none.</summary>
    public TimeSpan OldestPending()
    {
        using var store = Open();
        using var command = store.CreateCommand();
        command.CommandText = "SELECT arrived_at FROM webhook WHERE outcome = 'pending' ORDER BY seq LIMIT 1";
        return command.ExecuteScalar() is long arrived ? TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(arrived) : TimeSpan.Zero;
    }

    /// <summary>How many messages of the benchmark have a status.</summary>
    public long MessagesWithStatus()
    {
        using var store = Open();
        using var command = store.CreateCommand();
        command.CommandText = "SELECT COUNT(DISTINCT vendor_id) FROM message_status WHERE vendor_id >= @from AND vendor_id < @to";
        foreach (var (name, value) in new[] { ("from", WebhookForm.IdStart), ("to", WebhookForm.IdStart + ":") })
        {
            var bound = command.CreateParameter();
            (bound.ParameterName, bound.Value) = (name, value);
            command.Parameters.Add(bound);
        }

        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Waits until nothing is pending.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">It does not come to rest.</exception>
    public Task<TimeSpan> DrainAsync(CancellationToken cancel) => UntilAsync(async () => await PendingAsync(cancel) == 0, cancel);

    /// <summary>How much is pending on all levels.</summary>
    public async Task<long> PendingAsync(CancellationToken cancel)
    {
        var stats = await StatsAsync(cancel);
        return stats.Webhooks("pending") + stats.Events("pending") + stats.Commands("pending");
    }

    /// <summary>Waits until something is so.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">It does not come to that.</exception>
    public async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await holds()) return Stopwatch.GetElapsedTime(began);
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                var stats = await StatsAsync(cancel);
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The hub has not come to rest in {Patience.TotalMinutes:0} minutes: {stats.Json.ToJsonString()}\n{string.Join('\n', process.Output.TakeLast(20))}"));
            }

            await Task.Delay(Look, TimeProvider.System, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await process.StopAsync(CancellationToken.None);
        await process.DisposeAsync();
        scratch.Dispose();
    }

    private string MappingFile => Path.Combine(scratch.Path, "mappings", "load.yaml");

    private string KeyFile => Path.Combine(scratch.Path, "key");

    private DbConnection Open()
    {
        DbConnection store = options.Store == "postgres" ? new NpgsqlConnection(options.Connection) : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = StoreFile, Mode = SqliteOpenMode.ReadOnly }.ToString());
        store.Open();
        return store;
    }
}
