using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RestEase;

namespace Hub.Connectors.Zendesk;

/// <summary>The part of Zendesk's Support API that the hub uses. Source: developer.zendesk.com, ticketing API reference.</summary>
[AllowAnyStatusCode]
internal interface IZendeskApi
{
    /// <summary>Basic authentication with an API token, sent with each request.</summary>
    [Header("Authorization")]
    AuthenticationHeaderValue Authorization { get; set; }

    /// <summary>Users by the ids that we gave them. Read from the records, not from the search index, so it sees a user just made.</summary>
    [Get("api/v2/users/show_many")]
    Task<Response<UserList>> UsersByExternalIdAsync([Query("external_ids")] string externalIds, CancellationToken cancel);

    /// <summary>Users by Zendesk's ids.</summary>
    [Get("api/v2/users/show_many")]
    Task<Response<UserList>> UsersByIdAsync([Query("ids")] string ids, CancellationToken cancel);

    /// <summary>Makes a user, or overwrites the one with this external id.</summary>
    [Post("api/v2/users/create_or_update")]
    Task<Response<UserAnswer>> CreateOrUpdateUserAsync([Body] UserWrite body, CancellationToken cancel);

    /// <summary>Opens a ticket. Zendesk keeps the key for two hours and answers a repetition with the first answer.</summary>
    [Post("api/v2/tickets")]
    Task<Response<TicketAnswer>> CreateTicketAsync([Header("Idempotency-Key")] string key, [Body] TicketWrite body, CancellationToken cancel);

    /// <summary>Tickets by the id that we gave them.</summary>
    [Get("api/v2/tickets")]
    Task<Response<TicketList>> TicketsByExternalIdAsync([Query("external_id")] string externalId, CancellationToken cancel);

    /// <summary>One ticket.</summary>
    [Get("api/v2/tickets/{id}")]
    Task<Response<TicketAnswer>> TicketAsync([Path] string id, CancellationToken cancel);

    /// <summary>Changes a ticket; a comment in the body is added.</summary>
    [Put("api/v2/tickets/{id}")]
    Task<Response<TicketAnswer>> UpdateTicketAsync([Path] string id, [Body] TicketWrite body, CancellationToken cancel);

    /// <summary>Takes a file, as it is, for a comment to name by its token within an hour.</summary>
    [Post("api/v2/uploads")]
    Task<Response<UploadAnswer>> UploadAsync([Query] string filename, [Body] HttpContent file, CancellationToken cancel);

    /// <summary>Adds tags and keeps those that are there.</summary>
    [Put("api/v2/tickets/{id}/tags")]
    Task<Response<TagsBody>> AddTagsAsync([Path] string id, [Body] TagsBody body, CancellationToken cancel);

    /// <summary>The history of a ticket by pages; <c>sort</c> is <c>-created_at</c> for the newest first.</summary>
    [Get("api/v2/tickets/{id}/audits")]
    Task<Response<AuditList>> AuditsAsync([Path] string id, [Query("sort")] string sort, [Query("page[size]")] int size, [Query("page[after]")] string? after, CancellationToken cancel);

    /// <summary>What happened on tickets since a time, oldest first. Ten calls a minute, for administrators only.</summary>
    [Get("api/v2/incremental/ticket_events")]
    Task<Response<TicketEventList>> TicketEventsAsync([Query("start_time")] long startTime, [Query("include")] string include, CancellationToken cancel);

    /// <summary>The user whose token it is.</summary>
    [Get("api/v2/users/me")]
    Task<Response<MeAnswer>> MeAsync(CancellationToken cancel);

    /// <summary>The webhooks of the account, by pages.</summary>
    [Get("api/v2/webhooks")]
    Task<Response<WebhookList>> WebhooksAsync([Query("page[size]")] int size, [Query("page[after]")] string? after, CancellationToken cancel);

    /// <summary>Changes a webhook; what the body leaves out stays. Answered without a body.</summary>
    [Patch("api/v2/webhooks/{id}")]
    Task<HttpResponseMessage> UpdateWebhookAsync([Path] string id, [Body] WebhookWrite body, CancellationToken cancel);

    /// <summary>The secret by which a webhook is signed.</summary>
    [Get("api/v2/webhooks/{id}/signing_secret")]
    Task<Response<SigningSecretAnswer>> SigningSecretAsync([Path] string id, CancellationToken cancel);

    /// <summary>The triggers, by pages.</summary>
    [Get("api/v2/triggers")]
    Task<Response<TriggerList>> TriggersAsync([Query] bool active, [Query("page[size]")] int size, [Query("page[after]")] string? after, CancellationToken cancel);

