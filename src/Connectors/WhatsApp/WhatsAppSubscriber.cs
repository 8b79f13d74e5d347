namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Sees to it that the webhooks of the number come: the app is subscribed to the account, and the address that counts for the number is the hub's. Where it is not, the number gets an address of its
/// own: Meta shows the verify token there before it takes it. What the app has subscribed in its dashboard no call of the account's changes; the check says what lacks.
/// </summary>
internal sealed class WhatsAppSubscriber : ISubscriber
{
    /// <summary>The fields of a number that tell where its webhooks go.</summary>
    public const string AddressFields = "webhook_configuration";

    /// <inheritdoc />
    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<WhatsAppOptions>();
        var (api, authorization) = (WhatsAppCalls.Api(connection), WhatsAppCalls.Authorization(options));
        var token = await api.TokenAsync(authorization, options.GraphVersion, options.AccessToken.Current, cancel).Answered(connection);
        if (token.Failure is not null) return new SubscriptionState.Failed(token.Failure);
        List<string> changed = [], missing = [];

        var apps = await api.SubscribedAppsAsync(authorization, options.GraphVersion, options.BusinessAccountId, cancel).Answered(connection);
        if (apps.Failure is not null) return new SubscriptionState.Failed(apps.Failure);
        if (token.Value?.Data?.AppId is { } app && !IsSubscribed(apps.Value!, app))
        {
            var subscribed = await api.SubscribeAppAsync(authorization, options.GraphVersion, options.BusinessAccountId, cancel).Answered(connection);
            if (subscribed.Failure is { Kind: FailureKind.Rejected or FailureKind.Unauthorized } refused) missing.Add($"The app is not subscribed to the account {options.BusinessAccountId}, and Meta refuses to do it ({refused.Code}). {refused.Text}");
            else if (subscribed.Failure is not null) return new SubscriptionState.Failed(subscribed.Failure);
            else changed.Add($"The app {token.Value.Data.Application ?? app} is subscribed to the account {options.BusinessAccountId} now.");
        }

        var number = await api.NumberAsync(authorization, options.GraphVersion, options.PhoneNumberId, AddressFields, cancel).Answered(connection);
        if (number.Failure is not null) return new SubscriptionState.Failed(number.Failure);
        var before = number.Value!.WebhookConfiguration?.Effective;
        if (SendsTo(before, address)) return new SubscriptionState.Known { Changed = changed, Missing = missing };
        var set = await api.SetNumberAsync(authorization, options.GraphVersion, options.PhoneNumberId, new(new(address.AbsoluteUri, options.VerifyToken.Current)), cancel).Answered(connection);
        if (set.Failure is { Kind: FailureKind.Rejected or FailureKind.Unauthorized } not)
        {
            missing.Add($"Webhooks of the number go to {before ?? "no address"}, and Meta does not take {address} in its place ({not.Code}): see to it that this address is reached from the internet by https with a valid certificate, or set it in the app's dashboard, with VerifyToken.");
        }
        else if (set.Failure is not null)
        {
            return new SubscriptionState.Failed(set.Failure);
        }
        else
        {
            changed.Add($"Webhooks of the number go to {address} now{(before is null ? "" : $", in the place of {before}")}.");
        }

        return new SubscriptionState.Known { Changed = changed, Missing = missing };
    }

    /// <summary>Whether an app is among those that get the account's webhooks.</summary>
    public static bool IsSubscribed(SubscribedApps apps, string app) => (apps.Data ?? []).Any(one => one.WhatsappBusinessApiData?.Id == app);

    /// <summary>Whether an address that Meta shows is the hub's.</summary>
    public static bool SendsTo(string? shown, Uri address) => Uri.TryCreate(shown, UriKind.Absolute, out var sends) && sends == address;
}
