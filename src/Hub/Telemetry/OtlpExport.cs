using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hub.Telemetry;

/// <summary>Where metrics and traces go by OTLP.</summary>
/// <param name="Endpoint">The collector's address; null where the standard variables (OTEL_EXPORTER_OTLP_…) say it.</param>
/// <param name="IsGrpc">Whether it is spoken to by gRPC; null where the standard variables say it.</param>
/// <param name="TraceRatio">The share of traces that go: 0 to 1.</param>
/// <param name="Version">The hub's version.</param>
internal sealed record OtlpTarget(Uri? Endpoint, bool? IsGrpc, double TraceRatio, string Version);

/// <summary>Sends metrics and traces to a collector by OTLP (https://opentelemetry.io/docs/specs/otlp/) while the hub runs; without a target nothing is begun.</summary>
/// <param name="target">Where to; null for nowhere.</param>
internal sealed class OtlpExport(OtlpTarget? target) : IHostedService, IDisposable
{
    private const string ServiceName = "connector-hub";
    private const int LastWords = 5000;

    private MeterProvider? metrics;
    private TracerProvider? traces;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (target is null) return Task.CompletedTask;
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(HubMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(options => Direct(options, "v1/metrics"))
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(HubActivities.SourceName)
            // By the trace's id alone, so that of a trace all or nothing is kept, whoever writes a part of it.
            .SetSampler(new TraceIdRatioBasedSampler(target.TraceRatio))
            .AddOtlpExporter(options => Direct(options, "v1/traces"))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left: only now nothing else runs that could add to it.</summary>
    public void Dispose()
    {
        traces?.Shutdown(LastWords);
        metrics?.Shutdown(LastWords);
        traces?.Dispose();
        metrics?.Dispose();
    }

    private void Describe(ResourceBuilder resource) => resource.AddService(ServiceName, serviceVersion: target!.Version);

    // The exporter adds the path of a signal by itself only where the standard variables name the address.
    private void Direct(OtlpExporterOptions options, string path)
    {
        if (target!.IsGrpc is { } isGrpc) options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (target.Endpoint is not { } endpoint) return;
        options.Endpoint = options.Protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
