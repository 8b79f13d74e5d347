using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class GuardsTests
{
    [Fact]
    public void FactsOfACondition_HoldInWhatIsEvaluatedAfterIt()
    {
        var condition = Shop.Compile("has(event.note) && size(event.order.tags) > 1").Compiled!;
        condition.WhenTrue.IsNonNull("event.note").ShouldBeTrue();
        condition.WhenTrue.SmallestSize("event.order.tags").ShouldBe(2);
        Shop.Compile("event.note + event.order.tags[1]").Errors.ShouldNotBeEmpty();
        Shop.Compile("event.note + event.order.tags[1]", new() { Guards = condition.WhenTrue }).Errors.ShouldBeEmpty();
    }

    [Fact]
    public void FactsOfAlternatives_AreThoseOfBoth()
    {
        var condition = Shop.Compile("has(event.note) && event.status == \"a\" || has(event.note) && has(event.order.locale)").Compiled!;
        condition.WhenTrue.IsNonNull("event.note").ShouldBeTrue();
        condition.WhenTrue.IsNonNull("event.order.locale").ShouldBeFalse();
    }

    [Fact]
    public void FactsOfALoopsName_DoNotLeave() =>
        Shop.Compile("[event.note].exists(n, n != null)").Compiled!.WhenTrue.IsNonNull("n").ShouldBeFalse();

    [Fact]
    public void GivenFacts_AreKnownNotToBeNull() =>
        Shop.Compile("let.to.size()", new() { Guards = Guards.NonNull("let.to") }).Errors.ShouldBeEmpty();
}
