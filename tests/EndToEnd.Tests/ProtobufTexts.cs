using System.Text;

namespace EndToEnd.Tests;

/// <summary>The texts in a message of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/), without its schema: numbers, times and ids, which are as good as random, are left out.</summary>
internal static class ProtobufTexts
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static List<string> Read(byte[] message)
    {
        var texts = new List<string>();
        Add(message, texts);
        return texts;
    }

    private static void Add(ReadOnlySpan<byte> message, List<string> texts)
    {
        while (message.Length > 0)
        {
            if (!TryNumber(ref message, out var tag)) return;
            var length = (tag & 7) switch { 1 => 8UL, 5 => 4UL, 0 => 0UL, 2 => 0UL, _ => ulong.MaxValue };
            if ((tag & 7) is 0 or 2 && !TryNumber(ref message, out length)) return;
            if ((tag & 7) == 0) continue;
            if (length > (ulong)message.Length) return;
            if ((tag & 7) == 2 && !TryText(message[..(int)length], texts)) Add(message[..(int)length], texts);
            message = message[(int)length..];
        }
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> message, out ulong number)
    {
        number = 0;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            number |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] >= 0x80) continue;
            message = message[(i + 1)..];
            return true;
        }

        return false;
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, List<string> texts)
    {
        foreach (var one in bytes)
        {
            if (one is < 0x20 and not (byte)'\n') return false;
        }

        try
        {
            texts.Add(Strict.GetString(bytes));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
