using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Zoho;

/// <summary>Registration of the Zoho CRM connector.</summary>
public static class ZohoExtensions
{
    /// <summary>Adds the connector <c>zoho</c> (Zoho CRM: leads, contacts, deals, cases).</summary>
    public static IServiceCollection AddZoho(this IServiceCollection services) => services.AddSingleton<IConnector>(provider =>
    {
        var licence = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"];
        return new ZohoConnector(ZohoMapProfile.Mapper(licence, provider.GetRequiredService<ILoggerFactory>()));
    });
}
