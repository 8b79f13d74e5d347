namespace Hub.Connectors.Shopify;

/// <summary>The events that the connector reports.</summary>
internal static class ShopifyEventTypes
{
    private const string Order = "shopify.order";
    private const string Customer = "shopify.customer";

    public static IReadOnlyList<EventType> All { get; } =
    [
        new("shopify.order.created", "An order was made: in the shop, at the counter, from a draft or by an import.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.updated", "Something about an order changed; many of these come for one order.", EventNature.State, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.paid", "An order was paid in full; it may come before the order's creation.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.cancelled", "An order was cancelled.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.fulfilled", "All lines of an order were fulfilled.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.partially_fulfilled", "Some lines of an order were fulfilled.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrder) { Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.edited", "The lines of an order were changed.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrderEdited) { Completeness = EventCompleteness.LacksFields, Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.order.deleted", "An order was deleted.", EventNature.Occurrence, ShopifyJson.Default.ShopifyOrderDeleted) { Ends = [Order] },
        new("shopify.fulfillment.created", "A shipment of an order was made.", EventNature.Occurrence, ShopifyJson.Default.ShopifyFulfillment) { Completeness = EventCompleteness.LacksFields, Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.fulfillment.updated", "A shipment changed: its status or its tracking numbers.", EventNature.State, ShopifyJson.Default.ShopifyFulfillment) { Completeness = EventCompleteness.LacksFields, Ends = [Order], About = ShopifyPeople.Of },
        new("shopify.checkout.created", "A buyer began a checkout.", EventNature.Occurrence, ShopifyJson.Default.ShopifyCheckout) { About = ShopifyPeople.Of },
        new("shopify.checkout.updated", "A buyer went on with a checkout.", EventNature.State, ShopifyJson.Default.ShopifyCheckout) { About = ShopifyPeople.Of },
        new("shopify.checkout.deleted", "A checkout was deleted.", EventNature.Occurrence, ShopifyJson.Default.ShopifyCheckoutDeleted),
        new("shopify.customer.created", "A customer was made.", EventNature.Occurrence, ShopifyJson.Default.ShopifyCustomer) { Ends = [Customer], About = ShopifyPeople.Of },
        new("shopify.customer.updated", "Something about a customer changed.", EventNature.State, ShopifyJson.Default.ShopifyCustomer) { Ends = [Customer], About = ShopifyPeople.Of },
        new("shopify.customer.deleted", "A customer was deleted.", EventNature.Occurrence, ShopifyJson.Default.ShopifyCustomerDeleted) { Ends = [Customer], About = ShopifyPeople.Of },
        new("shopify.refund.created", "Money or goods of an order were given back.", EventNature.Occurrence, ShopifyJson.Default.ShopifyRefund) { Ends = [Order] },
        new("shopify.unknown", "A webhook of a topic that has no event of its own.", EventNature.Occurrence, ShopifyJson.Default.ShopifyUnknown),
    ];
}
