using System.ComponentModel.DataAnnotations;
using Hub.Connectors.Shopify;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyOptionsTests
{
    [Theory]
    [InlineData("myshop")]
    [InlineData("MyShop")]
    [InlineData(" myshop ")]
    [InlineData("myshop.myshopify.com")]
    [InlineData("MYSHOP.MyShopify.com")]
    public void NameOfAShop_BecomesItsDomain(string name) => (Shop.Options with { Shop = name }).ShopDomain.ShouldBe("myshop.myshopify.com");

    [Fact]
    public void ValidOptions_HaveNoErrors() => Errors(Shop.Options).ShouldBeEmpty();

    [Theory]
    [InlineData("https://myshop.myshopify.com", "Shop")]
    [InlineData("shop.example.com", "Shop")]
    [InlineData("-shop", "Shop")]
    [InlineData("my shop", "Shop")]
    [InlineData("", "Shop")]
    [InlineData(".myshopify.com", "Shop")]
    public void AnotherAddress_IsRefused(string name, string key) => Errors(Shop.Options with { Shop = name }).ShouldContain(key);

    [Theory]
    [InlineData("2026-7")]
    [InlineData("v2026-07")]
    [InlineData("2026/07")]
    [InlineData("latest")]
    public void AnotherVersion_IsRefused(string version) => Errors(Shop.Options with { ApiVersion = version }).ShouldBe(["ApiVersion"]);

    [Fact]
    public void MissingSecrets_AreNamed() =>
        Errors(Shop.Options with { ClientSecret = null, AccessToken = null }).ShouldBe(["ClientSecret", "AccessToken"], ignoreOrder: true);

    private static IEnumerable<string> Errors(ShopifyOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), found, validateAllProperties: true);
        return found.SelectMany(error => error.MemberNames);
    }
}
