namespace Hub.Connectors.Shopify;

/// <summary>What people search an event by: the order's name, and the addresses of the buyer as they stand in it.</summary>
internal static class ShopifyTerms
{
    public static IReadOnlyList<string> Of(object data) => data switch
    {
        ShopifyOrder order => Given(order.Name, order.Email, order.Phone, order.Customer?.Email, order.Customer?.Phone, order.ShippingAddress?.Phone),
        ShopifyOrderEdited edited => Given(edited.Order.Name, edited.Order.Email, edited.Order.Phone, edited.Order.Customer?.Email, edited.Order.Customer?.Phone),
        ShopifyFulfillment sent => Given(
            sent.Order.Name, sent.Email, sent.Order.Email, sent.Order.Phone, sent.Order.Customer?.Email, sent.Order.Customer?.Phone, sent.Destination?.Phone),
        ShopifyCheckout checkout => Given(checkout.Email, checkout.Phone, checkout.Customer?.Email, checkout.Customer?.Phone, checkout.ShippingAddress?.Phone),
        ShopifyCustomer customer => Given(customer.Email, customer.Phone),
        _ => [],
    };

    private static IReadOnlyList<string> Given(params ReadOnlySpan<string?> values)
    {
        List<string> given = [];
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value) && !given.Contains(value, StringComparer.OrdinalIgnoreCase)) given.Add(value);
        }

        return given;
    }
}
