using Hub.Faults;

namespace Hub.Tests.Faults;

public sealed class FaultTriggerTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 0)]
    [InlineData(3, 3, 1)]
    [InlineData(3, 9, 1)]
    public void PassingItsPointSoOften_KillsOnce(int afterHits, int passes, int kills)
    {
        var killed = 0;
        var trigger = new FaultTrigger(new() { KillAt = FaultPoint.InApply, AfterHits = afterHits }, () => killed++);
        for (var n = 0; n < passes; n++) trigger.Pass(FaultPoint.InApply);
        killed.ShouldBe(kills);
    }

    [Fact]
    public void OtherPoints_KillNobody()
    {
        var trigger = new FaultTrigger(new() { KillAt = FaultPoint.InApply }, () => throw new InvalidOperationException("killed"));
        foreach (var point in Enum.GetValues<FaultPoint>().Where(point => point != FaultPoint.InApply)) trigger.Pass(point);
    }

    [Fact]
    public void WithoutAPoint_NothingKills()
    {
        var trigger = new FaultTrigger(new(), () => throw new InvalidOperationException("killed"));
        foreach (var point in Enum.GetValues<FaultPoint>()) trigger.Pass(point);
    }
}
