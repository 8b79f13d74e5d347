using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.Zendesk;

/// <summary>
/// What has happened on tickets: those that were opened, comments and new statuses, by the export of ticket events, which needs an administrator (developer.zendesk.com, "Incremental Exports").
/// What a webhook tells of other changes and of users stands in no list that could be compared with it.
/// </summary>
internal sealed class ZendeskChanges : IChangeFeed
{
    /// <summary>How delivery keys of what a comparison has found begin.</summary>
    public const string Found = "changes/";

    // Zendesk takes no start that is younger than a minute, and the export lags by some seconds more.
    private static readonly TimeSpan Youngest = TimeSpan.FromSeconds(90);

    /// <inheritdoc />
    public string CursorAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        if (!connection.Options<ZendeskOptions>().Compares) return new ChangePage.Found([], CursorAt(until), IsMore: false);

        // Where the next pass begins is where this one has come to, and not where it was to end: what the export learns late is not passed over.
        var since = long.Parse(cursor, CultureInfo.InvariantCulture);
        if (DateTimeOffset.FromUnixTimeSeconds(since) > connection.Time.GetUtcNow() - Youngest) return new ChangePage.Found([], cursor, IsMore: false);
        var page = await ZendeskApi.Of(connection).TicketEventsAsync(since, "comment_events", cancel).Answered(connection);
        if (page.Failure is { Code: "403" }) return new ChangePage.Failed(page.Failure with { Text = "Only an administrator may compare: give the hub's agent that role, or set Compares to false." });
        if (page.Failure is not null) return new ChangePage.Failed(page.Failure);

        var bound = until.ToUnixTimeSeconds();
        var updates = page.Value?.TicketEvents ?? [];
        List<IncomingEvent> events = [];
        foreach (var raw in updates)
        {
            if (Read(raw) is not { } update || update.Timestamp < since || update.Timestamp > bound) continue;
            events.AddRange(EventsOf(update, raw).Select(incoming => incoming with { Account = connection.Options<ZendeskOptions>().AccountId ?? connection.Account }));
        }

        var end = page.Value?.EndTime ?? since;
        if (page.Value?.EndOfStream != false || updates.Count == 0 || end > bound) return new ChangePage.Found(events, Math.Max(since, Math.Min(end, bound)).ToString(CultureInfo.InvariantCulture), IsMore: false);

        // A second with more updates than a page holds would be asked for for ever.
        return new ChangePage.Found(events, Math.Max(end, since + 1).ToString(CultureInfo.InvariantCulture), IsMore: true);
    }

    private static TicketUpdate? Read(JsonElement raw)
    {
        try
        {
            return raw.Deserialize(ZendeskJson.Default.TicketUpdate) is { } update && ZendeskId.IsValid(update.TicketId) ? update : null;
        }
        catch (JsonException)
        {
            // One that is not of Zendesk's form hides none of the others.
            return null;
        }
    }

    private static IEnumerable<IncomingEvent> EventsOf(TicketUpdate update, JsonElement raw)
    {
        var id = update.TicketId!;
        var at = update.CreatedAt ?? DateTimeOffset.FromUnixTimeSeconds(update.Timestamp);
        var ticket = new TicketState { Tags = [] };
        var parts = update.ChildEvents ?? [];
        if (parts.Any(part => part.EventType == "Create"))
        {
            yield return Event(ZendeskConnector.TicketCreated, id, at, ZendeskFact.Created(id), new TicketCreated { TicketId = id, Ticket = ticket, CreatedAt = at, Raw = raw });
        }

        foreach (var part in parts.Where(part => part.EventType == "Comment" || part.Type == "Comment"))
        {
            if (!ZendeskId.IsValid(part.Id)) continue;
            var comment = new CommentCreated
            {
                TicketId = id,
                CommentId = part.Id!,
                Body = part.PlainBody ?? part.Body ?? "",
                IsPublic = part.Public ?? false,
                Author = new() { Id = ZendeskId.OrNull(part.AuthorId), IsStaff = false },
                Ticket = ticket,
                CreatedAt = at,
                Raw = raw,
            };
            yield return Event(ZendeskConnector.CommentCreated, id, at, ZendeskFact.Comment(part.Id!), comment);
        }

        foreach (var part in parts.Where(part => part.EventType == "Change" && part.Status is not null))
        {
            var changed = new TicketStatusChanged { TicketId = id, Status = part.Status!, Previous = part.PreviousStatus, Ticket = ticket, ActorId = ZendeskId.OrNull(update.UpdaterId), ChangedAt = at, Raw = raw };
            yield return Event(ZendeskConnector.TicketStatusChanged, id, at, ZendeskFact.Status(id, part.Status!, at), changed) with { Version = new($"ticket/{id}/status", at.ToUnixTimeMilliseconds()) };
        }
    }

    private static IncomingEvent Event(string type, string ticket, DateTimeOffset at, string fact, object data) => new()
    {
        Type = type,
        Account = null,
        Subject = $"ticket/{ticket}",
        DeliveryKey = Found + fact,
        FactKey = fact,
        OccurredAt = at,
        Data = data,
        Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [ZendeskConnector.Ticket] = ticket },
        LacksFields = true,
    };
}
