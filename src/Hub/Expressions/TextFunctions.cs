using System.Buffers.Text;
using System.Text;

namespace Hub.Expressions;

/// <summary>Functions on text: the standard ones, the string extension and base64. Places count code points.</summary>
internal static class TextFunctions
{
    private static readonly CelType Text = CelType.String;
    private static readonly CelType Texts = CelType.ListOf(CelType.String);

    public static IEnumerable<Function> All =>
    [
        Declare.Receiver("contains", [Text, Text], CelType.Bool, (values, frame) => Search(values, frame, static (text, part) => text.Contains(part, StringComparison.Ordinal))),
        Declare.Receiver("startsWith", [Text, Text], CelType.Bool, (values, frame) => Pass(values[1].AsString, frame) ? Value.Bool(values[0].AsString.StartsWith(values[1].AsString, StringComparison.Ordinal)) : Value.Null),
        Declare.Receiver("endsWith", [Text, Text], CelType.Bool, (values, frame) => Pass(values[1].AsString, frame) ? Value.Bool(values[0].AsString.EndsWith(values[1].AsString, StringComparison.Ordinal)) : Value.Null),
        Declare.Plain("matches", [Text, Text], CelType.Bool, (values, frame) => Pattern.Matches(values[0].AsString, values[1].AsString, frame)),
        Declare.Receiver("matches", [Text, Text], CelType.Bool, (values, frame) => Pattern.Matches(values[0].AsString, values[1].AsString, frame)),
        Declare.Receiver("charAt", [Text, CelType.Int], Text, (values, frame) => CharacterAt(values[0].AsString, values[1].AsInt, frame)),
        Declare.Receiver("indexOf", [Text, Text], CelType.Int, (values, frame) => IndexOf(values[0].AsString, values[1].AsString, 0, frame)),
        Declare.Receiver("indexOf", [Text, Text, CelType.Int], CelType.Int, (values, frame) => IndexOf(values[0].AsString, values[1].AsString, values[2].AsInt, frame)),
        Declare.Receiver("lastIndexOf", [Text, Text], CelType.Int, (values, frame) => LastIndexOf(values[0].AsString, values[1].AsString, null, frame)),
        Declare.Receiver("lastIndexOf", [Text, Text, CelType.Int], CelType.Int, (values, frame) => LastIndexOf(values[0].AsString, values[1].AsString, values[2].AsInt, frame)),
        Declare.Receiver("lowerAscii", [Text], Text, (values, frame) => Mapped(values[0].AsString, frame, static character => char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character)),
        Declare.Receiver("upperAscii", [Text], Text, (values, frame) => Mapped(values[0].AsString, frame, static character => char.IsAsciiLetterLower(character) ? (char)(character & ~0x20) : character)),
        Declare.Receiver("replace", [Text, Text, Text], Text, (values, frame) => Replace(values[0].AsString, values[1].AsString, values[2].AsString, -1, frame)),
        Declare.Receiver("replace", [Text, Text, Text, CelType.Int], Text, (values, frame) => Replace(values[0].AsString, values[1].AsString, values[2].AsString, values[3].AsInt, frame)),
        Declare.Receiver("split", [Text, Text], Texts, (values, frame) => Split(values[0].AsString, values[1].AsString, -1, frame)),
        Declare.Receiver("split", [Text, Text, CelType.Int], Texts, (values, frame) => Split(values[0].AsString, values[1].AsString, values[2].AsInt, frame)),
        Declare.Receiver("substring", [Text, CelType.Int], Text, (values, frame) => Substring(values[0].AsString, values[1].AsInt, null, frame)),
        Declare.Receiver("substring", [Text, CelType.Int, CelType.Int], Text, (values, frame) => Substring(values[0].AsString, values[1].AsInt, values[2].AsInt, frame)),
        Declare.Receiver("trim", [Text], Text, (values, frame) => Made(values[0].AsString.Trim(), frame)),
        Declare.Receiver("reverse", [Text], Text, (values, frame) => Reverse(values[0].AsString, frame)),
        Declare.Receiver("join", [Texts], Text, (values, frame) => Join(values[0].AsList, "", frame)),
        Declare.Receiver("join", [Texts, Text], Text, (values, frame) => Join(values[0].AsList, values[1].AsString, frame)),
        Declare.Receiver("format", [Text, CelType.ListOf(CelType.Dyn, nullable: true)], Text, (values, frame) => TextFormat.Format(values[0].AsString, values[1].AsList, frame)),
        Declare.Plain("strings.quote", [Text], Text, (values, frame) => Quote(values[0].AsString, frame)),
        Declare.Plain("base64.encode", [CelType.Bytes], Text, (values, frame) => Encode(values[0].AsBytes.Span, frame)),
        Declare.Plain("base64.decode", [Text], CelType.Bytes, (values, frame) => Decode(values[0].AsString, frame)),
    ];

