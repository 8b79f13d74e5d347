using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>The built-in connector <c>hub</c>: what the hub reports of itself and what it can be asked to do to itself. It is always there and not configured.</summary>
internal sealed class HubConnector : IConnector
{
    /// <summary>Its name, and that of its one connection.</summary>
    public const string ConnectionName = "hub";

    /// <summary>The action that does nothing but be due.</summary>
    public const string Timer = "hub.timer";

    public const string ConsentChanged = "hub.consent.changed";

    public const string ConsentRequested = "hub.consent.requested";

    /// <summary>The action that sets what the hub knows of a customer.</summary>
    public const string SetCustomer = "hub.set_customer";
    public const string CommandParked = "hub.command.parked";
    public const string ConnectionFailed = "hub.connection.failed";
    public const string TemplatePaused = "hub.template.paused";
    public const string CustomerMerged = "hub.customer.merged";

    private HubConnector()
    {
    }

    /// <summary>The one connector; it holds no state.</summary>
    public static HubConnector Instance { get; } = new();

    public string Name => ConnectionName;

    public Type OptionsType => typeof(object);

    public IReadOnlyList<EventType> Events { get; } =
    [
        new(ConsentChanged, "What a person allows has changed: by STOP or START, by the vendor's switch or answer, by a mapping, by the admin API, or by a merge.", EventNature.Occurrence, HubJson.Default.ConsentChanged) { OfCustomer = true },
        new(ConsentRequested, "An opt-in from outside of the chat waits until the person confirms it there: ask them.", EventNature.Occurrence, HubJson.Default.ConsentRequested) { OfCustomer = true },
        new(CommandParked, "A command was set aside with a reason. A route does not run on what it caused itself.", EventNature.Occurrence, HubJson.Default.CommandParked),
        new(ConnectionFailed, "A connection does not work: its vendor refuses the credentials, lets nothing through for hours, or does not answer.", EventNature.Occurrence, HubJson.Default.ConnectionFailed),
        new(TemplatePaused, "A template that could be sent can be sent no more: it was paused, disabled or deleted.", EventNature.Occurrence, HubJson.Default.TemplatePaused),
        new(CustomerMerged, "Two customers turned out to be one person.", EventNature.Occurrence, HubJson.Default.CustomerMerged) { OfCustomer = true },
    ];

    public IReadOnlyList<IAction> Actions { get; } =
    [
        new HubAction<TimerInput>(Timer, "Does nothing but be due; other routes hang on it by after.", HubJson.Default.TimerInput, "timer", _ => null, _ => null),
        new HubAction<AlertInput>("hub.alert", "Tells the people who run the hub: listed by GET /api/v1/alerts, logged as a warning, and posted to Alerts:Webhook:Url.", HubJson.Default.AlertInput, "alert", _ => null, _ => null),
        new HubAction<RecordConsentInput>("hub.record_consent", "Records an opt-in or opt-out with its evidence.", HubJson.Default.RecordConsentInput, "customer", input => input.Customer.Id, _ => null),
        new HubAction<TagCustomerInput>("hub.tag_customer", "Gives tags to a customer and takes tags away.", HubJson.Default.TagCustomerInput, "customer", input => input.Customer.Id, CustomerChecks.Of),
        new HubAction<SetCustomerInput>(SetCustomer, "Sets what the hub knows of a customer.", HubJson.Default.SetCustomerInput, "customer", input => input.Customer.Id, CustomerChecks.Of),
    ];

    public IReadOnlyList<IQuery> Queries { get; } = [];

    public IReadOnlyList<string> Objects { get; } = [];

    public long MaxWebhookBytes => 0;

    public Uri BaseUrl(object options) => new("http://127.0.0.1/");

    public string? AccountOf(object options) => null;

    public Secret WebhookSecret(object options) => new([]);

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now) => new Verification.Refused("Nobody sends webhooks to the hub's own connection.");

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [];
}
