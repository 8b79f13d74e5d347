using System.Globalization;

namespace Hub.Connectors.HubSpot;

/// <summary>Tries a connection: whose token it is, what it may do, whether the hub's properties are there, and where the webhooks go to.</summary>
internal sealed class HubSpotCheck : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Scopes = "scopes";
    private const string Properties = "properties";
    private const string Webhooks = "webhooks";

    // Communications and notes go by the contacts' scopes.
    private static readonly string[] Needed =
    [
        "crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.deals.read", "crm.objects.deals.write", "tickets",
        "crm.schemas.contacts.read", "crm.schemas.contacts.write", "files",
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<HubSpotOptions>();
        List<CheckFinding> findings = [];
        var account = await HubSpotCalls.AskAsync(connection, (api, token) => api.AccountAsync(token, cancel), cancel);
        if (account.Value is not { } details)
        {
            findings.Add(CheckFinding.Wrong(Credentials, $"HubSpot does not let the token in: {account.Failure!.Text}"));
        }
        else if (details.PortalId != options.PortalId)
        {
            findings.Add(CheckFinding.Wrong(Credentials, $"The token belongs to the account {details.PortalId}, and PortalId is {options.PortalId}: events of the one and calls to the other do not meet. Set PortalId, or take a token of that account."));
        }
        else
        {
            findings.AddRange(await OfTokenAsync(details, options, connection, cancel));
            findings.Add(await OfPropertyAsync(options, connection, cancel));
        }

        findings.AddRange(await OfWebhooksAsync(address, options, connection, cancel));
        return findings;
    }

    private static async Task<IReadOnlyList<CheckFinding>> OfTokenAsync(AccountDetails account, HubSpotOptions options, Connection connection, CancellationToken cancel)
    {
        var whose = $"The token belongs to the account {account.PortalId}";
        if (options.AccessToken is { } fixedToken)
        {
            var told = await HubSpotCalls.AskAsync(connection, (api, token) => api.PrivateTokenAsync(token, new(fixedToken.Current), cancel), cancel);
            if (told.Value is not { } ofApp) return [CheckFinding.Right(Credentials, $"{whose} and to a private app; it does not end."), Unseen(told.Failure)];
            if (ofApp.AppId is { } app && app != options.AppId) return [CheckFinding.Wrong(Credentials, $"{whose} and to the app {app}, and AppId is {options.AppId}: the hub would take its own changes for those of others. Set AppId to {app}."), OfScopes(ofApp.Scopes)];
            return [CheckFinding.Right(Credentials, $"{whose} and to the private app {options.AppId}; it does not end."), OfScopes(ofApp.Scopes)];
        }

        var token = await connection.Tokens!.CurrentAsync(cancel);
        var details = await HubSpotCalls.SortedAsync(connection, HubSpotTokens.DescribeAsync(token, connection, cancel));
        if (details.Value is not { } known) return [CheckFinding.Right(Credentials, $"{whose}; the hub renews it by itself."), Unseen(details.Failure)];
        if (known.Active is false) return [CheckFinding.Wrong(Credentials, $"{whose}, and HubSpot says that it is not good any more: the app was removed from the account. Install it anew.")];
        var left = known.ExpiresIn is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" and holds for {Math.Max(1, seconds / 60)} minutes more; the hub renews it by itself") : "; the hub renews it by itself";
        return [CheckFinding.Right(Credentials, $"{whose}{left}."), OfScopes(known.Scopes)];
    }

    private static CheckFinding OfScopes(IReadOnlyList<string>? given)
    {
        if (given is null) return Unseen(null);
        List<string> lacking = [.. Needed.Except(given, StringComparer.Ordinal)];
        return lacking.Count == 0
            ? CheckFinding.Right(Scopes, "The app has all scopes that the actions and events of the hub need.")
            : CheckFinding.Doubtful(Scopes, $"The app lacks {string.Join(", ", lacking)}. Add what your mappings use on the app's page; a public app has to be installed anew then.");
    }

    private static CheckFinding Unseen(VendorFailure? failure) =>
        CheckFinding.Doubtful(Scopes, $"HubSpot does not say which scopes the token has{(failure is null ? "" : $" ({failure.Code})")}. The app needs {string.Join(", ", Needed)}.");

    private static async Task<CheckFinding> OfPropertyAsync(HubSpotOptions options, Connection connection, CancellationToken cancel)
    {
        var found = await HubSpotCalls.AskAsync(connection, (api, token) => api.PropertyAsync(token, HubSpotObject.Contact.Path, options.CustomerProperty, cancel), cancel);
        return found switch
        {
            { Value.HasUniqueValue: false } => CheckFinding.Wrong(Properties, $"The contact property {options.CustomerProperty} is there and not unique, so that two contacts could be one customer. Delete it in HubSpot, or name another in CustomerProperty."),
            { Value: not null } => CheckFinding.Right(Properties, $"The contact property {options.CustomerProperty} is there, and unique."),
            { IsMissing: true } => CheckFinding.Right(Properties, $"The contact property {options.CustomerProperty} is not there yet: the hub makes it when it writes the first contact."),
            _ => CheckFinding.Doubtful(Properties, $"Whether the contact property {options.CustomerProperty} is there cannot be seen: {found.Failure!.Text}"),
        };
    }

    private static async Task<IReadOnlyList<CheckFinding>> OfWebhooksAsync(Uri? address, HubSpotOptions options, Connection connection, CancellationToken cancel)
    {
        List<CheckFinding> findings = [];
        if (address is not null && HubSpotSubscriber.OtherAddress(address, options) is { } other) findings.Add(CheckFinding.Wrong(Webhooks, other));
        if (await HubSpotSubscriber.SeeAsync(connection, cancel) is not { } seen)
        {
            findings.Add(CheckFinding.Doubtful(Webhooks, $"What is subscribed cannot be seen without a DeveloperKey. On the app's page the target URL must be {options.WebhookUrl}, with creation, deletion, merge and the properties that your mappings use, of contacts, deals and tickets."));
            return findings;
        }

        if (seen.Value is not { } held) return [.. findings, CheckFinding.Doubtful(Webhooks, $"What is subscribed cannot be seen: {seen.Failure!.Text}")];
        if (held.Target is { Length: > 0 } target && target != options.WebhookUrl) findings.Add(CheckFinding.Wrong(Webhooks, HubSpotSubscriber.OtherTarget(target, options)));
        List<string> lacking = [.. HubSpotSubscriber.Wanted(options).Where(one => held.Find(one.Type, one.Property) is not { Active: true }).Select(one => HubSpotSubscriber.Name(one.Type, one.Property))];
        findings.Add(lacking.Count == 0 && held.Target == options.WebhookUrl
            ? CheckFinding.Right(Webhooks, "HubSpot sends all that the hub listens to.")
            : CheckFinding.Doubtful(Webhooks, lacking.Count == 0 ? "All is subscribed, and no address is set." : $"Not subscribed: {string.Join(", ", lacking)}. The hub subscribes them by itself within the hour."));
        return findings;
    }
}
