using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Zendesk;

/// <summary>Registration of the Zendesk connector.</summary>
public static class ZendeskExtensions
{
    /// <summary>Adds the connector <c>zendesk</c> (Zendesk Support: tickets, comments, users).</summary>
    public static IServiceCollection AddZendesk(this IServiceCollection services) => services.AddSingleton<IConnector>(provider =>
    {
        var licence = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"];
        return new ZendeskConnector(ZendeskMapProfile.Mapper(licence, provider.GetRequiredService<ILoggerFactory>()));
    });
}
