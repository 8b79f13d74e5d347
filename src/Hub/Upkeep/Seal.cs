using System.Security.Cryptography;
using System.Text;
using Hub.Connectors;

namespace Hub.Upkeep;

/// <summary>A sealed text, and with which key.</summary>
/// <param name="KeyId">The key: the beginning of its hash.</param>
/// <param name="Bytes">Nonce (12 bytes), tag (16 bytes) and the text, encrypted.</param>
internal sealed record SealedText(string KeyId, byte[] Bytes);

/// <summary>Seals what the hub is given in secret, before the store keeps it: AES-256-GCM (NIST SP 800-38D) with <c>Hub:EncryptionKey</c>.</summary>
internal sealed class Seal
{
    private readonly List<(string Id, byte[] Key)> keys;

    /// <summary>Takes the keys.</summary>
    /// <param name="keys">Each 32 bytes in base64; the first seals, all open. Null where there are none.</param>
    public Seal(Secret? keys) => this.keys = [.. (keys?.Values ?? []).Select(Convert.FromBase64String).Select(key => (IdOf(key), key))];

    /// <summary>Seals a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="owner">What it belongs to: it can be opened for nothing else.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public SealedText Close(string text, string owner)
    {
        var (id, key) = keys.Count > 0 ? keys[0] : throw new InvalidOperationException("There is no Hub:EncryptionKey.");
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, sealedText) = PartsOf(bytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(key, tag.Length);
        cipher.Encrypt(nonce.Span, plain, sealedText.Span, tag.Span, Encoding.UTF8.GetBytes(owner));
        return new(id, bytes);
    }

    /// <summary>Opens a sealed text.</summary>
    /// <param name="closed">The sealed text.</param>
    /// <param name="owner">What it belongs to.</param>
    /// <returns>The text; null where its key is not there any more, or it is not as it was sealed.</returns>
    public string? Open(SealedText closed, string owner)
    {
        if (keys.Find(one => one.Id == closed.KeyId).Key is not { } key) return null;
        if (closed.Bytes.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize) return null;
        var (nonce, tag, sealedText) = PartsOf(closed.Bytes);
        var plain = new byte[sealedText.Length];
        using var cipher = new AesGcm(key, tag.Length);
        try
        {
            cipher.Decrypt(nonce.Span, sealedText.Span, tag.Span, plain, Encoding.UTF8.GetBytes(owner));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) PartsOf(byte[] bytes)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (bytes.AsMemory(0, nonce), bytes.AsMemory(nonce, tag), bytes.AsMemory(nonce + tag));
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
}
