using System.Net.Http.Headers;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Hub.Tests.Endpoints;

/// <summary>A hub on a free port with one connection, <c>shop</c>, of the fake connector; what it accepts is kept here instead of in the pipeline.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    public const string Key = "admin-key-of-the-tests";
    public const string Secret = "webhook-secret";

    private readonly string folder;
    private readonly WebApplication app;

    private RunningHub(string folder, WebApplication app, List<WebhookRequest> accepted)
    {
        this.folder = folder;
        this.app = app;
        Accepted = accepted;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public HttpClient Client { get; }

    public List<WebhookRequest> Accepted { get; }

    public IDatabase Database => app.Services.GetRequiredService<IDatabase>();

    public IServiceProvider Services => app.Services;

    public static async Task<RunningHub> StartAsync(Exception? sinkFails = null, bool withKey = true, params string[] settings)
    {
        var dataPath = Directory.CreateTempSubdirectory("hub-endpoints-").FullName;
        var accepted = new List<WebhookRequest>();
        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--Hub:DataPath={dataPath}", $"--Hub:Mappings={dataPath}", "--Connections:shop:Connector=fake", $"--Connections:shop:Secret={Secret}",
            "--Connections:shop:Account=kairos", "--Logging:LogLevel:Default=None", .. withKey ? new[] { $"--Hub:AdminKey={Key}" } : [], .. settings,
        ];
        var built = HubHost.Build(args, services =>
        {
            services.AddSingleton<IConnector>(new FakeConnector());
        }, services =>
        {
            // The flow has tests of its own; here only the surface runs.
            services.RemoveAll<IHostedService>();
            services.AddHostedService<RequestCounterFlush>();
            services.AddSingleton<WebhookSink>((_, request, _) =>
            {
                if (sinkFails is not null) throw sinkFails;
                accepted.Add(request);
                return Task.CompletedTask;
            });
        });
        await built.StartAsync();
        return new RunningHub(dataPath, built, accepted);
    }

    public Task<HttpResponseMessage> DeliverAsync(string path, string body, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (signature is not null) request.Headers.Add("X-Signature", signature);
        return Client.SendAsync(request);
    }

    public async Task<long> CountAsync(string name) => await Database.ReadAsync(
        async sql => await sql.ScalarAsync<long>("SELECT value FROM counter WHERE level = 'requests' AND name = $1", name) ?? 0, CancellationToken.None);

    public Task WriteAsync(string statement, params object?[] values) =>
        Database.WriteAsync(WriteKind.Housekeeping, sql => sql.ExecuteAsync(statement, values), CancellationToken.None).AsTask();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
