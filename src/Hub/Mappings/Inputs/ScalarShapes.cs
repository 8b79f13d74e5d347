using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>Text. Dynamic scalars are converted, so that an id that the vendor writes as a number arrives with all its digits.</summary>
/// <param name="mayBeEmpty">Whether an empty one is given on, and not taken for nothing.</param>
internal sealed class TextShape(bool mayBeEmpty = false) : InputShape
{
    public override string Wants => "text";

    public override bool MayBeEmpty => mayBeEmpty;

    public override bool Accepts(CelType type) => type.Kind == ValueKind.String;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = ScalarText.Of(value);
        return converted is not null;
    }

    public override bool IsEmpty(in Value value) => mayBeEmpty ? value.IsNull : base.IsEmpty(value);
}

/// <summary>True or false.</summary>
internal sealed class BoolShape : InputShape
{
    public override string Wants => "true or false";

    public override bool Accepts(CelType type) => type.Kind == ValueKind.Bool;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind == ValueKind.Bool ? value.AsBool : null;
        return converted is not null;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = text switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };
        return parsed is not null;
    }
}

/// <summary>A whole number of one .NET type.</summary>
internal sealed class WholeNumberShape(Type type) : InputShape
{
    public override string Wants => "a whole number";

    public override bool Accepts(CelType type) => type.Kind is ValueKind.Int or ValueKind.Uint;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind switch
        {
            ValueKind.Int => Fit(value.AsInt),
            ValueKind.Uint when value.AsUint <= long.MaxValue => Fit((long)value.AsUint),
            _ => null,
        };
        return converted is not null;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Fit(number) : null;
        return parsed is not null;
    }

    private object? Fit(long number)
    {
        if (type == typeof(long)) return number;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }
}

/// <summary>A number.</summary>
internal sealed class NumberShape : InputShape
{
    public override string Wants => "a number";

    public override bool Accepts(CelType type) => type.Kind is ValueKind.Double or ValueKind.Int or ValueKind.Uint;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind switch
        {
            ValueKind.Double => value.AsDouble,
            ValueKind.Int => (double)value.AsInt,
            ValueKind.Uint => (double)value.AsUint,
            _ => null,
        };
        return converted is not null;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        return parsed is not null;
    }
}

/// <summary>A moment.</summary>
internal sealed class TimestampShape : InputShape
{
    public override string Wants => "a time such as 2026-03-01T10:00:00Z";

    public override bool Accepts(CelType type) => type.Kind == ValueKind.Timestamp;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind == ValueKind.Timestamp ? value.AsTimestamp : null;
        return converted is not null;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = TimestampText.TryParse(text, out var moment) ? moment : null;
        return parsed is not null;
    }
}

/// <summary>A span of time.</summary>
internal sealed class DurationShape : InputShape
{
    public override string Wants => "a duration such as 90s, 5m, 24h or 7d";

    public override bool Accepts(CelType type) => type.Kind == ValueKind.Duration;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind == ValueKind.Duration ? value.AsDuration : null;
        return converted is not null;
    }

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = DurationText.TryParse(text, out var duration) ? duration : null;
        return parsed is not null;
    }
}

/// <summary>One of the members of a .NET enum, in snake_case.</summary>
internal sealed class EnumShape(Type type) : InputShape
{
    private readonly Dictionary<string, object> members =
        Enum.GetNames(type).ToDictionary(RecordTypes.LiteralOf, name => Enum.Parse(type, name), StringComparer.Ordinal);

    public override string Wants => "one of " + string.Join(", ", members.Keys);

    public override bool Accepts(CelType type) => type.Kind == ValueKind.String;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = value.Kind == ValueKind.String ? members.GetValueOrDefault(value.AsString) : null;
        return converted is not null;
    }
}

/// <summary>Any JSON. What stands in a file without quotes is read as JSON where it is a number, true or false; all else is text, and null empties a field.</summary>
internal sealed class JsonShape : InputShape
{
    // Numbers as RFC 8259 section 6 writes them: what begins with a zero or a plus is a text.
    private static readonly Regex Literal = new(@"^(true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    public JsonShape() => (List, Map) = (ListShape.Of(typeof(JsonElement), this), MapShape.Of(typeof(JsonElement), this));

    /// <summary>A list of any JSON, written out.</summary>
    public ListShape List { get; }

    /// <summary>Names with any JSON, written out.</summary>
    public MapShape Map { get; }

    public override string Wants => "a value";

    public override bool MayBeEmpty => true;

    public override bool Accepts(CelType type) => true;

    public override bool TryConvert(in Value value, out object? converted)
    {
        converted = BindingsJson.ElementOf(value);
        return true;
    }

    public override bool IsEmpty(in Value value) => value.IsNull;

    public override bool TryParse(string text, out object? parsed)
    {
        parsed = JsonSerializer.SerializeToElement(text, BindingsJsonContext.Default.String);
        return true;
    }

    /// <summary>Reads a text that stands in the file without quotes.</summary>
    public static JsonElement ParsePlain(string text) =>
        Literal.IsMatch(text) ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text, BindingsJsonContext.Default.String);

    /// <summary>A list or map that was made of parts, as one value.</summary>
    public static JsonElement Join(object parts) => parts is IReadOnlyList<JsonElement> list
        ? JsonSerializer.SerializeToElement(list, BindingsJsonContext.Default.IReadOnlyListJsonElement)
        : JsonSerializer.SerializeToElement((IReadOnlyDictionary<string, JsonElement>)parts, BindingsJsonContext.Default.IReadOnlyDictionaryStringJsonElement);
}
