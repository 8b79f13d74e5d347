namespace Hub.Connectors.Shopify;

/// <summary>Tries a connection: whose token it is, what the app may do, whether its API version is served, whether it sees its customers, and whether webhooks come.</summary>
/// <param name="admin">Asks the shop.</param>
/// <param name="topics">The topics that the connector reads.</param>
internal sealed class ShopifyCheck(AdminApi admin, IReadOnlyList<string> topics) : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Scopes = "scopes";
    private const string Version = "version";
    private const string Customers = "customers";
    private const string Webhooks = "webhooks";

    // Each with what does not work without it. A scope to write holds the one to read.
    private static readonly (string Scope, CheckStanding Standing, string Without)[] Rights =
    [
        ("read_orders", CheckStanding.Wrong, "no event of orders, refunds and checkouts comes, and no order is found"),
        ("read_customers", CheckStanding.Wrong, "no event of customers comes, and nobody is found by a phone number"),
        ("read_fulfillments", CheckStanding.Wrong, "no event of shipments comes"),
        ("write_orders", CheckStanding.Doubtful, "no tags are set"),
        ("read_all_orders", CheckStanding.Doubtful, "orders older than 60 days are not found"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<ShopifyOptions>();
        var reply = await admin.AskAsync(connection, api => api.StandingAsync(new(ShopifySubscriptionGraph.Standing, new()), cancel));
        if (reply is not GraphReply<StandingData>.Given { Data: var standing })
        {
            return [CheckFinding.Wrong(Credentials, $"{(reply as GraphReply<StandingData>.Failed)?.Failure.Text ?? ShopifyErrors.Unreadable.Text} Nothing else could be looked at.")];
        }

        List<CheckFinding> findings = [OfToken(standing, options), .. OfScopes(standing), OfVersion(standing, options), await OfCustomersAsync(connection, cancel)];
        if (address is not null) findings.AddRange(await OfWebhooksAsync(address, options, connection, cancel));
        return findings;
    }

    private static CheckFinding OfToken(StandingData standing, ShopifyOptions options)
    {
        var app = standing.CurrentAppInstallation?.App;
        if (standing.Shop?.MyshopifyDomain is { } domain && !domain.Equals(options.ShopDomain, StringComparison.OrdinalIgnoreCase))
        {
            return CheckFinding.Wrong(Credentials, $"The access token is of the shop {domain}, and Shop is {options.ShopDomain}: all its events are dropped. Set Shop to {domain}.");
        }

        if (options.ClientId is { } client && app?.ApiKey is { } key && client != key)
        {
            return CheckFinding.Wrong(Credentials, $"The access token is of the app {app.Title}, whose client id is not ClientId: the client secret is another app's too, and no webhook is taken for genuine.");
        }

        return CheckFinding.Right(Credentials, $"The access token is of the app {app?.Title ?? "that Shopify does not name"} in the shop {standing.Shop?.Name ?? options.ShopDomain}. Shopify does not say when it ends.");
    }

    private static IEnumerable<CheckFinding> OfScopes(StandingData standing)
    {
        var given = (standing.CurrentAppInstallation?.AccessScopes ?? []).Select(scope => scope.Handle).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var lacking = Rights.Where(right => !given.Contains(right.Scope) && !given.Contains(right.Scope.Replace("read_", "write_", StringComparison.Ordinal))).ToList();
        if (lacking.Count == 0) yield return CheckFinding.Right(Scopes, "The app has the access scopes that the hub uses.");
        foreach (var (scope, standingOf, without) in lacking)
        {
            yield return new(Scopes, standingOf, $"The app lacks the access scope {scope}: {without}. Add it to the app's configuration and let the shop's owner approve it.");
        }
    }

    private static CheckFinding OfVersion(StandingData standing, ShopifyOptions options)
    {
        var versions = standing.PublicApiVersions ?? [];
        if (versions.Any(version => version.Handle == options.ApiVersion && version.Supported == true)) return CheckFinding.Right(Version, $"The shop serves API version {options.ApiVersion}.");
        var supported = versions.Where(version => version.Supported == true).Select(version => version.Handle).OfType<string>().ToList();
        return supported.Count == 0
            ? CheckFinding.Doubtful(Version, "Shopify does not say which API versions it supports.")
            : CheckFinding.Doubtful(Version, $"Shopify does not support API version {options.ApiVersion}, and serves another in its place. Set ApiVersion to one of {string.Join(", ", supported)}.");
    }

    // Without the approval Shopify refuses such fields, or leaves them out (shopify.dev/docs/apps/launch/protected-customer-data).
    private async Task<CheckFinding> OfCustomersAsync(Connection connection, CancellationToken cancel) =>
        await admin.AskAsync(connection, api => api.BuyersAsync(new(ShopifySubscriptionGraph.Buyers, new()), cancel)) switch
        {
            GraphReply<BuyersData>.Failed { Failure.Code: ShopifyErrors.AccessDenied } =>
                CheckFinding.Wrong(Customers, "Shopify does not show the app names, e-mail addresses and phone numbers of customers: nobody can be written to. Ask for access to protected customer data, with these three fields, on the app's page in the partner dashboard."),
            GraphReply<BuyersData>.Failed failed => CheckFinding.Doubtful(Customers, $"Whether the app sees its customers could not be seen. {failed.Failure.Text}"),
            GraphReply<BuyersData>.Given { Data.Customers.Nodes: [{ FirstName: null, DefaultEmailAddress: null, DefaultPhoneNumber: null }] } =>
                CheckFinding.Doubtful(Customers, "The customer that was looked at has neither name nor addresses: look whether the app is approved for protected customer data."),
            GraphReply<BuyersData>.Given { Data.Customers.Nodes: [] } => CheckFinding.Doubtful(Customers, "The shop has no customer yet: whether the app sees names and phone numbers shows with the first."),
            _ => CheckFinding.Right(Customers, "The app sees names, e-mail addresses and phone numbers of customers."),
        };

    private async Task<IReadOnlyList<CheckFinding>> OfWebhooksAsync(Uri address, ShopifyOptions options, Connection connection, CancellationToken cancel)
    {
        if (!options.Subscribes) return [CheckFinding.Doubtful(Webhooks, $"Subscribes is off: see to it that the app's configuration file subscribes {string.Join(", ", topics)}, each at {address}/ and its name. Shopify does not show them.")];
        var (standing, failure) = await ShopifySubscriber.ListAsync(admin, connection, cancel);
        if (failure is not null) return [CheckFinding.Doubtful(Webhooks, $"The subscriptions could not be seen. {failure.Text}")];
        var own = topics.Select(topic => (Topic: topic, Subscription: ShopifySubscriber.Own(standing, address, topic))).ToList();
        List<CheckFinding> findings = [];
        if (Named(own.Where(one => one.Subscription is null)) is { } missing) findings.Add(CheckFinding.Wrong(Webhooks, $"Not subscribed: {missing}. The hub subscribes them by itself within an hour, where the app may have them."));
        if (Named(own.Where(one => one.Subscription is { } sub && !ShopifySubscriber.IsRight(sub, ShopifySubscriber.AddressOf(address, one.Topic)))) is { } elsewhere)
        {
            findings.Add(CheckFinding.Wrong(Webhooks, $"Sent to another address, or not as JSON: {elsewhere}. The hub corrects them by itself within an hour."));
        }

        if (Named(own.Where(one => one.Subscription is { } sub && (sub.IncludeFields is { Count: > 0 } || !string.IsNullOrEmpty(sub.Filter)))) is { } partial)
        {
            findings.Add(CheckFinding.Doubtful(Webhooks, $"Somebody has set a filter or left fields out of {partial}: events lack them, or do not come."));
        }

        var versions = own.Select(one => one.Subscription?.ApiVersion?.Handle).OfType<string>().Where(version => version != options.ApiVersion).Distinct(StringComparer.Ordinal).ToList();
        if (versions.Count > 0) findings.Add(CheckFinding.Doubtful(Webhooks, $"Webhooks are of API version {string.Join(", ", versions)}, and ApiVersion is {options.ApiVersion}. The app's own setting decides about webhooks: set both alike."));
        if (findings.Count == 0) findings.Add(CheckFinding.Right(Webhooks, $"All {topics.Count} topics that the hub reads are sent to {address}."));
        return findings;
    }

    private static string? Named(IEnumerable<(string Topic, SubscriptionNode? Subscription)> which) => string.Join(", ", which.Select(one => one.Topic)) is { Length: > 0 } names ? names : null;
}