    /// <summary>The tickets that a user asked for, by pages.</summary>
    [Get("api/v2/users/{id}/tickets/requested")]
    Task<Response<TicketList>> TicketsOfRequesterAsync([Path] string id, [Query("sort")] string sort, [Query("page[size]")] int size, [Query("page[after]")] string? after, CancellationToken cancel);
}

/// <summary>Makes the client of a connection.</summary>
internal static class ZendeskApi
{
    /// <summary>The connection's client.</summary>
    public static IZendeskApi Of(Connection connection) => connection.Shared(static self =>
    {
        var options = self.Options<ZendeskOptions>();
        var api = RestJson.Client<IZendeskApi>(self.Http, ZendeskJson.Default);
        api.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Email}/token:{options.ApiToken.Current}")));
        return api;
    });
}

/// <summary>Zendesk's wrapping of a user to write.</summary>
internal sealed record UserWrite(UserFields User);

/// <summary>A user to write. The role is left out: an end user is the default, and giving it would demote an agent.</summary>
internal sealed record UserFields(string ExternalId, string Name, string? Phone, bool SkipVerifyEmail);

/// <summary>Zendesk's wrapping of one user.</summary>
internal sealed record UserAnswer(UserRecord? User);

/// <summary>Several users.</summary>
internal sealed record UserList(IReadOnlyList<UserRecord>? Users);

/// <summary>A user.</summary>
internal sealed record UserRecord
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Role { get; init; }

    /// <summary>False for a deleted user, who can ask for nothing more.</summary>
    public bool? Active { get; init; }
}

/// <summary>Zendesk's wrapping of a ticket to write.</summary>
internal sealed record TicketWrite(TicketFields Ticket);

/// <summary>A ticket to write: what is null is left as it is.</summary>
internal sealed record TicketFields
{
    public string? Subject { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? RequesterId { get; init; }

    /// <summary>Who becomes the author of the first comment.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? SubmitterId { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>The closed ticket that this one follows.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? ViaFollowupSourceId { get; init; }

    public CommentFields? Comment { get; init; }

    public string? Status { get; init; }

    public string? Priority { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Comes back as <c>metadata.custom</c> of the audit that the write makes.</summary>
    public ZendeskMark? Metadata { get; init; }
}

/// <summary>A comment to write.</summary>
internal sealed record CommentFields
{
    public required string Body { get; init; }

    public required bool Public { get; init; }

    /// <summary>Null for the agent whose token it is.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? AuthorId { get; init; }

    /// <summary>The tokens of uploaded files; each is good for one comment.</summary>
    public IReadOnlyList<string>? Uploads { get; init; }
}

/// <summary>The answer to an upload.</summary>
internal sealed record UploadAnswer(UploadToken? Upload);

/// <summary>An uploaded file.</summary>
internal sealed record UploadToken(string? Token);

/// <summary>Zendesk's wrapping of one ticket; after a write with the audit that it made.</summary>
internal sealed record TicketAnswer(TicketBody? Ticket, Audit? Audit);

/// <summary>A page of tickets.</summary>
internal sealed record TicketList(IReadOnlyList<TicketBody>? Tickets, PageMeta? Meta);

/// <summary>A ticket.</summary>
internal sealed record TicketBody
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Subject { get; init; }

    /// <summary>The words of the first comment.</summary>
    public string? Description { get; init; }

    public string? Status { get; init; }

    public string? Priority { get; init; }

    public string? ExternalId { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? RequesterId { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? AssigneeId { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Tags to add, and all tags in the answer.</summary>
internal sealed record TagsBody(IReadOnlyList<string>? Tags);

/// <summary>A page of a ticket's history.</summary>
internal sealed record AuditList(IReadOnlyList<Audit>? Audits, PageMeta? Meta);

/// <summary>One update of a ticket: all that one call or one agent's save did.</summary>
internal sealed record Audit
{
    public DateTimeOffset CreatedAt { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? AuthorId { get; init; }

    public AuditMetadata? Metadata { get; init; }

    public IReadOnlyList<AuditEvent>? Events { get; init; }

    /// <summary>The id of the comment that it added; null where it added none.</summary>
    [JsonIgnore]
    public string? CommentId => Events?.FirstOrDefault(part => part.Type == "Comment")?.Id;
}

/// <summary>The metadata of an audit.</summary>
/// <param name="Custom">What the writer gave along.</param>
internal sealed record AuditMetadata(JsonElement? Custom);

/// <summary>One part of an update.</summary>
internal sealed record AuditEvent
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Type { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? AuthorId { get; init; }
}

/// <summary>Where a list goes on.</summary>
internal sealed record PageMeta(bool HasMore, string? AfterCursor);
