namespace Hub.Connectors.Shopify;

/// <summary>Whom events of Shopify are about: the buyer. Addresses are left out: a parcel may go to somebody else.</summary>
internal static class ShopifyPeople
{
    /// <summary>The person of an event's record; null where it is about nobody.</summary>
    public static AboutPerson? Of(object data) => data switch
    {
        ShopifyOrder order => Of(order.Customer, order.Phone, order.Country, order.Email),
        ShopifyOrderEdited edited => Of(edited.Order),
        ShopifyFulfillment sent => Of(sent.Order),
        ShopifyCheckout checkout => Of(checkout.Customer, checkout.Phone, checkout.Country, checkout.Email),
        ShopifyCustomer customer => new()
        {
            Record = RecordOf(customer.Id), Phones = [customer.Phone], Country = customer.Country, Email = customer.Email, Name = NameOf(customer.FirstName, customer.LastName),
        },
        ShopifyCustomerDeleted deleted => new() { Record = RecordOf(deleted.Id), IsGone = true },
        _ => null,
    };

    private static AboutPerson Of(ShopifyOrderRef order) => Of(order.Customer, order.Phone, order.Country, order.Email);

    private static AboutPerson Of(ShopifyPerson? customer, string? phone, string? country, string? email) => new()
    {
        Record = customer is null ? null : RecordOf(customer.Id),
        Phones = [customer?.Phone, phone],
        Country = country,
        Email = customer?.Email ?? email,
        Name = customer is null ? null : NameOf(customer.FirstName, customer.LastName),
    };

    private static VendorRecord RecordOf(string id) => new("shopify.customer", id);

    private static string? NameOf(string? first, string? last) => $"{first} {last}".Trim() is { Length: > 0 } name ? name : null;
}
