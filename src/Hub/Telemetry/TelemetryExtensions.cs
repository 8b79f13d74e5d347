namespace Hub.Telemetry;

/// <summary>Registers what is counted and traced.</summary>
internal static class TelemetryExtensions
{
    /// <summary>Adds the meter and the source of spans, to which nobody listens yet.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<HubMeter>()
        .AddSingleton<HubActivities>();
}
