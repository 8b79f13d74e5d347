using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Tests;

/// <summary>A request that came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Somebody's HTTP address that takes what is posted, and answers what a test says.</summary>
internal sealed class Receiving : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();
    private readonly ConcurrentQueue<int> answers = new();

    private Receiving(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<Received> All => [.. received];

    public static async Task<Receiving> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiving = new Receiving(builder.Build());
        receiving.app.Run(receiving.TakeAsync);
        await receiving.app.StartAsync();
        return receiving;
    }

    /// <summary>Answers the next requests so; the ones after are taken.</summary>
    public void Answer(params int[] statuses) => Array.ForEach(statuses, answers.Enqueue);

    /// <summary>The bodies that came to a path, one after the other.</summary>
    public string Of(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Body));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, CancellationToken.None);
        received.Enqueue(new(context.Request.Path.Value!, context.Request.Headers.ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => pair.Value.ToString(), StringComparer.Ordinal), Encoding.UTF8.GetString(body.ToArray())));
        context.Response.StatusCode = answers.TryDequeue(out var status) ? status : 200;
    }
}
