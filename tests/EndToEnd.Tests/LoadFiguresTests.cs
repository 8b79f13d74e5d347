using Sandbox;

namespace EndToEnd.Tests;

public sealed class LoadFiguresTests
{
    [Theory]
    [InlineData(999.9, 24.9, 0, 0, true, "")]
    [InlineData(1000, 24.9, 0, 0, true, "p95 from webhook to acceptance is 1000 ms and must be below 1000 ms")]
    [InlineData(34, 25, 0, 0, true, "the median acknowledgement is 25.0 ms and must be below 25 ms")]
    [InlineData(34, 18.6, 2, 0, true, "2 lost")]
    [InlineData(34, 18.6, 0, 3, true, "3 doubled")]
    [InlineData(34, 18.6, 0, 0, false, "the hub's sums do not close")]
    [InlineData(34, double.NaN, 1, 0, true, "the median acknowledgement is NaN ms and must be below 25 ms; 1 lost")]
    public void Figures_NameTheBoundsThatTheyBreak(double accepted, double acknowledged, int lost, int doubled, bool closes, string broken) =>
        string.Join("; ", new LoadFigures(accepted, acknowledged, lost, doubled, closes).NotHeld()).ShouldBe(broken);
}
