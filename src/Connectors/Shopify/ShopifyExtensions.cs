using AutoMapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Shopify;

/// <summary>Registers the connector.</summary>
public static class ShopifyExtensions
{
    /// <summary>Adds the connector <c>shopify</c>. Reads <c>AutoMapper:LicenseKey</c> from the configuration.</summary>
    public static IServiceCollection AddShopify(this IServiceCollection services) =>
        services.AddSingleton<IConnector>(provider =>
        {
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            var licence = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"];
            var mapper = new MapperConfiguration(
                map =>
                {
                    map.LicenseKey = licence;
                    map.AddProfile<ShopifyMapProfile>();
                },
                loggers).CreateMapper();
            return new ShopifyConnector(mapper, new AdminApi(loggers.CreateLogger<AdminApi>()));
        });
}
