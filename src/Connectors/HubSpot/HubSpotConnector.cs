using System.Text.Json.Serialization.Metadata;
using AutoMapper;
using Hub.Connectors.HubSpot.Actions;
using Hub.Connectors.HubSpot.Queries;

namespace Hub.Connectors.HubSpot;

/// <summary>HubSpot CRM: contacts, deals and tickets, and what stands on their timelines.</summary>
/// <param name="mapper">Maps HubSpot's properties to records.</param>
internal sealed class HubSpotConnector(IMapper mapper) : IOAuthConnector
{
    public const string File = "hubspot.file";
    public const string AssociationChanged = "hubspot.association.changed";
    public const string Unknown = "hubspot.unknown";

    private readonly HubSpotCompletion completion = new(new(mapper));

    public string Name => "hubspot";

    public Type OptionsType => typeof(HubSpotOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        .. EventsOf(HubSpotObject.Contact, "contact", HubSpotJson.Default.ContactReported),
        .. EventsOf(HubSpotObject.Deal, "deal", HubSpotJson.Default.DealReported),
        .. EventsOf(HubSpotObject.Ticket, "ticket", HubSpotJson.Default.TicketReported),
        new(AssociationChanged, "Two records were joined or parted, such as a deal and a contact; told once from each side.", EventNature.Occurrence, HubSpotJson.Default.AssociationChanged),
        new(Unknown, "HubSpot sent an event of a type that this connector does not know.", EventNature.Occurrence, HubSpotJson.Default.UnknownEvent),
    ];

    public IReadOnlyList<IAction> Actions { get; } =
    [
        new UpsertContact(), new UpdateContact(), new LogMessage(), new AddContactNote(), new AddDealNote(), new AddTicketNote(),
        new CreateDeal(), new UpdateDeal(), new CreateTicket(), new UpdateTicket(), new UploadFile(),
    ];

    public IReadOnlyList<IQuery> Queries => field ??= [new FindContact(new(mapper)), new ListDeals(new(mapper)), new ListTickets(new(mapper))];

    public IReadOnlyList<string> Objects { get; } = [.. HubSpotObject.All.Select(kind => kind.End), File];

    public IReadOnlyList<RequestLimit> RequestLimits { get; } = [HubSpotBudgets.Searches];

    // HubSpot states no cap: 100 events, each with a value of up to 65,536 characters.
    public long MaxWebhookBytes => 10 * 1024 * 1024;

    public WebhookHeaders WebhookHeaders { get; } = new([HubSpotSignature.Header, HubSpotSignature.TimestampHeader, HubSpotSignature.OldHeader, HubSpotSignature.VersionHeader], []);

    public IChangeFeed Changes => field ??= new HubSpotChanges(completion);

    public ISubscriber Subscriber { get; } = new HubSpotSubscriber();

    public IConnectionCheck Check { get; } = new HubSpotCheck();

    /// <summary>The same for all accounts, those of the EU too.</summary>
    public Uri BaseUrl(object options) => new("https://api.hubapi.com/");

    public string? AccountOf(object options) => ((HubSpotOptions)options).PortalId;

    public Secret WebhookSecret(object options) => ((HubSpotOptions)options).ClientSecret;

    public Secret? RefreshToken(object options) => ((HubSpotOptions)options).RefreshToken;

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now) => HubSpotSignature.Verify(request, (HubSpotOptions)options, now);

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => HubSpotReader.Read(request);

    public Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) => completion.RunAsync(incoming, connection, cancel);

    public Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel) => HubSpotTokens.RefreshAsync(refreshToken, connection, cancel);

    private static Func<object, AboutPerson?> Person(HubSpotObject kind) => data => HubSpotPeople.Of(kind, data);

    private static IEnumerable<EventType> EventsOf(HubSpotObject kind, string name, JsonTypeInfo report) =>
    [
        new(kind.Created, $"A {name} was made; what was changed of it at once is part of it.", EventNature.Occurrence, report) { Completeness = EventCompleteness.Hint, Ends = [kind.End], About = Person(kind) },
        new(kind.Changed, $"Properties of a {name} were changed; several changes that come together are one event.", EventNature.State, report) { Completeness = EventCompleteness.Hint, Ends = [kind.End], About = Person(kind) },
        new(kind.Merged, $"Several {name}s became one.", EventNature.Occurrence, HubSpotJson.Default.RecordMerged) { Ends = [kind.End], About = kind == HubSpotObject.Contact ? Person(kind) : null },
        new(kind.Deleted, $"A {name} was deleted.", EventNature.Occurrence, HubSpotJson.Default.RecordDeleted) { Ends = [kind.End], About = kind == HubSpotObject.Contact ? Person(kind) : null },
    ];
}
