using System.Security.Cryptography;
using System.Text;

namespace Hub.Storage;

/// <summary>Ids and keys, always derived from content, so that a replay and a second node compute the same.</summary>
internal static class Keys
{
    private const char Separator = '\u001f';
    private const int Length = 16;

    /// <summary>An id: 32 lower-case hex digits.</summary>
    public static string Id(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts));

    /// <summary>The key of which this is the id; null where it is none.</summary>
    public static byte[]? Of(string id) => id.Length == 2 * Length && id.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(id) : null;

    /// <summary>A key: 16 bytes.</summary>
    public static byte[] Hash(params ReadOnlySpan<string> parts) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Separator, parts)))[..Length];
}
