using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>Whether the cost grows with history: the same figures with few and with many stored messages.</summary>
internal static class GrowthBenchmark
{
    private const int Few = 10_000;
    private const double Most = 0.2;
    private const int MemoryAtMost = 500;

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        var report = new Report(output);
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"growth: {Few} and {options.Messages} stored messages, {options.Seconds} s each, store {options.Store}"));
        var few = await MeasureAsync(options, Few, report, cancel);
        var many = await MeasureAsync(options, options.Messages, report, cancel);
        report.Judge("ingest, burst: difference", $"{Scale.Difference(many.Ingest, few.Ingest)}", many.Ingest >= few.Ingest * (1 - Most), "-20 %");
        report.Judge("ingest, burst and drain: difference", $"{Scale.Difference(many.Whole, few.Whole)}", many.Whole >= few.Whole * (1 - Most), "-20 %");
        report.Judge("e2e: difference", $"{Scale.Difference(many.EndToEnd, few.EndToEnd)}", many.EndToEnd >= few.EndToEnd * (1 - Most), "-20 %");
        report.Judge("resident memory, the most", $"{many.Memory:0} MiB", many.Memory < MemoryAtMost, "500 MiB");
        return report.End();
    }

    private static async Task<(double Ingest, double Whole, double EndToEnd, double Memory)> MeasureAsync(LoadOptions options, int stored, Report report, CancellationToken cancel)
    {
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address);
        await hub.StartAsync(cancel);
        var scale = new Scale(options, vendor, hub);

        // The people write once each before their history is made: it belongs to their threads.
        await scale.WarmAsync(WebhookForm.Message, cancel);
        await hub.StopAsync(cancel);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{stored} messages: stored in"), $"{StoreSeed.Fill(hub.StoreFile, stored, cancel).TotalSeconds:0} s");
        await hub.StartAsync(cancel);
        await scale.WarmAsync(WebhookForm.Status, cancel);
        var (burst, drain) = await scale.BurstAsync(cancel);
        var whole = burst.Acknowledged / (burst.Took + drain).TotalSeconds;
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{stored} messages: ingest, burst; burst and drain"), $"{burst.PerSecond:0}/s; {whole:0}/s");
        var each = await scale.ThroughputAsync(cancel);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{stored} messages: e2e"), $"{each:0}/s");
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{stored} messages: resident memory, the most"), $"{hub.PeakMemory:0} MiB");
        report.Verify(string.Create(CultureInfo.InvariantCulture, $"{stored} messages"), await scale.SumsAsync(null, cancel));
        return (burst.PerSecond, whole, each, hub.PeakMemory);
    }
}
