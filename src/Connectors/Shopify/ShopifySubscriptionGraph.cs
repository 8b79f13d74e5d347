namespace Hub.Connectors.Shopify;

/// <summary>What the subscriber and the check ask for.</summary>
internal static class ShopifySubscriptionGraph
{
    public const string List =
        """
        query Subscriptions($after: String) {
          webhookSubscriptions(first: 100, after: $after) {
            nodes { id topic uri format filter includeFields apiVersion { handle } }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    public const string Create =
        """
        mutation Subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) { userErrors { field message } }
        }
        """;

    public const string Update =
        """
        mutation Resubscribe($id: ID!, $subscription: WebhookSubscriptionInput!) {
          webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) { userErrors { field message } }
        }
        """;

    public const string Standing =
        """
        query Standing {
          shop { name myshopifyDomain }
          currentAppInstallation { accessScopes { handle } app { title apiKey } }
          publicApiVersions { handle supported }
        }
        """;

    // Whether the app is approved for protected customer data, level 1 and 2.
    public const string Buyers = "query Buyers { customers(first: 1) { nodes { firstName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } } } }";
}

internal sealed record SubscriptionInput(string Uri, string Format);

internal sealed record SubscriptionsData
{
    public NodeList<SubscriptionNode>? WebhookSubscriptions { get; init; }
}

internal sealed record SubscriptionCreateData
{
    public SubscriptionPayload? WebhookSubscriptionCreate { get; init; }
}

internal sealed record SubscriptionUpdateData
{
    public SubscriptionPayload? WebhookSubscriptionUpdate { get; init; }
}

internal sealed record SubscriptionPayload
{
    public IReadOnlyList<GraphUserError>? UserErrors { get; init; }
}

internal sealed record SubscriptionNode
{
    public string? Id { get; init; }
    public string? Topic { get; init; }
    public string? Uri { get; init; }
    public string? Format { get; init; }
    public string? Filter { get; init; }
    public IReadOnlyList<string>? IncludeFields { get; init; }
    public VersionNode? ApiVersion { get; init; }
}

internal sealed record VersionNode
{
    public string? Handle { get; init; }
    public bool? Supported { get; init; }
}

internal sealed record StandingData
{
    public ShopNode? Shop { get; init; }
    public InstallationNode? CurrentAppInstallation { get; init; }
    public IReadOnlyList<VersionNode>? PublicApiVersions { get; init; }
}

internal sealed record ShopNode
{
    public string? Name { get; init; }
    public string? MyshopifyDomain { get; init; }
}

internal sealed record InstallationNode
{
    public IReadOnlyList<ScopeNode>? AccessScopes { get; init; }
    public AppNode? App { get; init; }
}

internal sealed record ScopeNode
{
    public string? Handle { get; init; }
}

internal sealed record AppNode
{
    public string? Title { get; init; }
    public string? ApiKey { get; init; }
}

internal sealed record BuyersData
{
    public NodeList<CustomerNode>? Customers { get; init; }
}
