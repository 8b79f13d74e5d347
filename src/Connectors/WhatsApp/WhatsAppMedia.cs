using System.Net;
using System.Text.Json;
using RestEase;

namespace Hub.Connectors.WhatsApp;

/// <summary>The files of messages. Meta tells by a file's id where it is, for five minutes, and gives it there against the same access token (OpenAPI v23.0, GET /{media-id}).</summary>
internal sealed class WhatsAppMedia : IMediaSource
{
    private const long Mebibyte = 1024 * 1024;
    private const int Sha256Bytes = 32;
    private const int LongestId = 128;

    // The hosts of Meta's that files have been seen at; the token goes to no other.
    private static readonly string[] Hosts = ["fbsbx.com", "facebook.com", "fbcdn.net", "whatsapp.net"];

    // "Object with ID … does not exist, cannot be loaded due to missing permissions": what Meta says of a file that it has deleted.
    private const string NoSuchObject = "100";

    /// <summary>The file of a message; null where none came with it.</summary>
    public static MediaFile? Of(MessagePart message, string kind) => message.Media is not { } media ? null : new(string.IsNullOrWhiteSpace(media.Id) ? null : media.Id, kind)
    {
        MimeType = media.MimeType,
        Sha256 = HexOf(media.Sha256),
        FileName = media.Filename,
        Caption = media.Caption,
    };

    /// <summary>The SHA-256 in lower-case hex, which Meta writes in base64 in webhooks and in hex elsewhere; null where it is neither.</summary>
    public static string? HexOf(string? hash)
    {
        if (hash is null) return null;
        if (hash.Length == 2 * Sha256Bytes && hash.All(char.IsAsciiHexDigit)) return hash.ToLowerInvariant();
        Span<byte> bytes = stackalloc byte[Sha256Bytes + 1];
        return Convert.TryFromBase64String(hash, bytes, out var written) && written == Sha256Bytes ? Convert.ToHexStringLower(bytes[..written]) : null;
    }

    /// <inheritdoc/>
    public long MostBytes(MediaFile file, object options)
    {
        var own = (WhatsAppOptions)options;
        return Mebibyte * file.Kind switch
        {
            "image" => own.ImageMegabytes,
            "audio" => own.AudioMegabytes,
            "video" => own.VideoMegabytes,
            "sticker" => own.StickerMegabytes,
            _ => own.DocumentMegabytes,
        };
    }

    /// <inheritdoc/>
    public async Task<MediaAnswer> OpenAsync(MediaFile file, Connection connection, CancellationToken cancel)
    {
        // It becomes a segment of the address that is called.
        if (file.Id is not { Length: <= LongestId } id || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) return new MediaAnswer.Gone("WhatsApp named no file.");
        var options = connection.Options<WhatsAppOptions>();
        var response = await WhatsAppCalls.Api(connection).MediaAsync(WhatsAppCalls.Authorization(options), options.GraphVersion, id, options.PhoneNumberId, cancel);
        using var answer = response.ResponseMessage;
        if (!answer.IsSuccessStatusCode) return Refused(answer, response.StringContent, connection);
        if (Content(response) is not { Url: { } url } place) return Transient("unreadable", "WhatsApp's answer does not tell where the file is.");
        if (AddressOf(url, connection) is not { } address) return Transient("foreign_host", "WhatsApp's answer names a place for the file that is none of its own hosts, so that it was not fetched.");
        return await FetchAsync(address, place, connection, options, cancel);
    }

    private static async Task<MediaAnswer> FetchAsync(Uri address, MediaPlace place, Connection connection, WhatsAppOptions options, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", WhatsAppCalls.Authorization(options));
        var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            // The answer ends with its stream.
            return new MediaAnswer.Opened(await response.Content.ReadAsStreamAsync(cancel))
            {
                MimeType = place.MimeType,
                Sha256 = HexOf(place.Sha256),
                Size = response.Content.Headers.ContentLength ?? place.FileSize,
            };
        }

        using (response)
        {
            // The address may have ended between the two calls; the next try asks for a new one.
            return response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                ? new MediaAnswer.Failed(VendorErrors.OfStatus(response, connection.Time.GetUtcNow()))
                : Transient("not_served", $"WhatsApp's file server answered {(int)response.StatusCode} to a fresh address.");
        }
    }

    private static MediaAnswer Refused(HttpResponseMessage answer, string? body, Connection connection)
    {
        var failure = WhatsAppErrors.OfAnswer(answer, body, attempt: 1, connection.Time.GetUtcNow());
        return failure.Code == NoSuchObject || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? new MediaAnswer.Gone("WhatsApp has the file no more, or it is not this number's.")
            : new MediaAnswer.Failed(failure.Kind == FailureKind.Unknown ? failure with { Kind = FailureKind.Transient, Text = "WhatsApp had an error." } : failure);
    }

    private static MediaAnswer.Failed Transient(string code, string text) => new(new(FailureKind.Transient, code, text));

    private static Uri? AddressOf(string url, Connection connection)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return null;
        if (connection.Http.BaseAddress is { } own && Uri.Compare(address, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0) return address;
        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && Hosts.Any(host => address.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase) || address.IdnHost.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase))
            ? address
            : null;
    }

    private static MediaPlace? Content(Response<MediaPlace> response)
    {
        try
        {
            return response.GetContent();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
