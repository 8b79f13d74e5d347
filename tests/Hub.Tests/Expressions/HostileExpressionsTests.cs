namespace Hub.Tests.Expressions;

/// <summary>What is written to do harm ends in an error, and takes little memory. The time is measured by the Benchmarks program.</summary>
public class HostileExpressionsTests
{
    private const long MostBytes = 64 * 1024 * 1024;

    public static TheoryData<string> Names => [.. HostileExpression.All.Select(hostile => hostile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void HostileExpression_EndsWithinItsMemory(string name)
    {
        var hostile = HostileExpression.All.Single(other => other.Name == name);
        var frame = HostileExpression.Frame();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = hostile.Run(frame);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        value.IsError.ShouldBe(hostile.IsRefused, value.ToString());
    }
}
