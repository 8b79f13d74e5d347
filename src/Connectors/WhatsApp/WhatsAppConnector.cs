using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>WhatsApp by Meta's Cloud API: one business number a connection.</summary>
internal sealed class WhatsAppConnector(IMapper mapper) : IMessagingConnector
{
    private const string SignatureHeader = "X-Hub-Signature-256";
    private readonly WhatsAppReader reader = new(mapper);

    public string Name => "whatsapp";

    public Type OptionsType => typeof(WhatsAppOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        new("whatsapp.message.received", "A person wrote to the business number.", EventNature.Occurrence, WhatsAppJson.Default.MessageReceived) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.message.sent", "A message of the hub left: WhatsApp has accepted it.", EventNature.Occurrence, WhatsAppJson.Default.OutboundMessage) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.media.stored", "The image, video, audio, document or sticker of a message is fetched, checked and kept.", EventNature.Occurrence, WhatsAppJson.Default.StoredMedia) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.message.edited", "A person changed a message.", EventNature.Occurrence, WhatsAppJson.Default.MessageEdited) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.message.revoked", "A person took a message back.", EventNature.Occurrence, WhatsAppJson.Default.MessageRevoked) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.message.echoed", "The business sent a message from its phone app.", EventNature.Occurrence, WhatsAppJson.Default.MessageEchoed) { InThread = true, Ends = ["whatsapp.thread"] },
        new("whatsapp.status.changed", "A message that the business sent was sent, delivered, read, played, or failed.", EventNature.State, WhatsAppJson.Default.StatusChanged),
        new("whatsapp.preference.changed", "A person stopped or resumed marketing messages by WhatsApp's own switch.", EventNature.State, WhatsAppJson.Default.PreferenceChanged),
        new("whatsapp.template.changed", "The status, category, components or quality of a template changed.", EventNature.State, WhatsAppJson.Default.TemplateChanged),
        new("whatsapp.system.changed", "A person changed their number or identity.", EventNature.Occurrence, WhatsAppJson.Default.SystemChanged) { NamesPerson = true },
        new("whatsapp.account.changed", "The business account, its limits or one of its numbers changed.", EventNature.Occurrence, WhatsAppJson.Default.AccountChanged),
        new("whatsapp.unknown", "A webhook that this connector does not know.", EventNature.Occurrence, WhatsAppJson.Default.UnknownEvent),
    ];

    public IReadOnlyList<IAction> Actions { get; } = [new SendTemplate(), new Reply()];

    public IReadOnlyList<IQuery> Queries { get; } = [];

    public IReadOnlyList<string> Objects { get; } = ["whatsapp.thread"];

    public IReadOnlyList<VendorCode> Codes => [.. WhatsAppErrorTable.All.Select(error => new VendorCode(error.Codes, error.Kind, error.Sentence, error.Doing))];

    // Meta, webhooks overview, 2026-04.
    public long MaxWebhookBytes => 3 * 1024 * 1024;

    // Meta still sends the older SHA-1 signature beside the one that counts.
    public WebhookHeaders WebhookHeaders { get; } = new([SignatureHeader, "X-Hub-Signature"], []);

    public ISubscriber Subscriber { get; } = new WhatsAppSubscriber();

    public IConnectionCheck Check { get; } = new WhatsAppCheck();

    public Uri BaseUrl(object options) => new("https://graph.facebook.com/");

    public string? AccountOf(object options) => ((WhatsAppOptions)options).PhoneNumberId;

    public Secret WebhookSecret(object options) => ((WhatsAppOptions)options).AppSecret;

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now)
    {
        var own = (WhatsAppOptions)options;
        return request.Method switch
        {
            "POST" => Verification.Of(HmacSignature.CheckHex(request.Header(SignatureHeader), "sha256=", own.AppSecret, [], request.Body.Span), SignatureHeader),
            "GET" => Handshake(request, own),
            _ => new Verification.Refused($"WhatsApp sends no {request.Method}."),
        };
    }

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => reader.Read(request);

    public Task<TemplateList> ListTemplatesAsync(Connection connection, CancellationToken cancel) => WhatsAppTemplates.ListAsync(connection, cancel);

    public Task<AccountReach> ReachAsync(Connection connection, CancellationToken cancel) => WhatsAppReach.AskAsync(connection, cancel);

    public UserScope? UsersOf(object options) => options is WhatsAppOptions { BusinessPortfolioId: { } portfolio, BusinessAccountId: var account } ? new(account, portfolio) : null;

    public IMediaSource Media { get; } = new WhatsAppMedia();

    public bool WaitsForSent(object options) => ((WhatsAppOptions)options).Order == SendOrder.Strict;

    /// <inheritdoc/>
    public IReadOnlyList<MessageTemplate>? ReadTemplates(ReadOnlyMemory<byte> answer) => WhatsAppTemplates.Read(answer);

    public (IMessageAction Action, object Input) Reply(Recipient to, string text) => (Actions.OfType<Reply>().Single(), new ReplyInput { To = to, Text = text });

    private static Verification Handshake(WebhookRequest request, WhatsAppOptions options)
    {
        if (request.Query.GetValueOrDefault("hub.mode") != "subscribe") return new Verification.Refused("The query is not that of Meta's handshake.");
        if (!HmacSignature.SameText(request.Query.GetValueOrDefault("hub.verify_token"), options.VerifyToken)) return new Verification.Refused("The verify token is not that of this connection.");
        return request.Query.GetValueOrDefault("hub.challenge") is { Length: > 0 } challenge ? new Verification.Handshake(challenge) : new Verification.Refused("The handshake has no challenge.");
    }
}
