namespace Hub.Connectors;

/// <summary>A module that knows one vendor: it reports events and performs actions. It holds no state.</summary>
public interface IConnector
{
    /// <summary>The name in configuration and mappings, lower case: <c>shopify</c>.</summary>
    string Name { get; }

    /// <summary>The options type: bound from <c>Connections:name</c>, validated at start by its attributes and <c>IValidatableObject</c>.
    /// Properties of type <see cref="Secret"/> take one value, a list, or a file (<c>…File</c>).</summary>
    Type OptionsType { get; }

    /// <summary>The events that it reports.</summary>
    IReadOnlyList<EventType> Events { get; }

    /// <summary>The actions that it can be asked to do.</summary>
    IReadOnlyList<IAction> Actions { get; }

    /// <summary>The queries that it answers.</summary>
    IReadOnlyList<IQuery> Queries { get; }

    /// <summary>The objects that a link may join, for example <c>zendesk.ticket</c>.</summary>
    IReadOnlyList<string> Objects { get; }

    /// <summary>The ends of the webhook's address that the connector knows, where the vendor says there what happened; empty where it says so in the body.</summary>
    IReadOnlyList<string> Suffixes => [];

    /// <summary>The largest webhook body that the vendor sends, in bytes; a larger one is answered 413. 0 where no webhooks come at all: there is no address then.</summary>
    long MaxWebhookBytes { get; }

    /// <summary>True where the vendor does not sign the body: every event is then a hint.</summary>
    bool Unsigned => false;

    /// <summary>The headers of the vendor's webhooks. <see cref="Read"/> sees the kept ones only: the others are not stored.</summary>
    WebhookHeaders WebhookHeaders => WebhookHeaders.None;

    /// <summary>The vendor's address for these options; a connection's <c>BaseUrl</c> replaces it.</summary>
    Uri BaseUrl(object options);

    /// <summary>The account that the configuration names; null where a completion has to find it out (<see cref="Connection.Account"/>) or the secret alone decides.</summary>
    string? AccountOf(object options);

    /// <summary>Asks for the account that the configuration does not name; null where it names it, or nothing but the secret decides.</summary>
    IAccountFinder? Accounts => null;

    /// <summary>The secret that signs this connection's webhooks.</summary>
    Secret WebhookSecret(object options);

    /// <summary>Whether the vendor sent this. Raw bytes, constant time, fails closed, never throws.</summary>
    Verification Verify(WebhookRequest request, object options, DateTimeOffset now);

    /// <summary>A webhook as people may see it: without what proves its origin where that stands in the address or the body. Never throws.</summary>
    WebhookRequest WithoutProof(WebhookRequest request) => request;

    /// <summary>The events in a webhook, in order. Pure, so that a replay gives the same. Unknown types become <c>connector.unknown</c> events;
    /// a body that is not of the vendor's form at all throws <see cref="UnreadableWebhookException"/>.</summary>
    IReadOnlyList<IncomingEvent> Read(WebhookRequest request);

    /// <summary>How many requests of one account the vendor lets be under way at once; null where it has no such limit.</summary>
    int? MostInFlight(object options) => null;

    /// <summary>The vendor's limits of single requests, of which an action or a query may make several.</summary>
    IReadOnlyList<RequestLimit> RequestLimits => [];

    /// <summary>The vendor's error table, for the reference; empty where it is written by hand.</summary>
    IReadOnlyList<VendorCode> Codes => [];

    /// <summary>The vendor's list of what has changed; null where it has none that the connector asks.</summary>
    IChangeFeed? Changes => null;

    /// <summary>What subscribes its webhooks; null where the vendor has no calls for that, or a person has to.</summary>
    ISubscriber? Subscriber => null;

    /// <summary>What tries a connection; null where there is nothing to try.</summary>
    IConnectionCheck? Check => null;

    /// <summary>Fetches what a webhook lacks, for event types that say so.</summary>
    Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) =>
        Task.FromResult<Completion>(new Completion.Completed(incoming));
}

/// <summary>A connector whose vendor carries messages to people. It declares the event type <c>name.message.sent</c> with the record
/// <see cref="OutboundMessage"/>, in a thread; the hub itself reports it, for every message of its own that left.</summary>
public interface IMessagingConnector : IConnector
{
    /// <summary>All message templates of the account, all pages.</summary>
    /// <returns>The templates, or why they could not be fetched.</returns>
    Task<TemplateList> ListTemplatesAsync(Connection connection, CancellationToken cancel);

    /// <summary>How far the account reaches. It is asked where the templates are fetched; a failure keeps nothing from going.</summary>
    Task<AccountReach> ReachAsync(Connection connection, CancellationToken cancel) => Task.FromResult<AccountReach>(new AccountReach.Untold());

    /// <summary>Within what user ids are told apart; null where it is what the connector reads from the webhooks.</summary>
    UserScope? UsersOf(object options) => null;

    /// <summary>What gives the files that come with messages; null where none come.</summary>
    IMediaSource? Media => null;

    /// <summary>Whether the next message of a thread waits until the one before is reported as sent (5 s at most), because the vendor keeps no order of what it has accepted.</summary>
    bool WaitsForSent(object options) => false;

    /// <summary>The message templates of an answer of the vendor's own list that was kept in a file.</summary>
    /// <param name="answer">The answer, JSON.</param>
    /// <returns>Null where it is not of the vendor's form.</returns>
    IReadOnlyList<MessageTemplate>? ReadTemplates(ReadOnlyMemory<byte> answer);

    /// <summary>The action and input of a plain text reply, for the hub's own confirmations (of STOP and START).</summary>
    (IMessageAction Action, object Input) Reply(Recipient to, string text);
}

/// <summary>What the fetch of the templates led to.</summary>
/// <param name="Templates">The templates; empty after a failure.</param>
/// <param name="Failure">Why they could not be fetched; null when they were.</param>
public sealed record TemplateList(IReadOnlyList<MessageTemplate> Templates, VendorFailure? Failure = null);

/// <summary>A webhook's body is not of the vendor's form: the webhook is parked with this text.</summary>
/// <param name="message">What is wrong and where.</param>
/// <param name="inner">The reader's own error, where there is one.</param>
public sealed class UnreadableWebhookException(string message, Exception? inner = null) : Exception(message, inner);
