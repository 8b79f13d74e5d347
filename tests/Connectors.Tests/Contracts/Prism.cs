using System.Diagnostics;
using System.Text.Json;

namespace Connectors.Tests.Contracts;

/// <summary>One description of a vendor's API, served by <c>prism mock</c>, which says of a request where it is not as described.</summary>
internal sealed class Prism : IAsyncDisposable
{
    private const string Listening = "Prism is listening on ";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly HttpClient http;

    private Prism(Process process, Uri address)
    {
        this.process = process;
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    /// <summary>Serves a description, on a port that the system gives, and returns when it answers.</summary>
    /// <param name="file">The description's file.</param>
    public static async Task<Prism> StartAsync(string file)
    {
        var started = NodePrograms.Start("node_modules/@stoplight/prism-cli/dist/index.js", "mock", "-h", "127.0.0.1", "-p", "0", "-v", "info", file);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        started.OutputDataReceived += (_, line) => Listen(line.Data);
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        try
        {
            return new(started, await address.Task.WaitAsync(LongestStart, TimeProvider.System));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            await EndAsync(started);
            throw new InvalidOperationException($"prism does not serve {file}.", e);
        }

        // All is read to the end: what nobody reads would fill the pipe, and the program would stand still.
        void Listen(string? line)
        {
            if (line is null) address.TrySetException(new InvalidOperationException("It ended."));
            else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) address.TrySetResult(new(line[(at + Listening.Length)..].Trim()));
        }
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
        await EndAsync(process);
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // It objects to its own made-up answers too.
    private static string OfRequest(string violations) => string.Join(' ',
        from violation in JsonElement.Parse(violations).EnumerateArray()
        where violation.GetProperty("location")[0].ValueEquals("request")
        select violation.GetRawText());
}
