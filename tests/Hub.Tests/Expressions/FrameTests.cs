using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>The budgets, against expressions that mean harm.</summary>
public class FrameTests
{
    private const string Ten = "[1,2,3,4,5,6,7,8,9,10]";
    private const long MostAllocated = 64L * 1024 * 1024;

    public static TheoryData<string> Hostile => new()
    {
        $"{Ten}.map(a, {Ten}.map(b, {Ten}.map(c, {Ten}.map(d, {Ten}.map(e, 1)))))",
        $"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, {Ten}.all(d, {Ten}.all(e, \"aaaaaaaaaaaaaaaaaaaa\".matches(\"(a+)+b\") || true)))))",
        Doubled($"cel.bind(v0, \"{new string('x', 1000)}\", ", "+", 40, "v40"),
        Doubled($"cel.bind(v0, {Ten}, ", "+", 40, "v40"),
        Shared(30, "v30"),
        Shared(30, "v30 == v30"),
        Shared(30, "\"%s\".format([v30])"),
        $"cel.bind(s, \"{new string('a', 1000)}\", cel.bind(t, s+s+s+s+s+s+s+s+s+s, {Ten}.all(a, {Ten}.all(b, {Ten}.all(c, t.replace(\"a\", t) == \"\" || true)))))",
        $"{Ten}.all(a, {Ten}.all(b, \"{new string('a', 500)}\".matches(\"(x+x+)+y|[ab]{{1,500}}c{{\" + string(a * 10 + b) + \"}}\") || true))",
        "\"a\".matches(\"(a{1000}){1000}\")",
        $"\"a\".matches(\"{new string('(', 900)}\")",
        $"\"{new string('x', 2000)}\".replace(\"\", \"{new string('y', 1800)}\")",
        $"cel.bind(s, \"{new string('a', 3000)}\", cel.bind(t, s+s+s+s+s+s+s+s, {Ten}.all(a, {Ten}.all(b, {Ten}.all(c, t.split(\"\").size() == 0 || true)))))",
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileExpression_EndsInAnErrorWithinItsBudget(string source)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = Shop.Dynamic(source);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated);
        value.IsError.ShouldBeTrue();
    }

    [Fact]
    public void DeepestExpression_FitsASmallStack()
    {
        var source = string.Concat(Enumerable.Repeat("[", 60)) + string.Join("+", Enumerable.Repeat("1", 190)) + string.Concat(Enumerable.Repeat("]", 60));
        var value = Value.Null;
        var thread = new Thread(() => value = Shop.Dynamic(source), 256 * 1024);
        thread.Start();
        thread.Join();
        value.Kind.ShouldBe(ValueKind.List);
    }

    [Fact]
    public void ResultLargerThan256KiB_IsAnError() =>
        Shop.Dynamic($"cel.bind(s, \"{new string('x', 3000)}\", cel.bind(t, s+s+s+s+s+s+s+s+s+s, [t,t,t,t,t,t,t,t,t]))").AsError.Message.ShouldBe("The result is larger than 256 KiB.");

    [Fact]
    public void BudgetSpentInsideAnAbsorbingOr_IsStillAnError() =>
        Shop.Dynamic($"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, {Ten}.all(d, {Ten}.all(e, true))))) || true").AsError.Message
            .ShouldBe("The expression takes more than its budget of 100000 steps or 16 MiB; make its lists or texts smaller.");

    [Fact]
    public void Budget_IsNewForEveryEvaluation()
    {
        var expression = Shop.Compile($"{Ten}.all(a, {Ten}.all(b, {Ten}.all(c, {Ten}.all(d, true))))").Compiled!;
        var frame = Shop.Frame();
        for (var i = 0; i < 5; i++) expression.Evaluate(frame).IsTrue.ShouldBeTrue();
    }

    [Fact]
    public void ClearedFrame_HasNoValuesLeft()
    {
        var frame = Shop.Frame();
        frame.Clear();
        frame[0].IsNull.ShouldBeTrue();
        frame[99].IsNull.ShouldBeTrue();
    }

    private static string Doubled(string first, string sign, int times, string last) =>
        first + string.Concat(Enumerable.Range(1, times).Select(i => $"cel.bind(v{i}, v{i - 1}{sign}v{i - 1}, ")) + last + new string(')', times + 1);

    private static string Shared(int times, string last) =>
        "cel.bind(v0, [1], " + string.Concat(Enumerable.Range(1, times).Select(i => $"cel.bind(v{i}, [v{i - 1},v{i - 1},v{i - 1}], ")) + last + new string(')', times + 1);
}
