using System.Text;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>A webhook, and what came in it.</summary>
/// <param name="Id">Its number, in the order of acceptance.</param>
/// <param name="Connection">The connection at whose address it arrived.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Suffix">What stood behind the connection's name in the address.</param>
/// <param name="State"><c>applied</c>, <c>noop</c>, <c>parked</c> or <c>pending</c>.</param>
/// <param name="Error">Why it was parked.</param>
/// <param name="ArrivedAt">When the hub received it.</param>
/// <param name="Size">The body's size in bytes; null where it is not kept any more.</param>
/// <param name="Query">The query, without secrets; null unless it is to be revealed.</param>
/// <param name="Headers">The headers that the connector keeps; null unless they are to be revealed.</param>
/// <param name="Body">The body as text; null unless it is to be revealed, and where it is no UTF-8.</param>
/// <param name="BodyBase64">The body in base64, where it is to be revealed and is no UTF-8.</param>
internal sealed record WebhookDetail(
    string Id, string Connection, string Method, string Suffix, string State, string? Error, DateTimeOffset ArrivedAt, int? Size,
    IReadOnlyDictionary<string, string>? Query, IReadOnlyDictionary<string, string>? Headers, string? Body, string? BodyBase64)
{
    private static readonly string[] SecretNames = ["signature", "hmac", "token", "secret", "authorization", "cookie", "password", "key"];

    /// <summary>The webhook as it is shown.</summary>
    /// <param name="entry">Its row.</param>
    /// <param name="content">What came; null where it is not kept any more.</param>
    /// <param name="connector">The connector at whose address it came; null where it is not there any more.</param>
    /// <param name="reveal">Whether personal data is shown.</param>
    public static WebhookDetail Of(WebhookEntry entry, WebhookRequest? content, IConnector? connector, bool reveal)
    {
        var shown = Masking.WithoutProof(reveal ? entry : Masking.Hide(entry), connector);
        var detail = new WebhookDetail(
            shown.Id, shown.Connection, shown.Method, shown.Suffix, shown.State, shown.Error, shown.ArrivedAt, content?.Body.Length, null, null, null, null);
        if (!reveal || content is null) return detail;
        content = connector?.WithoutProof(content) ?? content;
        var text = Text(content.Body.Span);
        return detail with
        {
            Query = WithoutSecrets(content.Query),
            Headers = new SortedDictionary<string, string>(StoredHeaders.Of(content.Headers, connector), StringComparer.OrdinalIgnoreCase),
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(content.Body.Span) : null,
        };
    }

    private static SortedDictionary<string, string> WithoutSecrets(IReadOnlyDictionary<string, string> values) => new(
        values.Where(pair => !SecretNames.Any(name => pair.Key.Contains(name, StringComparison.OrdinalIgnoreCase))).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);

    private static string? Text(ReadOnlySpan<byte> body) => System.Text.Unicode.Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : null;
}
