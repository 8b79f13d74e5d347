using System.Text.Json;

namespace Hub.Connectors.Shopify;

/// <summary>What the comparison asks for: ids and times of what has changed, and the whole of one record.</summary>
internal static class ShopifyChangeGraph
{
    // Twenty orders with ten of each kind keep below the 1,000 points that one query may cost.
    public const string Orders =
        """
        query ChangedOrders($query: String!, $after: String) {
          orders(first: 20, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes {
              legacyResourceId createdAt updatedAt cancelledAt displayFinancialStatus displayFulfillmentStatus
              totalPriceSet { shopMoney { amount currencyCode } }
              transactions(first: 10) { kind status processedAt createdAt }
              fulfillments(first: 10) { legacyResourceId status createdAt updatedAt }
              refunds(first: 10) { legacyResourceId createdAt }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    public const string Customers =
        """
        query ChangedCustomers($query: String!, $after: String) {
          customers(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes { legacyResourceId createdAt updatedAt }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    public const string Order =
        $$"""
        query WholeOrder($id: ID!) {
          found: order(id: $id) {
            legacyResourceId name email phone customerLocale currencyCode tags note test sourceName statusPageUrl checkoutToken
            createdAt updatedAt cancelledAt cancelReason displayFinancialStatus displayFulfillmentStatus
            totalPriceSet { shopMoney { amount currencyCode } }
            shippingAddress { {{ShopifyGraph.AddressFields}} } billingAddress { {{ShopifyGraph.AddressFields}} }
            customer { {{ShopifyGraph.PersonFields}} }
            {{Lines}}
          }
        }
        """;

    // Orders of more lines than one query may cost.
    public const string OrderLines =
        $$"""
        query OrderLines($id: ID!, $after: String) {
          order(id: $id) {
            {{LinesAfter}}
          }
        }
        """;

    public const string Fulfillment =
        $$"""
        query WholeFulfillment($id: ID!) {
          found: fulfillment(id: $id) {
            legacyResourceId name status displayStatus createdAt updatedAt
            trackingInfo(first: 20) { number url company }
            fulfillmentLineItems(first: 100) { nodes { quantity lineItem { {{LineFields}} } } }
            order { {{ShopifyGraph.OrderRefFields}} }
          }
        }
        """;

    public const string Refund =
        """
        query WholeRefund($id: ID!) {
          found: refund(id: $id) {
            legacyResourceId createdAt processedAt note
            order { legacyResourceId }
            totalRefundedSet { shopMoney { amount currencyCode } }
            refundLineItems(first: 100) { nodes { quantity subtotalSet { shopMoney { amount currencyCode } } lineItem { id title } } }
          }
        }
        """;

    public const string Customer =
        $$"""
        query WholeCustomer($id: ID!) {
          found: customer(id: $id) {
            {{ShopifyGraph.PersonFields}} state tags note createdAt updatedAt defaultAddress { countryCodeV2 }
          }
        }
        """;

    private const string LineFields =
        "id title variantTitle sku quantity originalUnitPriceSet { shopMoney { amount currencyCode } } product { legacyResourceId } variant { legacyResourceId }";

    private const string Lines = "lineItems(first: 100) { nodes { " + LineFields + " } pageInfo { hasNextPage endCursor } }";

    private const string LinesAfter = "lineItems(first: 100, after: $after) { nodes { " + LineFields + " } pageInfo { hasNextPage endCursor } }";
}

internal sealed record ChangedData
{
    public NodeList<OrderNode>? Orders { get; init; }
    public NodeList<CustomerNode>? Customers { get; init; }
}

/// <summary>A record as Shopify gives it, so that mappings can see all of it.</summary>
internal sealed record FoundData
{
    public JsonElement? Found { get; init; }
}

internal sealed record LinesData
{
    public OrderNode? Order { get; init; }
}
