using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

/// <summary>Calls a simulator over HTTP as the hub would.</summary>
internal sealed class VendorClient(IVendor vendor, params (string Name, string Value)[] headers) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = vendor.Address };

    public void Dispose() => http.Dispose();

    public Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> PostAsync(string path, string body, params (string Name, string Value)[] more) => SendAsync(HttpMethod.Post, path, body, more);

    public Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    private async Task<(int Status, JsonNode? Json, HttpResponseMessage Answer)> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] more)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers.Concat(more)) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), answer);
    }
}
