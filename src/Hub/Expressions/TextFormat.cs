using System.Globalization;
using System.Text;

namespace Hub.Expressions;

/// <summary>The function <c>format</c>: %s %d %f %e %b %o %x %X, a precision before f and e, and %%.</summary>
internal static class TextFormat
{
    private const int DefaultPrecision = 6;
    private const int MostPrecision = 100;

    // What the exact digits of a double cost: whole numbers of some hundred digits.
    private const int DigitsSteps = 40;
    private const int DigitsOctets = 1_500;

    public static Value Format(string format, ValueList arguments, Frame frame)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            if (i < format.Length && format[i] == '%')
            {
                text.Append('%');
                continue;
            }

            if (!Precision(format, ref i, out var precision))
            {
                return Value.Error($"could not parse formatting clause: a precision is at most {MostPrecision} and stands after a point, as %.2f");
            }

            if (i >= format.Length)
            {
                return Value.Error("could not parse formatting clause: the text ends after %; write %% for the sign itself");
            }

            if (next >= arguments.Count) return Value.Error($"index {next} out of range: the text asks for more values than the list has");
            var argument = arguments[next++];
            if (argument.IsError) return argument;
            if (Clause(format[i], precision, argument, text, frame) is { } fault) return Value.Error(fault);
            if (text.Length > Frame.LargestResult || !frame.Spend(1)) return Arithmetic.TooLong(frame);
        }

        return TextFunctions.Made(text.ToString(), frame);
    }

    private static bool Precision(string format, ref int i, out int? precision)
    {
        precision = null;
        if (i >= format.Length || format[i] != '.') return true;
        var start = ++i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
        var isNumber = int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        precision = number;
        return isNumber && number <= MostPrecision;
    }

    private static string? Clause(char letter, int? precision, in Value argument, StringBuilder text, Frame frame)
    {
        string? written;
        string wanted;
        switch (letter)
        {
            case 's':
                return Text(argument, text, frame, 0);
            case 'd':
                (written, wanted) = (Decimal(argument), "decimal clause can only be used on integers");
                break;
            case 'f' or 'e' when !frame.Spend(DigitsSteps) || !frame.Allocate(DigitsOctets):
                return "The text is too long.";
            case 'f':
                (written, wanted) = (Fixed(argument, precision ?? DefaultPrecision), "fixed-point clause can only be used on doubles");
                break;
            case 'e':
                (written, wanted) = (Scientific(argument, precision ?? DefaultPrecision), "scientific clause can only be used on doubles");
                break;
            case 'b':
                (written, wanted) = (argument.Kind == ValueKind.Bool ? argument.Bits.ToString(CultureInfo.InvariantCulture) : Whole(argument, "b"), "only integers and bools can be formatted as binary");
                break;
            case 'o':
                (written, wanted) = (Octal(argument), "octal clause can only be used on integers");
                break;
            case 'x' or 'X':
                var hex = Hex(argument);
                (written, wanted) = (letter == 'x' ? hex?.ToLowerInvariant() : hex, "only integers, byte buffers, and strings can be formatted as hex");
                break;
            default:
                return $"could not parse formatting clause: unrecognized formatting clause \"{letter}\"";
        }

        if (written is null) return $"error during formatting: {wanted}, was given {ValueText.TypeName(argument)}";
        text.Append(written);
        return null;
    }

    private static string? Special(in Value value) =>
        value.Kind == ValueKind.Double && !double.IsFinite(value.AsDouble) ? Numbers.Text(value.AsDouble) : null;

    private static string? Decimal(in Value value) => value.Kind is ValueKind.Int or ValueKind.Uint ? ValueText.Scalar(value).AsString : Special(value);

    private static string? Fixed(in Value value, int precision) => Special(value) ?? (value.IsNumber ? ExactDecimal.Fixed(Equality.ToDouble(value), precision) : null);

    private static string? Scientific(in Value value, int precision) => Special(value) ?? (value.IsNumber ? ExactDecimal.Scientific(Equality.ToDouble(value), precision) : null);

    // Digits of the amount, with a minus before them.
    private static string? Whole(in Value value, string format) => value.Kind switch
    {
        ValueKind.Int when value.AsInt < 0 => "-" + unchecked((ulong)-value.AsInt).ToString(format, CultureInfo.InvariantCulture),
        ValueKind.Int or ValueKind.Uint => unchecked((ulong)value.Bits).ToString(format, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Octal(in Value value)
    {
        if (value.Kind is not (ValueKind.Int or ValueKind.Uint)) return null;
        var isNegative = value.Kind == ValueKind.Int && value.AsInt < 0;
        var digits = Convert.ToString(isNegative ? unchecked(-value.Bits) : value.Bits, 8);
        return isNegative ? "-" + digits : digits;
    }

    private static string? Hex(in Value value) => value.Kind switch
    {
        ValueKind.String => Convert.ToHexString(Encoding.UTF8.GetBytes(value.AsString)),
        ValueKind.Bytes => Convert.ToHexString(value.AsBytes.Span),
        _ => Whole(value, "X"),
    };

    private static string? Text(in Value value, StringBuilder text, Frame frame, int depth)
    {
        if (text.Length > Frame.LargestResult || depth > Parser.DeepestNesting || !frame.Spend(1)) return "The text is too long.";
        switch (value.Kind)
        {
            case ValueKind.Null:
                text.Append("null");
                return null;
            case ValueKind.Type:
                text.Append(value.AsType.Name);
                return null;
            case ValueKind.List:
                return ListText(value.AsList, text, frame, depth);
            case ValueKind.Map:
                // The entries are put in order first.
                return frame.Spend(2L * value.AsMap.Count) ? MapText(value.AsMap, text, frame, depth) : "The text is too long.";
            case ValueKind.Record or ValueKind.Optional:
                return $"error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given {ValueText.TypeName(value)}";
            default:
                var written = ValueText.Scalar(value);
                if (written.IsError) return written.AsError.Message;
                text.Append(written.AsString);
                return null;
        }
    }

    private static string? ListText(ValueList list, StringBuilder text, Frame frame, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            if (Text(list[i], text, frame, depth + 1) is { } fault) return fault;
        }

        text.Append(']');
        return null;
    }

    private static string? MapText(ValueMap map, StringBuilder text, Frame frame, int depth)
    {
        var places = Enumerable.Range(0, map.Count).Select(place => (Key: ValueText.Scalar(map.Keys[place]).AsString, Place: place)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        text.Append('{');
        var isFirst = true;
        foreach (var (key, place) in places)
        {
            text.Append(isFirst ? "" : ", ").Append(key).Append(": ");
            isFirst = false;
            if (Text(map.ValueAt(place), text, frame, depth + 1) is { } fault) return fault;
        }

        text.Append('}');
        return null;
    }
}
