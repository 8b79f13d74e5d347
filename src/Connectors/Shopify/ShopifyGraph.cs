using System.Text.Json.Serialization;

namespace Hub.Connectors.Shopify;

/// <summary>The operations that the connector sends; each is valid against the schema of Admin API 2026-07.</summary>
internal static class ShopifyGraph
{
    // What an event's completion lacks in the webhook's body.
    public const string OrderOfEvent =
        $$"""
        query OrderOfEvent($id: ID!) {
          order(id: $id) {
            {{OrderRefFields}}
          }
        }
        """;

    public const string GetOrder =
        $$"""
        query GetOrder($id: ID!) {
          order(id: $id) {
            {{OrderFields}}
          }
        }
        """;

    public const string CustomerOrders =
        $$"""
        query CustomerOrders($phone: String!, $first: Int!) {
          customerByIdentifier(identifier: { phoneNumber: $phone }) {
            orders(first: $first, sortKey: CREATED_AT, reverse: true) {
              nodes {
                {{OrderFields}}
              }
            }
          }
        }
        """;

    public const string TagsAdd = "mutation TagsAdd($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }";

    public const string TagsRemove = "mutation TagsRemove($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { userErrors { field message } } }";

    // The order as fulfillments and edits name it.
    internal const string OrderRefFields =
        "legacyResourceId name email phone customerLocale " +
        "shippingAddress { " + AddressFields + " } billingAddress { countryCodeV2 } customer { " + PersonFields + " }";

    internal const string AddressFields = "firstName lastName name company address1 address2 city zip province provinceCode country countryCodeV2 phone";

    internal const string PersonFields = "legacyResourceId firstName lastName locale defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber }";

    // Five fulfillments of five parcels keep ten orders below the 1,000 points that one query may cost.
    private const string OrderFields =
        "legacyResourceId name email phone customerLocale currencyCode tags test createdAt updatedAt cancelledAt displayFinancialStatus displayFulfillmentStatus " +
        "totalPriceSet { shopMoney { amount currencyCode } } " +
        "shippingAddress { countryCodeV2 } billingAddress { countryCodeV2 } " +
        "customer { " + PersonFields + " } " +
        "fulfillments(first: 5) { legacyResourceId status displayStatus trackingInfo(first: 5) { number url company } }";
}

internal sealed record GraphRequest<TVariables>(string Query, TVariables Variables);

internal sealed record IdVariables(string Id);

internal sealed record ChangedVariables(string Query, string? After);

internal sealed record LinesVariables(string Id, string? After);

internal sealed record SubscriptionsVariables(string? After);

internal sealed record SubscribeVariables(string Topic, SubscriptionInput Subscription);

internal sealed record ResubscribeVariables(string Id, SubscriptionInput Subscription);

internal sealed record NoVariables;

internal sealed record CustomerOrdersVariables(string Phone, int First);

internal sealed record TagsVariables(string Id, IReadOnlyList<string> Tags);

/// <summary>What the API answers with status 200, which does not mean success: errors stand beside the data.</summary>
internal sealed record GraphAnswer<TData>
    where TData : class
{
    public TData? Data { get; init; }
    public IReadOnlyList<GraphError>? Errors { get; init; }
    public GraphExtensions? Extensions { get; init; }
}

internal sealed record GraphError
{
    public GraphErrorExtensions? Extensions { get; init; }
}

internal sealed record GraphErrorExtensions
{
    public string? Code { get; init; }
}

internal sealed record GraphExtensions
{
    public GraphCost? Cost { get; init; }
}

internal sealed record GraphCost
{
    public double? RequestedQueryCost { get; init; }
    public GraphThrottle? ThrottleStatus { get; init; }
}

internal sealed record GraphThrottle
{
    public double? MaximumAvailable { get; init; }
    public double? CurrentlyAvailable { get; init; }
    public double? RestoreRate { get; init; }
}

internal sealed record OrderData
{
    public OrderNode? Order { get; init; }
}

internal sealed record CustomerOrdersData
{
    public CustomerNode? CustomerByIdentifier { get; init; }
}

internal sealed record TagsAddData
{
    public TagsPayload? TagsAdd { get; init; }
}

internal sealed record TagsRemoveData
{
    public TagsPayload? TagsRemove { get; init; }
}

internal sealed record TagsPayload
{
    public IReadOnlyList<GraphUserError>? UserErrors { get; init; }
}

internal sealed record GraphUserError
{
    public IReadOnlyList<string>? Field { get; init; }
    public string? Message { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LenientText), typeof(LooseTimeConverter), typeof(LooseFlagConverter), typeof(LooseCountConverter)])]
[JsonSerializable(typeof(GraphRequest<IdVariables>))]
[JsonSerializable(typeof(GraphRequest<CustomerOrdersVariables>))]
[JsonSerializable(typeof(GraphRequest<TagsVariables>))]
[JsonSerializable(typeof(GraphRequest<ChangedVariables>))]
[JsonSerializable(typeof(GraphRequest<LinesVariables>))]
[JsonSerializable(typeof(GraphRequest<SubscriptionsVariables>))]
[JsonSerializable(typeof(GraphRequest<SubscribeVariables>))]
[JsonSerializable(typeof(GraphRequest<ResubscribeVariables>))]
[JsonSerializable(typeof(GraphRequest<NoVariables>))]
[JsonSerializable(typeof(GraphAnswer<ChangedData>))]
[JsonSerializable(typeof(GraphAnswer<FoundData>))]
[JsonSerializable(typeof(GraphAnswer<LinesData>))]
[JsonSerializable(typeof(GraphAnswer<SubscriptionsData>))]
[JsonSerializable(typeof(GraphAnswer<SubscriptionCreateData>))]
[JsonSerializable(typeof(GraphAnswer<SubscriptionUpdateData>))]
[JsonSerializable(typeof(GraphAnswer<StandingData>))]
[JsonSerializable(typeof(GraphAnswer<BuyersData>))]
[JsonSerializable(typeof(GraphAnswer<OrderData>))]
[JsonSerializable(typeof(GraphAnswer<CustomerOrdersData>))]
[JsonSerializable(typeof(GraphAnswer<TagsAddData>))]
[JsonSerializable(typeof(GraphAnswer<TagsRemoveData>))]
internal sealed partial class ShopifyGraphJson : JsonSerializerContext;
