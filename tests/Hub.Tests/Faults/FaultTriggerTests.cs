using Hub.Faults;

namespace Hub.Tests.Faults;

public sealed class FaultTriggerTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 0)]
    [InlineData(3, 3, 1)]
    [InlineData(3, 9, 1)]
    public void PassingItsPointSoOften_KillsOnce(int afterHits, int passes, int kills) =>
        Killed(new() { KillAt = FaultPoint.InApply, AfterHits = afterHits }, Enumerable.Repeat(FaultPoint.InApply, passes)).ShouldBe(kills);

    [Fact]
    public void OtherPoints_KillNobody() =>
        Killed(new() { KillAt = FaultPoint.InApply }, Enum.GetValues<FaultPoint>().Where(point => point != FaultPoint.InApply)).ShouldBe(0);

    [Fact]
    public void WithoutAPoint_NothingKills() => Killed(new(), Enum.GetValues<FaultPoint>()).ShouldBe(0);

    private static int Killed(FaultOptions options, IEnumerable<FaultPoint> passed)
    {
        var killed = 0;
        var trigger = new FaultTrigger(options, () => killed++);
        foreach (var point in passed) trigger.Pass(point);
        return killed;
    }
}
