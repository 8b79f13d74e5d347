using System.Diagnostics;
using Hub.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Telemetry;

// Who listens to spans is of the whole process.
[Collection(nameof(OtlpExportTests))]
public class OtlpExportTests
{
    [Fact]
    public async Task MetricsAndTraces_GoToTheCollector_AtTheEndAtLatest()
    {
        await using var collector = await Receiving.StartAsync();
        await using var services = new ServiceCollection().AddTelemetry().BuildServiceProvider();
        var meter = services.GetRequiredService<HubMeter>();
        var activities = services.GetRequiredService<HubActivities>();
        using var export = new OtlpExport(new(collector.Address, false, 1, "1.2.3"));
        await export.StartAsync(CancellationToken.None);
        activities.IsWanted.ShouldBeTrue();
        meter.LimitWaited("the-shop-of-this-test");
        using (activities.Start("call vendor", ActivityKind.Client, HubActivities.TraceOf("webhook", "7"))?.SetTag("hub.connection", "the-shop-of-this-test")) meter.LimitWaited("other");
        export.Dispose();
        collector.Of("/v1/metrics").ShouldContain("hub.limit.waits");
        collector.Of("/v1/metrics").ShouldContain("the-shop-of-this-test");
        collector.Of("/v1/traces").ShouldContain("call vendor");
        collector.Of("/v1/traces").ShouldContain("connector-hub");
    }

    [Fact]
    public async Task WithoutATarget_NobodyListens()
    {
        await using var services = new ServiceCollection().AddTelemetry().BuildServiceProvider();
        using var export = new OtlpExport(null);
        await export.StartAsync(CancellationToken.None);
        services.GetRequiredService<HubActivities>().IsWanted.ShouldBeFalse();
    }

    [Fact]
    public async Task ShareOfNothing_SendsNoTrace()
    {
        await using var collector = await Receiving.StartAsync();
        await using var services = new ServiceCollection().AddTelemetry().BuildServiceProvider();
        using var export = new OtlpExport(new(collector.Address, false, 0, "1.2.3"));
        await export.StartAsync(CancellationToken.None);
        services.GetRequiredService<HubActivities>().Start("call vendor", ActivityKind.Client, HubActivities.TraceOf("webhook", "7"))?.Dispose();
        export.Dispose();
        collector.Of("/v1/traces").ShouldNotContain("call vendor");
    }
}
