using System.Globalization;
using System.Text;

namespace Hub.Expressions;

/// <summary>Values as text.</summary>
internal static class ValueText
{
    private const int LongestDescription = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The language's name of the value's type, as messages write it.</summary>
    public static string TypeName(in Value value) => value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "bool",
        ValueKind.Int => "int",
        ValueKind.Uint => "uint",
        ValueKind.Double => "double",
        ValueKind.String => "string",
        ValueKind.Bytes => "bytes",
        ValueKind.Timestamp => "timestamp",
        ValueKind.Duration => "duration",
        ValueKind.List => "list",
        ValueKind.Map => "map",
        ValueKind.Record => value.AsRecord.Type.Name,
        ValueKind.Optional => "optional",
        ValueKind.Type => "type",
        _ => "error",
    };

    /// <summary>A scalar as text, as <c>string(x)</c> and templates write it; an error for what has no text.</summary>
    public static Value Scalar(in Value value) => value.Kind switch
    {
        ValueKind.String => value,
        ValueKind.Bool => Value.String(value.AsBool ? "true" : "false"),
        ValueKind.Int => Value.String(value.AsInt.ToString(CultureInfo.InvariantCulture)),
        ValueKind.Uint => Value.String(value.AsUint.ToString(CultureInfo.InvariantCulture)),
        ValueKind.Double => Value.String(Numbers.Text(value.AsDouble)),
        ValueKind.Timestamp => Value.String(Moments.TimestampText(value)),
        ValueKind.Duration => Value.String(Moments.DurationText(value)),
        ValueKind.Bytes => Utf8(value.AsBytes.Span) is { } text ? Value.String(text) : Value.Error("The octets are invalid UTF-8 and no text."),
        ValueKind.Error => value,
        _ => Value.Error($"{TypeName(value)} has no text."),
    };

    /// <summary>Octets as text, or null where they are none.</summary>
    public static string? Utf8(ReadOnlySpan<byte> octets)
    {
        try
        {
            return StrictUtf8.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A value in the language's own notation, cut where it is long.</summary>
    public static string Describe(in Value value)
    {
        var text = new StringBuilder();
        Describe(value, text);
        return text.Length <= LongestDescription ? text.ToString() : $"{text.ToString(0, LongestDescription)}…";
    }

    private static void Describe(in Value value, StringBuilder text)
    {
        if (text.Length > LongestDescription) return;
        switch (value.Kind)
        {
            case ValueKind.Null:
                text.Append("null");
                break;
            case ValueKind.String:
                text.Append('"').Append(value.AsString.AsSpan(0, Math.Min(value.AsString.Length, LongestDescription))).Append('"');
                break;
            case ValueKind.Uint:
                text.Append(value.AsUint).Append('u');
                break;
            case ValueKind.Bytes:
                text.Append("b\"").Append(Convert.ToHexStringLower(value.AsBytes.Span[..Math.Min(value.AsBytes.Length, LongestDescription)])).Append('"');
                break;
            case ValueKind.List:
                Parts('[', ']', value.AsList.Count, text, value.AsList, static (list, i, into) => Describe(list[i], into));
                break;
            case ValueKind.Map:
                Parts('{', '}', value.AsMap.Count, text, value.AsMap, static (map, i, into) =>
                {
                    Describe(map.Keys[i], into);
                    into.Append(": ");
                    Describe(map.ValueAt(i), into);
                });
                break;
            case ValueKind.Record:
                text.Append(value.AsRecord.Type.Name);
                break;
            case ValueKind.Type:
                text.Append(value.AsType.Name);
                break;
            case ValueKind.Error:
                text.Append("error: ").Append(value.AsError.Message);
                break;
            case ValueKind.Optional:
                text.Append(value.TryGetSome(out var inner) ? "optional(" : "optional.none(");
                if (value.Reference is not null) Describe(inner, text);
                text.Append(')');
                break;
            default:
                text.Append(Scalar(value).AsString);
                break;
        }
    }

    private static void Parts<T>(char open, char close, int count, StringBuilder text, T parts, Action<T, int, StringBuilder> part)
    {
        text.Append(open);
        for (var i = 0; i < count && text.Length <= LongestDescription; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            part(parts, i, text);
        }

        text.Append(close);
    }
}
