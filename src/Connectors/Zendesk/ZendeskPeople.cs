namespace Hub.Connectors.Zendesk;

/// <summary>Whom events of Zendesk are about: the user who asks in a ticket, or the end user who was changed. Agents are nobody's customers.</summary>
internal static class ZendeskPeople
{
    /// <summary>The person of an event's record; null where it is about nobody, or about an agent.</summary>
    public static AboutPerson? Of(object data) => data switch
    {
        CommentCreated comment => Of(comment.Ticket),
        TicketCreated created => Of(created.Ticket),
        TicketStatusChanged changed => Of(changed.Ticket),
        TicketChanged changed => Of(changed.Ticket),
        UserChanged { Change: "deleted" } user => new() { Record = RecordOf(user.UserId), IsGone = true },
        UserChanged { Role: null or "end-user" } user => new() { Record = RecordOf(user.UserId), Email = user.Email },
        _ => null,
    };

    /// <summary>The record that a user is.</summary>
    public static VendorRecord RecordOf(string user) => new(ZendeskConnector.User, user);

    private static AboutPerson? Of(TicketState ticket) => ticket.RequesterId is { Length: > 0 } requester ? new() { Record = RecordOf(requester) } : null;
}
