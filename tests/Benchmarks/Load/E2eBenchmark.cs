using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>Webhook in, route, gate, outbox, call at the vendor, recorded: everything durable, beside a floor that does the same number of durable operations and the call, and nothing else.</summary>
internal static class E2eBenchmark
{
    private const double Share = 0.5;

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        var report = new Report(output);
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"e2e: a message of a person adds a tag to a ticket, {options.Window} on the way, {options.Seconds} s each, store {options.Store}"));
        var (floor, floorTime) = await FloorAsync(options, cancel);
        report.Add("floor: four durable operations and one call", $"{floor:0}/s");
        report.Add("floor: processor's time of each", $"{floorTime:0} µs");
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address);
        await hub.StartAsync(cancel);
        var scale = new Scale(options, vendor, hub);
        await scale.WarmAsync(WebhookForm.Message, cancel);
        var (time, done) = (hub.ProcessorTime, vendor.Distinct);
        var (each, wanted) = (await scale.ThroughputAsync(cancel), options.Store == "sqlite" ? 2_000 : 1_000);
        report.Judge("webhook to recorded effect", $"{each:0}/s", each >= wanted, string.Create(CultureInfo.InvariantCulture, $"{wanted}/s"));
        report.Add("processor's time of each", $"{(hub.ProcessorTime - time).TotalMicroseconds / (vendor.Distinct - done):0} µs");
        report.Judge("part of the floor", $"{each / floor:0.00}", each >= floor * Share, "0.5");
        var rate = options.Rate ?? Math.Max(1, (int)(each / 2));
        var latencies = await scale.LatenciesAsync(rate, cancel);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"at {rate}/s: webhook to the vendor's call, median, p99"), $"{latencies.At(0.5):0.0}, {latencies.At(0.99):0.0} ms");
        report.Add("resident memory, the most", $"{hub.PeakMemory:0} MiB");
        report.Verify("e2e", await scale.SumsAsync(null, cancel));
        return report.End();
    }

    private static async Task<(double PerSecond, double Microseconds)> FloorAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var floor = await FloorProcess.StartAsync(vendor.Address, cancel);
        var tally = new Tally();
        await Throughput.OfAsync(floor.Address, vendor, tally, options with { Seconds = 3 }, cancel);
        var (time, done) = (floor.ProcessorTime, vendor.Distinct);
        var each = await Throughput.OfAsync(floor.Address, vendor, tally, options, cancel);
        return (each, (floor.ProcessorTime - time).TotalMicroseconds / (vendor.Distinct - done));
    }
}
