using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Commands;

/// <summary>A call to the running hub did not work; the message is one plain sentence.</summary>
/// <param name="message">What is wrong, and what helps.</param>
/// <param name="status">What the hub answered; null where it did not. 422 says that the mapping files of the call are wrong.</param>
internal sealed class HubCallException(string message, HttpStatusCode? status = null) : WrongCallException(message, status == HttpStatusCode.UnprocessableEntity ? Commands.ExitCode.Found : Commands.ExitCode.WrongCall)
{
    /// <summary>Whether the hub answered that there is no such thing.</summary>
    public bool IsUnknown { get; } = status == HttpStatusCode.NotFound;
}

/// <summary>The admin API of a running hub, as the command line calls it.</summary>
/// <param name="http">The client, with the hub's address.</param>
/// <param name="key">The admin key; null where the hub needs none.</param>
internal sealed class AdminClient(HttpClient http, string? key)
{
    /// <summary>Gets an answer as it is.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async Task<string> GetTextAsync(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancel);
        return await response.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>Gets an answer.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Read(await GetTextAsync(path, cancel), type);

    /// <summary>Gets an answer, and whether it came with a header.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async Task<(T Answer, bool HasHeader)> GetAsync<T>(string path, JsonTypeInfo<T> type, string header, CancellationToken cancel)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancel);
        return (Read(await response.Content.ReadAsStringAsync(cancel), type), response.Headers.Contains(header));
    }

    /// <summary>Reads what came as text, or a line of it.</summary>
    /// <exception cref="HubCallException">It is something else.</exception>
    public T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw Strange();
        }
        catch (JsonException)
        {
            throw Strange();
        }
    }

    /// <summary>Gives an order.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async Task PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var content = JsonContent.Create(body, type);
        (await SendAsync(HttpMethod.Post, path, content, cancel)).Dispose();
    }

    /// <summary>Gives an order that is answered.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async Task<TAnswer> PostAsync<T, TAnswer>(string path, T body, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answerType, CancellationToken cancel)
        where TAnswer : class
    {
        using var content = JsonContent.Create(body, type);
        using var response = await SendAsync(HttpMethod.Post, path, content, cancel);
        try
        {
            return await response.Content.ReadFromJsonAsync(answerType, cancel) ?? throw Strange();
        }
        catch (JsonException)
        {
            throw Strange();
        }
    }

    /// <summary>Gives an order that is answered in lines, each as it comes.</summary>
    /// <exception cref="HubCallException">It did not work.</exception>
    public async IAsyncEnumerable<TLine> PostLinesAsync<T, TLine>(
        string path, T body, JsonTypeInfo<T> type, JsonTypeInfo<TLine> lineType, [EnumeratorCancellation] CancellationToken cancel)
        where TLine : class
    {
        using var content = JsonContent.Create(body, type);
        using var response = await SendAsync(HttpMethod.Post, path, content, cancel, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await NextAsync(reader, cancel) is { } line) yield return Read(line, lineType);
    }

    /// <summary>Gets an answer of any size as it comes.</summary>
    /// <exception cref="HubCallException">It did not work, or broke off.</exception>
    public async Task DownloadAsync(string path, Stream into, CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancel, HttpCompletionOption.ResponseHeadersRead);
        try
        {
            await response.Content.CopyToAsync(into, cancel);
        }
        catch (HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    private async Task<string?> NextAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancel, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, until, cancel);
        }
        catch (HttpRequestException)
        {
            throw new HubCallException($"No hub answers at {http.BaseAddress}. Start it with: hub run");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new HubCallException($"The hub at {http.BaseAddress} does not answer in time.");
        }

        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw response.StatusCode == HttpStatusCode.Unauthorized
                ? new HubCallException($"The hub at {http.BaseAddress} refuses the key. Give it with --key-file, or as Hub:AdminKey in the configuration.")
                : new HubCallException(await DetailAsync(response, cancel), response.StatusCode);
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            if (JsonElement.Parse(text).TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } sentence) return sentence;
        }
        catch (JsonException)
        {
            // Not the hub's own answer: its status must do.
        }

        return $"The hub answered {(int)response.StatusCode}.";
    }

    private HubCallException BrokenOff() => new($"The hub at {http.BaseAddress} broke off its answer.");

    private HubCallException Strange() => new($"What answers at {http.BaseAddress} is not a hub of this version.");
}
