using System.Diagnostics;
using System.Net;
using Hub.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectors.Tests.Zoho;

/// <summary>Stands where the hub stands and keeps what is posted, as the hub would hand it to the connector.</summary>
internal sealed class NotificationSink : IAsyncDisposable
{
    private const string Endpoint = "/webhooks/zoho/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private readonly List<WebhookRequest> came;

    private NotificationSink(List<WebhookRequest> came, TimeProvider time)
    {
        this.came = came;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, CancellationToken.None);
            var path = context.Request.Path.Value!;
            lock (came)
            {
                came.Add(new()
                {
                    Method = context.Request.Method,
                    Suffix = path.StartsWith(Endpoint, StringComparison.Ordinal) ? path[Endpoint.Length..] : "",
                    Query = new Dictionary<string, string>(),
                    Headers = new Dictionary<string, string>(),
                    Body = body.ToArray(),
                    ArrivedAt = time.GetUtcNow(),
                });
            }
        });
    }

    public Uri Address => new(app.Urls.First());

    public static async Task<NotificationSink> StartAsync(List<WebhookRequest> came, TimeProvider time)
    {
        var sink = new NotificationSink(came, time);
        await sink.app.StartAsync();
        return sink;
    }

    /// <summary>Waits until so many have come.</summary>
    public async Task UntilAsync(int count)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (came)
            {
                if (came.Count >= count) return;
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience, "waited in vain");
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
