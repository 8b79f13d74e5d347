using Hub.Expressions;
using Hub.Mappings;
using Hub.Mappings.Functions;

namespace Hub.Tests.Expressions;

public class FlowsTests
{
    private static readonly Function First = new("first_of", [new(CelType.ListOf(CelType.String), Nullable: false)], new(CelType.String, Nullable: true), FirstOf) { Chooses = true };

    private static readonly Scope Known = Scope.Of(FunctionTable.Standard.With(First)).With("event", Shop.Event).With("customer", Shop.Customer, nullable: true).With("raw", CelType.Dyn);

    // What the value was made of, then what it was chosen by. In the sample, locale and note are absent, and raw is {"lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}], "k": "lines"}.
    [Theory]
    [InlineData("event.order.id", "event.order.id=\"o1\"", "")]
    [InlineData("event.order.id + '!'", "event.order.id=\"o1\"", "")]
    [InlineData("event.order.?locale.orValue('en')", "", "event.order.locale=null")]
    [InlineData("event.order.?customer.?name.orValue('there')", "event.order.customer.name=\"Maria\"", "")]
    [InlineData("event.?note.or(event.order.?locale).orValue(event.order.id)", "event.order.id=\"o1\"", "event.order.locale=null, event.note=null")]
    [InlineData("event.status == 'success' ? event.order.id : event.order.tags[?0].orValue('')", "event.order.id=\"o1\"", "event.status=\"success\"")]
    [InlineData("has(event.note) && event.order.total > 5", "event.note=null", "")]
    [InlineData("has(event.order.customer) || event.order.total > 5", "event.order.customer=Maria", "")]
    [InlineData("event.order.tags.filter(t, t != 'vip')", "event.order.tags=[\"vip\", \"greek\"]", "event.order.tags[*]=[\"vip\", \"greek\"]")]
    [InlineData("event.order.tags.exists(t, t == 'greek')", "event.order.tags[*]=[\"vip\", \"greek\"]", "")]
    [InlineData("raw.lines.map(l, l.n > 1, l.sku)", "raw.lines[*].sku=\"b\"", "raw.lines[*].n=[1, 2]")]
    [InlineData("raw[raw.k][1].sku", "raw[\"lines\"][1].sku=\"b\"", "raw.k=\"lines\"")]
    [InlineData("cel.bind(o, event.order, o.id + o.id)", "event.order.id=\"o1\"", "")]
    [InlineData("event.order.?customer.optMap(c, c.name).orValue(null)", "event.order.customer.name=\"Maria\"", "")]
    [InlineData("event.?note.optMap(n, n + '!').orValue('none')", "", "event.note=null")]
    [InlineData("first_of([?event.?note, '', event.order.id, event.status])", "event.order.id=\"o1\"", "event.note=null")]
    [InlineData("1 + 2 == 3", "", "")]
    public void Value_IsTracedToTheFieldsThatItCameFrom(string source, string from, string decidedBy)
    {
        var frame = new Frame(Known);
        frame[0] = Value.Record(Shop.Event, Shop.Sample);
        frame[2] = Value.FromJson(System.Text.Json.JsonElement.Parse("""{"lines": [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}], "k": "lines"}"""));
        var trace = Trace.Of(Compile(source), frame);
        trace.Result.IsError.ShouldBeFalse(trace.Result.ToString());
        var flow = new Flows(trace, _ => null).Of(trace.Tree);
        Show(flow.From).ShouldBe(from.Replace("=Maria", "=customer", StringComparison.Ordinal));
        Show(flow.DecidedBy).ShouldBe(decidedBy);
    }

    [Theory]
    [InlineData("event.status == 'success' ? event.order.id : event.?note.orValue('')", "event.order.id, event.note", "event.status")]
    [InlineData("first_of([?event.?note, event.order.id])", "event.note, event.order.id", "")]
    public void WithoutEvaluation_AllThatMayBeReadIsNamed(string source, string from, string decidedBy)
    {
        var flow = new Flows(null, _ => null).Of(Compile(source).Tree);
        string.Join(", ", flow.From.Select(origin => origin.Path)).ShouldBe(from);
        string.Join(", ", flow.DecidedBy.Select(origin => origin.Path)).ShouldBe(decidedBy);
        flow.From.ShouldAllBe(origin => origin.Value == null);
    }

    [Theory]
    [InlineData("coalesce_phone([raw.missing, raw.here], 'DE')")]
    [InlineData("coalesce_phone([raw.here], raw.missing)")]
    [InlineData("coalesce_phone([raw.n], 'DE')")]
    public void ChoiceThatFailed_IsTracedToWhatWasLookedAt(string source)
    {
        var scope = Scope.Of(HubFunctions.Table(new RecordTypes().Of(typeof(Hub.Connectors.Money), "money"))).With("raw", CelType.Dyn);
        var frame = new Frame(scope);
        frame[0] = Value.FromJson(System.Text.Json.JsonElement.Parse("""{"here": "+4915112345678", "n": 5}"""));
        var compiled = Expression.Compile(source, scope);
        var trace = Trace.Of(compiled.Compiled.ShouldNotBeNull(string.Join(", ", compiled.Errors)), frame);
        trace.Result.IsError.ShouldBeTrue();
        new Flows(trace, _ => null).Of(trace.Tree).DecidedBy.ShouldNotBeNull();
    }

    [Fact]
    public void Variable_MayBeTracedFurther()
    {
        var trace = Trace.Of(Compile("customer.?name.orValue('')"), Shop.Frame());
        var flow = new Flows(trace, variable => variable.Name == "customer" ? Flow.At("event.order.customer", null) : null).Of(trace.Tree);
        flow.DecidedBy.ShouldHaveSingleItem().Path.ShouldBe("event.order.customer.name");
    }

    [Fact]
    public void TracedEvaluation_GivesWhatThePlainOneGives()
    {
        foreach (var source in new[] { "event.order.tags.map(t, t.size())", "event.order.total / 0", "{'a': [event.status, event.?note]}", "event.order.tags.matches('x')", "raw.a.b" })
        {
            var compiled = Expression.Compile(source, Known, new() { IsDynamic = true }).Compiled!;
            var (plain, traced) = (new Frame(Known), new Frame(Known));
            plain[0] = traced[0] = Value.Record(Shop.Event, Shop.Sample);
            Trace.Of(compiled, traced).Result.ToString().ShouldBe(compiled.Evaluate(plain).ToString(), source);
        }
    }

    private static Expression Compile(string source) => Expression.Compile(source, Known).Compiled ?? throw new InvalidOperationException(Expression.Compile(source, Known).Errors[0].Message);

    private static string Show(IEnumerable<Origin> origins) => string.Join(", ", origins.Select(origin => $"{origin.Path}={origin.Value}"));

    private static Value FirstOf(ReadOnlySpan<Value> arguments, Frame frame)
    {
        for (var i = 0; i < arguments[0].AsList.Count; i++)
        {
            if (arguments[0].AsList[i].AsString.Length > 0) return arguments[0].AsList[i];
        }

        return Value.Null;
    }
}
