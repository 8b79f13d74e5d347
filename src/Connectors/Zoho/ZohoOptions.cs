using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Zoho;

/// <summary>The settings of a Zoho CRM connection.</summary>
internal sealed record ZohoOptions : IValidatableObject
{
    // Below it the derived token and address could be guessed.
    private const int FewestSecretLetters = 16;

    private static readonly TimeSpan ShortestChannel = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestChannel = TimeSpan.FromDays(7);

    /// <summary>The client id of the server-based (or self) client in the API console.</summary>
    [Required]
    [Description("The client id of the hub's client in Zoho's API console")]
    public string ClientId { get; init; } = "";

    /// <summary>The client secret; each data centre may have its own.</summary>
    [Required]
    [Description("The client secret of the account's data centre")]
    public Secret ClientSecret { get; init; } = null!;

    /// <summary>The refresh token of the user as whom the hub acts.</summary>
    [Required]
    [Description("The refresh token of the user as whom the hub acts")]
    public Secret RefreshToken { get; init; } = null!;

    /// <summary>What proves notifications: Zoho does not sign them. The channel tokens and the secret end of the webhook's address are derived from it.</summary>
    [Required]
    [Description("A random text of 16 letters at least, from which the channel tokens and the secret end of the webhook address are derived; a list while it is changed")]
    public Secret WebhookSecret { get; init; } = null!;

    /// <summary>The data centre by the end of its addresses.</summary>
    [Description("The data centre by the end of its address: com, eu, in, com.au, jp, ca, com.cn, sa, ae or sg")]
    public string DataCentre { get; init; } = "com";

    /// <summary>Where tokens are asked for; null for the data centre's own.</summary>
    [Description("The address of the accounts server, where it is not the data centre's own")]
    public Uri? AccountsUrl { get; init; }

    /// <summary>The API name of the unique text field of leads and contacts that holds the hub's id of the customer.</summary>
    [Description("The API name of the unique text field, on Leads and Contacts, that holds the hub's id of the customer")]
    public string KeyField { get; init; } = "Hub_Customer";

    /// <summary>The API name of the text field that the hub writes its command into with each write, by which it knows its own changes again.</summary>
    [Description("The API name of the text field that tells the hub's own writes from people's")]
    public string MarkField { get; init; } = "Hub_Last_Write";

    /// <summary>The id of the CRM user whose token the hub has, where nobody else works as that user; else null.</summary>
    [Description("The id of the CRM user whose token it is, where nobody else works as that user: what that user changed is the hub's own")]
    public string? HubUser { get; init; }

    /// <summary>What of the CRM's own automation the hub's writes set off: <c>none</c>, <c>all</c>, or some of <c>workflow</c>, <c>approval</c>, <c>blueprint</c>.</summary>
    [Description("What the hub's writes set off in the CRM: none, all, or some of workflow, approval, blueprint with commas")]
    public string Trigger { get; init; } = "none";

    /// <summary>The currency of amounts where a record does not name its own.</summary>
    [Description("The organisation's currency, ISO 4217, where it has only one")]
    [TextForm(TextForm.Currency)]
    public string? Currency { get; init; }

    /// <summary>How long a notification channel is asked for. Zoho's pages say a day at most, and a week since version 6; beyond its maximum it grants one hour.</summary>
    [Description("How long a notification channel is asked for: an hour to seven days; beyond what Zoho allows it grants an hour")]
    public TimeSpan ChannelLifetime { get; init; } = TimeSpan.FromHours(23);

    /// <summary>The API credits of 24 hours by the edition; null where the hub is not to keep a share of them back.</summary>
    [Description("The API credits of 24 hours that the edition gives")]
    public int? DailyCredits { get; init; }

    /// <summary>How many calls of one app the edition lets be under way at once: 5 in the free one, 10, 15, 20 or 25 in the others (from memory of Zoho's page "API limits").</summary>
    [Description("How many calls may be under way at once, by the edition: 5 in the free one, 10 to 25 in the others")]
    public int CallsAtOnce { get; init; } = 10;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ZohoHosts.IsKnown(DataCentre)) yield return new($"DataCentre is one of {string.Join(", ", ZohoHosts.Names)}.", [nameof(DataCentre)]);
        if (AccountsUrl is not null && !(AccountsUrl.Scheme == Uri.UriSchemeHttps || AccountsUrl.IsLoopback)) yield return new("AccountsUrl is an https address.", [nameof(AccountsUrl)]);
        if (!ZohoName.IsValid(KeyField)) yield return new("KeyField is the API name of a field: letters, digits and underscores.", [nameof(KeyField)]);
        if (!ZohoName.IsValid(MarkField)) yield return new("MarkField is the API name of a field: letters, digits and underscores.", [nameof(MarkField)]);
        if (KeyField == MarkField) yield return new("KeyField and MarkField are two fields.", [nameof(MarkField)]);
        if (HubUser is not null && !ZohoId.IsValid(HubUser)) yield return new("HubUser is the id of a CRM user, a number.", [nameof(HubUser)]);
        if (!ZohoTrigger.IsValid(Trigger)) yield return new("Trigger is none, all, or some of workflow, approval, blueprint with commas.", [nameof(Trigger)]);
        if (Currency is not null && !(Currency.Length == 3 && Currency.All(char.IsAsciiLetterUpper))) yield return new("Currency is three upper-case letters, such as EUR.", [nameof(Currency)]);
        if (ChannelLifetime < ShortestChannel || ChannelLifetime > LongestChannel) yield return new("ChannelLifetime is an hour at least and seven days at most.", [nameof(ChannelLifetime)]);
        if (DailyCredits is < 1) yield return new("DailyCredits is 1 at least.", [nameof(DailyCredits)]);
        if (CallsAtOnce is < 1 or > 100) yield return new("CallsAtOnce is 1 at least and 100 at most.", [nameof(CallsAtOnce)]);
        if (WebhookSecret?.Values.Any(value => value.Length < FewestSecretLetters) == true)
        {
            yield return new($"WebhookSecret has {FewestSecretLetters} letters at least, for example from: openssl rand -hex 32", [nameof(WebhookSecret)]);
        }
    }
}

/// <summary>What a write sets off in the CRM (Zoho's key <c>trigger</c>: left out it sets off all, empty nothing).</summary>
internal static class ZohoTrigger
{
    private static readonly string[] Words = ["workflow", "approval", "blueprint"];

    /// <summary>Whether a setting is one of its forms.</summary>
    public static bool IsValid(string text) => text is "none" or "all" || Array.TrueForAll(Parts(text), part => Words.Contains(part, StringComparer.Ordinal));

    /// <summary>The value of the key; null to leave it out.</summary>
    public static IReadOnlyList<string>? Of(string text) => text switch
    {
        "all" => null,
        "none" => [],
        _ => Parts(text),
    };

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}

/// <summary>Zoho's record ids: decimal digits, as text because they outgrow what other systems' numbers hold.</summary>
internal static class ZohoId
{
    /// <summary>Whether a text is an id, and so may stand in a path.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit);
}

/// <summary>The API names of Zoho's fields, modules and lists.</summary>
internal static class ZohoName
{
    /// <summary>Whether a text is such a name, and so may stand in a path or a query.</summary>
    public static bool IsValid(string? name) => name is { Length: > 0 and <= 100 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$');
}
