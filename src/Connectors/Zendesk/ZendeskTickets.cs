namespace Hub.Connectors.Zendesk;

/// <summary>What is the same for all writes to one ticket.</summary>
internal static class ZendeskTickets
{
    // Zendesk allows an agent 30 updates of one ticket in 10 minutes: 4 at once and one each 25 s are at most 28.
    private static readonly RateLimit Updates = new("ticket-updates", LimitScope.Target, 4, TimeSpan.FromSeconds(25));

    /// <summary>The limits that all writes to a ticket share.</summary>
    public static IReadOnlyList<RateLimit> Limits { get; } = [Updates];

    /// <summary>The property of the status in the write ledger.</summary>
    public const string StatusProperty = "status";

    /// <summary>The property of the priority in the write ledger.</summary>
    public const string PriorityProperty = "priority";

    /// <summary>How a ticket stands in one property, for the write ledger: what an action writes, or what an event tells of its change. Zendesk keeps the hub's mark with the audit, which no event of a change names.</summary>
    public static RecordState StateOf(string ticket, string property, string? value) =>
        new($"ticket/{ticket}", new Dictionary<string, string?> { [property] = value?.ToLowerInvariant() });

    /// <summary>The failure of a ticket id that cannot be one; null where it can.</summary>
    public static VendorFailure? Malformed(string ticket) =>
        ZendeskId.IsValid(ticket) ? null : new(FailureKind.Rejected, "invalid_ticket", "A Zendesk ticket's id is a number.");

    /// <summary>What the failed write to a ticket means: a closed and a deleted ticket take nothing more.</summary>
    public static async Task<ActionOutcome> FailedAsync(IZendeskApi api, string ticket, VendorFailure failure, Connection connection, CancellationToken cancel)
    {
        if (failure.Code == ZendeskErrors.NotFound) return new ActionOutcome.Failed(new(FailureKind.TargetClosed, failure.Code, "The ticket was deleted."));

        // The sentence that says so is in the language of the agent whose token it is: where it is not known, the ticket itself tells.
        if (failure.Code == "RecordInvalid" && (await api.TicketAsync(ticket, cancel).Answered(connection)).Value?.Ticket?.Status == "closed")
        {
            return new ActionOutcome.Failed(new(FailureKind.TargetClosed, ZendeskErrors.Closed, "The ticket is closed and takes nothing more."));
        }

        return new ActionOutcome.Failed(failure);
    }
}

/// <summary>The history of a ticket.</summary>
internal static class ZendeskAudits
{
    private const int PageSize = 100;

    // The clocks of the hub, of other vendors and of Zendesk differ; a day more is seldom a page more.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>Looks for one update, the newest first, back to a day before <paramref name="since"/>.</summary>
    public static async Task<Answer<AuditFound>> FindAsync(IZendeskApi api, string ticket, DateTimeOffset since, Func<Audit, bool> wanted, Connection connection, CancellationToken cancel)
    {
        string? after = null;
        while (true)
        {
            var page = await api.AuditsAsync(ticket, "-created_at", PageSize, after, cancel).Answered(connection);
            if (page.Failure is not null) return new(null, page.Failure);
            var audits = page.Value?.Audits ?? [];
            if (audits.FirstOrDefault(wanted) is { } found) return new(new(found), null);
            after = page.Value?.Meta is { HasMore: true, AfterCursor.Length: > 0 } meta ? meta.AfterCursor : null;
            if (after is null || IsPast(audits, since - Slack)) return new(new(null), null);
        }
    }

    // Only a page that really is in falling order says that all later ones are older: a wrong "not there" would write a comment twice.
    private static bool IsPast(IReadOnlyList<Audit> audits, DateTimeOffset bound) =>
        audits is [{ } newest, .., { } oldest] && newest.CreatedAt > oldest.CreatedAt && oldest.CreatedAt < bound;
}

/// <summary>What a search of a ticket's history led to.</summary>
/// <param name="Audit">The update; null where there is none.</param>
internal sealed record AuditFound(Audit? Audit);
