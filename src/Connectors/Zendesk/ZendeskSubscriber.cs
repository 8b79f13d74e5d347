namespace Hub.Connectors.Zendesk;

/// <summary>Looks after the webhook that somebody has made: the secret of one that the hub made would come too late for the hub's configuration.</summary>
internal sealed class ZendeskSubscriber : ISubscriber
{
    private const string Prefix = "zen:event-type:";
    private const string OfTriggers = "conditional_ticket_events";
    private const int PageSize = 100;

    /// <summary>What the comparison knows too, and mappings live on; whatever else a webhook sends is read as well.</summary>
    public static IReadOnlyList<string> Needed { get; } = [$"{Prefix}ticket.created", $"{Prefix}ticket.comment_added", $"{Prefix}ticket.status_changed"];

    /// <inheritdoc />
    public async Task<SubscriptionState> SubscribeAsync(Uri address, Connection connection, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(connection);
        var found = await FindAsync(address, api, connection, cancel);

        // Only an administrator sees webhooks; the check says so.
        if (found.Failure is { Code: "403" }) return new SubscriptionState.Known();
        if (found.Failure is not null) return new SubscriptionState.Failed(found.Failure);
        if (found.Value!.Own is not { Id: { } id } own) return new SubscriptionState.Known { Missing = [ToMake(address)] };
        if (IsOfTriggers(own)) return new SubscriptionState.Known { Missing = [ToMakeAnew(own, address)] };

        List<string> missing = [.. await OtherSecretAsync(own, api, connection, cancel) is { } secret ? new[] { secret } : []];
        var lacking = Lacking(own);
        if (own.Status == "active" && lacking.Count == 0) return new SubscriptionState.Known { Missing = missing };
        var wanted = new WebhookWrite(new() { Status = own.Status == "active" ? null : "active", Subscriptions = lacking.Count == 0 ? null : [.. own.Subscriptions ?? [], .. lacking] });
        var changed = await api.UpdateWebhookAsync(id, wanted, cancel).Finished(connection);
        if (changed is { Kind: FailureKind.Rejected }) return new SubscriptionState.Known { Missing = [.. missing, $"The webhook {own.Name} lacks {Names(lacking)}, or is not active, and Zendesk does not let the hub change it ({changed.Code}): do it in the Admin Center."] };
        if (changed is not null) return new SubscriptionState.Failed(changed);
        List<string> done = [];
        if (own.Status != "active") done.Add($"The webhook {own.Name} was not active and is again.");
        if (lacking.Count > 0) done.Add($"The webhook {own.Name} now sends {Names(lacking)} too.");
        return new SubscriptionState.Known { Changed = done, Missing = missing };
    }

    /// <summary>The webhook that sends to the connection's address.</summary>
    public static async Task<Answer<WebhookFound>> FindAsync(Uri address, IZendeskApi api, Connection connection, CancellationToken cancel)
    {
        string? after = null;
        WebhookRecord? own = null;
        do
        {
            var page = await api.WebhooksAsync(PageSize, after, cancel).Answered(connection);
            if (page.Failure is not null) return new(null, page.Failure);
            var here = (page.Value?.Webhooks ?? []).Where(one => one.Id is not null && Uri.TryCreate(one.Endpoint, UriKind.Absolute, out var endpoint) && endpoint == address);

            // One of triggers may stand beside that of events; the latter counts.
            own = here.Prepend(own).OfType<WebhookRecord>().MinBy(IsOfTriggers);
            after = page.Value?.Meta is { HasMore: true, AfterCursor.Length: > 0 } meta ? meta.AfterCursor : null;
        }
        while (after is not null);

        return new(new(own), null);
    }

    /// <summary>Whether triggers call it, and no events: the two kinds cannot be changed into each other.</summary>
    public static bool IsOfTriggers(WebhookRecord webhook) => webhook.Subscriptions?.Contains(OfTriggers, StringComparer.Ordinal) == true;

    /// <summary>The types that a webhook does not send and the hub needs.</summary>
    public static IReadOnlyList<string> Lacking(WebhookRecord webhook) => [.. Needed.Except(webhook.Subscriptions ?? [], StringComparer.Ordinal)];

    /// <summary>The types as people read them.</summary>
    public static string Names(IEnumerable<string> types) => string.Join(", ", types.Select(type => type[Prefix.Length..]));

    /// <summary>What to do where there is none.</summary>
    public static string ToMake(Uri address) =>
        $"No webhook of the account sends to {address}. Make one in the Admin Center (Apps and integrations, Webhooks, Create webhook, Zendesk events) with this endpoint, POST, JSON and the events {Names(Needed)}, and put its signing secret into SigningSecret.";

    /// <summary>What to do where it is of the wrong kind.</summary>
    public static string ToMakeAnew(WebhookRecord own, Uri address) => $"The webhook {own.Name} is for triggers and automations, whose bodies the hub cannot read. {ToMake(address)}";

    /// <summary>What to do where the webhook's secret is not configured; null where it is, or is not told.</summary>
    public static async Task<string?> OtherSecretAsync(WebhookRecord own, IZendeskApi api, Connection connection, CancellationToken cancel)
    {
        var secret = await api.SigningSecretAsync(own.Id!, cancel).Answered(connection);
        return secret.Value?.SigningSecret?.Secret is { Length: > 0 } key && !connection.Options<ZendeskOptions>().SigningSecret.Values.Contains(key, StringComparer.Ordinal)
            ? $"The signing secret of the webhook {own.Name} is not among those of SigningSecret: copy it from the webhook's page, or no webhook is taken for genuine."
            : null;
    }
}

/// <summary>What was found of the account's webhooks.</summary>
/// <param name="Own">The one that sends to the connection's address; null where there is none.</param>
internal sealed record WebhookFound(WebhookRecord? Own);
