using Hub.Connectors;

namespace Hub.Pipeline;

/// <summary>Which headers of a webhook are stored and shown: those that its connector keeps and a few that all senders use. What nobody has named may be a secret.</summary>
internal static class StoredHeaders
{
    private static readonly string[] Common = ["Content-Type", "User-Agent", "X-Request-Id", "Traceparent"];

    /// <summary>The headers without secrets and without those that nobody knows.</summary>
    /// <param name="headers">The headers as they came.</param>
    /// <param name="connector">The connector at whose address they came; null where it is not there any more.</param>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> headers, IConnector? connector)
    {
        var named = connector?.WebhookHeaders ?? WebhookHeaders.None;
        return headers
            .Where(header => (Common.Contains(header.Key, StringComparer.OrdinalIgnoreCase) || named.Kept.Contains(header.Key, StringComparer.OrdinalIgnoreCase)) && !named.Proof.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
