using Hub.Configuration;

namespace Hub.Upkeep;

/// <summary>Registers what keeps the configured accounts working.</summary>
internal static class UpkeepExtensions
{
    /// <summary>Adds the subscriptions and the checks.</summary>
    public static IServiceCollection AddUpkeep(this IServiceCollection services) => services
        .AddSingleton(provider => AddressProbe.Of(provider.GetRequiredService<HubSettings>().Hub.PublicUrl)).AddSingleton<ConnectionChecks>().AddHostedService<Subscribing>();
}
