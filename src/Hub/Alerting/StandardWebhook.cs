using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Configuration;
using Hub.Connectors;

namespace Hub.Alerting;

/// <summary>Signs posts as Standard Webhooks says (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).</summary>
internal static class StandardWebhook
{
    /// <summary>The header with the id of the post, the same at every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the moment of the attempt, in Unix seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures, each behind its version, with spaces between.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Signs a post with each of the secrets.</summary>
    /// <param name="secret">The secrets, each <c>whsec_</c> and base64.</param>
    /// <param name="id">The id of the post.</param>
    /// <param name="timestamp">The moment of the attempt, in Unix seconds.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(Secret secret, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', secret.Values.Select(value => "v1," + Convert.ToBase64String(HMACSHA256.HashData(AlertReader.KeyOf(value)!, signed))));
    }
}
