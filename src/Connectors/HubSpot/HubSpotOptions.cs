using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.HubSpot;

/// <summary>The settings of a HubSpot connection.</summary>
internal sealed record HubSpotOptions : IValidatableObject
{
    /// <summary>The account's number, in HubSpot's words the portal or hub id.</summary>
    [Required]
    [Description("The account's number (Hub ID)")]
    public string PortalId { get; init; } = "";

    /// <summary>The number of the app, private or public: what it has changed itself is told from what others did by it.</summary>
    [Required]
    [Description("The app's number")]
    public string AppId { get; init; } = "";

    /// <summary>The client secret of the app, which signs its webhooks.</summary>
    [Required]
    [Description("The app's client secret, which signs webhooks")]
    public Secret ClientSecret { get; init; } = null!;

    /// <summary>The address to which HubSpot sends the webhooks, exactly as it is registered there: it is signed, and a proxy changes what arrives here.</summary>
    [Required]
    [Description("The public address of this connection's webhooks, exactly as it is registered at HubSpot")]
    public string WebhookUrl { get; init; } = "";

    /// <summary>The token of a private app, which does not end; null for a public app.</summary>
    [FitsHeader]
    [Description("The access token of a private app")]
    public Secret? AccessToken { get; init; }

    /// <summary>The client id of a public app.</summary>
    [Description("The client id of a public app")]
    public string? ClientId { get; init; }

    /// <summary>The refresh token that a public app was given when it was installed.</summary>
    [Description("The refresh token of a public app, given when it was installed")]
    public Secret? RefreshToken { get; init; }

    /// <summary>The key of the developer account, by which webhooks of a public app are subscribed; null where a person does that.</summary>
    [Description("The developer account's API key, with which the hub subscribes the webhooks of a public app; left out where a person does")]
    public Secret? DeveloperKey { get; init; }

    /// <summary>Whether a delivery without the third signature may carry the first, which covers the body alone and does not age.</summary>
    [Description("true to accept deliveries that carry only HubSpot's first signature: it covers the body alone and never ends")]
    public bool AllowV1 { get; init; }

    /// <summary>Whether a delivery without the third signature may carry the second, which does not age.</summary>
    [Description("true to accept deliveries that carry only HubSpot's second signature, which never ends")]
    public bool AllowV2 { get; init; }

    /// <summary>The name of the unique contact property in which the hub keeps its own id of the customer.</summary>
    [Description("The unique contact property in which the hub keeps its id of the customer; it is created where it lacks")]
    public string CustomerProperty { get; init; } = "hub_customer_id";

    /// <summary>The name of the unique property by which the hub finds what a command has made.</summary>
    [Description("The unique property by which the hub finds the messages, notes, deals and tickets that it made; it is created where it lacks")]
    public string CommandProperty { get; init; } = "hub_command_id";

    /// <summary>More contact properties, by their internal names, to fetch and to look for changes of.</summary>
    [Description("More contact properties to fetch, by their internal names")]
    public IReadOnlyList<string> ContactProperties { get; init; } = [];

    /// <summary>More deal properties, by their internal names, to fetch and to look for changes of.</summary>
    [Description("More deal properties to fetch, by their internal names")]
    public IReadOnlyList<string> DealProperties { get; init; } = [];

    /// <summary>More ticket properties, by their internal names, to fetch and to look for changes of.</summary>
    [Description("More ticket properties to fetch, by their internal names")]
    public IReadOnlyList<string> TicketProperties { get; init; } = [];

    /// <summary>The account's currency, for amounts of deals that name none.</summary>
    [Description("The account's currency, for deals that name none")]
    public string? Currency { get; init; }

    /// <summary>Whether bodies of messages and notes are written as plain text. HubSpot shows them as HTML, so that they are escaped unless this is set.</summary>
    [Description("true to write messages and notes as plain text and not as HTML")]
    public bool PlainBodies { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!HubSpotId.IsValid(PortalId)) yield return new("PortalId is the account's number, as HubSpot shows it as Hub ID.", [nameof(PortalId)]);
        if (!HubSpotId.IsValid(AppId)) yield return new("AppId is the app's number, as HubSpot shows it on the app's page.", [nameof(AppId)]);
        if (!Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            yield return new("WebhookUrl is the whole public address, https (http only on loopback), for example https://hub.example.com/webhooks/crm.", [nameof(WebhookUrl)]);
        }

        if (AccessToken is null == RefreshToken is null) yield return new("AccessToken (private app) or RefreshToken (public app) must be given, and not both.", [nameof(AccessToken)]);
        if (RefreshToken is not null && string.IsNullOrEmpty(ClientId)) yield return new("ClientId is missing: RefreshToken needs it.", [nameof(ClientId)]);
        if (Currency is not null && (Currency.Length != 3 || !Currency.All(char.IsAsciiLetterUpper))) yield return new("Currency is a code of ISO 4217, for example EUR.", [nameof(Currency)]);
        foreach (var (property, names) in new[]
        {
            (nameof(CustomerProperty), [CustomerProperty]), (nameof(CommandProperty), [CommandProperty]),
            (nameof(ContactProperties), ContactProperties), (nameof(DealProperties), DealProperties), (nameof(TicketProperties), TicketProperties),
        })
        {
            if (names.Any(name => !HubSpotId.IsName(name))) yield return new($"{property} holds what is no internal name of a property: lower-case letters, digits and underscores, for example hs_lead_status.", [property]);
        }
    }
}

/// <summary>HubSpot's ids and names.</summary>
internal static class HubSpotId
{
    private const int LongestId = 19;
    private const int LongestName = 100;

    /// <summary>Whether a text is the id of a record, and so may stand in a path: up to 19 decimal digits.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= LongestId } && id.All(char.IsAsciiDigit);

    /// <summary>Whether a text is the internal name of a property.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
