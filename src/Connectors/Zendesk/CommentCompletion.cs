using System.Text.Json;

namespace Hub.Connectors.Zendesk;

/// <summary>Adds to a comment event what its body lacks: whether the hub itself wrote it, and who did where the body does not say.</summary>
internal static class CommentCompletion
{
    /// <summary>Looks for the update that brought the comment.</summary>
    public static async Task<Completion> RunAsync(IncomingEvent incoming, CommentCreated comment, Connection connection, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(connection);
        var found = await ZendeskAudits.FindAsync(api, comment.TicketId, incoming.OccurredAt, audit => audit.Events?.Any(part => part.Id == comment.CommentId) == true, connection, cancel);
        if (found.IsMissing) return new Completion.Gone();
        if (found.Failure is not null) return new Completion.Failed(found.Failure);

        // An event can be ahead of the copy of the records that the API reads: it is looked for again, and never given up without a word.
        if (found.Value?.Audit is not { } audit)
        {
            return new Completion.Failed(new(FailureKind.Transient, "not_there_yet", "The comment is not yet in the ticket's history."));
        }

        // Only the account that the event is of has this comment on this ticket.
        connection.Account ??= incoming.Account;

        var author = await AuthorAsync(comment, audit, api, connection, cancel);
        return author.Value is { } known
            ? new Completion.Completed(incoming with { Data = comment with { Author = known }, EchoOf = ZendeskMark.CommandOf(audit) })
            : new Completion.Failed(author.Failure!);
    }

    private static async Task<Answer<CommentAuthor>> AuthorAsync(CommentCreated comment, Audit audit, IZendeskApi api, Connection connection, CancellationToken cancel)
    {
        var author = comment.Author with { Id = comment.Author.Id ?? ZendeskId.OrNull(audit.Events?.FirstOrDefault(part => part.Id == comment.CommentId)?.AuthorId) ?? ZendeskId.OrNull(audit.AuthorId) };
        var given = comment.Raw.Deserialize(ZendeskJson.Default.TicketEnvelope)?.Event.Comment?.Author?.IsStaff;
        if (author.Id is null || (author.Name is not null && given is not null)) return new(author, null);
        var users = await api.UsersByIdAsync(author.Id, cancel).Answered(connection);
        if (users.Failure is not null && !users.IsMissing) return new(null, users.Failure);
        return users.Value?.Users is [{ } user, ..]
            ? new(author with { Name = author.Name ?? user.Name, IsStaff = given ?? (user.Role is not null and not "end-user") }, null)
            : new(author, null);
    }
}
