using System.Buffers.Text;

namespace Hub.Benchmarks.Load;

/// <summary>As much of HTTP/1.1 as the answers to webhooks need.</summary>
internal static class HttpAnswer
{
    /// <summary>The status of an answer; null while it is not there as a whole.</summary>
    public static int? Status(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !Utf8Parser.TryParse(bytes[9..12], out int status, out _)) return null;
        var head = bytes[..(end + 2)];
        var body = bytes[(end + 4)..];
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0) return body.EndsWith("0\r\n\r\n"u8) ? status : null;
        return Utf8Parser.TryParse(head[(length + 16)..], out int wanted, out _) && body.Length >= wanted ? status : null;
    }
}
