namespace Hub.Tests.Expressions;

/// <summary>What is written to do harm ends in an error, and takes few steps and little memory. The time is measured by the Benchmarks program.</summary>
public class HostileExpressionsTests
{
    private const long MostBytes = 64 * 1024 * 1024;

    public static TheoryData<string> Names => [.. HostileExpression.All.Select(hostile => hostile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void HostileExpression_EndsWithinItsStepsAndMemory(string name)
    {
        var hostile = HostileExpression.All.Single(other => other.Name == name);
        var frame = HostileExpression.Frame();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = hostile.Run(frame);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        value.IsError.ShouldBe(hostile.IsRefused, value.ToString());
        // What is refused has asked once for more than there was, and nothing went on behind it.
        frame.Spent.ShouldBeLessThanOrEqualTo((hostile.IsRefused ? 5 : 1) * Hub.Expressions.Frame.MostSteps);
    }
}
