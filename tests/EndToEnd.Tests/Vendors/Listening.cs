using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests.Vendors;

/// <summary>Takes whatever a hub posts, by any path, and keeps it.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> taken = new();

    private Listening()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, CancellationToken.None);
            taken.Enqueue((context.Request.Path, body.ToArray()));
        });
    }

    public string Address => app.Urls.First();

    public static async Task<Listening> StartAsync()
    {
        var listening = new Listening();
        await listening.app.StartAsync();
        return listening;
    }

    /// <summary>All bodies that came to a path.</summary>
    public IReadOnlyList<byte[]> Of(string path) => [.. taken.Where(one => one.Path == path).Select(one => one.Body)];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
