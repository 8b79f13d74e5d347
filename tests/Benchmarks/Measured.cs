using System.Diagnostics;
using System.Globalization;

namespace Hub.Benchmarks;

/// <summary>What one pass over some work takes.</summary>
/// <param name="Median">Median of the rounds, in µs.</param>
/// <param name="Fastest">The fastest round, in µs.</param>
/// <param name="Slowest">The slowest round, in µs.</param>
/// <param name="Bytes">Bytes that one pass allocates on its thread.</param>
internal sealed record Measured(double Median, double Fastest, double Slowest, double Bytes)
{
    private const int Rounds = 101;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs the work until it is compiled as far as it will be, then in short rounds, which a busy machine leaves undisturbed more often.</summary>
    public static Measured Of(Action work)
    {
        var passes = 0L;
        var warm = Stopwatch.StartNew();
        for (; warm.Elapsed < WarmUp; passes++) work();
        var each = Math.Max(1, (long)(passes * (Round / warm.Elapsed)));
        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0L; i < each; i++) work();
            times[round] = clock.Elapsed.TotalMicroseconds / each;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(each * Rounds);
        Array.Sort(times);
        return new(times[Rounds / 2], times[0], times[^1], bytes);
    }

    /// <summary>One part of several that a pass does alike.</summary>
    public Measured Each(int parts) => new(Median / parts, Fastest / parts, Slowest / parts, Bytes / parts);

    /// <summary>The figures in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median,9:0.000} µs  ({Fastest:0.000} to {Slowest:0.000})  {Bytes,8:0} bytes");
}
