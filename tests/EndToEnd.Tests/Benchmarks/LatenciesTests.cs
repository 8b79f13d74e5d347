using Hub.Benchmarks.Load;

namespace EndToEnd.Tests.Benchmarks;

public sealed class LatenciesTests
{
    private readonly Latencies latencies = new();

    [Fact]
    public void None_IsNoNumber() => latencies.At(0.5).ShouldBe(double.NaN);

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(123_456)]
    [InlineData(3_599_000_000)]
    public void One_IsKeptToWithinAPartIn64(long microseconds)
    {
        latencies.Add(TimeSpan.FromMicroseconds(microseconds));
        latencies.At(0.5).ShouldBeInRange(microseconds / 1000.0, (microseconds * 65 / 64.0 / 1000) + 0.001);
    }

    [Fact]
    public void Parts_AreThoseOfAll()
    {
        for (var i = 1; i <= 100; i++) latencies.Add(TimeSpan.FromMilliseconds(i));
        latencies.Count.ShouldBe(100);
        latencies.At(0.5).ShouldBe(50, 1);
        latencies.At(0.99).ShouldBe(99, 2);
        latencies.At(1).ShouldBe(100, 2);
    }
}
