using System.Globalization;
using System.Text;
using AutoMapper;

namespace Hub.Connectors.Zendesk;

/// <summary>Zendesk Support: tickets, comments and users.</summary>
/// <param name="mapper">Maps Zendesk's words to event records.</param>
internal sealed class ZendeskConnector(IMapper mapper) : IConnector
{
    public const string Ticket = "zendesk.ticket";
    public const string User = "zendesk.user";
    public const string CommentCreated = "zendesk.comment.created";
    public const string TicketCreated = "zendesk.ticket.created";
    public const string TicketStatusChanged = "zendesk.ticket.status_changed";
    public const string TicketChanged = "zendesk.ticket.changed";
    public const string UserChanged = "zendesk.user.changed";
    public const string Unknown = "zendesk.unknown";

    private const string SignatureHeader = "x-zendesk-webhook-signature";
    private const string TimestampHeader = "x-zendesk-webhook-signature-timestamp";

    // Zendesk names no bound and does not say whether a retry renews the timestamp: wide enough for its retries; event ids catch the rest.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(15);

    private readonly ZendeskReader reader = new(mapper);

    public string Name => "zendesk";

    public Type OptionsType => typeof(ZendeskOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        new(CommentCreated, "Somebody wrote a public reply or an internal note on a ticket.", EventNature.Occurrence, ZendeskJson.Default.CommentCreated)
        {
            Completeness = EventCompleteness.LacksFields,
            Ends = [Ticket],
            About = ZendeskPeople.Of,
        },
        new(TicketCreated, "A ticket was opened.", EventNature.Occurrence, ZendeskJson.Default.TicketCreated) { Ends = [Ticket], About = ZendeskPeople.Of },
        new(TicketStatusChanged, "The status of a ticket changed.", EventNature.State, ZendeskJson.Default.TicketStatusChanged) { Ends = [Ticket], About = ZendeskPeople.Of },

        // One type stands for many kinds of change, so an older one says nothing that a newer one of another kind has overtaken.
        new(TicketChanged, "Something else of a ticket changed; the field change says what.", EventNature.Occurrence, ZendeskJson.Default.TicketChanged) { Ends = [Ticket], About = ZendeskPeople.Of },
        new(UserChanged, "A user was created, changed, merged or deleted; the field change says what.", EventNature.Occurrence, ZendeskJson.Default.UserChanged) { Ends = [User], About = ZendeskPeople.Of },
        new(Unknown, "Zendesk sent an event of a type that this connector does not know.", EventNature.Occurrence, ZendeskJson.Default.UnknownEvent),
    ];

    public IReadOnlyList<IAction> Actions { get; } = [new CreateTicket(), new AddComment(), new SetStatus(), new SetPriority(), new AddTags()];

    public IReadOnlyList<IQuery> Queries { get; } = [new ListTickets(), new GetTicket()];

    public IReadOnlyList<string> Objects { get; } = [Ticket, User];

    public long MaxWebhookBytes => 1024 * 1024;

    // A webhook may be set up with credentials of its own beside the signature.
    public WebhookHeaders WebhookHeaders { get; } = new(
        [SignatureHeader, TimestampHeader, "Authorization"], ["x-zendesk-account-id", "x-zendesk-webhook-id", "x-zendesk-webhook-invocation-id"]);

    public IChangeFeed Changes { get; } = new ZendeskChanges();

    public ISubscriber Subscriber { get; } = new ZendeskSubscriber();

    public IConnectionCheck Check { get; } = new ZendeskCheck();

    public Uri BaseUrl(object options) => new($"https://{((ZendeskOptions)options).Subdomain}.zendesk.com");

    /// <summary>Usually null: people know the subdomain, which can be renamed, and no call of the API tells the account's id. <see cref="CommentCompletion"/> finds it out.</summary>
    public string? AccountOf(object options) => ((ZendeskOptions)options).AccountId;

    public Secret WebhookSecret(object options) => ((ZendeskOptions)options).SigningSecret;

    // Source: developer.zendesk.com, "Verifying webhook authenticity": base64(HMAC-SHA256(secret, timestamp + body)).
    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now)
    {
        var timestamp = request.Header(TimestampHeader);
        if (string.IsNullOrEmpty(timestamp)) return new Verification.Refused($"The header {TimestampHeader} is missing.");
        var check = HmacSignature.CheckBase64(request.Header(SignatureHeader), WebhookSecret(options), Encoding.UTF8.GetBytes(timestamp), request.Body.Span);
        if (check != SignatureCheck.Genuine) return Verification.Of(check, SignatureHeader);
        return DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed) && (now - signed).Duration() <= Freshness
            ? new Verification.Genuine()
            : new Verification.Refused($"The header {TimestampHeader} is more than {Freshness.TotalMinutes} minutes from the hub's clock.");
    }

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [reader.Read(request)];

    public Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) =>
        ZendeskWhole.IsBare(incoming) ? ZendeskWhole.RunAsync(incoming, connection, cancel)
        : incoming.Data is CommentCreated comment
            ? CommentCompletion.RunAsync(incoming, comment, connection, cancel)
            : Task.FromResult<Completion>(new Completion.Completed(incoming));
}
