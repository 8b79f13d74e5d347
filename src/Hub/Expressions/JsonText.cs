using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>Strings and names of JSON that a vendor wrote: half of a surrogate pair and octets that are no UTF-8 become U+FFFD, as they do elsewhere; the parser lets them pass, and fails when they are read.</summary>
internal static class JsonText
{
    /// <summary>The text of a string.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Mended(JsonMarshal.GetRawUtf8Value(text)[1..^1]);
        }
    }

    /// <summary>The name of a property.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Mended(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    /// <summary>The last property of that name.</summary>
    public static bool TryGetProperty(JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            var found = element.EnumerateObject().LastOrDefault(property => string.Equals(NameOf(property), name, StringComparison.Ordinal));
            value = found.Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
        catch (ArgumentException)
        {
            // A name that has half a pair itself: what is read has none.
            value = default;
            return false;
        }
    }

    private static string Mended(ReadOnlySpan<byte> octets)
    {
        var raw = Encoding.UTF8.GetString(octets);
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] != 'u')
            {
                text.Append(raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
                continue;
            }

            text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 4;
        }

        // Pairs that two escapes made are whole; what is left alone is replaced.
        var made = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.ToString().EnumerateRunes()) made.Append(units[..rune.EncodeToUtf16(units)]);
        return made.ToString();
    }
}
