using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Square;

/// <summary>Registration of the Square connector.</summary>
public static class SquareExtensions
{
    /// <summary>Adds the connector <c>square</c> (Square Appointments: bookings, customers, orders, payments).</summary>
    public static IServiceCollection AddSquare(this IServiceCollection services) => services.AddSingleton<IConnector>(provider =>
    {
        var licence = provider.GetRequiredService<IConfiguration>()["AutoMapper:LicenseKey"];
        return new SquareConnector(SquareMapProfile.Mapper(licence, provider.GetRequiredService<ILoggerFactory>()));
    });
}
