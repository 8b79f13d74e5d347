using System.Net.Http.Json;
using System.Text.Json;
using Hub.Commands;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using Hub.Storage;
using Hub.Tests.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Reloading;

/// <summary>The real host on a free port with a real store, the fake vendor, and a folder of mapping files that a test changes.</summary>
internal sealed class WatchedHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hub-reload-");
    private readonly string[] settings;
    private WebApplication app = null!;

    private WatchedHub(string[] settings) => this.settings = settings;

    public FakeVendor Vendor { get; } = new();

    public string Folder => Path.Combine(root.FullName, "mappings");

    public IServiceProvider Services => app.Services;

    public HttpClient Client { get; private set; } = null!;

    public static string Route(string id, string text) =>
        $$"""
        language: 1
        routes:
          - id: {{id}}
            on: fake.thing.happened
            do: fake.set_field
            with:
              record: ${event.record}
              text: {{text}}

        """;

    public static async Task<WatchedHub> StartAsync(string first, params string[] settings)
    {
        var hub = new WatchedHub(settings);
        Directory.CreateDirectory(hub.Folder);
        hub.Write("a.yaml", first);
        await hub.RunAsync();
        return hub;
    }

    /// <summary>Writes a file as an editor does: beside it, then by renaming.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path + "~", text);
        File.Move(path + "~", path, overwrite: true);
    }

    public void Delete(string name) => File.Delete(Path.Combine(Folder, name));

    public Task RestartAsync() => RestartAsync(() => { });

    /// <summary>Restarts it, with something that happens while it does not run.</summary>
    public async Task RestartAsync(Action meanwhile)
    {
        await StopAsync();
        meanwhile();
        await RunAsync();
    }

    /// <summary>The texts of the alerts, newest first.</summary>
    public async Task<IReadOnlyList<string>> AlertsAsync() =>
        [.. (await Client.GetFromJsonAsync<JsonElement>("/api/v1/alerts")).GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("text").GetString()!)];

    public async Task PostAsync(params FakeEvent[] events)
    {
        using var response = await Client.PostAsJsonAsync("/webhooks/fake", [.. events], FakeJson.Default.ListFakeEvent);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> MappingsAsync() => await Client.GetFromJsonAsync<JsonElement>("/api/v1/mappings");

    /// <summary>How a file stands: its state, and null where there is no such file.</summary>
    public async Task<string?> StateAsync(string file) =>
        (await MappingsAsync()).GetProperty("files").EnumerateArray().FirstOrDefault(entry => entry.GetProperty("file").GetString() == file) is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("state").GetString()
            : null;

    public async Task<string?> HashAsync() => (await MappingsAsync()).GetProperty("hash").GetString();

    public async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Waited too long until {what}. {await MappingsAsync()}");
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> map, params object?[] values) =>
        await Services.GetRequiredService<IDatabase>().ReadAsync(statements => statements.ListAsync(sql, map, values), CancellationToken.None);

    /// <summary>As if the events had been processed by a hub that kept nothing of what they saw.</summary>
    public async Task ForgetWhatEventsSawAsync() =>
        await Services.GetRequiredService<IDatabase>().WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync("UPDATE event SET seen = NULL"), CancellationToken.None);

    public Task SettleAsync() => UntilAsync(
        async () => (await ListAsync(
            "SELECT (SELECT COUNT(*) FROM webhook WHERE is_read = 0) + (SELECT COUNT(*) FROM event WHERE state = 'pending') + (SELECT COUNT(*) FROM command WHERE state IN ('waiting', 'started'))",
            row => row.GetInt64(0)))[0] == 0,
        "everything is done");

    /// <summary>A call of the command line against this hub.</summary>
    public async Task<(int Code, string Output, string Error)> CallAsync(Func<HubCall, Func<IConfiguration>, Verb> verb, params string[] args)
    {
        IConfiguration Settings() => new ConfigurationBuilder().AddInMemoryCollection([new("Hub:Mappings", Folder)]).Build();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new HubCommandLine([verb(new HubCall(Settings), Settings)]).InvokeAsync([.. args, "--url", Client.BaseAddress!.ToString()], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        root.Delete(recursive: true);
    }

    private async Task RunAsync()
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--Hub:DataPath={Path.Combine(root.FullName, "data")}", $"--Hub:Mappings={Folder}", "--Connections:fake:Connector=fake",
            "--Connections:fake:Secret=secret", $"--Connections:fake:Account={FakeVendor.Account}", "--Logging:LogLevel:Default=None", .. settings,
        ];
        app = HubHost.Build(args, services => services.AddSingleton<IConnector>(Vendor).AddWhatsApp());
        await HubHost.PrepareAsync(app.Services, CancellationToken.None);
        await app.StartAsync();
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
