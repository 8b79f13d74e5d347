using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Load;

/// <summary>The floor as a process of its own: a bare end-point that checks the signature and stores; for <c>e2e</c> it goes the rest of the way too.</summary>
internal static class FloorServer
{
    /// <summary>What is printed when it listens, before the address.</summary>
    public const string Listening = "listening on ";

    /// <summary>Serves until it is asked to end.</summary>
    /// <param name="words">The file of the store, and the vendor's address for <c>e2e</c>.</param>
    /// <param name="output">Hears where it listens.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output)
    {
        var vendor = words.Count > 1 ? new Uri(words[1]) : null;
        using var store = new FloorStore(words[0]);
        using var work = new FloorWork(store, vendor ?? new("http://127.0.0.1"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(context => ReceiveAsync(context, work, vendor is not null));
        await app.StartAsync();
        output.WriteLine(Listening + app.Urls.First());
        using var stopping = new CancellationTokenSource();
        var serving = vendor is null ? Task.CompletedTask : work.RunAsync(stopping.Token);
        await app.WaitForShutdownAsync();
        await stopping.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static async Task ReceiveAsync(HttpContext context, FloorWork work, bool goesOn)
    {
        var body = new byte[(int)context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        if (!WebhookForm.IsGenuine(context.Request.Headers["X-Hub-Signature-256"], body))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var seq = await work.AppendAsync(context.Request.Headers.UserAgent.ToString(), body);
        if (goesOn) work.Begin(seq, TextOf(body));
        context.Response.ContentLength = 0;
    }

    private static string TextOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("value").GetProperty("messages")[0].GetProperty("text").GetProperty("body").GetString()!;
    }
}
