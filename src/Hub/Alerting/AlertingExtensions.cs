using Hub.Connections;

namespace Hub.Alerting;

/// <summary>Registers what looks how the hub stands and tells it.</summary>
internal static class AlertingExtensions
{
    /// <summary>Adds the look, the digest and the posting.</summary>
    public static IServiceCollection AddAlerting(this IServiceCollection services) => services
        .AddSingleton(_ => new VendorClocks(TimeProvider.System))
        .AddSingleton<Digest>()
        .AddSingleton<AlertWatch>()
        .AddHostedService(provider => provider.GetRequiredService<AlertWatch>())
        .AddHostedService<AlertPosting>();
}
