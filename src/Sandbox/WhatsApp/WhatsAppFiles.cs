using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>What is wrong with a file.</summary>
internal enum Spoiled
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>Its bytes are not those that were announced.</summary>
    Hash,

    /// <summary>The vendor has deleted it.</summary>
    Gone,
}

/// <summary>A file that a person has sent.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="Kind">The kind of message: <c>image</c>, <c>document</c>, …</param>
/// <param name="Name">Its name.</param>
/// <param name="MimeType">Its media type.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Spoiled">What is wrong with it.</param>
internal sealed record SentFile(string Id, string Kind, string Name, string MimeType, byte[] Bytes, Spoiled Spoiled = Spoiled.No)
{
    /// <summary>The SHA-256 as webhooks announce it, base64.</summary>
    public string Sha256 => Convert.ToBase64String(Hash);

    /// <summary>The SHA-256 that is announced.</summary>
    public byte[] Hash => SHA256.HashData(Spoiled == Spoiled.Hash ? [.. Bytes, 0] : Bytes);
}

/// <summary>The vendor's store of files: by a file's id it tells an address, which is good for five minutes (OpenAPI v23.0, GET /{media-id}).</summary>
/// <param name="kit">What the simulator works with.</param>
internal sealed class WhatsAppFiles(VendorKit kit)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, SentFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SentFile File, DateTimeOffset EndsAt)> places = new(StringComparer.Ordinal);
    private int made;

    /// <summary>Makes a file of a text.</summary>
    public SentFile Make(string kind, string text, Spoiled spoiled = Spoiled.No)
    {
        var number = Interlocked.Increment(ref made);
        var id = string.Create(CultureInfo.InvariantCulture, $"88{number:D12}");
        var (mime, ending) = kind switch { "image" => ("image/jpeg", "jpg"), "audio" => ("audio/ogg; codecs=opus", "ogg"), "video" => ("video/mp4", "mp4"), "sticker" => ("image/webp", "webp"), _ => ("application/pdf", "pdf") };
        return new(id, kind, string.Create(CultureInfo.InvariantCulture, $"file-{number}.{ending}"), mime, Encoding.UTF8.GetBytes(text), spoiled);
    }

    /// <summary>Keeps a file.</summary>
    public void Keep(SentFile file)
    {
        lock (gate) files[file.Id] = file;
    }

    /// <summary>Whether an id is that of a file, there or deleted.</summary>
    public bool Has(string id)
    {
        lock (gate) return files.ContainsKey(id);
    }

    /// <summary>GET /{media-id}.</summary>
    /// <param name="id">The file.</param>
    /// <param name="server">The address of the vendor.</param>
    public Answer Place(string id, Uri server)
    {
        lock (gate)
        {
            var file = files[id];
            if (file.Spoiled == Spoiled.Gone) return WhatsAppErrors.NoSuchObject(id);
            var token = kit.Dice.Hex(24);
            places[token] = (file, kit.Clock.GetUtcNow() + Life);
            return new(200, new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["url"] = new Uri(server, $"media/{token}").AbsoluteUri,
                ["mime_type"] = file.MimeType,
                ["sha256"] = Convert.ToHexStringLower(file.Hash),
                ["file_size"] = file.Bytes.Length,
                ["id"] = id,
            });
        }
    }

    /// <summary>GET of an address that was told.</summary>
    public Answer Serve(string token)
    {
        lock (gate)
        {
            return places.TryGetValue(token, out var place) && place.EndsAt > kit.Clock.GetUtcNow() ? new(200) { Bytes = place.File.Bytes, MimeType = place.File.MimeType } : new(404);
        }
    }
}
