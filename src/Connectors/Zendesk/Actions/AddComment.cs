using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zendesk;

/// <summary>What <c>zendesk.add_comment</c> needs.</summary>
internal sealed record AddCommentInput
{
    [Description("The ticket's id")]
    public required string Ticket { get; init; }

    [Description("The customer who wrote it; left out for the agent whose token the hub has")]
    public CustomerRef? Author { get; init; }

    [Description("The words")]
    public required string Text { get; init; }

    [Description("True for a public reply, false for an internal note")]
    public required bool Public { get; init; }

    [Description("A file that came with a message: the media_id of an event such as whatsapp.media.stored")]
    public string? File { get; init; }
}

/// <summary>Adds a comment to a ticket; several that wait for one ticket go out as one.</summary>
internal sealed class AddComment : IAction<AddCommentInput>
{
    // Zendesk takes 64 KB a comment.
    private const int MaxBytes = 65_000;

    // Zendesk, uploads: 50 MB a file.
    private const long MostFileBytes = 50L * 1000 * 1000;

    public string Name => "zendesk.add_comment";

    public string Description => "Adds a public reply or an internal note to a ticket. Short ones that wait for one ticket go out as one comment, in order, each with its time; one with a file goes alone.";

    public JsonTypeInfo Input => ZendeskJson.Default.AddCommentInput;

    public JsonTypeInfo? Result => null;

    public EffectClass Effect { get; } = new EffectClass.Findable();

    public Lane Lane => Lane.Interactive;

    public string Object => ZendeskConnector.Ticket;

    public IReadOnlyList<RateLimit> Limits => ZendeskTickets.Limits;

    public int MaxMerged => 50;

    public string? TargetOf(AddCommentInput input) => input.Ticket;

    public bool CanMerge(object first, object next) =>
        first is AddCommentInput one && next is AddCommentInput other
        && one.Ticket == other.Ticket && one.Author?.Id == other.Author?.Id && one.Public == other.Public && one.File is null && other.File is null
        && IsShort(one.Text) && IsShort(other.Text);

    public Task<ActionOutcome> PerformAsync(AddCommentInput input, ActionCall call, ActionContext context, CancellationToken cancel) =>
        PerformAsync([call], context, cancel);

    public async Task<ActionOutcome> PerformAsync(IReadOnlyList<ActionCall> calls, ActionContext context, CancellationToken cancel)
    {
        var api = ZendeskApi.Of(context.Connection);
        var connection = context.Connection;
        var first = (AddCommentInput)calls[0].Input;
        if (ZendeskTickets.Malformed(first.Ticket) is { } malformed) return new ActionOutcome.Failed(malformed);
        var body = BodyOf(calls);
        if (Encoding.UTF8.GetByteCount(body) > MaxBytes) return new ActionOutcome.Failed(new(FailureKind.Rejected, "text_too_long", $"A Zendesk comment takes at most {MaxBytes} bytes."));

        string? author = null;
        if (first.Author is not null)
        {
            var user = await ZendeskUsers.FindOrCreateAsync(api, first.Author, connection, cancel);
            if (user.Failure is not null) return new ActionOutcome.Failed(user.Failure);
            author = user.Value?.Id;
        }

        var (uploads, refused) = await UploadAsync(api, first.File, context, cancel);
        if (refused is not null) return new ActionOutcome.Failed(refused);
        var comment = new CommentFields { Body = body, Public = first.Public, AuthorId = author, Uploads = uploads };
        var written = await api.UpdateTicketAsync(first.Ticket, new(new() { Comment = comment, Metadata = ZendeskMark.Of(calls) }), cancel).Answered(connection, onceOnly: true);
        return written.Failure is { } failure
            ? await ZendeskTickets.FailedAsync(api, first.Ticket, failure, connection, cancel)
            : new ActionOutcome.Done(VendorId: written.Value?.Audit?.CommentId);
    }

    // What is uploaded and named by no comment is deleted by Zendesk after an hour: a second try uploads anew.
    private static async Task<(IReadOnlyList<string>? Tokens, VendorFailure? Failure)> UploadAsync(IZendeskApi api, string? id, ActionContext context, CancellationToken cancel)
    {
        if (id is null) return (null, null);
        var found = await context.FindFileAsync(id, cancel);
        if (found is FileAnswer.Missing { Failure: var missing }) return (null, missing);
        var file = ((FileAnswer.Found)found).File;
        if (file.Size > MostFileBytes) return (null, new(FailureKind.Rejected, "file_too_large", "Zendesk takes files of 50 MB at most."));
        using var content = new StreamContent(file.Open());
        content.Headers.ContentType = new(file.MimeType);
        var uploaded = await api.UploadAsync(file.Name, content, cancel).Answered(context.Connection);
        if (uploaded.Failure is { } failure) return (null, failure);
        return uploaded.Value?.Upload?.Token is { Length: > 0 } token ? ([token], null) : (null, new(FailureKind.Transient, "unreadable", "Zendesk's answer to the upload names no token."));
    }

    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var ticket = ((AddCommentInput)call.Input).Ticket;
        var found = await ZendeskAudits.FindAsync(ZendeskApi.Of(context.Connection), ticket, call.OccurredAt, audit => ZendeskMark.IsOn(audit, call.CommandId), context.Connection, cancel);
        if (found.IsMissing) return null;
        if (found.Failure is not null) return new ActionOutcome.Failed(found.Failure);
        return found.Value?.Audit is { } audit ? new ActionOutcome.Done(VendorId: audit.CommentId) : null;
    }

    // As many as may merge, each with the line of its time, stay below what a comment takes.
    private bool IsShort(string text) => Encoding.UTF8.GetByteCount(text) <= (MaxBytes / MaxMerged) - 40;

    private static string BodyOf(IReadOnlyList<ActionCall> calls) => calls.Count == 1
        ? ((AddCommentInput)calls[0].Input).Text
        : string.Join("\n\n", calls.Select(call => $"[{call.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC]\n{((AddCommentInput)call.Input).Text}"));
}
