namespace Hub.Connectors.Shopify;

/// <summary>From what the Admin API gives to the parts that mappings see.</summary>
internal static class Fetched
{
    public static ShopifyPerson? Person(CustomerNode? customer) => customer is { LegacyResourceId: { } id }
        ? new()
        {
            Id = id,
            FirstName = customer.FirstName,
            LastName = customer.LastName,
            Email = customer.DefaultEmailAddress?.EmailAddress,
            Phone = customer.DefaultPhoneNumber?.PhoneNumber,
            Locale = customer.Locale,
        }
        : null;

    public static ShopifyAddress? Address(AddressNode? address) => address is null
        ? null
        : new()
        {
            FirstName = address.FirstName,
            LastName = address.LastName,
            Name = address.Name,
            Company = address.Company,
            Address1 = address.Address1,
            Address2 = address.Address2,
            City = address.City,
            Zip = address.Zip,
            Province = address.Province,
            ProvinceCode = address.ProvinceCode,
            Country = address.Country,
            CountryCode = address.CountryCodeV2,
            Phone = address.Phone,
        };

    public static Money? Amount(MoneyBagNode? bag) => Money.Parse(bag?.ShopMoney?.Amount, bag?.ShopMoney?.CurrencyCode);

    public static ShopifyOrderRef Order(string id, OrderNode order, ShopifyAddress? destination) => new()
    {
        Id = id,
        Name = order.Name ?? "",
        Locale = order.CustomerLocale,
        Country = order.ShippingAddress?.CountryCodeV2 ?? destination?.CountryCode ?? order.BillingAddress?.CountryCodeV2,
        Phone = order.Phone,
        Email = order.Email,
        Customer = Person(order.Customer),
    };
}
