using System.Globalization;
using System.Text;

namespace Hub.Expressions;

/// <summary>Conversions between types, <c>type</c>, <c>dyn</c> and <c>size</c>.</summary>
internal static class ConversionFunctions
{
    private static readonly CelType AnyList = CelType.ListOf(CelType.Dyn, nullable: true);
    private static readonly CelType AnyMap = CelType.MapOf(CelType.Dyn, CelType.Dyn, nullable: true);

    public static IEnumerable<Function> All =>
    [
        .. Conversions("bool", CelType.Bool, ToBool, CelType.Bool, CelType.String),
        .. Conversions("int", CelType.Int, ToInt, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp),
        .. Conversions("uint", CelType.Uint, ToUint, CelType.Uint, CelType.Int, CelType.Double, CelType.String),
        .. Conversions("double", CelType.Double, ToDouble, CelType.Double, CelType.Int, CelType.Uint, CelType.String),
        .. Conversions("bytes", CelType.Bytes, ToBytes, CelType.Bytes, CelType.String),
        .. Conversions("timestamp", CelType.Timestamp, ToTimestamp, CelType.Timestamp, CelType.Int, CelType.String),
        .. Conversions("duration", CelType.Duration, ToDuration, CelType.Duration, CelType.String),
        .. Conversions("string", CelType.String, value => ValueText.Scalar(value), CelType.String, CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.Bytes, CelType.Timestamp, CelType.Duration),
        new("dyn", [new(CelType.Dyn, Nullable: true)], TypeUse.Dyn, (values, _) => values[0]),
        new("type", [new(CelType.Dyn, Nullable: true)], new(CelType.Type, Nullable: false), (values, _) => Value.Type(TypeOf(values[0]))),
        .. Sizes(CelType.String, (value, frame) => TextFunctions.Pass(value.AsString, frame) ? TextFunctions.Length(value.AsString) : 0),
        .. Sizes(CelType.Bytes, (value, _) => value.AsBytes.Length),
        .. Sizes(AnyList, (value, _) => value.AsList.Count),
        .. Sizes(AnyMap, (value, _) => value.AsMap.Count),
    ];

    private static IEnumerable<Function> Conversions(string name, CelType result, Func<Value, Value> convert, params CelType[] sources) =>
        sources.Select(source => Declare.Plain(name, [source], result, (values, frame) => Passed(values[0], frame) ? convert(values[0]) : Value.Null) with { IsFoldable = true });

    // A text is read once, or written anew as octets.
    private static bool Passed(in Value value, Frame frame) => value.Kind switch
    {
        ValueKind.String => frame.Spend(value.AsString.Length / 16),
        ValueKind.Bytes => frame.Spend(value.AsBytes.Length / 16) && frame.Allocate(value.AsBytes.Length),
        _ => true,
    };

    private static IEnumerable<Function> Sizes(CelType type, Func<Value, Frame, long> size) =>
    [
        Declare.Plain("size", [type], CelType.Int, (values, frame) => Value.Int(size(values[0], frame))),
        Declare.Receiver("size", [type], CelType.Int, (values, frame) => Value.Int(size(values[0], frame))),
    ];

    private static CelType TypeOf(in Value value) => value.Kind switch
    {
        ValueKind.Null => CelType.Null,
        ValueKind.Bool => CelType.Bool,
        ValueKind.Int => CelType.Int,
        ValueKind.Uint => CelType.Uint,
        ValueKind.Double => CelType.Double,
        ValueKind.String => CelType.String,
        ValueKind.Bytes => CelType.Bytes,
        ValueKind.Timestamp => CelType.Timestamp,
        ValueKind.Duration => CelType.Duration,
        ValueKind.List => AnyList,
        ValueKind.Map => AnyMap,
        ValueKind.Record => value.AsRecord.Type,
        ValueKind.Optional => CelType.OptionalOf(CelType.Dyn),
        _ => CelType.Type,
    };

    private static Value ToBool(Value value) => value.Kind == ValueKind.Bool ? value : value.AsString switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => Value.True,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => Value.False,
        _ => Wrong(value, "bool"),
    };

    private static Value ToInt(Value value) => value.Kind switch
    {
        ValueKind.Uint => value.AsUint <= long.MaxValue ? Value.Int((long)value.AsUint) : Range(value, "int"),
        ValueKind.Double => value.AsDouble is > long.MinValue and < 9223372036854775808.0 ? Value.Int((long)value.AsDouble) : Range(value, "int"),
        ValueKind.String => long.TryParse(value.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Value.Int(number) : Wrong(value, "int"),
        ValueKind.Timestamp => Value.Int(value.Bits),
        _ => value,
    };

    private static Value ToUint(Value value) => value.Kind switch
    {
        ValueKind.Int => value.AsInt >= 0 ? Value.Uint((ulong)value.AsInt) : Range(value, "uint"),
        ValueKind.Double => value.AsDouble is >= 0 and < 18446744073709551616.0 ? Value.Uint((ulong)value.AsDouble) : Range(value, "uint"),
        ValueKind.String => ulong.TryParse(value.AsString, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Value.Uint(number) : Wrong(value, "uint"),
        _ => value,
    };

    private static Value ToDouble(Value value)
    {
        if (value.Kind != ValueKind.String) return Value.Double(Equality.ToDouble(value));
        return value.AsString switch
        {
            "NaN" => Value.Double(double.NaN),
            "Infinity" or "+Infinity" or "Inf" or "+Inf" => Value.Double(double.PositiveInfinity),
            "-Infinity" or "-Inf" => Value.Double(double.NegativeInfinity),
            var text when double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => Value.Double(number),
            _ => Wrong(value, "double"),
        };
    }

    private static Value ToBytes(Value value) => value.Kind == ValueKind.Bytes ? value : Value.Bytes(Encoding.UTF8.GetBytes(value.AsString));

    private static Value ToTimestamp(Value value) => value.Kind switch
    {
        ValueKind.Int => Moments.Timestamp((Int128)value.AsInt * 1_000_000_000),
        ValueKind.String => Moments.ParseTimestamp(value.AsString),
        _ => value,
    };

    private static Value ToDuration(Value value) => value.Kind == ValueKind.String ? Moments.ParseDuration(value.AsString) : value;

    private static Value Wrong(in Value value, string type) => Value.Error($"{value} is no {type}: type conversion error.");

    private static Value Range(in Value value, string type) => Value.Error($"{value} is out of range for {type}.");
}