    /// <summary>The code points of a text.</summary>
    public static long Length(string text)
    {
        var pairs = 0;
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDBFF'); i >= 0 && i < text.Length - 1; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1])) pairs++;
        }

        return text.Length - pairs;
    }

    /// <summary>A text that was made, within the budget.</summary>
    public static Value Made(string text, Frame frame) =>
        text.Length > Frame.LargestResult ? Arithmetic.TooLong(frame) : frame.Allocate(text.Length * 2L) ? Value.String(text) : Value.Null;

    /// <summary>Takes what it costs to pass over a text once.</summary>
    public static bool Pass(string text, Frame frame) => frame.Spend(1 + (text.Length / 64));

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    // The UTF-16 place of a code point; −1 past the end.
    private static int Place(string text, long index)
    {
        if (index < 0) return -1;
        if (IsPlain(text)) return index <= text.Length ? (int)index : -1;
        var place = 0;
        for (; index > 0 && place < text.Length; index--)
        {
            place += place + 1 < text.Length && char.IsSurrogatePair(text[place], text[place + 1]) ? 2 : 1;
        }

        return index == 0 ? place : -1;
    }

    private static long Points(string text, int place) => place < 0 ? -1 : IsPlain(text) ? place : Length(text[..place]);

    private static Value Search(ReadOnlySpan<Value> values, Frame frame, Func<string, string, bool> search) =>
        Pass(values[0].AsString, frame) ? Value.Bool(search(values[0].AsString, values[1].AsString)) : Value.Null;

    private static Value OutOfRange(long index) => Value.Error($"index out of range: {index}");

    private static Value CharacterAt(string text, long index, Frame frame)
    {
        if (!Pass(text, frame)) return Value.Null;
        var place = Place(text, index);
        if (place < 0) return OutOfRange(index);
        return Value.String(place == text.Length ? "" : text.Substring(place, char.IsSurrogatePair(text, place) ? 2 : 1));
    }

    private static Value IndexOf(string text, string part, long start, Frame frame)
    {
        if (!Pass(text, frame)) return Value.Null;
        if (start < 0 || start > Length(text)) return OutOfRange(start);
        if (part.Length == 0) return Value.Int(start);
        var place = Place(text, start);
        return Value.Int(place < 0 ? -1 : Points(text, text.IndexOf(part, place, StringComparison.Ordinal)));
    }

    private static Value LastIndexOf(string text, string part, long? last, Frame frame)
    {
        if (!Pass(text, frame) || !Pass(part, frame)) return Value.Null;
        var length = Length(text);
        var start = last ?? length;
        if (start < 0 || start > length) return OutOfRange(start);
        if (part.Length == 0) return Value.Int(start);
        var window = start + Length(part);
        var searched = window >= length ? text : text[..Place(text, window)];
        return Value.Int(Points(text, searched.LastIndexOf(part, StringComparison.Ordinal)));
    }

    private static Value Mapped(string text, Frame frame, Func<char, char> map) => frame.Allocate(text.Length * 2L)
        ? Value.String(string.Create(text.Length, (text, map), static (into, state) =>
        {
            for (var i = 0; i < into.Length; i++) into[i] = state.map(state.text[i]);
        }))
        : Value.Null;

    private static Value Replace(string text, string old, string by, long limit, Frame frame)
    {
        if (limit == 0) return Value.String(text);
        var made = new StringBuilder();
        var place = 0;
        for (var count = 0L; limit < 0 || count < limit; count++)
        {
            var next = old.Length == 0 ? EmptyMatch(text, place, count) : text.IndexOf(old, place, StringComparison.Ordinal);
            if (next < 0) break;
            made.Append(text.AsSpan(place, next - place)).Append(by);
            place = next + old.Length;
            if (made.Length > Frame.LargestResult || !frame.Spend(1)) return Arithmetic.TooLong(frame);
        }

        return Made(made.Append(text.AsSpan(place)).ToString(), frame);
    }

    // An empty text is found before the first code point and after each.
    private static int EmptyMatch(string text, int place, long count)
    {
        if (count == 0) return 0;
        if (place >= text.Length) return -1;
        return place + (char.IsSurrogatePair(text, place) ? 2 : 1);
    }

    private static Value Split(string text, string separator, long limit, Frame frame)
    {
        if (limit == 0) return Value.List(ValueList.Empty);
        var parts = new List<Value>();
        var place = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            var next = separator.Length == 0 ? EmptyMatch(text, place, 1) : text.IndexOf(separator, place, StringComparison.Ordinal);
            if (next < 0 || (separator.Length == 0 && next >= text.Length)) break;
            if (!frame.Spend(1) || !frame.Allocate(64)) return Value.Null;
            parts.Add(Value.String(text[place..next]));
            place = next + separator.Length;
        }

        if (separator.Length > 0 || place < text.Length) parts.Add(Value.String(text[place..]));
        return frame.Allocate(text.Length * 2L) ? Value.List(ValueList.Of([.. parts])) : Value.Null;
    }

    private static Value Substring(string text, long start, long? end, Frame frame)
    {
        if (!Pass(text, frame)) return Value.Null;
        var length = Length(text);
        if (start < 0 || start > length) return OutOfRange(start);
        var stop = end ?? length;
        if (stop < 0 || stop > length) return OutOfRange(stop);
        return start > stop
            ? Value.Error($"invalid substring range. start: {start}, end: {stop}")
            : Made(text[Place(text, start)..Place(text, stop)], frame);
    }

    private static Value Reverse(string text, Frame frame)
    {
        if (!frame.Allocate(text.Length * 2L)) return Value.Null;
        var made = new StringBuilder(text.Length);
        for (var i = text.Length; i > 0;)
        {
            var width = i > 1 && char.IsSurrogatePair(text[i - 2], text[i - 1]) ? 2 : 1;
            i -= width;
            made.Append(text.AsSpan(i, width));
        }

        return Made(made.ToString(), frame);
    }

    private static Value Join(ValueList list, string separator, Frame frame)
    {
        var made = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (element.Kind != ValueKind.String)
            {
                return element.IsError ? element : Value.Error($"no such overload: join takes strings, not {ValueText.TypeName(element)}");
            }

            if (i > 0) made.Append(separator);
            made.Append(element.AsString);
            if (made.Length > Frame.LargestResult || !frame.Spend(1)) return Arithmetic.TooLong(frame);
        }

        return Made(made.ToString(), frame);
    }

    private static Value Quote(string text, Frame frame)
    {
        if (!frame.Allocate(text.Length * 4L)) return Value.Null;
        var made = new StringBuilder(text.Length + 2).Append('"');
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            var escape = rune.Value switch
            {
                '\a' => "\\a",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\v' => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                _ => null,
            };
            if (escape is not null) made.Append(escape);
            else made.Append(units[..rune.EncodeToUtf16(units)]);
        }

        return Made(made.Append('"').ToString(), frame);
    }

    private static Value Encode(ReadOnlySpan<byte> octets, Frame frame) =>
        octets.Length > Frame.LargestResult ? Arithmetic.TooLong(frame) : Made(Convert.ToBase64String(octets), frame);

    // Padding may be left out.
    private static Value Decode(string text, Frame frame)
    {
        var padded = text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - (text.Length % 4), '=');
        if (!frame.Allocate(text.Length)) return Value.Null;
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        return Convert.TryFromBase64String(padded, octets, out var count) ? Value.Bytes(octets[..count]) : Value.Error("The text is no base64.");
    }
}
