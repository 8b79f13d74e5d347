namespace Hub.Connectors.Shopify;

/// <summary>Fetches the order that a fulfillment or an edit belongs to; what the webhook's body has stays as it is. What a comparison has found is fetched whole.</summary>
internal static class ShopifyCompletion
{
    public static async Task<Completion> CompleteAsync(AdminApi admin, IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        if (ShopifyWhole.IsBare(incoming)) return await ShopifyWhole.CompleteAsync(admin, incoming, connection, cancel);
        var orderId = incoming.Data switch
        {
            ShopifyFulfillment fulfillment => fulfillment.OrderId,
            ShopifyOrderEdited edited => edited.Id,
            _ => null,
        };
        if (orderId is null || ShopifyIds.OrderGid(orderId) is not { } gid) return new Completion.Completed(incoming);
        var request = new GraphRequest<IdVariables>(ShopifyGraph.OrderOfEvent, new(gid));
        return await admin.AskAsync(connection, api => api.OrderAsync(request, cancel)) switch
        {
            GraphReply<OrderData>.Given { Data.Order: { } order } => Completed(incoming, With(incoming.Data, order)),
            GraphReply<OrderData>.Failed failed => new Completion.Failed(failed.Failure),
            _ => new Completion.Gone(),
        };
    }

    private static Completion.Completed Completed(IncomingEvent incoming, object data) => new(incoming with { Data = data, Terms = ShopifyTerms.Of(data) });

    private static object With(object data, OrderNode order) => data switch
    {
        ShopifyFulfillment fulfillment => fulfillment with
        {
            Order = Fetched.Order(fulfillment.OrderId, order, fulfillment.Destination),
            Destination = fulfillment.Destination ?? Fetched.Address(order.ShippingAddress),
        },
        ShopifyOrderEdited edited => edited with { Order = Fetched.Order(edited.Id, order, null) },
        _ => data,
    };
}
