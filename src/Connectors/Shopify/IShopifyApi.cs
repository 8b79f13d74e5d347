using RestEase;

namespace Hub.Connectors.Shopify;

/// <summary>The GraphQL Admin API, as Shopify names its operations. All go to one address; each has its own variables and data.</summary>
[AllowAnyStatusCode]
internal interface IShopifyApi
{
    [Header("X-Shopify-Access-Token")]
    string AccessToken { get; set; }

    [Path("version")]
    string Version { get; set; }

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<OrderData>>> OrderAsync([Body] GraphRequest<IdVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<CustomerOrdersData>>> CustomerOrdersAsync([Body] GraphRequest<CustomerOrdersVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<TagsAddData>>> TagsAddAsync([Body] GraphRequest<TagsVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<TagsRemoveData>>> TagsRemoveAsync([Body] GraphRequest<TagsVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<ChangedData>>> ChangedAsync([Body] GraphRequest<ChangedVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<FoundData>>> FoundAsync([Body] GraphRequest<IdVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<LinesData>>> LinesAsync([Body] GraphRequest<LinesVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<SubscriptionsData>>> SubscriptionsAsync([Body] GraphRequest<SubscriptionsVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<SubscriptionCreateData>>> SubscriptionCreateAsync([Body] GraphRequest<SubscribeVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<SubscriptionUpdateData>>> SubscriptionUpdateAsync([Body] GraphRequest<ResubscribeVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<StandingData>>> StandingAsync([Body] GraphRequest<NoVariables> request, CancellationToken cancel);

    [Post("admin/api/{version}/graphql.json")]
    Task<Response<GraphAnswer<BuyersData>>> BuyersAsync([Body] GraphRequest<NoVariables> request, CancellationToken cancel);
}
