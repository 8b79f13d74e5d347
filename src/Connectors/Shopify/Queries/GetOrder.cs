using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Shopify.Queries;

internal sealed record GetOrderInput([property: Description("The order's id, numeric or global")] string Order);

internal sealed record GetOrderResult([property: Description("The order; absent when the shop has none with this id, or it is older than the app may read")] ShopifyOrderView? Order);

/// <summary>Looks up one order as it stands now.</summary>
internal sealed class GetOrder(AdminApi admin) : IQuery<GetOrderInput>
{
    public string Name => "shopify.get_order";

    public string Description => "One order as it stands now, with its shipments.";

    public JsonTypeInfo Input => ShopifyJson.Default.GetOrderInput;

    public JsonTypeInfo Result => ShopifyJson.Default.GetOrderResult;

    public async Task<QueryOutcome> RunAsync(GetOrderInput input, Connection connection, CancellationToken cancel)
    {
        if (ShopifyIds.OrderGid(input.Order) is not { } id) return new QueryOutcome.Failed(ShopifyIds.NoOrderId());
        var request = new GraphRequest<IdVariables>(ShopifyGraph.GetOrder, new(id));
        return await admin.AskAsync(connection, api => api.OrderAsync(request, cancel)) switch
        {
            GraphReply<OrderData>.Given given => new QueryOutcome.Found(new GetOrderResult(given.Data.Order is { } order ? ShopifyOrderView.Of(order) : null)),
            GraphReply<OrderData>.Failed failed => new QueryOutcome.Failed(failed.Failure),
            _ => new QueryOutcome.Failed(ShopifyErrors.Unreadable),
        };
    }
}
