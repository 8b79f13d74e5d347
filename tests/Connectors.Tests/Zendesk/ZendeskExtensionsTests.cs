using Hub.Connectors;
using Hub.Connectors.Zendesk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskExtensionsTests
{
    [Fact]
    public void AddZendesk_OffersTheConnectorOnce()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddZendesk();
        using var provider = services.BuildServiceProvider();
        var connector = provider.GetServices<IConnector>().ShouldHaveSingleItem();
        connector.Name.ShouldBe("zendesk");
        provider.GetRequiredService<IConnector>().ShouldBeSameAs(connector);
    }
}
