using System.Text;
using AutoMapper;

namespace Hub.Connectors.Zoho;

/// <summary>Zoho CRM: leads, contacts, deals and cases.</summary>
/// <param name="mapper">Maps Zoho's fields to event records.</param>
internal sealed class ZohoConnector(IMapper mapper) : IOAuthConnector
{
    public const string Unknown = "zoho.unknown";

    // In the place of a secret.
    private const string Hidden = "…";

    private readonly ZohoCompletion completion = new(mapper);

    public string Name => "zoho";

    public Type OptionsType => typeof(ZohoOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        Created(ZohoModule.Lead, "A lead was made.", ZohoJson.Default.ZohoLead),
        Changed(ZohoModule.Lead, "A lead changed; the field changes says what.", ZohoJson.Default.ZohoLead),
        Deleted(ZohoModule.Lead, "A lead was deleted."),
        Created(ZohoModule.Contact, "A contact was made.", ZohoJson.Default.ZohoContact),
        Changed(ZohoModule.Contact, "A contact changed; the field changes says what.", ZohoJson.Default.ZohoContact),
        Deleted(ZohoModule.Contact, "A contact was deleted."),
        Created(ZohoModule.Deal, "A deal was made.", ZohoJson.Default.ZohoDeal),
        Changed(ZohoModule.Deal, "A deal changed; the field changes says what.", ZohoJson.Default.ZohoDeal),
        Deleted(ZohoModule.Deal, "A deal was deleted."),
        Created(ZohoModule.Case, "A case was made.", ZohoJson.Default.ZohoCase),
        Changed(ZohoModule.Case, "A case changed; the field changes says what.", ZohoJson.Default.ZohoCase),
        Deleted(ZohoModule.Case, "A case was deleted."),
        new(Unknown, "Zoho told of a module, or of something done, that this connector does not know.", EventNature.Occurrence, ZohoJson.Default.UnknownEvent),
    ];

    public IReadOnlyList<IAction> Actions { get; } =
    [
        new UpsertLead(),
        new UpsertContact(),
        .. ZohoModule.All.Select(module => new UpdateRecord(module)),
        .. ZohoModule.All.Select(module => new AddNote(module)),
        .. ZohoModule.All.Select(module => new AttachFile(module)),
        .. ZohoModule.All.Select(module => new AddTags(module)),
        .. ZohoModule.All.Select(module => new RemoveTags(module)),
    ];

    public IReadOnlyList<IQuery> Queries { get; } = [new FindPerson(), new GetRecord(), new ListRelated()];

    public IReadOnlyList<string> Objects { get; } = [.. ZohoModule.All.Select(module => module.Object)];

    public int? MostInFlight(object options) => ((ZohoOptions)options).CallsAtOnce;

    // Zoho states no bound: a hundred records of a mass update with the values of all their fields are some hundred kilobytes.
    public long MaxWebhookBytes => 2 * 1024 * 1024;

    public bool Unsigned => true;

    public IChangeFeed Changes { get; } = new ZohoFeed();

    public ISubscriber Subscriber { get; } = new ZohoSubscriber();

    public IConnectionCheck Check { get; } = new ZohoCheck();

    public Uri BaseUrl(object options) => ZohoHosts.Api(((ZohoOptions)options).DataCentre);

    /// <summary>Null: notifications do not say whose they are, so that the secret alone decides.</summary>
    public string? AccountOf(object options) => null;

    public Secret WebhookSecret(object options) => ((ZohoOptions)options).WebhookSecret;

    public Secret RefreshToken(object options) => ((ZohoOptions)options).RefreshToken;

    public Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel) => ZohoTokens.RefreshAsync(refreshToken, connection, cancel);

    // Zoho signs nothing: the address and the channel's token are what only Zoho and the hub know, and what comes by them is a hint all the same.
    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now)
    {
        var secret = WebhookSecret(options);
        if (!ZohoChannel.IsAddress(request.Suffix, secret)) return new Verification.Refused("The address does not end in the connection's secret segment.");
        try
        {
            var notification = Notification.Of(request.Body.Span);
            return ZohoChannel.IsToken(notification.Token, notification.Channel, secret, now)
                ? new Verification.Genuine()
                : new Verification.Refused("The body has no token that the hub gave its channel, or one of long ago.");
        }
        catch (UnreadableWebhookException)
        {
            return new Verification.Refused("The body is no notification, so that no token is in it.");
        }
    }

    // The end of the address and the token of the channel are all that a forger needs.
    public WebhookRequest WithoutProof(WebhookRequest request)
    {
        var shown = request with { Suffix = request.Suffix.Length == 0 ? "" : Hidden };
        try
        {
            return Notification.Of(request.Body.Span).Token is { Length: > 0 } token
                ? shown with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span).Replace(token, Hidden, StringComparison.Ordinal)) }
                : shown;
        }
        catch (UnreadableWebhookException)
        {
            return shown;
        }
    }

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => ZohoReader.Read(request);

    public Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) => completion.RunAsync(incoming, connection, cancel);

    private static Func<object, AboutPerson?> Person(ZohoModule module) => data => ZohoPeople.Of(module, data);

    private static EventType Created(ZohoModule module, string description, System.Text.Json.Serialization.Metadata.JsonTypeInfo data) =>
        new(module.Created, description, EventNature.Occurrence, data) { Completeness = EventCompleteness.LacksFields, Ends = [module.Object], About = Person(module) };

    private static EventType Changed(ZohoModule module, string description, System.Text.Json.Serialization.Metadata.JsonTypeInfo data) =>
        new(module.Changed, description, EventNature.State, data) { Completeness = EventCompleteness.LacksFields, Ends = [module.Object], About = Person(module) };

    private static EventType Deleted(ZohoModule module, string description) =>
        new(module.Deleted, description, EventNature.Occurrence, ZohoJson.Default.ZohoDeleted) { Completeness = EventCompleteness.LacksFields, Ends = [module.Object], About = module.IsOfPeople ? Person(module) : null };
}
