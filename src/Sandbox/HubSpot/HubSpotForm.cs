using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sandbox.Vendors;

namespace Sandbox.HubSpot;

/// <summary>An upload as the vendor takes it: multipart with file, fileName, folderPath and options.</summary>
internal sealed record HubSpotForm(string Name, string Folder, byte[] Bytes, bool Overwrites)
{
    /// <summary>Reads the body; null where it is not of that form.</summary>
    public static HubSpotForm? Read(Call call)
    {
        if (!MediaTypeHeaderValue.TryParse(call.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary) return null;
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var whole = new MemoryStream(call.Bytes);
        var reader = new MultipartReader(boundary, whole);
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            using var bytes = new MemoryStream();
            section.Body.CopyTo(bytes);
            parts[HeaderUtilities.RemoveQuotes(section.GetContentDispositionHeader()?.Name ?? "").Value ?? ""] = bytes.ToArray();
        }

        if (!parts.TryGetValue("file", out var file) || Text("fileName") is not { Length: > 0 } name || Text("folderPath") is not { Length: > 0 } folder || Text("options") is not { } options) return null;
        return new(name, folder, file, (bool?)JsonNode.Parse(options)?["overwrite"] ?? false);

        string? Text(string part) => parts.TryGetValue(part, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;
    }
}
