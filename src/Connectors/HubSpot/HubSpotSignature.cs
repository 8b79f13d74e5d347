using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.HubSpot;

/// <summary>
/// HubSpot's three signatures (developers.hubspot.com, "Validating requests"): v3 is base64 of HMAC-SHA256 over method, address, body and time stamp; v2 and v1 are hex of SHA-256 over secret, method, address and
/// body, or over secret and body.
/// </summary>
internal static class HubSpotSignature
{
    public const string Header = "X-HubSpot-Signature-v3";
    public const string TimestampHeader = "X-HubSpot-Request-Timestamp";
    public const string OldHeader = "X-HubSpot-Signature";
    public const string VersionHeader = "X-HubSpot-Signature-Version";

    // Five minutes into the past is HubSpot's own rule; as far into the future is ours: clocks differ.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    // What HubSpot decodes in an address before it signs it, and nothing else.
    private static readonly (string Encoded, string Plain)[] Decoded =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"), ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    /// <summary>Whether HubSpot signed this for the registered address. A delivery with the third signature is judged by that alone.</summary>
    public static Verification Verify(WebhookRequest request, HubSpotOptions options, DateTimeOffset now)
    {
        if (!string.IsNullOrEmpty(request.Header(Header))) return OfThird(request, options, now);
        var isFirst = string.Equals(request.Header(VersionHeader) ?? "v1", "v1", StringComparison.OrdinalIgnoreCase);
        var isSecond = string.Equals(request.Header(VersionHeader), "v2", StringComparison.OrdinalIgnoreCase);
        if (request.Header(OldHeader) is not { Length: > 0 } given || !((isFirst && options.AllowV1) || (isSecond && options.AllowV2)))
        {
            return Verification.Of(SignatureCheck.Missing, Header);
        }

        var leads = isFirst ? [""] : Addresses(options).Select(address => request.Method + address);
        var check = SignatureCheck.Malformed;
        foreach (var lead in leads)
        {
            check = CheckHash(given, options.ClientSecret, Encoding.UTF8.GetBytes(lead), request.Body.Span);
            if (check == SignatureCheck.Genuine) break;
        }

        return Verification.Of(check, OldHeader);
    }

    /// <summary>What the third signature covers before the body, and after it.</summary>
    public static (byte[] Before, byte[] After) Frame(string method, string address, string timestamp) => (Encoding.UTF8.GetBytes(method + address), Encoding.UTF8.GetBytes(timestamp));

    /// <summary>The address as HubSpot signs it.</summary>
    public static string Decode(string address) => Decoded.Aggregate(address, (text, pair) => text.Replace(pair.Encoded, pair.Plain, StringComparison.OrdinalIgnoreCase));

    private static Verification OfThird(WebhookRequest request, HubSpotOptions options, DateTimeOffset now)
    {
        var timestamp = request.Header(TimestampHeader);
        if (string.IsNullOrEmpty(timestamp)) return new Verification.Refused($"The header {TimestampHeader} is missing.");
        var check = SignatureCheck.Mismatch;
        foreach (var address in Addresses(options))
        {
            var (before, after) = Frame(request.Method, address, timestamp);
            check = HmacSignature.CheckBase64(request.Header(Header), options.ClientSecret, before, (byte[])[.. request.Body.Span, .. after]);
            if (check == SignatureCheck.Genuine) break;
        }

        if (check != SignatureCheck.Genuine) return Verification.Of(check, Header);
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var signed) && (now.ToUnixTimeMilliseconds() - signed) is var age && Math.Abs(age) <= Freshness.TotalMilliseconds
            ? new Verification.Genuine()
            : new Verification.Refused($"The header {TimestampHeader} is more than {Freshness.TotalMinutes} minutes from the hub's clock.");
    }

    // That HubSpot decodes is certain, which characters is not: as it is registered will do as well.
    private static IEnumerable<string> Addresses(HubSpotOptions options) => new[] { Decode(options.WebhookUrl), options.WebhookUrl }.Distinct(StringComparer.Ordinal);

    private static SignatureCheck CheckHash(string header, Secret secret, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        if (header.Length != SHA256.HashSizeInBytes * 2 || Convert.FromHexString(header, given, out _, out var written) != System.Buffers.OperationStatus.Done || written != given.Length)
        {
            return SignatureCheck.Malformed;
        }

        var same = false;
        foreach (var value in secret.Values) same |= CryptographicOperations.FixedTimeEquals(given, SHA256.HashData((byte[])[.. Encoding.UTF8.GetBytes(value), .. lead, .. body]));
        return same ? SignatureCheck.Genuine : SignatureCheck.Mismatch;
    }
}
