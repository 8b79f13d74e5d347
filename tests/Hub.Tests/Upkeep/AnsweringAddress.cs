using System.Net;

namespace Hub.Tests.Upkeep;

/// <summary>What answers at the hub's public address.</summary>
/// <param name="status">The answer.</param>
/// <param name="allow">The methods that it says to take.</param>
/// <param name="location">Where it leads.</param>
internal sealed class AnsweringAddress(HttpStatusCode status, string? allow = null, string? location = null) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Method.ShouldBe(HttpMethod.Head);
        var answer = new HttpResponseMessage(status);
        if (allow is not null) foreach (var method in allow.Split(", ")) answer.Content.Headers.Allow.Add(method);
        if (location is not null) answer.Headers.Location = new(location);
        return Task.FromResult(answer);
    }
}
