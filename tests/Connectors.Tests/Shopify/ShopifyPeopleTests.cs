using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyPeopleTests
{
    private static readonly JsonElement Raw = JsonElement.Parse("{}");

    private static readonly ShopifyOrderRef Order = new() { Id = "1", Name = "#1", Country = "AU", Phone = "0400 000 002", Email = "order@example.test" };

    [Fact]
    public void Order_IsAboutItsCustomer_WhoseOwnPhoneGoesFirst()
    {
        var about = Of(Order with { Customer = new() { Id = "7", FirstName = "Ann", Phone = "+61400000001", Email = "ann@example.test" } });
        (about.Record, about.Country, about.Email, about.Name).ShouldBe((new VendorRecord("shopify.customer", "7"), "AU", "ann@example.test", "Ann"));
        about.Phones.ShouldBe(["+61400000001", "0400 000 002"]);
    }

    [Fact]
    public void Guest_IsKnownByPhoneAndAddressAlone()
    {
        var about = Of(Order);
        (about.Record, about.Email, about.Name).ShouldBe((null, "order@example.test", null));
        about.Phones.ShouldBe([null, "0400 000 002"]);
    }

    [Fact]
    public void DeletedCustomer_IsGone() => ShopifyPeople.Of(new ShopifyCustomerDeleted { Id = "7", Raw = Raw })!.IsGone.ShouldBeTrue();

    private static AboutPerson Of(ShopifyOrderRef order) =>
        ShopifyPeople.Of(new ShopifyOrderEdited { Id = "1", EditId = "2", Order = order, Additions = [], Removals = [], NotifyCustomer = false, CreatedAt = default, Raw = Raw })!;
}
