using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Zendesk;

/// <summary>The settings of a Zendesk connection.</summary>
internal sealed record ZendeskOptions : IValidatableObject
{
    // Zendesk signs the test calls made before a webhook exists with this published secret, so anybody can: never accepted.
    private const string PublicTestSecret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    /// <summary>The first label of the account's address: <c>acme</c> of acme.zendesk.com.</summary>
    [Required]
    [Description("The first label of the account's address: acme of acme.zendesk.com")]
    public string Subdomain { get; init; } = "";

    /// <summary>The e-mail address of the agent as whom the hub acts.</summary>
    [Required]
    [Description("The e-mail address of the agent as whom the hub acts")]
    public string Email { get; init; } = "";

    /// <summary>The API token of that agent's account.</summary>
    [Required]
    [Description("The API token")]
    public Secret ApiToken { get; init; } = null!;

    /// <summary>The signing secrets: one for each webhook that points to this connection, and old ones while they are rotated.</summary>
    [Required]
    [Description("The signing secret of the webhook; a list where several webhooks point here")]
    public Secret SigningSecret { get; init; } = null!;

    /// <summary>The account's id, a number, as Zendesk's webhooks name it (<c>account_id</c>); null to find it out from the first comment that is there.</summary>
    [Description("The account's number, as webhooks name it in account_id; events of others are dropped")]
    public string? AccountId { get; init; }

    /// <summary>Whether the hub asks Zendesk what no webhook has brought, which only an administrator may.</summary>
    [Description("Whether the hub asks Zendesk what no webhook has brought; it needs an administrator's token")]
    public bool Compares { get; init; } = true;

    /// <summary>The tag by which triggers know tickets from the chat; only the check looks at it.</summary>
    [Required]
    [Description("The tag by which your triggers know tickets from the chat; hub connections check looks for it")]
    public string CustomerTag { get; init; } = "whatsapp";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Subdomain.Any(sign => !char.IsAsciiLetterOrDigit(sign) && sign != '-'))
        {
            yield return new("Subdomain is the first label of the address only: acme, not acme.zendesk.com or https://….", [nameof(Subdomain)]);
        }

        if (!Email.Contains('@', StringComparison.Ordinal) || Email.Contains(':', StringComparison.Ordinal) || Email.Contains('/', StringComparison.Ordinal))
        {
            yield return new("Email is the plain e-mail address, without /token.", [nameof(Email)]);
        }

        if (AccountId is not null && !ZendeskId.IsValid(AccountId))
        {
            yield return new("AccountId is the account's number, not its subdomain.", [nameof(AccountId)]);
        }

        if (SigningSecret is not null && SigningSecret.Values.Contains(PublicTestSecret, StringComparer.Ordinal))
        {
            yield return new("SigningSecret holds the secret that Zendesk publishes for testing: take the webhook's own.", [nameof(SigningSecret)]);
        }
    }
}
