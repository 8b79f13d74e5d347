using System.Text;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class ValueJsonTests
{
    [Fact]
    public void EveryType_IsReadBackAsItWasWritten()
    {
        RoundTrip(Value.Null, CelType.String, "null");
        RoundTrip(Value.True, CelType.Bool, "true");
        RoundTrip(Value.Int(long.MinValue), CelType.Int, "-9223372036854775808");
        RoundTrip(Value.Uint(ulong.MaxValue), CelType.Uint, "18446744073709551615");
        RoundTrip(Value.Double(2), CelType.Double, "2.0");
        RoundTrip(Value.Double(1e300), CelType.Double, "1e+300");
        RoundTrip(Value.Double(double.NegativeInfinity), CelType.Double, "\"-Infinity\"");
        RoundTrip(Value.String("a\"é😀"), CelType.String, null);
        RoundTrip(Value.Bytes([0, 255]), CelType.Bytes, "\"AP8=\"");
        RoundTrip(Shop.Evaluate("timestamp(\"2026-01-31T12:00:00.123456789Z\")"), CelType.Timestamp, "\"2026-01-31T12:00:00.123456789Z\"");
        RoundTrip(Shop.Evaluate("duration(\"-1.5s\")"), CelType.Duration, "\"-1.5s\"");
        RoundTrip(Value.List(Value.Int(1), Value.Null), CelType.ListOf(CelType.Int, nullable: true), "[1,null]");
        RoundTrip(Shop.Evaluate("{1: \"a\", 2: \"b\"}"), CelType.MapOf(CelType.Int, CelType.String), "{\"1\":\"a\",\"2\":\"b\"}");
        RoundTrip(Shop.Evaluate("{true: 1}"), CelType.MapOf(CelType.Bool, CelType.Int), "{\"true\":1}");
        RoundTrip(Value.Some(Value.Int(1)), CelType.OptionalOf(CelType.Int), "[1]");
        RoundTrip(Value.None, CelType.OptionalOf(CelType.Int), "[]");
        RoundTrip(Value.Type(CelType.Int), CelType.Type, "\"int\"");
        RoundTrip(Shop.Evaluate("{\"a\": [1, 1.5, \"x\", null, true]}"), CelType.Dyn, "{\"a\":[1,1.5,\"x\",null,true]}");
    }

    [Fact]
    public void Record_IsAnObjectOfItsFieldsThatAreNotNull()
    {
        var order = Shop.Evaluate("event.order");
        var text = Written(order);
        text.ShouldBe("{\"id\":\"o1\",\"total\":1200,\"customer\":{\"name\":\"Maria\",\"phone\":\"\\u002B306900000000\"},\"tags\":[\"vip\",\"greek\"]}");
        using var document = JsonDocument.Parse(text);
        var scope = Scope.Of(FunctionTable.Standard).With("order", Shop.Order);
        var stored = new Frame(scope);
        stored[0] = ValueJson.Read(document.RootElement, Shop.Order);
        Expression.Compile("order.customer.?name.orValue(\"x\") + string(order.total) + order.?locale.orValue(\"en\")", scope, new() { Guards = Guards.NonNull("order.customer") })
            .Compiled!.Evaluate(stored).AsString.ShouldBe("Maria1200en");
        stored[0].AsRecord.Instance.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("1.5")]
    public void OtherJsonThanTheType_IsRefused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Should.Throw<JsonException>(() => ValueJson.Read(document.RootElement, CelType.Int));
        Should.Throw<JsonException>(() => ValueJson.Read(document.RootElement, CelType.ListOf(CelType.Int)));
        Should.Throw<JsonException>(() => ValueJson.Read(document.RootElement, CelType.Timestamp));
    }

    [Fact]
    public void Error_IsNeverWritten() => Should.Throw<InvalidOperationException>(() => Written(Value.Error("no")));

    private static void RoundTrip(Value value, CelType type, string? expected)
    {
        var text = Written(value);
        if (expected is not null) text.ShouldBe(expected);
        using var document = JsonDocument.Parse(text);
        var back = ValueJson.Read(document.RootElement, type);
        back.Kind.ShouldBe(value.Kind);
        var frame = Shop.Frame();
        frame[3] = back;
        frame[2] = value;
        Expression.Compile("raw == let.to", Shop.Scope, new() { IsDynamic = true }).Compiled!.Evaluate(frame).IsTrue.ShouldBeTrue(text);
    }

    private static string Written(Value value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            ValueJson.Write(writer, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
