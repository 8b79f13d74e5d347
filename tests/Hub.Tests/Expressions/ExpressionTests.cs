using System.Text.Json;
using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class ExpressionTests
{
    [Theory]
    [InlineData("event.status == \"success\" && event.order.total > 1000", "true")]
    [InlineData("event.order.?customer.?name.orValue(\"there\")", "\"Maria\"")]
    [InlineData("event.order.?locale.orValue(\"en\")", "\"en\"")]
    [InlineData("[?event.?note, ?event.order.?customer.?phone]", "[\"+306900000000\"]")]
    [InlineData("has(event.note)", "false")]
    [InlineData("event.note", "null")]
    [InlineData("customer.?name.orValue(\"nobody\")", "\"nobody\"")]
    [InlineData("let.to", "\"+306900000000\"")]
    [InlineData("let.?to.hasValue()", "true")]
    [InlineData("event.order.tags[?0].orValue(\"none\")", "\"vip\"")]
    [InlineData("event.at + duration(\"15m\")", "2026-01-31T12:15:00Z")]
    [InlineData("event.at.getHours(\"Europe/Athens\")", "14")]
    [InlineData("event.order.tags.map(t, t.upperAscii()).join(\"-\")", "\"VIP-GREEK\"")]
    [InlineData("[event.note][?0].orValue(\"none\")", "\"none\"")]
    [InlineData("{\"a\": event.note}.?a.orValue(\"none\")", "\"none\"")]
    [InlineData("event.?order.optMap(o, o.locale).hasValue()", "false")]
    [InlineData("event.order == event.order", "true")]
    [InlineData("type(event.at) == google.protobuf.Timestamp", "true")]
    public void TypedExpression_GivesItsValue(string source, string expected) => Shop.Evaluate(source).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("1 / 0 == 1 || true", "true")]
    [InlineData("true || 1 / 0 == 1", "true")]
    [InlineData("1 / 0 == 1 && false", "false")]
    [InlineData("[1, 2, 0].exists(x, 2 / x == 1)", "true")]
    [InlineData("[0, 1].all(x, 1 / x > 1)", "false")]
    [InlineData("cel.bind(x, 1 / 0, true)", "true")]
    public void DecidingOperand_WinsOverAnError(string source, string expected) => Shop.Dynamic(source).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("1 + (2 / 0)", 5, 5, "divide by zero")]
    [InlineData("raw.a", 0, 5, "The field a was read from null.")]
    [InlineData("{\"a\": 1}[\"b\"]", 0, 13, "no such key: \"b\"")]
    [InlineData("dyn(\"a\") + 1", 0, 12, "no such overload: string + int")]
    [InlineData("[1].map(x, x / 0)", 11, 5, "divide by zero")]
    public void Failure_HasPositionAndSource(string source, int position, int length, string message) =>
        Shop.Dynamic(source).AsError.ShouldBe(new ExpressionError(position, length, message) { Source = source });

    [Fact]
    public void UnknownValueOfAnEnum_IsData() =>
        Shop.Evaluate("event.status", Shop.Frame(Shop.Sample with { Status = "brand_new" })).AsString.ShouldBe("brand_new");

    [Fact]
    public void RecordOfAnotherTypeWithTheSameField_IsReadByName()
    {
        var frame = Shop.Frame();
        frame[0] = Value.Record(new RecordType("other", [new("status", CelType.String, Nullable: false, "", _ => Value.String("pending"))]), new object());
        Shop.Evaluate("event.status", frame).AsString.ShouldBe("pending");
    }

    [Fact]
    public void NullWhereTheTypeSaysNone_IsAnErrorAndNoException()
    {
        var frame = Shop.Frame();
        frame[0] = Value.Null;
        Shop.Evaluate("event.order.id.startsWith(\"a\")", frame).AsError.Message.ShouldBe("The field order was read from null.");
    }

    [Theory]
    [InlineData("raw.small", "1")]
    [InlineData("raw.big", "18446744073709551615u")]
    [InlineData("raw.huge", "\"123456789012345678901234567890\"")]
    [InlineData("raw.fraction", "1.5")]
    [InlineData("raw.nothing", "null")]
    [InlineData("raw.list[1].a", "\"b\"")]
    [InlineData("has(raw.nothing) && !has(raw.missing)", "true")]
    [InlineData("raw.?missing.?deep.orValue(\"x\")", "\"x\"")]
    [InlineData("raw.list.size() + raw.size()", "8")]
    [InlineData("raw.map(k, k).join()", "\"smallbighugefractionnothinglist\"")]
    [InlineData("raw.small == 1.0", "true")]
    public void VendorsJson_IsDynamicData(string source, string expected)
    {
        using var document = JsonDocument.Parse("""{"small":1,"big":18446744073709551615,"huge":123456789012345678901234567890,"fraction":1.5,"nothing":null,"list":[0,{"a":"b"}]}""");
        var frame = Shop.Frame();
        frame[3] = Value.FromJson(document.RootElement);
        Shop.Evaluate(source, frame).ToString().ShouldBe(expected);
    }

    [Fact]
    public void LazySlot_IsEvaluatedOnceAndOnlyWhenRead()
    {
        var count = 0;
        var frame = Shop.Frame();
        frame.SetLazy(2, _ => Value.String($"{++count}"));
        Shop.Evaluate("event.status", frame);
        count.ShouldBe(0);
        Shop.Evaluate("let.to", frame).AsString.ShouldBe("1");
        Shop.Evaluate("let.to", frame).AsString.ShouldBe("1");
    }

    [Fact]
    public void LazySlotInsideALoop_LeavesTheLoopsNamesAlone()
    {
        var inner = Shop.Compile("event.order.tags.map(t, t + \"!\").join()").Compiled!;
        var frame = Shop.Frame();
        frame.SetLazy(2, inner.Evaluate);
        Shop.Evaluate("[1, 2].map(n, {\"a\": let.to, \"n\": n})", frame).ToString()
            .ShouldBe("[{\"a\": \"vip!greek!\", \"n\": 1}, {\"a\": \"vip!greek!\", \"n\": 2}]");
    }

    [Fact]
    public void LazySlotThatReadsItself_IsAnError()
    {
        var frame = Shop.Frame();
        frame.SetLazy(2, Shop.Compile("let.to").Compiled!.Evaluate);
        Shop.Evaluate("let.to", frame).AsError.Message.ShouldBe("The value refers to itself; remove the circle of let names.");
    }

    [Fact]
    public void LazySlotsInALongChain_EndInAnErrorBeforeTheStackDoes()
    {
        const int Length = 50_000;
        var scope = Scope.Of(FunctionTable.Standard).With("v", CelType.Dyn);
        var frame = new Frame(scope);
        for (var i = 0; i < Length; i++)
        {
            var next = i + 1;
            frame.SetLazy(i, inner => inner[next]);
        }

        Expression.Compile("v", scope).Compiled!.Evaluate(frame).AsError.Message.ShouldBe("The let names depend on each other too deeply.");
    }

    [Fact]
    public void FunctionFromOutside_IsCheckedAndCalled()
    {
        var phone = new Function("phone", [new(CelType.String, Nullable: true), new(CelType.String, Nullable: false)], new(CelType.String, Nullable: true),
            (values, _) => values[0].IsNull ? Value.Null : Value.String($"{values[1].AsString}:{values[0].AsString}"));
        var scope = Scope.Of(FunctionTable.Standard.With(phone)).With("p", CelType.String, nullable: true);
        var frame = new Frame(scope);
        frame[0] = Value.String("690");
        var compiled = Expression.Compile("phone(p, \"GR\")", scope).Compiled!;
        compiled.Nullable.ShouldBeTrue();
        compiled.Evaluate(frame).AsString.ShouldBe("GR:690");
        Expression.Compile("phone(p, p)", scope).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("phone does not take null, and p may be null.");
    }

    [Theory]
    [InlineData("raw", false)]
    [InlineData("raw == 'yes'", true)]
    [InlineData("null", false)]
    public void ConditionOfDynamicData_IsTrueOrFalseOrAnError(string source, bool isBool)
    {
        var frame = Shop.Frame();
        frame[3] = Value.String("yes");
        var expected = new TypeUse(CelType.Bool, Nullable: false);
        var scope = Shop.Scope.With("nothing", CelType.Dyn);
        var expression = Expression.Compile(source == "null" ? "nothing" : source, scope, new() { Expected = expected }).Compiled!;
        expression.Evaluate(frame).Kind.ShouldBe(isBool ? ValueKind.Bool : ValueKind.Error);
    }
}
