using System.Diagnostics;

namespace Hub.Benchmarks.Load;

/// <summary>How many messages a second become a call, while a bounded number is on the way.</summary>
internal static class Throughput
{
    /// <summary>Measures it.</summary>
    public static async Task<double> OfAsync(Uri target, VendorStandIn vendor, Tally tally, LoadOptions options, CancellationToken cancel)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), vendor.Distinct);
        await tally.SendAsync(target, WebhookForm.Message, options.Connections, plan => Windowed(plan, vendor, options) with { Time = TimeSpan.FromSeconds(options.Seconds) }, cancel);
        return (vendor.Distinct - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>At most so many on their way, counted by the calls at the vendor.</summary>
    public static LoadPlan Windowed(LoadPlan plan, VendorStandIn vendor, LoadOptions options)
    {
        var before = vendor.Distinct;
        return plan with { MaySend = sent => sent - (vendor.Distinct - before) < options.Window };
    }
}
