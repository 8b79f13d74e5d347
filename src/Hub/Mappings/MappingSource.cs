using System.Security.Cryptography;
using System.Text;

namespace Hub.Mappings;

/// <summary>One mapping file as it is.</summary>
/// <param name="File">The name within its folder, with forward slashes: <c>shipping.yaml</c>.</param>
/// <param name="Text">The whole text.</param>
internal sealed record MappingSource(string File, string Text)
{
    /// <summary>A hash of the names and texts, the same on every machine: 32 hex digits.</summary>
    public static string HashOf(IEnumerable<MappingSource> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources.OrderBy(source => source.File, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(source.File));
            hash.AppendData([0]);
            hash.AppendData(Encoding.UTF8.GetBytes(source.Text));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
