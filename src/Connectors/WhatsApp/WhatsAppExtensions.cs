using AutoMapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.WhatsApp;

/// <summary>Registers the connector.</summary>
public static class WhatsAppExtensions
{
    /// <summary>Adds WhatsApp (Meta's Cloud API) as an <see cref="IConnector"/>.</summary>
    /// <param name="services">The services; <c>AutoMapper:LicenseKey</c> is taken from their configuration where there is one.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddWhatsApp(this IServiceCollection services) => services.AddSingleton<IConnector>(static provider =>
    {
        var license = provider.GetService<IConfiguration>()?["AutoMapper:LicenseKey"];
        var mapping = new MapperConfiguration(
            map =>
            {
                map.LicenseKey = license;
                map.AddProfile<WhatsAppMapProfile>();
            },
            provider.GetRequiredService<ILoggerFactory>());
        return new WhatsAppConnector(mapping.CreateMapper());
    });
}
