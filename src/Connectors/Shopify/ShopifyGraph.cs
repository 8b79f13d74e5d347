using System.Text.Json.Serialization;

namespace Hub.Connectors.Shopify;

/// <summary>The operations that the connector sends; each is valid against the schema of Admin API 2026-07.</summary>
internal static class ShopifyGraph
{
    // What an event's completion lacks in the webhook's body.
    public const string OrderOfEvent =
        """
        query OrderOfEvent($id: ID!) {
          order(id: $id) {
            legacyResourceId name email phone customerLocale
            shippingAddress { firstName lastName name company address1 address2 city zip province provinceCode country countryCodeV2 phone }
            billingAddress { countryCodeV2 }
            customer { legacyResourceId firstName lastName locale defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
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

    // Five fulfillments of five parcels keep ten orders below the 1,000 points that one query may cost.
    private const string OrderFields =
        "legacyResourceId name email phone customerLocale currencyCode tags test createdAt updatedAt cancelledAt displayFinancialStatus displayFulfillmentStatus " +
        "totalPriceSet { shopMoney { amount currencyCode } } " +
        "shippingAddress { countryCodeV2 } billingAddress { countryCodeV2 } " +
        "customer { legacyResourceId firstName lastName locale defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } } " +
        "fulfillments(first: 5) { legacyResourceId status displayStatus trackingInfo(first: 5) { number url company } }";
}

internal sealed record GraphRequest<TVariables>(string Query, TVariables Variables);

internal sealed record IdVariables(string Id);

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

internal sealed record OrderNode
{
    public string? LegacyResourceId { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? CustomerLocale { get; init; }
    public string? CurrencyCode { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public bool? Test { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? DisplayFinancialStatus { get; init; }
    public string? DisplayFulfillmentStatus { get; init; }
    public MoneyBagNode? TotalPriceSet { get; init; }
    public AddressNode? ShippingAddress { get; init; }
    public AddressNode? BillingAddress { get; init; }
    public CustomerNode? Customer { get; init; }
    public IReadOnlyList<FulfillmentNode>? Fulfillments { get; init; }
}

internal sealed record MoneyBagNode
{
    public MoneyNode? ShopMoney { get; init; }
}

internal sealed record MoneyNode
{
    public string? Amount { get; init; }
    public string? CurrencyCode { get; init; }
}

internal sealed record AddressNode
{
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Name { get; init; }
    public string? Company { get; init; }
    public string? Address1 { get; init; }
    public string? Address2 { get; init; }
    public string? City { get; init; }
    public string? Zip { get; init; }
    public string? Province { get; init; }
    public string? ProvinceCode { get; init; }
    public string? Country { get; init; }
    public string? CountryCodeV2 { get; init; }
    public string? Phone { get; init; }
}

internal sealed record CustomerNode
{
    public string? LegacyResourceId { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Locale { get; init; }
    public EmailNode? DefaultEmailAddress { get; init; }
    public PhoneNode? DefaultPhoneNumber { get; init; }
    public OrderList? Orders { get; init; }
}

internal sealed record EmailNode
{
    public string? EmailAddress { get; init; }
}

internal sealed record PhoneNode
{
    public string? PhoneNumber { get; init; }
}

internal sealed record OrderList
{
    public IReadOnlyList<OrderNode>? Nodes { get; init; }
}

internal sealed record FulfillmentNode
{
    public string? LegacyResourceId { get; init; }
    public string? Status { get; init; }
    public string? DisplayStatus { get; init; }
    public IReadOnlyList<TrackingNode>? TrackingInfo { get; init; }
}

internal sealed record TrackingNode
{
    public string? Number { get; init; }
    public string? Url { get; init; }
    public string? Company { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LenientText), typeof(LooseTimeConverter), typeof(LooseFlagConverter)])]
[JsonSerializable(typeof(GraphRequest<IdVariables>))]
[JsonSerializable(typeof(GraphRequest<CustomerOrdersVariables>))]
[JsonSerializable(typeof(GraphRequest<TagsVariables>))]
[JsonSerializable(typeof(GraphAnswer<OrderData>))]
[JsonSerializable(typeof(GraphAnswer<CustomerOrdersData>))]
[JsonSerializable(typeof(GraphAnswer<TagsAddData>))]
[JsonSerializable(typeof(GraphAnswer<TagsRemoveData>))]
internal sealed partial class ShopifyGraphJson : JsonSerializerContext;
