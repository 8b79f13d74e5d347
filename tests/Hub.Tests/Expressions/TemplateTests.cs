using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class TemplateTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("${event.order.total}", "1200")]
    [InlineData("${event.order.tags}", "[\"vip\", \"greek\"]")]
    [InlineData("${event.note}", "null")]
    [InlineData("n ${event.order.total} ${1.5} ${true} ${event.at}", "\"n 1200 1.5 true 2026-01-31T12:00:00Z\"")]
    [InlineData("${event.order.id}/${event.status}", "\"o1/success\"")]
    [InlineData("a ${event.note} b", "null")]
    [InlineData("$${x} $$ $ ${1}", "\"${x} $$ $ 1\"")]
    [InlineData("${\"}\"}${{\"a\": \"}\"}.a}", "\"}}\"")]
    [InlineData("${'''}'''} ", "\"} \"")]
    public void Template_GivesItsValue(string text, string expected) => Compiled(text).Evaluate(Shop.Frame()).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("a ${event.order.tags}", 4, "A list cannot stand inside a text; join it with .join(\", \").")]
    [InlineData("a ${event.order}", 4, "A shopify.order cannot stand inside a text; name one of its fields.")]
    [InlineData("a ${event.?note}", 4, "An optional cannot stand inside a text; end it with .orValue(…).")]
    [InlineData("abc ${event.order", 4, "This ${ has no closing }; write $${ for the two characters themselves.")]
    [InlineData("abc ${event.staus} d", 12, "shopify.order.created has no field staus. Did you mean status?")]
    [InlineData("abc ${}", 6, "The expression is empty. Write a value or a condition.")]
    [InlineData("abc ${\"x}", 6, "The text that begins here has no closing \".")]
    public void WrongTemplate_SaysWhereInTheText(string text, int position, string message)
    {
        var error = Template.Compile(text, Shop.Scope).Errors.ShouldHaveSingleItem();
        error.Message.ShouldBe(message);
        error.Position.ShouldBe(position);
    }

    [Fact]
    public void TextOfANullPart_IsNullable()
    {
        Compiled("a ${event.note}").Nullable.ShouldBeTrue();
        var options = new CompileOptions { Expected = new(CelType.String, Nullable: false) };
        Template.Compile("a ${event.note}", Shop.Scope, options).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("This must not be null");
        Template.Compile("a ${event.note}", Shop.Scope, options with { Guards = Guards.NonNull("event.note") }).Errors.ShouldBeEmpty();
        Template.Compile("a ${event.order.id}", Shop.Scope, new() { Expected = new(CelType.Int, Nullable: false) }).Errors.ShouldHaveSingleItem()
            .Message.ShouldBe("This must be int, and a text is no int; write one ${…} alone.");
    }

    [Fact]
    public void ListFromDynamicData_IsRefusedWhenItIsEvaluated()
    {
        var frame = Shop.Frame();
        frame[3] = Value.List(Value.Int(1));
        Compiled("a ${raw}").Evaluate(frame).AsError.ShouldBe(new ExpressionError(0, 3, "Inside a text only scalars can stand, and this is list.") { Source = "raw" });
    }

    [Fact]
    public void TextThatGrowsTooLong_IsAnError()
    {
        var frame = Shop.Frame();
        frame[2] = Value.String(new string('x', 200_000));
        Compiled("${let.to}${let.to}").Evaluate(frame).AsError.Message.ShouldBe("The text is longer than 262144 characters.");
    }

    [Fact]
    public void ExpressionsOfOneText_ShareOneBudget()
    {
        var frame = Shop.Frame();
        frame[3] = Value.List(ValueList.Of([.. Enumerable.Range(0, 100).Select(number => Value.Int(number))]));
        const string half = "${size(raw.filter(x, raw.exists(y, y + x < 0)))}";
        Compiled(half + " ").Evaluate(frame).ToString().ShouldBe("\"0 \"");
        Compiled(half + " " + half).Evaluate(frame).AsError.Message.ShouldStartWith("The expression takes more than its budget of 100000 steps");
        Compiled(half + " ").Evaluate(frame).IsError.ShouldBeFalse();
    }

    private static Template Compiled(string text) => Template.Compile(text, Shop.Scope).Compiled.ShouldNotBeNull();
}
