using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class CheckerTests
{
    [Fact]
    public void IndexBelowZero_IsNeverThere() =>
        Shop.Compile("size(event.order.tags) > -1 && event.order.tags[-1] == 'a'").Errors.ShouldHaveSingleItem().Message
            .ShouldBe("No index is below 0. Write event.order.tags[?0] for the first, event.order.tags[?size(event.order.tags) - 1] for the last.");

    [Theory]
    [InlineData("event.status == \"a\" && event.status == \"b\"", " Write || between them, or in [...].")]
    [InlineData("event.status != \"a\" && event.status == \"a\"", "")]
    [InlineData("event.status == \"a\" && event.status in [\"b\", \"c\"]", "")]
    [InlineData("event.status in [\"a\", \"b\"] && event.status in [\"c\"]", "")]
    [InlineData("event.status in [\"a\"] && !(event.status in [\"a\", \"b\"])", "")]
    [InlineData("!(event.status == \"a\") && event.status == \"a\"", "")]
    [InlineData("event.status == \"a\" && !(event.status == \"a\" || event.order.id == \"1\")", "")]
    [InlineData("event.status == \"a\" && (event.order.id == \"1\" && event.status == \"b\")", " Write || between them, or in [...].")]
    [InlineData("size(event.order.tags) > 5 && event.order.tags.size() < 3", "")]
    [InlineData("size(event.order.tags) > 2 && size(event.order.tags) < 3", "")]
    [InlineData("event.order.total > 5 && 3 >= event.order.total", "")]
    [InlineData("event.order.total > 5 && event.order.total == 5", "")]
    [InlineData("!(event.order.total > 5) && event.order.total > 7", "")]
    public void PartsThatExcludeEachOther_AreRefused(string source, string advice)
    {
        var error = Expression.Compile(source, Shop.Scope).Errors.ShouldHaveSingleItem();
        error.Message.ShouldStartWith("This can never be true: ");
        error.Message.ShouldEndWith(" exclude each other." + advice);
    }

    [Theory]
    [InlineData("event.status == \"a\" && event.status == \"a\"")]
    [InlineData("event.status != \"a\" && event.status != \"b\"")]
    [InlineData("event.status in [\"a\", \"b\"] && event.status in [\"b\", \"c\"]")]
    [InlineData("event.status in [\"a\", \"b\"] && event.status != \"a\"")]
    [InlineData("event.status == \"a\" || event.status == \"b\"")]
    [InlineData("event.status == \"a\" && (event.status == \"b\" || event.order.id == \"1\")")]
    [InlineData("size(event.order.tags) > 2 && size(event.order.tags) < 4")]
    [InlineData("event.order.total >= 5 && event.order.total <= 5")]
    [InlineData("event.order.total > 5 && event.order.total > 3")]
    [InlineData("!(event.order.total > 5) && event.order.total >= 5")]
    public void PartsThatCanHoldTogether_AreRight(string source) => Expression.Compile(source, Shop.Scope).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("event.staus", 6, "shopify.order.created has no field staus. Did you mean status?")]
    [InlineData("evnt.status", 0, "There is no name evnt here. Did you mean event?")]
    [InlineData("event.order.id.startWith(\"a\")", 15, "There is no function startWith. Did you mean startsWith?")]
    [InlineData("let.too", 4, "There is no let.too here. Did you mean let.to?")]
    [InlineData("let", 0, "let is no value by itself; write one of let.to.")]
    [InlineData("event.order.id.size", 15, "event.order.id is a string, which has no fields. Write size(event.order.id).")]
    [InlineData("size()", 0, "size takes 1 argument, not 0: size(string) or size(bytes) or size(list(dyn or null)) or size(map(dyn, dyn or null)).")]
    [InlineData("event.order.id.startsWith(1)", 0, "There is no string.startsWith(int); there is string.startsWith(string). Write it as text: \"1\".")]
    [InlineData("event.order.total + \"x\"", 0, "+ does not take an int and a string. Write string(event.order.total).")]
    [InlineData("event.order.total + 1.5", 0, "+ does not take an int and a double. Convert one of them: double(event.order.total).")]
    [InlineData("event.order.id == 1", 0, "event.order.id is a string, which never equals an int. Write it as text: \"1\".")]
    [InlineData("event.at < 5", 0, "< does not compare a timestamp with an int.")]
    [InlineData("event.order.id in \"abc\"", 18, "After in comes a list or a map; \"abc\" is a string. Write event.order.id in [\"abc\"].")]
    [InlineData("true && 5", 8, "&& takes bools; 5 is an int.")]
    [InlineData("true ? 1 : \"a\"", 0, "The two branches must have one type; they are an int and a string. Write it as text: \"1\".")]
    [InlineData("[event.order.tags].map(5, 1)", 23, "map names its variable here, as list.map(item, …); 5 is no name.")]
    [InlineData("event.order.tags.map(t, t.foo)", 26, "t is a string, which has no fields.")]
    [InlineData("duration(\"15x\")", 0, "\"15x\" is no duration; write it as 90s, 15m or 1h30m.")]
    [InlineData("event.order.id.matches(\"(\")", 23, "\"(\" is no regular expression: a ( is not closed. Write ) where the group ends, or [(] for the sign itself.")]
    [InlineData("event.order.?locale == \"en\"", 0, "event.order.?locale is an optional(string), which never equals a string. Write event.order.?locale.orValue(\"\").")]
    [InlineData("[?event.note]", 2, "After ? comes an optional; event.note is a string. Write event.?note.")]
    [InlineData("has(customer)", 0, "has takes a field, as has(event.phone); customer is none. Write customer != null.")]
    [InlineData("{1.5: 1}", 1, "A key is a string, an int, a uint or a bool; 1.5 is a double.")]
    public void WrongExpression_SaysWhatWouldBeRight(string source, int position, string message) => Refused(source, position, message);

    [Theory]
    [InlineData("event.order.customer.name", 0, "event.order.customer may be null. Guard it with has(event.order.customer) &&, or write event.order.customer.?name.orValue(\"\").")]
    [InlineData("customer.name", 0, "customer may be null. Guard it with customer != null &&, or write customer.?name.orValue(\"\").")]
    [InlineData("event.note.size()", 0, "size does not take null, and event.note may be null. Guard it with has(event.note) &&, or write event.?note.orValue(\"\").")]
    [InlineData("event.note + \"x\"", 0, "+ does not take null, and event.note may be null. Guard it with has(event.note) &&, or write event.?note.orValue(\"\").")]
    [InlineData("has(event.order.customer.phone)", 4, "event.order.customer may be null. Write has(event.order.customer) && before it, or event.order.customer.?phone.hasValue().")]
    [InlineData("event.order.tags[0]", 0, "event.order.tags may have no element 0; write event.order.tags[?0], or guard it with size(event.order.tags) > 0 &&.")]
    [InlineData("event.order.tags[index]", 0, "event.order.tags may have no element index; write event.order.tags[?index], or guard it with size(event.order.tags) > index &&.")]
    [InlineData("size(event.order.tags) > 0 && event.order.tags[1] == \"a\"", 30, "event.order.tags may have no element 1; write event.order.tags[?1], or guard it with size(event.order.tags) > 1 &&.")]
    [InlineData("has(event.note) || event.note.size() > 1", 19, "size does not take null, and event.note may be null. Guard it with has(event.note) &&, or write event.?note.orValue(\"\").")]
    public void ReadingThroughNull_IsRefused(string source, int position, string message) => Refused(source, position, message);

    [Theory]
    [InlineData("has(event.note) && event.note.size() > 1")]
    [InlineData("event.note != null && event.note.size() > 1")]
    [InlineData("null != event.note && event.note.size() > 1")]
    [InlineData("event.note == null || event.note.size() > 1")]
    [InlineData("!(event.note == null) && event.note.size() > 1")]
    [InlineData("!has(event.note) || event.note.size() > 1")]
    [InlineData("event.note == \"a\" && event.note.size() > 0")]
    [InlineData("event.note in [\"a\"] && event.note.size() > 0")]
    [InlineData("event.note != null ? event.note.size() > 1 : false")]
    [InlineData("has(event.order.customer) && event.order.customer.phone != null && event.order.customer.phone.startsWith(\"+\")")]
    [InlineData("customer != null && has(customer.name) && customer.name.size() > 0")]
    [InlineData("let.to != null && let.to.size() > 3")]
    [InlineData("has(let.to) && let.to.size() > 3")]
    [InlineData("size(event.order.tags) > 1 && event.order.tags[1] == \"a\"")]
    [InlineData("1 <= event.order.tags.size() && event.order.tags[0] == \"a\"")]
    [InlineData("size(event.order.tags) == 0 || event.order.tags[0] == \"a\"")]
    [InlineData("size(event.order.tags) != 0 && event.order.tags[0] == \"a\"")]
    [InlineData("index < size(event.order.tags) && event.order.tags[index] == \"a\"")]
    [InlineData("[1, 2][1] == 2")]
    [InlineData("event.?note.orValue(\"\").size() > 1")]
    [InlineData("event.order.?customer.?name.orValue(\"there\").size() > 1")]
    [InlineData("event.order.tags[?0].orValue(\"\").size() > 1")]
    [InlineData("[event.note, \"a\"].filter(n, n != null).all(n, n.size() > 0)")]
    [InlineData("raw.anything.goes[0].here == 1")]
    public void GuardedReading_IsAccepted(string source) => Shop.Compile(source).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("event.note", "string or null")]
    [InlineData("event.order.?locale", "optional(string)")]
    [InlineData("event.order.?customer.?name.orValue(\"x\")", "string")]
    [InlineData("event.order.?customer.?name.orValue(null)", "string or null")]
    [InlineData("[event.note, \"a\"]", "list(string or null)")]
    [InlineData("[?event.?note, \"a\"]", "list(string)")]
    [InlineData("event.order.tags.map(t, size(t))", "list(int)")]
    [InlineData("{\"a\": 1}", "map(string, int)")]
    [InlineData("{\"a\": 1}.transformMap(k, v, k)", "map(string, string)")]
    [InlineData("event.at + duration(\"1h\")", "timestamp")]
    [InlineData("event.at - event.at", "duration")]
    [InlineData("true ? event.note : \"a\"", "string or null")]
    [InlineData("raw.x", "dyn")]
    [InlineData("[1, \"a\"]", "list(int or string)")]
    [InlineData("optional.of(1).optMap(x, string(x))", "optional(string)")]
    [InlineData("math.greatest(1, 2)", "int")]
    public void ResultType_IsInferred(string source, string expected)
    {
        var compiled = Shop.Compile(source).Compiled.ShouldNotBeNull();
        new TypeUse(compiled.Type, compiled.Nullable).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("event.status == \"sucess\"", "event.status has no known value \"sucess\". Did you mean success? Known: pending, success, failure.")]
    [InlineData("event.status in [\"success\", \"gone\"]", "event.status has no known value \"gone\". Known: pending, success, failure.")]
    [InlineData("event.order != null", "event.order is never null, so that this is always true. Leave it out.")]
    public void DoubtfulComparison_IsAWarning(string source, string message)
    {
        var result = Shop.Compile(source);
        result.Compiled.ShouldNotBeNull();
        result.Warnings.ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("event.status == \"success\" && event.status == \"pending\"", 29)]
    [InlineData("event.status == \"success\" && true && \"success\" != event.status", 37)]
    [InlineData("event.order.total == 1 && event.order.total == 2", 26)]
    public void ContradictoryComparisons_AreRefused(string source, int position)
    {
        var error = Shop.Compile(source).Errors.ShouldHaveSingleItem();
        error.Position.ShouldBe(position);
        error.Message.ShouldStartWith("This can never be true: ");
    }

    [Fact]
    public void SeveralErrors_AreAllReported() =>
        Shop.Compile("event.staus == \"a\" || evnt.x || foo()").Errors.Count.ShouldBe(3);

    [Theory]
    [InlineData("event.note", "This must be a string, and event.note may be null. Guard it with has(event.note) &&, or write event.?note.orValue(\"\").")]
    [InlineData("event.order.total", "This must be a string; it is an int. Write string(…) around it.")]
    [InlineData("event.?note", "This must be a string; it is an optional(string). End it with .orValue(…).")]
    public void ResultOfAnotherType_IsRefused(string source, string message) =>
        Shop.Compile(source, new() { Expected = new(CelType.String, Nullable: false) }).Errors.ShouldHaveSingleItem().Message.ShouldBe(message);

    [Fact]
    public void Names_AreTheVariablesThatAreRead() =>
        Shop.Compile("event.order.tags.exists(t, t == let.to)").Compiled!.Names.ShouldBe(["event", "let.to"], ignoreOrder: true);

    private static void Refused(string source, int position, string message)
    {
        var error = Shop.Compile(source).Errors.ShouldHaveSingleItem();
        error.Message.ShouldBe(message);
        error.Position.ShouldBe(position);
    }
}
