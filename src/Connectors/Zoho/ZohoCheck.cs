using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>Tries a connection: whose token it is, what it may do, whether the fields and the channels that the hub needs are there.</summary>
internal sealed class ZohoCheck : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Scopes = "scopes";
    private const string FieldsSubject = "fields";
    private const string Webhooks = "webhooks";

    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<ZohoOptions>();
        List<CheckFinding> findings = [];
        try
        {
            var user = await connection.AskAsync(api => api.CurrentUserAsync(cancel), cancel);
            if (user.Failure is { Code: not ZohoErrors.Scope } failure) return [CheckFinding.Wrong(Credentials, failure.Text)];
            findings.AddRange(OfUser(user, options));
        }
        catch (TokenMissingException missing)
        {
            return [CheckFinding.Wrong(Credentials, missing.Failure.Text)];
        }

        findings.Add(await ScopesAsync(connection, cancel));
        foreach (var module in ZohoModule.All) findings.AddRange(await FieldsAsync(module, connection, cancel));
        if (address is not null) findings.Add(await ChannelsAsync(address, connection, cancel));
        return findings;
    }

    private static IEnumerable<CheckFinding> OfUser(Answer<UserList> answer, ZohoOptions options)
    {
        if (answer.Value?.Users is not [{ } user, ..])
        {
            yield return CheckFinding.Doubtful(Credentials, "The token works; whose it is cannot be seen without the scope ZohoCRM.users.READ.");
            yield break;
        }

        yield return CheckFinding.Right(Credentials, $"The hub acts as {user.FullName} ({user.Email}), user {user.Id}. The refresh token holds until it is revoked, and gives an access token for an hour each time.");
        if (options.HubUser is { } hub && hub != user.Id)
        {
            yield return CheckFinding.Wrong(Credentials, $"HubUser is {hub}, but the token is of user {user.Id}: changes by {hub} are taken for the hub's own. Set it to {user.Id}, where nobody else works as that user, or leave it out.");
        }
    }

    private static async Task<CheckFinding> ScopesAsync(Connection connection, CancellationToken cancel)
    {
        // A number that nobody has: only whether the call is allowed is of interest.
        List<(string Scope, VendorFailure? Failure)> tried =
        [
            .. await TryEachAsync(connection, cancel),
            ("ZohoSearch.securesearch.READ", (await connection.AskAsync(api => api.SearchAsync(ZohoModule.Contact.ApiName, "+10000000000", null, cancel), cancel)).Failure),
            ("ZohoCRM.notifications.ALL", (await ZohoSubscriber.ChannelsAsync(connection, cancel)).Failure),
        ];
        var lacking = tried.Where(one => one.Failure is { Kind: FailureKind.Rejected }).ToList();
        if (lacking.Count > 0) return CheckFinding.Wrong(Scopes, $"Zoho refuses what needs {string.Join(", ", lacking.Select(one => $"{one.Scope} ({one.Failure!.Code})"))}. Make a new refresh token with all scopes of the connector's page, as a user whose profile may use the API.");
        return tried.Find(one => one.Failure is not null).Failure is { } failure
            ? CheckFinding.Doubtful(Scopes, $"They could not be tried: {failure.Text}")
            : CheckFinding.Right(Scopes, "The token may read and search the four modules and open notification channels. Writing was not tried.");
    }

    private static async Task<List<(string Scope, VendorFailure? Failure)>> TryEachAsync(Connection connection, CancellationToken cancel)
    {
        List<(string, VendorFailure?)> tried = [];
        var since = DateTimeOffset.MaxValue.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var module in ZohoModule.All)
        {
            var answer = await connection.AskAsync(api => api.ChangedAsync(module.ApiName, "Modified_Time", 1, null, since, cancel), cancel);
            tried.Add(($"ZohoCRM.modules.{module.ApiName.ToLowerInvariant()}.ALL", answer.Failure));
        }

        return tried;
    }

    private static async Task<IEnumerable<CheckFinding>> FieldsAsync(ZohoModule module, Connection connection, CancellationToken cancel)
    {
        var options = connection.Options<ZohoOptions>();
        var answer = await connection.AskAsync(api => api.FieldsAsync(module.ApiName, cancel), cancel);
        if (answer.Value?.Fields is not { } fields) return [CheckFinding.Doubtful(FieldsSubject, $"The fields of {module.ApiName} could not be seen{(answer.Failure is { } failure ? $": {failure.Text}" : ".")}")];
        List<CheckFinding> findings = [];
        if (!fields.Any(field => field.ApiName == options.MarkField))
        {
            findings.Add(CheckFinding.Wrong(FieldsSubject, $"{module.ApiName} has no field {options.MarkField}, so that the hub cannot tell its own changes from people's. Add a text field of 100 letters with that API name, and leave it out of the layout's view."));
        }

        var key = fields.FirstOrDefault(field => field.ApiName == options.KeyField);
        if (module.IsOfPeople && key is null) findings.Add(CheckFinding.Wrong(FieldsSubject, $"{module.ApiName} has no field {options.KeyField}, by which the hub finds a customer's record again: each message could make another one. Add a text field with that API name, without duplicates."));
        if (module.IsOfPeople && key is { Unique: not { ValueKind: JsonValueKind.Object } }) findings.Add(CheckFinding.Doubtful(FieldsSubject, $"Whether {options.KeyField} of {module.ApiName} is unique could not be seen."));
        if (module.IsOfPeople && key is { Unique: { ValueKind: JsonValueKind.Object } unique } && !unique.EnumerateObject().Any()) findings.Add(CheckFinding.Wrong(FieldsSubject, $"{options.KeyField} of {module.ApiName} allows duplicates. Tick \"Do not allow duplicate values\" in the field's properties."));
        return findings.Count > 0 ? findings : [CheckFinding.Right(FieldsSubject, $"{module.ApiName} has the fields that the hub needs.")];
    }

    private static async Task<CheckFinding> ChannelsAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var (channels, failure) = await ZohoSubscriber.ChannelsAsync(connection, cancel);
        if (failure is not null) return CheckFinding.Doubtful(Webhooks, $"The notification channels could not be seen: {failure.Text}");
        var now = connection.Time.GetUtcNow();
        var standing = ZohoModule.All.Select(module => (Module: module, Channel: channels.FirstOrDefault(channel => channel.ChannelId == ZohoChannel.IdOf(connection.Name, module)))).ToList();
        var lacking = standing.Where(one => one.Channel is null || one.Channel.ChannelExpiry <= now || one.Channel.NotifyUrl != ZohoSubscriber.NotifyUrl(address, connection.Options<ZohoOptions>())).Select(one => one.Module.ApiName).ToList();
        return lacking.Count > 0
            ? CheckFinding.Wrong(Webhooks, $"No notification channel to this hub is open for {string.Join(", ", lacking)}. A running hub opens them within the hour.")
            : CheckFinding.Right(Webhooks, $"Notification channels are open for all modules, the first until {standing.Min(one => one.Channel!.ChannelExpiry):u}; the hub renews them.");
    }
}
