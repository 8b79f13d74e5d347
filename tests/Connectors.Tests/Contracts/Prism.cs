using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Connectors.Tests.Contracts;

/// <summary>One description of a vendor's API, served by <c>prism mock</c>, which says of a request where it is not as described.</summary>
internal sealed class Prism : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly HttpClient http;

    private Prism(Process process, int port)
    {
        this.process = process;
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{port}/") };
    }

    /// <summary>Serves a description, and returns when it answers.</summary>
    /// <param name="file">The description's file.</param>
    public static async Task<Prism> StartAsync(string file)
    {
        var port = FreePort();
        var started = NodePrograms.Start("node_modules/@stoplight/prism-cli/dist/index.js", "mock", "-h", "127.0.0.1", "-p", $"{port}", "-v", "fatal", file);
        // What nobody reads would fill the pipe, and the program would stand still.
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var prism = new Prism(started, port);
        var began = Stopwatch.StartNew();
        while (!await prism.AnswersAsync())
        {
            if (started.HasExited || began.Elapsed > LongestStart)
            {
                await prism.DisposeAsync();
                throw new InvalidOperationException($"prism does not serve {file}.");
            }
        }

        return prism;
    }

    /// <summary>What the description says against a request: null where it has no such address, else the objections.</summary>
    public async Task<string?> ObjectionsAsync(HttpRequestMessage request, byte[]? body)
    {
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri!.PathAndQuery);
        foreach (var (name, values) in request.Headers.Where(header => header.Key is not "Host")) copy.Headers.TryAddWithoutValidation(name, values);
        if (body is not null)
        {
            copy.Content = new ByteArrayContent(body);
            copy.Content.Headers.ContentType = request.Content!.Headers.ContentType;
        }

        using var answer = await http.SendAsync(copy);
        var text = await answer.Content.ReadAsStringAsync();
        if (text.Contains("NO_PATH_MATCHED_ERROR", StringComparison.Ordinal)) return null;
        if (answer.Headers.TryGetValues("sl-violations", out var violations)) return OfRequest(string.Concat(violations));
        return text.Contains("https://stoplight.io/prism/errors#", StringComparison.Ordinal) ? text : "";
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // It objects to its own made-up answers too.
    private static string OfRequest(string violations) => string.Join(' ',
        from violation in JsonElement.Parse(violations).EnumerateArray()
        where violation.GetProperty("location")[0].ValueEquals("request")
        select violation.GetRawText());

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));
            return true;
        }
        catch (HttpRequestException)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
