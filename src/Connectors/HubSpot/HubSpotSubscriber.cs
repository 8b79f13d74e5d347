namespace Hub.Connectors.HubSpot;

/// <summary>
/// Subscribes the webhooks of a public app, with the key of its developer account (developers.hubspot.com, "Webhooks"). Of a private app HubSpot offers no call: a person sets them on the app's page.
/// An account needs nothing of its own: the app that is installed in it is subscribed.
/// </summary>
internal sealed class HubSpotSubscriber : ISubscriber
{
    private const int AtOnce = 10;
    private static readonly string[] WholeRecord = ["creation", "deletion", "merge"];

    /// <summary>What the connector wants to hear of: type, and property where the type has one.</summary>
    public static IReadOnlyList<(string Type, string? Property)> Wanted(HubSpotOptions options) =>
    [
        .. from kind in HubSpotObject.All
           from change in WholeRecord
           select ($"{kind.Name}.{change}", (string?)null),
        ("contact.privacyDeletion", null),
        .. from kind in HubSpotObject.All
           from property in kind.WatchedWith(options)
           select ($"{kind.Name}.propertyChange", (string?)property),
    ];

    /// <summary>How the subscriptions stand against what is wanted; null without a developer's key, which alone can see them.</summary>
    public static async Task<Answer<SubscriptionsSeen>?> SeeAsync(Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        if (options.DeveloperKey is not { Current: var key }) return null;
        var api = Api(connection);
        var settings = await HubSpotCalls.SortedAsync(connection, api.SettingsAsync(options.AppId, key, cancel));
        if (settings.Failure is not null && !settings.IsMissing) return new(null, settings.Failure);
        var list = await HubSpotCalls.SortedAsync(connection, api.SubscriptionsAsync(options.AppId, key, cancel));
        if (list.Value is null) return new(null, list.Failure);
        return new(new(settings.Value?.TargetUrl, list.Value.Results ?? []), null);
    }

    /// <inheritdoc />
    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        if (OtherAddress(address, options) is { } other) return new SubscriptionState.Known { Missing = [other] };
        if (await SeeAsync(connection, cancel) is not { } seen) return new SubscriptionState.Known();
        if (seen.Value is not { } held) return new SubscriptionState.Failed(seen.Failure!);
        var (api, key) = (Api(connection), options.DeveloperKey!.Current);
        List<string> changed = [];
        if (string.IsNullOrEmpty(held.Target))
        {
            var set = await HubSpotCalls.SortedAsync(connection, api.SetSettingsAsync(options.AppId, key, new(options.WebhookUrl, new(AtOnce)), cancel));
            if (set.Failure is { } failure) return new SubscriptionState.Failed(failure);
            changed.Add($"HubSpot sends the webhooks of app {options.AppId} to {options.WebhookUrl} now.");
        }
        else if (held.Target != options.WebhookUrl)
        {
            // Another hub may live from it.
            return new SubscriptionState.Known { Missing = [OtherTarget(held.Target, options)] };
        }

        List<string> missing = [];
        foreach (var (type, property) in Wanted(options))
        {
            var existing = held.Find(type, property);
            if (existing is { Active: true }) continue;
            var made = existing?.Id is { } id
                ? await HubSpotCalls.SortedAsync(connection, api.SwitchAsync(options.AppId, id, key, new(Active: true), cancel))
                : await HubSpotCalls.SortedAsync(connection, api.SubscribeAsync(options.AppId, key, new(type, property, Active: true), cancel));
            if (made.Failure is { Kind: FailureKind.Rejected } refused && refused.Code is not (HubSpotErrors.Taken or "409"))
            {
                // One property that the account does not have is no reason to go without the others.
                missing.Add($"{Name(type, property)} is not subscribed: {refused.Text} Look whether HubSpot has it and the app may read it, or take it out of the connection's settings.");
                continue;
            }

            if (made.Failure is { Kind: not FailureKind.Rejected } failure && failure.Code is not (HubSpotErrors.Taken or "409")) return new SubscriptionState.Failed(failure);
            changed.Add($"{Name(type, property)} was {(existing is null ? "subscribed" : "switched on")}.");
        }

        return new SubscriptionState.Known { Changed = changed, Missing = missing };
    }

    /// <summary>What to say where webhooks would come to another address than the one that is signed; null where they do not.</summary>
    public static string? OtherAddress(Uri address, HubSpotOptions options) =>
        Uri.TryCreate(options.WebhookUrl, UriKind.Absolute, out var own) && own.Host == address.Host && own.AbsolutePath == address.AbsolutePath
            ? null
            : $"WebhookUrl is {options.WebhookUrl}, and this connection's webhooks come to {address}. Register the latter at HubSpot, and set WebhookUrl to it: HubSpot signs the address.";

    /// <summary>What to say where the app sends its webhooks elsewhere.</summary>
    public static string OtherTarget(string target, HubSpotOptions options) =>
        $"HubSpot sends the webhooks of app {options.AppId} to {target}. Set the target URL to {options.WebhookUrl} on the app's page, unless another system needs it: an app has one.";

    /// <summary>A subscription in words.</summary>
    public static string Name(string type, string? property) => property is null ? type : $"{type} of {property}";

    private static IHubSpotAppApi Api(Connection connection) => connection.Shared(static own => RestJson.Client<IHubSpotAppApi>(own.Http, HubSpotApiJson.Default));
}

/// <summary>What an app is subscribed to.</summary>
/// <param name="Target">Where its webhooks go to; null where it has no address yet.</param>
/// <param name="Subscriptions">The subscriptions.</param>
internal sealed record SubscriptionsSeen(string? Target, IReadOnlyList<Subscription> Subscriptions)
{
    /// <summary>The subscription to a type and property; null where there is none.</summary>
    public Subscription? Find(string type, string? property) =>
        Subscriptions.FirstOrDefault(one => one.EventType == type && (one.PropertyName ?? "") == (property ?? ""));
}
