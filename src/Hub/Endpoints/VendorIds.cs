using System.Security.Cryptography;
using System.Text;

namespace Hub.Endpoints;

/// <summary>Vendors' ids that name a person: some vendors put the phone number into the ids of messages, in base64.</summary>
internal static class VendorIds
{
    private const int FewestDigits = 7;
    private const int ShownBytes = 4;
    private const string Cut = "…";

    /// <summary>The id as it is; one that holds a phone number as its prefix and a short hash, the same for the same id each time.</summary>
    public static string Hide(string id)
    {
        var start = id.LastIndexOf('.') + 1;
        return HoldsPhone(id[start..]) ? id[..start] + Cut + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, ShownBytes)) : id;
    }

    private static bool HoldsPhone(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var written)) return false;
        var run = 0;
        foreach (var letter in bytes.AsSpan(0, written))
        {
            run = char.IsAsciiDigit((char)letter) ? run + 1 : 0;
            if (run == FewestDigits) return true;
        }

        return false;
    }
}
