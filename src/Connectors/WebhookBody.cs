using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Hub.Connectors;

/// <summary>
/// Reads the bodies of webhooks as JSON. What a person typed must not make a delivery unreadable: bytes and escapes that are no Unicode
/// become the replacement character. Compiled into every connector.
/// </summary>
internal static class WebhookBody
{
    private const int EscapeLength = 6;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="UnreadableWebhookException">The body is not JSON.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(WithWholeCharacters(body));
        }
        catch (JsonException error) when (error.Message.StartsWith("The maximum configured depth", StringComparison.Ordinal))
        {
            // The reader has no other sign for it than its sentence.
            throw new UnreadableWebhookException("The body is nested more than 64 levels deep, and no deeper is read.", error);
        }
        catch (JsonException error)
        {
            throw new UnreadableWebhookException($"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", error);
        }
    }

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="UnreadableWebhookException">The body is not a JSON object.</exception>
    public static JsonElement ParseObject(ReadOnlySpan<byte> body)
    {
        var root = Parse(body);
        return root.ValueKind == JsonValueKind.Object ? root : throw new UnreadableWebhookException($"The body is JSON, but no object: it is {root.ValueKind}.");
    }

    private static byte[] WithWholeCharacters(ReadOnlySpan<byte> body)
    {
        var bytes = Utf8.IsValid(body) ? body.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body));
        for (var at = 0; at < bytes.Length - 1; at++)
        {
            if (bytes[at] != (byte)'\\') continue;
            var unit = Escape(bytes, at);
            if (unit is null)
            {
                at++;
            }
            else if (char.IsHighSurrogate(unit.Value) && Escape(bytes, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += (2 * EscapeLength) - 1;
            }
            else
            {
                if (char.IsSurrogate(unit.Value)) "\\ufffd"u8.CopyTo(bytes.AsSpan(at));
                at += EscapeLength - 1;
            }
        }

        return bytes;
    }

    private static char? Escape(ReadOnlySpan<byte> bytes, int at) =>
        at + EscapeLength <= bytes.Length && bytes[at] == (byte)'\\' && bytes[at + 1] == (byte)'u'
            && ushort.TryParse(bytes.Slice(at + 2, EscapeLength - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
