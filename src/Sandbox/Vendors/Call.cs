using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Sandbox.Vendors;

/// <summary>A call that a vendor got.</summary>
/// <param name="Request">The HTTP request, its body read already.</param>
/// <param name="Bytes">The body.</param>
internal sealed record Call(HttpRequest Request, byte[] Bytes)
{
    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonNode? Json { get; } = Read(Bytes);

    public string Text => Encoding.UTF8.GetString(Bytes);

    public string Route(string name) => (string?)Request.RouteValues[name] ?? "";

    public string? Query(string name) => Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Header(string name) => Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    private static JsonNode? Read(byte[] bytes)
    {
        if (bytes.Length == 0) return null;
        try
        {
            return JsonNode.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A vendor's answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body.</param>
/// <param name="Headers">Headers beside the content type.</param>
/// <param name="Changed">Whether the call changed something: only such calls can time out after their effect.</param>
internal sealed record Answer(int Status, JsonNode? Json = null, IReadOnlyDictionary<string, string>? Headers = null, bool Changed = false)
{
    /// <summary>Bytes in the place of JSON.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>The media type of the bytes.</summary>
    public string? MimeType { get; init; }
}
