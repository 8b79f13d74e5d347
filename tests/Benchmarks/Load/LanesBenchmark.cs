using System.Diagnostics;
using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>Whether who waits for an answer waits behind an import: the time from a message to its answer with a long backfill queued, beside that without one.</summary>
internal static class LanesBenchmark
{
    private const int UsualRate = 20;
    private const int MostMilliseconds = 1000;
    private const int WarmUpSeconds = 5;
    private const int MostBeforeSeconds = 15;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        if (options.Store != "sqlite") throw new InvalidOperationException("lanes fills the file of the store: it runs on SQLite only.");
        var report = new Report(output);
        var rate = options.Rate ?? UsualRate;
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"lanes: {rate} messages a second are answered, {options.Queued} commands in the lane backfill before them, {options.Seconds} s at most"));
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address, LoadMapping.Lanes);
        await hub.StartAsync(cancel);
        var tally = new Tally();
        await SendAsync(TimeSpan.FromSeconds(WarmUpSeconds));
        await hub.DrainAsync(cancel);
        vendor.Replies.Latencies = new();
        await SendAsync(TimeSpan.FromSeconds(Math.Min(MostBeforeSeconds, options.Seconds)));
        await hub.DrainAsync(cancel);
        Tell("nothing queued", vendor.Replies.Latencies);
        await hub.StopAsync(cancel);
        report.Add("queued in", $"{StoreSeed.Queue(hub.StoreFile, "import", options.Queued).TotalSeconds:0} s");
        var tagged = vendor.Distinct;
        vendor.Replies.Latencies = new();
        await hub.StartAsync(cancel);
        var began = Stopwatch.GetTimestamp();

        // Only as long as there is something to wait behind.
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(options.Seconds) && vendor.Distinct - tagged < options.Queued) await SendAsync(Slice);
        report.Add("of them left when the last message was sent", $"{Math.Max(0, options.Queued - (vendor.Distinct - tagged))}");
        await hub.DrainAsync(cancel);
        report.Add("drained", $"{options.Queued / Stopwatch.GetElapsedTime(began).TotalSeconds:0}/s");
        var behind = vendor.Replies.Latencies;
        Tell("behind the queue", behind);
        report.Demand("behind the queue: p99", $"{behind.At(0.99):0} ms", behind.At(0.99) < MostMilliseconds, "1000 ms");
        report.Add("resident memory, the most", $"{hub.PeakMemory:0} MiB");
        var stats = await hub.StatsAsync(cancel);
        report.Verify("answers", vendor.Replies.Distinct, tally.Acknowledged);
        report.Verify("tickets", vendor.Distinct, tally.Acknowledged + options.Queued);
        report.Verify("webhooks without an answer, calls that came twice", tally.Unanswered + vendor.Replies.Repeated + vendor.Repeated, 0);
        report.Verify("commands done", stats.Commands("done"), (2 * tally.Acknowledged) + options.Queued);
        report.Verify("sums that close", stats.Closes ? 1 : 0, 1);
        return report.End();

        Task SendAsync(TimeSpan time) => tally.SendAsync(hub.Address, WebhookForm.Message, options.Connections, plan => plan with { Rate = rate, Time = time, Sending = vendor.Replies.Sending }, cancel);

        void Tell(string when, Latencies latencies) =>
            report.Add($"{when}: message to answer, median, p99, of", $"{latencies.At(0.5):0.0}, {latencies.At(0.99):0.0} ms, {latencies.Count}");
    }
}
