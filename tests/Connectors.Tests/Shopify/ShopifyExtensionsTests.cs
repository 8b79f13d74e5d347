using Hub.Connectors;
using Hub.Connectors.Shopify;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyExtensionsTests
{
    [Fact]
    public void AddShopify_RegistersTheConnector()
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddShopify().BuildServiceProvider();
        services.GetServices<IConnector>().ShouldHaveSingleItem().Name.ShouldBe("shopify");
    }
}
