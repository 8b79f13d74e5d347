namespace Hub.Connectors.Shopify;

/// <summary>
/// Keeps a webhook subscription for each topic that the connector reads. Shopify deletes a subscription after eight deliveries in a row that failed, without a word. Those that send elsewhere are not the
/// hub's and stay as they are, and so do their filters where they are the hub's: somebody has set them.
/// </summary>
/// <param name="admin">Asks the shop.</param>
/// <param name="topics">The topics as webhooks name them: <c>orders/create</c>.</param>
internal sealed class ShopifySubscriber(AdminApi admin, IReadOnlyList<string> topics) : ISubscriber
{
    private const string Json = "JSON";

    /// <inheritdoc />
    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        // The list shows none of those that stand in the app's own configuration file.
        if (!connection.Options<ShopifyOptions>().Subscribes) return new SubscriptionState.Known();
        var (standing, failure) = await ListAsync(admin, connection, cancel);
        if (failure is not null) return new SubscriptionState.Failed(failure);
        List<string> changed = [], missing = [];
        foreach (var topic in topics)
        {
            var wanted = AddressOf(address, topic);
            var own = Own(standing, address, topic);
            if (own is not null && IsRight(own, wanted)) continue;
            var input = new SubscriptionInput(wanted.AbsoluteUri, Json);
            var refused = own is null ? await CreateAsync(topic, input, connection, cancel) : await UpdateAsync(own.Id!, input, connection, cancel);
            switch (refused)
            {
                case null:
                    changed.Add(own is null ? $"{topic} is subscribed now." : $"{topic} sends to {wanted} now, in the place of {own.Uri}.");
                    break;

                // One topic that the app may not have keeps none of the others from being subscribed.
                case { Kind: FailureKind.Rejected } or { Code: ShopifyErrors.AccessDenied }:
                    missing.Add($"{topic} cannot be subscribed. {refused.Text} It needs the access scope {ScopeOf(topic)}, and the app the approval for protected customer data.");
                    break;
                default:
                    return new SubscriptionState.Failed(refused);
            }
        }

        return new SubscriptionState.Known { Changed = changed, Missing = missing };
    }

    /// <summary>The subscriptions of the app, all pages.</summary>
    public static async Task<(IReadOnlyList<SubscriptionNode> Subscriptions, VendorFailure? Failure)> ListAsync(AdminApi admin, Connection connection, CancellationToken cancel)
    {
        List<SubscriptionNode> all = [];
        string? after = null;
        do
        {
            var at = after;
            var reply = await admin.AskAsync(connection, api => api.SubscriptionsAsync(new(ShopifySubscriptionGraph.List, new(at)), cancel));
            if (reply is GraphReply<SubscriptionsData>.Failed failed) return ([], failed.Failure);
            var page = (reply as GraphReply<SubscriptionsData>.Given)?.Data.WebhookSubscriptions;
            all.AddRange((page?.Nodes ?? []).Where(one => one.Id is not null));
            after = page?.PageInfo is { HasNextPage: true, EndCursor: { Length: > 0 } next } ? next : null;
        }
        while (after is not null);

        return (all, null);
    }

    /// <summary>Where the webhooks of a topic are to come to.</summary>
    public static Uri AddressOf(Uri address, string topic) => new($"{address.AbsoluteUri.TrimEnd('/')}/{topic}");

    /// <summary>The hub's own subscription of a topic: the one that sends there, else one that sends to the same path of another host, which the hub had before.</summary>
    public static SubscriptionNode? Own(IReadOnlyList<SubscriptionNode> standing, Uri address, string topic)
    {
        var wanted = AddressOf(address, topic);
        var ofTopic = standing.Where(one => one.Topic == NameOf(topic)).ToList();
        return ofTopic.Find(one => one.Uri == wanted.AbsoluteUri)
            ?? ofTopic.Find(one => Uri.TryCreate(one.Uri, UriKind.Absolute, out var sends) && sends.Scheme.StartsWith("http", StringComparison.Ordinal) && sends.AbsolutePath == wanted.AbsolutePath);
    }

    /// <summary>Whether a subscription sends where and what the connector can read.</summary>
    public static bool IsRight(SubscriptionNode own, Uri wanted) => own.Uri == wanted.AbsoluteUri && own.Format is null or Json;

    /// <summary>The topic as the API names it: <c>ORDERS_CREATE</c>.</summary>
    public static string NameOf(string topic) => topic.Replace('/', '_').ToUpperInvariant();

    /// <summary>The access scope that a topic needs (descriptions of WebhookSubscriptionTopic, Admin API 2026-07).</summary>
    public static string ScopeOf(string topic) => topic.Split('/')[0] switch
    {
        "fulfillments" => "read_fulfillments",
        "customers" => "read_customers",
        _ => "read_orders",
    };

    private async Task<VendorFailure?> CreateAsync(string topic, SubscriptionInput input, Connection connection, CancellationToken cancel) =>
        await admin.AskAsync(connection, api => api.SubscriptionCreateAsync(new(ShopifySubscriptionGraph.Create, new(NameOf(topic), input)), cancel)) switch
        {
            GraphReply<SubscriptionCreateData>.Given given => ShopifyErrors.OfUserErrors(given.Data.WebhookSubscriptionCreate?.UserErrors),
            GraphReply<SubscriptionCreateData>.Failed failed => failed.Failure,
            _ => ShopifyErrors.Unreadable,
        };

    private async Task<VendorFailure?> UpdateAsync(string id, SubscriptionInput input, Connection connection, CancellationToken cancel) =>
        await admin.AskAsync(connection, api => api.SubscriptionUpdateAsync(new(ShopifySubscriptionGraph.Update, new(id, input)), cancel)) switch
        {
            GraphReply<SubscriptionUpdateData>.Given given => ShopifyErrors.OfUserErrors(given.Data.WebhookSubscriptionUpdate?.UserErrors),
            GraphReply<SubscriptionUpdateData>.Failed failed => failed.Failure,
            _ => ShopifyErrors.Unreadable,
        };
}
