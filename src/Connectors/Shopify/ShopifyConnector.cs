using AutoMapper;
using Hub.Connectors.Shopify.Actions;
using Hub.Connectors.Shopify.Queries;

namespace Hub.Connectors.Shopify;

/// <summary>Shopify by the GraphQL Admin API and its webhooks.</summary>
internal sealed class ShopifyConnector(IMapper mapper, AdminApi admin) : IConnector
{
    public const string ShopHeader = "X-Shopify-Shop-Domain";
    public const string DeliveryHeader = "X-Shopify-Webhook-Id";
    public const string TriggeredHeader = "X-Shopify-Triggered-At";
    private const string TopicHeader = "X-Shopify-Topic";
    private const string SignatureHeader = "X-Shopify-Hmac-Sha256";

    private readonly ShopifyTopics topics = new(mapper);

    public string Name => "shopify";

    public Type OptionsType => typeof(ShopifyOptions);

    public IReadOnlyList<EventType> Events => ShopifyEventTypes.All;

    public IReadOnlyList<IAction> Actions => field ??= [new AddTags(admin), new RemoveTags(admin)];

    public IReadOnlyList<IQuery> Queries => field ??= [new GetOrder(admin), new ListOrders(admin)];

    public IReadOnlyList<string> Objects { get; } = ["shopify.order", "shopify.customer"];

    // Shopify states no cap; an order with hundreds of lines reaches megabytes.
    public long MaxWebhookBytes => 10 * 1024 * 1024;

    public WebhookHeaders WebhookHeaders { get; } = new(
        [SignatureHeader], [TopicHeader, ShopHeader, DeliveryHeader, TriggeredHeader, "X-Shopify-Event-Id", "X-Shopify-API-Version", "X-Shopify-Name"]);

    public IChangeFeed Changes => field ??= new ShopifyChanges(admin);

    public ISubscriber Subscriber => field ??= new ShopifySubscriber(admin, topics.Known);

    public IConnectionCheck Check => field ??= new ShopifyCheck(admin, topics.Known);

    public Uri BaseUrl(object options) => new($"https://{((ShopifyOptions)options).ShopDomain}/");

    public string? AccountOf(object options) => ((ShopifyOptions)options).ShopDomain;

    public Secret WebhookSecret(object options) => ((ShopifyOptions)options).ClientSecret!;

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now)
    {
        if (((ShopifyOptions)options).ClientSecret is not { } secret) return new Verification.Refused("The connection has no client secret.");
        var verification = Verification.Of(HmacSignature.CheckBase64(request.Header(SignatureHeader), secret, [], request.Body.Span), SignatureHeader);
        if (verification is not Verification.Genuine) return verification;
        // The signature covers the body alone. This refuses a delivery that went to another topic's address, not one whose sender changed both:
        // whoever has a genuine body can pass it off as any topic of its form. Its time stands in the body, so max_age still holds against old ones.
        return request.Suffix.Length > 0 && string.Equals(request.Header(TopicHeader), request.Suffix, StringComparison.Ordinal)
            ? verification
            : new Verification.Refused($"The address does not end in the topic that {TopicHeader} names.");
    }

    public IReadOnlyList<string> Suffixes => topics.Known;

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [topics.Read(request)];

    public Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) =>
        ShopifyCompletion.CompleteAsync(admin, incoming, connection, cancel);
}
