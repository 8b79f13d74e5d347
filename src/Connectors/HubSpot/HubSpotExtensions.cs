using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.HubSpot;

/// <summary>Registration of the HubSpot connector.</summary>
public static class HubSpotExtensions
{
    /// <summary>Adds the connector <c>hubspot</c> (HubSpot CRM: contacts, deals, tickets and their timelines).</summary>
    public static IServiceCollection AddHubSpot(this IServiceCollection services) => services.AddSingleton<IConnector>(provider =>
    {
        var licence = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"];
        return new HubSpotConnector(HubSpotMapProfile.Mapper(licence, provider.GetRequiredService<ILoggerFactory>()));
    });
}
