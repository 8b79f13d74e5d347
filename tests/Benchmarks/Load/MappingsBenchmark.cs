using System.Globalization;

namespace Hub.Benchmarks.Load;

/// <summary>What many routes on one event cost that do not take it.</summary>
internal static class MappingsBenchmark
{
    private const double Most = 0.1;

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        var report = new Report(output);
        report.Begin(string.Create(CultureInfo.InvariantCulture, $"mappings: 1 and {options.Routes} routes on the same event, {options.Seconds} s each, store {options.Store}"));
        var one = await MeasureAsync(options, 1, report, cancel);
        var many = await MeasureAsync(options, options.Routes, report, cancel);
        report.Judge("e2e: difference", $"{Scale.Difference(many, one)}", many >= one * (1 - Most), "-10 %");
        return report.End();
    }

    private static async Task<double> MeasureAsync(LoadOptions options, int routes, Report report, CancellationToken cancel)
    {
        await using var vendor = await VendorStandIn.StartAsync(cancel);
        await using var hub = new HubUnderLoad(options, vendor.Address, LoadMapping.Source(routes));
        await hub.StartAsync(cancel);
        var scale = new Scale(options, vendor, hub);
        await scale.WarmAsync(WebhookForm.Message, cancel);
        var each = await scale.ThroughputAsync(cancel);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"{routes} routes: e2e"), $"{each:0}/s");
        report.Verify(string.Create(CultureInfo.InvariantCulture, $"{routes} routes"), await scale.SumsAsync(null, cancel));
        return each;
    }
}
