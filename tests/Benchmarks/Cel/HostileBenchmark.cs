using System.Diagnostics;
using System.Globalization;
using Hub.Expressions;
using Hub.Tests.Expressions;

namespace Hub.Benchmarks.Cel;

/// <summary>Time and memory of each expression that is written to do harm. The first run compiles the engine; the second is measured.</summary>
internal static class HostileBenchmark
{
    private const int MostMilliseconds = 50;
    private const int MostMebibytes = 64;
    private const int Runs = 3;

    public static int Run(TextWriter output)
    {
        var worst = 0;
        foreach (var hostile in HostileExpression.All)
        {
            var (checkedFast, checkedBytes, value) = Measure(hostile, isDynamic: false);
            var (fast, bytes, loose) = Measure(hostile, isDynamic: true);
            var (milliseconds, mebibytes) = (Math.Max(checkedFast, fast), Math.Max(checkedBytes, bytes) / 1048576.0);
            var isOver = milliseconds > MostMilliseconds || mebibytes > MostMebibytes || loose.IsError != hostile.IsRefused;
            if (isOver) worst++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isOver ? "OVER" : "    ")} {milliseconds,9:0.00} ms {mebibytes,8:0.00} MiB  {hostile.Name}: {Short(value)}{(value.IsError == loose.IsError ? "" : "; dynamic: " + Short(loose))}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{HostileExpression.All.Count} expressions, {worst} over {MostMilliseconds} ms or {MostMebibytes} MiB"));
        return worst == 0 ? 0 : 1;
    }

    private static (double Milliseconds, long Bytes, Value Value) Measure(HostileExpression hostile, bool isDynamic)
    {
        var frame = HostileExpression.Frame();
        var (fastest, bytes, value) = (double.MaxValue, 0L, Value.Null);
        for (var run = 0; run < Runs; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var cpu = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            value = hostile.Evaluate(frame, isDynamic);
            // On a busy machine the processor's time is less than the clock's; with the collector at work it is more.
            fastest = Math.Min(fastest, Math.Min(clock.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return (fastest, bytes, value);
    }

    private static string Short(in Value value)
    {
        var text = value.ToString();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
