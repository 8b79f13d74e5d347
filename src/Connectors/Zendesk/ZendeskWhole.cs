namespace Hub.Connectors.Zendesk;

/// <summary>Adds the ticket to an event that a comparison has found.</summary>
internal static class ZendeskWhole
{
    /// <summary>Whether the event is of a comparison, and so bare.</summary>
    public static bool IsBare(IncomingEvent incoming) => incoming.DeliveryKey.StartsWith(ZendeskChanges.Found, StringComparison.Ordinal);

    /// <summary>Fetches the ticket; of a comment also who wrote it.</summary>
    public static async Task<Completion> RunAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        var found = await ZendeskApi.Of(connection).TicketAsync(TicketOf(incoming.Data), cancel).Answered(connection);
        if (found.IsMissing) return new Completion.Gone();
        if (found.Failure is not null) return new Completion.Failed(found.Failure);
        if (found.Value?.Ticket is not { } ticket) return new Completion.Failed(new(FailureKind.Transient, "unreadable", "Zendesk's answer has no ticket."));
        var state = Of(ticket);
        return incoming.Data switch
        {
            CommentCreated comment => await CommentCompletion.RunAsync(incoming, comment with { Ticket = state }, connection, cancel),
            TicketCreated created => new Completion.Completed(incoming with { Data = created with { Ticket = state, Description = ticket.Description }, EchoOf = ZendeskMark.OfExternalId(ticket.ExternalId) }),
            TicketStatusChanged changed => new Completion.Completed(incoming with { Data = changed with { Ticket = state } }),
            _ => new Completion.Completed(incoming),
        };
    }

    private static string TicketOf(object data) => data switch
    {
        CommentCreated comment => comment.TicketId,
        TicketCreated created => created.TicketId,
        TicketStatusChanged changed => changed.TicketId,
        _ => "",
    };

    private static TicketState Of(TicketBody ticket) => new()
    {
        Subject = ticket.Subject,
        Status = ticket.Status,
        Priority = ticket.Priority,
        ExternalId = ticket.ExternalId,
        RequesterId = ZendeskId.OrNull(ticket.RequesterId),
        AssigneeId = ZendeskId.OrNull(ticket.AssigneeId),
        Tags = ticket.Tags ?? [],
    };
}
