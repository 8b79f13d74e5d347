using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hub.Expressions;

/// <summary>Resolves the escapes of string and bytes literals.</summary>
internal static class Literal
{
    /// <summary>Reads the text between the quotes.</summary>
    /// <param name="body">The characters between the quotes.</param>
    /// <param name="isRaw">Whether escapes stand for themselves.</param>
    /// <param name="isBytes">Whether octets are meant.</param>
    /// <param name="value">The string or bytes value.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="offset">Where in <paramref name="body"/> it is wrong.</param>
    public static bool TryRead(ReadOnlySpan<char> body, bool isRaw, bool isBytes, out Value value, out string fault, out int offset)
    {
        (value, fault, offset) = (default, "", 0);
        if (isRaw || !body.Contains('\\'))
        {
            value = isBytes ? Value.Bytes(Utf8(body)) : Value.String(body.ToString());
            return true;
        }

        var text = new StringBuilder();
        var octets = new ArrayBufferWriter<byte>();
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\')
            {
                var run = body[i..].IndexOf('\\');
                var plain = run < 0 ? body[i..] : body.Slice(i, run);
                if (isBytes) octets.Write(Utf8(plain));
                else text.Append(plain);
                i += plain.Length;
                continue;
            }

            if (!Escape(body, isBytes, ref i, out var code, out fault))
            {
                offset = i;
                return false;
            }

            if (isBytes) octets.Write([(byte)code]);
            else text.Append(new Rune(code).ToString());
        }

        value = isBytes ? Value.Bytes(octets.WrittenSpan.ToArray()) : Value.String(text.ToString());
        return true;
    }

    private static byte[] Utf8(ReadOnlySpan<char> text)
    {
        var octets = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, octets);
        return octets;
    }

    private static bool Escape(ReadOnlySpan<char> body, bool isBytes, ref int i, out int code, out string fault)
    {
        var letter = body[i + 1];
        fault = "";
        code = letter switch
        {
            'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v',
            '\\' or '?' or '"' or '\'' or '`' => letter,
            _ => -1,
        };
        if (code >= 0)
        {
            i += 2;
            return true;
        }

        var (skip, digits, style) = letter switch
        {
            'x' or 'X' => (2, 2, NumberStyles.AllowHexSpecifier),
            'u' => (2, 4, NumberStyles.AllowHexSpecifier),
            'U' => (2, 8, NumberStyles.AllowHexSpecifier),
            >= '0' and <= '3' => (1, 3, NumberStyles.None),
            _ => (0, 0, NumberStyles.None),
        };
        if (digits == 0)
        {
            fault = $"\\{letter} is no escape; write \\\\ for a backslash, or r\"…\" for text without escapes.";
        }
        else if (isBytes && letter is 'u' or 'U')
        {
            fault = "Octets have no \\u escape; write \\x with two digits for each octet.";
        }
        else if (i + skip + digits > body.Length || !Number(body.Slice(i + skip, digits), style, out code))
        {
            fault = style == NumberStyles.None ? "An octal escape has three digits, at most \\377." : $"\\{letter} takes {digits} hexadecimal digits.";
        }
        else if (!isBytes && !Rune.IsValid(code))
        {
            fault = "The escape names no character; surrogates and numbers above 10FFFF are none.";
        }

        if (fault.Length > 0) return false;
        i += skip + digits;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, NumberStyles style, out int code)
    {
        if (style == NumberStyles.AllowHexSpecifier)
        {
            return int.TryParse(digits, style, CultureInfo.InvariantCulture, out code) && code >= 0;
        }

        code = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') return false;
            code = (code * 8) + digit - '0';
        }

        return true;
    }
}
