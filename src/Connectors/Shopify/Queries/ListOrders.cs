using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Shopify.Queries;

internal sealed record ListOrdersInput(
    [property: Description("The customer's phone number in E.164")] string Phone,
    [property: Description("How many at most, 1 to 10; 5 when absent")] int? Limit = null);

internal sealed record ListOrdersResult([property: Description("The customer's orders, newest first; empty when the shop knows no customer with this number")] IReadOnlyList<ShopifyOrderView> Orders);

/// <summary>Looks up the newest orders of the customer with a phone number. A shop's phone numbers are unique and E.164;
/// the search of orders has no phone filter, and its free text would find other people's orders too.</summary>
internal sealed class ListOrders(AdminApi admin) : IQuery<ListOrdersInput>
{
    private const int Most = 10;
    private const int Usual = 5;

    public string Name => "shopify.list_orders";

    public string Description => "The newest orders of the customer who has a phone number.";

    public JsonTypeInfo Input => ShopifyJson.Default.ListOrdersInput;

    public JsonTypeInfo Result => ShopifyJson.Default.ListOrdersResult;

    public async Task<QueryOutcome> RunAsync(ListOrdersInput input, Connection connection, CancellationToken cancel)
    {
        var limit = input.Limit ?? Usual;
        if (limit is < 1 or > Most) return new QueryOutcome.Failed(new(FailureKind.Rejected, "limit", "The limit must be between 1 and 10."));
        var request = new GraphRequest<CustomerOrdersVariables>(ShopifyGraph.CustomerOrders, new(input.Phone, limit));
        return await admin.AskAsync(connection, api => api.CustomerOrdersAsync(request, cancel)) switch
        {
            GraphReply<CustomerOrdersData>.Given given => new QueryOutcome.Found(new ListOrdersResult([.. (given.Data.CustomerByIdentifier?.Orders?.Nodes ?? []).Select(ShopifyOrderView.Of)])),
            GraphReply<CustomerOrdersData>.Failed failed => new QueryOutcome.Failed(failed.Failure),
            _ => new QueryOutcome.Failed(ShopifyErrors.Unreadable),
        };
    }
}
