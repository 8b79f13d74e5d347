using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors;

/// <summary>What the check of a signature found.</summary>
public enum SignatureCheck
{
    /// <summary>One of the accepted secrets made this signature over these bytes.</summary>
    Genuine,

    /// <summary>The signature header is missing or empty.</summary>
    Missing,

    /// <summary>The header is not of the vendor's form: another prefix, another length, or not hex or base64.</summary>
    Malformed,

    /// <summary>The signature is well formed and belongs to other bytes or another secret.</summary>
    Mismatch,
}

/// <summary>HMAC-SHA256 signatures of webhooks: raw bytes in, an outcome out. Constant time; never throws.</summary>
public static class HmacSignature
{
    /// <summary>Checks a signature written in lower or upper case hex after <paramref name="prefix"/>.</summary>
    public static SignatureCheck CheckHex(string? header, string prefix, Secret secret, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header)) return SignatureCheck.Missing;
        if (header.Length != prefix.Length + (HMACSHA256.HashSizeInBytes * 2) || !header.StartsWith(prefix, StringComparison.Ordinal)) return SignatureCheck.Malformed;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var status = Convert.FromHexString(header.AsSpan(prefix.Length), given, out _, out var written);
        return status == System.Buffers.OperationStatus.Done && written == given.Length ? Compare(given, secret, lead, body) : SignatureCheck.Malformed;
    }

    /// <summary>Checks a signature written in base64.</summary>
    public static SignatureCheck CheckBase64(string? header, Secret secret, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header)) return SignatureCheck.Missing;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // A longer text than 44 characters cannot be base64 of 32 bytes; the decoder would skip white space, which no vendor sends.
        return header.Length == 44 && !header.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(header, given, out var written) && written == given.Length
            ? Compare(given, secret, lead, body)
            : SignatureCheck.Malformed;
    }

    /// <summary>The signature of <paramref name="lead"/> followed by <paramref name="body"/> under the UTF-8 bytes of <paramref name="key"/>.</summary>
    public static byte[] Sign(string key, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hmac.AppendData(lead);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }


    /// <summary>Compares two secret texts in constant time for texts of one length.</summary>
    public static bool SameText(string? given, Secret secret)
    {
        if (string.IsNullOrEmpty(given)) return false;
        var bytes = Encoding.UTF8.GetBytes(given);
        var same = false;
        foreach (var value in secret.Values) same |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(value));
        return same;
    }

    private static SignatureCheck Compare(ReadOnlySpan<byte> given, Secret secret, ReadOnlySpan<byte> lead, ReadOnlySpan<byte> body)
    {
        var same = false;
        foreach (var value in secret.Values) same |= CryptographicOperations.FixedTimeEquals(given, Sign(value, lead, body));
        return same ? SignatureCheck.Genuine : SignatureCheck.Mismatch;
    }
}
