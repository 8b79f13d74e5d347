using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.Zoho;

/// <summary>
/// What proves that a notification is Zoho's: it signs nothing, and only gives back the token of its channel (at most 50 characters) and calls the address that it was given.
/// Both are derived from the connection's secret, so that nothing has to be kept, every node knows them, and a new token comes with each renewal.
/// </summary>
internal static class ZohoChannel
{
    private const int Letters = 32;
    private const string AddressText = "address";

    // Notifications that Zoho has held back for a while still come with the token of their time.
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);

    /// <summary>The id of a module's channel: the same at each renewal, another for each connection. Zoho wants a number, unique within the account and its user.</summary>
    public static string IdOf(string connection, ZohoModule module)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"channel.{connection}"));
        var number = 1_000_000_000_000_000 + ((long)(BitConverter.ToUInt64(hash) % 800_000_000_000_000) * 10) + module.Channel;
        return number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The token of a channel until a moment.</summary>
    public static string TokenOf(string secret, string channel, DateTimeOffset expiry)
    {
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{seconds}.{Mac(secret, $"{channel}.{seconds}")}";
    }

    /// <summary>The secret end of the webhook's address.</summary>
    public static string SuffixOf(string secret) => Mac(secret, AddressText);

    /// <summary>Whether the end of an address is that of one of the secrets.</summary>
    public static bool IsAddress(string suffix, Secret secret) => HmacSignature.SameText(suffix, new([.. secret.Values.Select(SuffixOf)]));

    /// <summary>Whether a token is one that the hub gave this channel, and not one of long ago.</summary>
    public static bool IsToken(string? token, string? channel, Secret secret, DateTimeOffset now)
    {
        if (token is null || string.IsNullOrEmpty(channel) || ExpiryOf(token) is not { } expiry) return false;
        var seconds = token[..token.IndexOf('.', StringComparison.Ordinal)];
        var isOurs = HmacSignature.SameText(token, new([.. secret.Values.Select(value => $"{seconds}.{Mac(value, $"{channel}.{seconds}")}")]));
        return isOurs && now - expiry <= Late;
    }

    /// <summary>The moment that a token names; null where it is not of the hub's form.</summary>
    public static DateTimeOffset? ExpiryOf(string? token)
    {
        var dot = token?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot is > 0 and <= 11 && token!.Length == dot + 1 + Letters && long.TryParse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string Mac(string secret, string text) => Base64Url.EncodeToString(HmacSignature.Sign(secret, Encoding.UTF8.GetBytes(text), []))[..Letters];
}
