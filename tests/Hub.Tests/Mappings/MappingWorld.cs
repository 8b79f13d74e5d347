using Hub.Connectors;
using Hub.Connectors.HubSpot;
using Hub.Connectors.Shopify;
using Hub.Connectors.Square;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Hub.Connectors.Zoho;
using Hub.Mappings;
using Hub.Tests.Calendars;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Mappings;

/// <summary>The real connectors, each with one connection of its name.</summary>
internal static class MappingWorld
{
    public static MappingEnvironment Environment { get; } = new() { Connections = [.. Connectors().Select(connector => (connector.Name, connector))], Calendars = SomeCalendars.Support };

    /// <summary>The project's own mapping files.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "mappings");

    /// <summary>Compiles one file: the given routes under the first line.</summary>
    public static LoadResult Compile(string rest, MappingEnvironment? environment = null) =>
        MappingFolder.Compile([new("test.yaml", "language: 1\n" + rest)], environment ?? Environment);

    private static List<IConnector> Connectors()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(TimeProvider.System);
        services.AddWhatsApp().AddZendesk().AddShopify().AddHubSpot().AddZoho().AddSquare();
        return [.. services.BuildServiceProvider().GetServices<IConnector>()];
    }
}
