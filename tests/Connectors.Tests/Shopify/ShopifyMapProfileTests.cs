namespace Connectors.Tests.Shopify;

public sealed class ShopifyMapProfileTests
{
    [Fact]
    public void Profile_LeavesNoMemberUnmapped() => Shop.Mapper.ConfigurationProvider.AssertConfigurationIsValid();
}
