using Hub.Connectors;
using Hub.Connectors.Zoho;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Zoho;

public sealed class ZohoExtensionsTests
{
    [Fact]
    public void AddZoho_OffersTheConnectorOnce()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddZoho();
        using var provider = services.BuildServiceProvider();
        provider.GetServices<IConnector>().ShouldHaveSingleItem().Name.ShouldBe("zoho");
    }

    [Fact]
    public void Mapper_FillsEveryMember()
    {
        var configuration = new AutoMapper.MapperConfiguration(c => c.AddProfile<ZohoMapProfile>(), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        Should.NotThrow(configuration.AssertConfigurationIsValid);
    }
}
