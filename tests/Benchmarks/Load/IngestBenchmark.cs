using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>How many webhooks the hub takes, beside a bare end-point that only checks and stores them.</summary>
internal static class IngestBenchmark
{
    private const double Share = 0.6;
    private const int PromisedRate = 4_000;
    private const int MedianAtMost = 10;
    private const int P99AtMost = 100;
    private const int FewestPerSecond = 100;

    // From one rate to the next that is tried when one was not held.
    private const double Step = 0.93;
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        var report = new Report(output);
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"ingest: signed statuses of {WebhookForm.Status.Length} bytes, {options.Connections} connections, {options.Seconds} s each, store {options.Store}"));
        var (floor, floorTime) = await FloorAsync(options, cancel);
        report.Add("floor: bare end-point, HMAC, group-committed rows", $"{floor:0}/s");
        report.Add("floor: processor's time of each", $"{floorTime:0} µs");
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address);
        await hub.StartAsync(cancel);
        var scale = new Scale(options, vendor, hub);
        await scale.WarmAsync(WebhookForm.Status, cancel);
        var before = hub.ProcessorTime;
        var (burst, drain) = await scale.BurstAsync(cancel);
        var used = hub.ProcessorTime - before;
        report.Add("burst: acknowledged", $"{burst.PerSecond:0}/s");
        report.Judge("burst, part of the floor", $"{burst.PerSecond / floor:0.00}", burst.PerSecond >= floor * Share, "0.6");
        report.Add("burst: acknowledgement median, p99", $"{burst.Latencies.At(0.5):0.0}, {burst.Latencies.At(0.99):0.0} ms");
        report.Add("burst: not taken (503), not answered", $"{burst.Refused}, {burst.Unanswered}");
        report.Add("burst: drained afterwards in", $"{drain.TotalSeconds:0.0} s");
        var all = burst.Acknowledged / (burst.Took + drain).TotalSeconds;
        report.Add("burst and drain together", $"{all:0}/s");
        report.Add("burst and drain: processor's time of each", $"{used.TotalMicroseconds / burst.Acknowledged:0} µs");
        if (options.Rate is { } rate) await TellAsync(scale, rate, options, report, cancel);
        else if (options.Store == "sqlite") await FindAsync(scale, (int)(all * 1.3), options, report, cancel);
        var (promised, oldest) = await scale.SteadyAsync(PromisedRate, TimeSpan.FromSeconds(Math.Min(options.Seconds, 20)), cancel);
        var (median, p99) = (promised.Latencies.At(0.5), promised.Latencies.At(0.99));
        report.Judge(string.Create(CultureInfo.InvariantCulture, $"at {PromisedRate}/s: acknowledgement median"), $"{median:0.0} ms", median < MedianAtMost, "10 ms");
        report.Judge(string.Create(CultureInfo.InvariantCulture, $"at {PromisedRate}/s: acknowledgement p99"), $"{p99:0.0} ms", p99 < P99AtMost, "100 ms");
        report.Add(string.Create(CultureInfo.InvariantCulture, $"at {PromisedRate}/s: answered, oldest pending"), $"{promised.PerSecond:0}/s, {oldest.TotalSeconds:0.0} s");
        report.Add("resident memory, the most", $"{hub.PeakMemory:0} MiB");
        report.Verify("ingest", await scale.SumsAsync(null, cancel));
        return report.End();
    }

    private static async Task<(double PerSecond, double Microseconds)> FloorAsync(LoadOptions options, CancellationToken cancel)
    {
        await using var floor = await FloorProcess.StartAsync(null, cancel);
        var tally = new Tally();
        await tally.SendAsync(floor.Address, WebhookForm.Status, options.Connections, plan => plan with { Time = TimeSpan.FromSeconds(3) }, cancel);
        var before = floor.ProcessorTime;
        var load = await tally.SendAsync(floor.Address, WebhookForm.Status, options.Connections, plan => plan with { Time = TimeSpan.FromSeconds(options.Seconds) }, cancel);
        return load.Refused + load.Unanswered == 0 ? (load.PerSecond, (floor.ProcessorTime - before).TotalMicroseconds / load.Acknowledged) : throw new InvalidOperationException("The floor has not taken all that it was sent.");
    }

    // Down from a rate that is surely too high, until one holds in a short trial and then for the whole time.
    private static async Task FindAsync(Scale scale, int first, LoadOptions options, Report report, CancellationToken cancel)
    {
        for (var rate = first; rate >= FewestPerSecond; rate = (int)(rate * Step))
        {
            if (!IsHeld(await scale.SteadyAsync(rate, Trial, cancel), rate)) continue;
            var whole = await scale.SteadyAsync(rate, TimeSpan.FromSeconds(options.Seconds), cancel);
            if (!IsHeld(whole, rate)) continue;
            report.Judge("sustained: the highest rate that was held", $"{rate}/s", rate >= PromisedRate, "4,000/s");
            report.Add("sustained: oldest pending at any moment", $"{whole.Oldest.TotalSeconds:0.0} s");
            report.Add("sustained: acknowledgement median, p99", $"{whole.Load.Latencies.At(0.5):0.0}, {whole.Load.Latencies.At(0.99):0.0} ms");
            return;
        }

        report.Add("sustained: the highest rate that was held", $"none");
    }

    private static async Task TellAsync(Scale scale, int rate, LoadOptions options, Report report, CancellationToken cancel)
    {
        var steady = await scale.SteadyAsync(rate, TimeSpan.FromSeconds(options.Seconds), cancel);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"at {rate}/s: answered, oldest pending"), $"{steady.Load.PerSecond:0}/s, {steady.Oldest.TotalSeconds:0.0} s");
        report.Add(string.Create(CultureInfo.InvariantCulture, $"at {rate}/s: acknowledgement median, p99"), $"{steady.Load.Latencies.At(0.5):0.0}, {steady.Load.Latencies.At(0.99):0.0} ms");
    }

    private static bool IsHeld((LoadResult Load, TimeSpan Oldest) steady, int rate) =>
        steady.Oldest < Scale.OldestAllowed && steady.Load.Refused + steady.Load.Unanswered == 0 && steady.Load.PerSecond > rate * 0.98;
}
