using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>The webhook subscriptions of the app in the shop.</summary>
internal sealed class ShopifySubscriptions
{
    private static readonly string[] CustomerTopics = ["CUSTOMERS_CREATE", "CUSTOMERS_UPDATE", "CUSTOMERS_DELETE"];

    private readonly Lock gate = new();
    private readonly List<Subscription> all = [];
    private long nextId = 1_068_500_000_000;

    /// <summary>Whether the app's own configuration file subscribes all topics, as these simulators are used mostly: the API shows none of those.</summary>
    public bool ByAppFile { get; set; } = true;

    /// <summary>Topics that the shop does not let the app subscribe, for want of an approval.</summary>
    public ISet<string> Refused { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The subscriptions that the API shows: each topic with its address.</summary>
    public IReadOnlyList<(string Topic, string Uri)> Shown
    {
        get
        {
            lock (gate) return [.. all.Select(one => (one.Topic, one.Uri))];
        }
    }

    /// <summary>What the vendor does after eight deliveries in a row that failed.</summary>
    public void Delete(string topic)
    {
        lock (gate) all.RemoveAll(one => one.Topic == topic);
    }

    /// <summary>The paths to which a topic is sent.</summary>
    /// <param name="topic">As webhooks name it: <c>orders/create</c>.</param>
    public IReadOnlyList<string> PathsOf(string topic)
    {
        if (ByAppFile) return [$"/webhooks/shop/{topic}"];
        lock (gate) return [.. all.Where(one => one.Topic == topic.Replace('/', '_').ToUpperInvariant()).Select(one => new Uri(one.Uri).AbsolutePath)];
    }

    public GraphQlObject List(IReadOnlyDictionary<string, JsonNode?> arguments)
    {
        lock (gate)
        {
            var from = (string?)arguments.GetValueOrDefault("after") is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
            var size = (int?)arguments.GetValueOrDefault("first") ?? all.Count;
            var page = all.Skip(from).Take(size).Select(Show).ToList();
            return ShopifySearch.Connection("WebhookSubscriptionConnection", page, from + size < all.Count ? (from + size).ToString(CultureInfo.InvariantCulture) : null);
        }
    }

    public GraphQlObject Create(IReadOnlyDictionary<string, JsonNode?> arguments)
    {
        lock (gate)
        {
            var (topic, uri) = ((string?)arguments.GetValueOrDefault("topic") ?? "", UriOf(arguments));
            var error = uri.Length == 0 ? "Address can't be blank"
                : all.Exists(one => one.Topic == topic && one.Uri == uri) ? "Address for this topic has already been taken"
                : Refused.Contains(topic) ? CustomerTopics.Contains(topic) ? "This app is not approved to subscribe to webhook topics containing protected customer data." : "You do not have permission to create or update webhooks with this topic"
                : null;
            if (error is null) all.Add(new($"gid://shopify/WebhookSubscription/{++nextId}", topic, uri));
            return Payload("WebhookSubscriptionCreatePayload", error);
        }
    }

    public GraphQlObject Update(IReadOnlyDictionary<string, JsonNode?> arguments)
    {
        lock (gate)
        {
            var at = all.FindIndex(one => one.Id == (string?)arguments.GetValueOrDefault("id"));
            if (at >= 0) all[at] = all[at] with { Uri = UriOf(arguments) };
            return Payload("WebhookSubscriptionUpdatePayload", at < 0 ? "Webhook subscription does not exist" : null);
        }
    }

    private static string UriOf(IReadOnlyDictionary<string, JsonNode?> arguments) => (string?)arguments.GetValueOrDefault("webhookSubscription")?["uri"] ?? "";

    private static GraphQlObject Payload(string type, string? error) => new GraphQlObject(type).With("userErrors", () => error is null
        ? Array.Empty<GraphQlObject>()
        : new[] { new GraphQlObject("UserError").With("field", () => new JsonArray("webhookSubscription", "uri")).With("message", () => (JsonNode)error) });

    private static GraphQlObject Show(Subscription one) => new GraphQlObject("WebhookSubscription")
        .With("id", () => (JsonNode)one.Id)
        .With("topic", () => (JsonNode)one.Topic)
        .With("uri", () => (JsonNode)one.Uri)
        .With("format", () => (JsonNode)"JSON")
        .With("filter", () => null)
        .With("includeFields", () => new JsonArray())
        .With("apiVersion", () => new GraphQlObject("ApiVersion").With("handle", () => (JsonNode)ShopifyAccount.ApiVersion));

    private sealed record Subscription(string Id, string Topic, string Uri);
}
