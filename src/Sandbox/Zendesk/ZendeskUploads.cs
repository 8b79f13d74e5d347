using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>A file that stands on a comment.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="Name">The file's name.</param>
/// <param name="MimeType">Its media type.</param>
/// <param name="Bytes">Its size in bytes.</param>
internal sealed record Attachment(long Id, string Name, string MimeType, int Bytes)
{
    public JsonObject Show() => new() { ["id"] = Id, ["file_name"] = Name, ["content_type"] = MimeType, ["size"] = Bytes, ["inline"] = false, ["deleted"] = false };
}

/// <summary>Files that have been uploaded and stand on no comment yet.</summary>
/// <param name="kit">What the simulator works with.</param>
internal sealed class ZendeskUploads(VendorKit kit)
{
    private const int MostBytes = 50_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (IReadOnlyList<Attachment> Files, DateTimeOffset At)> waiting = new(StringComparer.Ordinal);
    private long next = 498_483;

    /// <summary>How long a token is good.</summary>
    public static TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    /// <summary>POST /uploads: a file, beside those of the token where one is given.</summary>
    public Answer Take(string? name, string? mimeType, byte[] bytes, string? token)
    {
        if (string.IsNullOrEmpty(name)) return ZendeskErrors.Invalid("filename", "BlankValue", "Filename: cannot be blank");
        if (bytes.Length > MostBytes) return new(413, new JsonObject { ["error"] = "RequestEntityTooLarge", ["description"] = "The file is larger than 50 MB" });
        lock (gate)
        {
            IReadOnlyList<Attachment> before = [];
            if (token is not null)
            {
                if (Known(token) is not { } files) return Unknown();
                before = files;
            }

            var file = new Attachment(++next, name, mimeType?.Split(';')[0] ?? "application/octet-stream", bytes.Length);
            token ??= kit.Dice.Secret();
            var now = kit.Clock.GetUtcNow();
            waiting[token] = ([.. before, file], now);
            return new(201, new JsonObject
            {
                ["upload"] = new JsonObject
                {
                    ["token"] = token,
                    ["expires_at"] = Stamp.Of(now + TokenLifetime),
                    ["attachment"] = file.Show(),
                    ["attachments"] = new JsonArray([.. before.Append(file).Select(one => (JsonNode)one.Show())]),
                },
            }, Changed: true);
        }
    }

    /// <summary>The error for tokens of which one is used, too old or unknown; null where a comment may name them.</summary>
    public Answer? Refuse(JsonNode? comment)
    {
        lock (gate) return TokensOf(comment).All(token => Known(token) is not null) ? null : Unknown();
    }

    /// <summary>The files of a comment's tokens, which are used up by that.</summary>
    public IReadOnlyList<Attachment> Use(JsonNode? comment)
    {
        lock (gate) return [.. TokensOf(comment).SelectMany(token => waiting.Remove(token, out var upload) ? upload.Files : [])];
    }

    private static IEnumerable<string> TokensOf(JsonNode? comment) => (comment?["uploads"] as JsonArray ?? []).Select(token => (string)token!);

    private static Answer Unknown() => ZendeskErrors.Invalid("uploads", "InvalidValue", "Uploads: a token is used, too old or unknown");

    private IReadOnlyList<Attachment>? Known(string token) => waiting.TryGetValue(token, out var upload) && kit.Clock.GetUtcNow() - upload.At < TokenLifetime ? upload.Files : null;
}
