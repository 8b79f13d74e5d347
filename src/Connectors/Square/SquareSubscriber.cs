namespace Hub.Connectors.Square;

/// <summary>What was found of the application's webhook subscriptions.</summary>
/// <param name="Own">The one that sends to the connection's notification URL; null where there is none.</param>
internal sealed record SubscriptionFound(SubscriptionBody? Own);

/// <summary>Looks after the webhook subscription of the application, which somebody has made: the key of one that the hub made would come too late for the hub's configuration.</summary>
/// <param name="types">Square's types that the connector reads.</param>
internal sealed class SquareSubscriber(IReadOnlyList<string> types) : ISubscriber
{
    /// <inheritdoc />
    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<SquareOptions>();
        if (OtherAddress(address, options) is { } other) return new SubscriptionState.Known { Missing = [other] };

        // Without the application's token nothing can be seen; the check says so.
        if (options.ApplicationToken is null) return new SubscriptionState.Known();
        var api = SquareApi.Of(connection);
        var found = await FindAsync(api, options, cancel);
        if (found.Failure is not null) return new SubscriptionState.Failed(found.Failure);
        if (found.Value!.Own is not { Id: { } id } own) return new SubscriptionState.Known { Missing = [ToMake(options)] };

        List<string> missing = [.. OtherKey(own, options) is { } key ? new[] { key } : []];
        var lacking = Lacking(own);
        if (own.Enabled != false && lacking.Count == 0) return new SubscriptionState.Known { Missing = missing };
        var wanted = new SubscriptionWrite(new()
        {
            Enabled = own.Enabled == false ? true : null,
            EventTypes = lacking.Count == 0 ? null : [.. (own.EventTypes ?? []).Concat(lacking)],
        });
        var changed = await api.AskAsApplicationAsync((rest, token) => rest.UpdateSubscriptionAsync(token, id, wanted, cancel));
        if (changed.Failure is not null) return new SubscriptionState.Failed(changed.Failure);
        List<string> done = [];
        if (own.Enabled == false) done.Add($"The subscription {own.Name ?? id} was disabled and is enabled again.");
        if (lacking.Count > 0) done.Add($"The subscription {own.Name ?? id} now sends {string.Join(", ", lacking)} too.");
        return new SubscriptionState.Known { Changed = done, Missing = missing };
    }

    /// <summary>The subscription that sends to the connection's notification URL, with its key.</summary>
    public static async Task<Answer<SubscriptionFound>> FindAsync(SquareApi api, SquareOptions options, CancellationToken cancel)
    {
        string? cursor = null;
        do
        {
            var at = cursor;
            var page = await api.AskAsApplicationAsync((rest, token) => rest.SubscriptionsAsync(token, at, cancel));
            if (page.Failure is not null) return new(null, page.Failure);
            if (page.Value?.Subscriptions?.FirstOrDefault(one => one.NotificationUrl == options.NotificationUrl) is { Id: { } id } own)
            {
                // A list does not show keys.
                var whole = await api.AskAsApplicationAsync((rest, token) => rest.SubscriptionAsync(token, id, cancel));
                return whole.Failure is not null ? new(null, whole.Failure) : new(new(whole.Value?.Subscription ?? own), null);
            }

            cursor = page.Value?.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));

        return new(new(null), null);
    }

    /// <summary>The types that a subscription does not send and the connector reads.</summary>
    public IReadOnlyList<string> Lacking(SubscriptionBody own) => [.. types.Except(own.EventTypes ?? [], StringComparer.Ordinal)];

    /// <summary>What to do where the notification URL is not where webhooks are to come to; null where it is.</summary>
    public static string? OtherAddress(Uri address, SquareOptions options) => Uri.TryCreate(options.NotificationUrl, UriKind.Absolute, out var given) && given == address
        ? null
        : $"NotificationUrl is {options.NotificationUrl}, and webhooks are to come to {address}: the signature covers the address, so set both alike, at Square too.";

    /// <summary>What to do where the signature key of the subscription is not configured; null where it is, or is not told.</summary>
    public static string? OtherKey(SubscriptionBody own, SquareOptions options) => own.SignatureKey is { Length: > 0 } key && !options.SignatureKey.Values.Contains(key, StringComparer.Ordinal)
        ? $"The signature key of the subscription {own.Name ?? own.Id} is not among those of SignatureKey: copy it from the application's page at Square, or no webhook is taken for genuine."
        : null;

    /// <summary>What to do where there is no subscription.</summary>
    public string ToMake(SquareOptions options) =>
        $"No subscription of the application sends to {options.NotificationUrl}. Make one in Square's developer console (Webhooks, Subscriptions) with this address and the events {string.Join(", ", types)}, and put its signature key into SignatureKey.";
}
