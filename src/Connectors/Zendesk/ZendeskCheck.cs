namespace Hub.Connectors.Zendesk;

/// <summary>Tries a connection: as whom the hub acts, whether its webhook comes, and which triggers mail a customer who is answered in the chat.</summary>
internal sealed class ZendeskCheck : IConnectionCheck
{
    private const string Credentials = "credentials";
    private const string Webhooks = "webhooks";
    private const string Triggers = "triggers";
    private const int PageSize = 100;

    // The channel of tickets that an API call has made: "Web service (API)" (developer.zendesk.com, "Ticket audits", via types).
    private const string Api = "5";

    // Whom notification_user tells: these are, or hold, the customer (developer.zendesk.com, "Actions reference").
    private static readonly string[] OfCustomer = ["requester_id", "requester_and_ccs"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(Uri? address, Connection connection, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(connection);
        var me = await api.MeAsync(cancel).Answered(connection);
        if (me.Value?.User is not { Id: { } id } user || id == "0") return [CheckFinding.Wrong(Credentials, $"{me.Failure?.Text ?? "Zendesk knows nobody by these credentials."} Nothing else could be looked at.")];
        List<CheckFinding> findings = [OfUser(user, connection.Options<ZendeskOptions>())];
        if (address is not null) findings.AddRange(await OfWebhookAsync(address, api, connection, cancel));
        findings.AddRange(await OfTriggersAsync(api, connection, cancel));
        return findings;
    }

    private static CheckFinding OfUser(MeRecord user, ZendeskOptions options) => user.Role switch
    {
        "admin" => CheckFinding.Right(Credentials, $"The hub acts as {user.Name} ({user.Email}), an administrator. The API token holds until it is revoked."),
        "agent" => CheckFinding.Doubtful(
            Credentials,
            $"The hub acts as {user.Name} ({user.Email}), an agent. It can do its work; only an administrator can compare with Zendesk what webhooks have brought{(options.Compares ? ", and every comparison fails: give it that role, or set Compares to false." : ", and see webhooks and triggers.")}"),
        _ => CheckFinding.Wrong(Credentials, $"The hub acts as {user.Name} ({user.Email}), who is no agent: it can neither answer nor write for customers. Make the user an agent."),
    };

    private static async Task<IReadOnlyList<CheckFinding>> OfWebhookAsync(Uri address, IZendeskApi api, Connection connection, CancellationToken cancel)
    {
        var found = await ZendeskSubscriber.FindAsync(address, api, connection, cancel);
        if (found.Value is not { } webhooks) return [CheckFinding.Doubtful(Webhooks, $"The webhook could not be seen. {found.Failure!.Text}")];
        if (webhooks.Own is not { } own) return [CheckFinding.Wrong(Webhooks, ZendeskSubscriber.ToMake(address))];
        if (ZendeskSubscriber.IsOfTriggers(own)) return [CheckFinding.Wrong(Webhooks, ZendeskSubscriber.ToMakeAnew(own, address))];
        List<CheckFinding> findings = [];
        if (await ZendeskSubscriber.OtherSecretAsync(own, api, connection, cancel) is { } secret) findings.Add(CheckFinding.Wrong(Webhooks, secret));
        if (own.Status != "active") findings.Add(CheckFinding.Wrong(Webhooks, $"The webhook {own.Name} is not active. The hub activates it by itself within an hour, where it may."));
        if (ZendeskSubscriber.Lacking(own) is { Count: > 0 } lacking) findings.Add(CheckFinding.Wrong(Webhooks, $"The webhook {own.Name} does not send {ZendeskSubscriber.Names(lacking)}. The hub adds them by itself within an hour, where it may."));
        if (findings.Count == 0) findings.Add(CheckFinding.Right(Webhooks, $"The webhook {own.Name} sends tickets, comments and statuses to {address}."));
        return findings;
    }

    private static async Task<IReadOnlyList<CheckFinding>> OfTriggersAsync(IZendeskApi api, Connection connection, CancellationToken cancel)
    {
        var tag = connection.Options<ZendeskOptions>().CustomerTag;
        List<CheckFinding> findings = [];
        string? after = null;
        do
        {
            var page = await api.TriggersAsync(active: true, PageSize, after, cancel).Answered(connection);
            if (page.Failure is not null) return [CheckFinding.Doubtful(Triggers, $"Whether triggers also mail a customer who is answered in the chat could not be seen. {page.Failure.Text}")];
            findings.AddRange((page.Value?.Triggers ?? []).Where(trigger => trigger.Active != false && Mails(trigger) && !LeavesOut(trigger, tag)).Select(trigger => CheckFinding.Doubtful(
                Triggers, $"The trigger “{trigger.Title}” mails the requester, also of tickets from the chat: a customer whose e-mail address Zendesk knows hears everything twice. Give it the condition “Tags, contains none of the following, {tag}”, and let the hub's mappings set this tag.")));
            after = page.Value?.Meta is { HasMore: true, AfterCursor.Length: > 0 } meta ? meta.AfterCursor : null;
        }
        while (after is not null);

        return findings.Count > 0 ? findings : [CheckFinding.Right(Triggers, "No trigger mails a customer who is answered in the chat.")];
    }

    private static bool Mails(TriggerRecord trigger) => (trigger.Actions ?? []).Any(action => action.Field == "notification_user" && OfCustomer.Contains(action.First, StringComparer.Ordinal));

    // By the tag, or by the channel: the hub makes its tickets by the API.
    private static bool LeavesOut(TriggerRecord trigger, string tag) => (trigger.Conditions?.All ?? []).Any(condition => condition switch
    {
        { Field: "current_tags", Operator: "not_includes", Value: { } tags } => tags.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Contains(tag, StringComparer.OrdinalIgnoreCase),
        { Field: "via_id", Operator: "is_not", Value: Api } => true,
        { Field: "via_id", Operator: "is", Value: { } channel } => channel != Api,
        _ => false,
    });
}
