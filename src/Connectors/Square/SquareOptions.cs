using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Hub.Connectors.Square;

/// <summary>The settings of a Square connection: one seller, and the application that acts for them.</summary>
internal sealed record SquareOptions : IValidatableObject
{
    private const string Production = "production";
    private const string Sandbox = "sandbox";

    /// <summary>The signature key of the webhook subscription, and the old one while it is rotated.</summary>
    [Required, Description("The signature key of the webhook subscription; a list while it is rotated")]
    public Secret SignatureKey { get; init; } = null!;

    /// <summary>The notification URL of the subscription, letter for letter: Square signs it with the body.</summary>
    [Required, Description("The notification URL of the webhook subscription, exactly as Square has it: the signature covers it")]
    public string NotificationUrl { get; init; } = "";

    /// <summary>An access token that does not end (the application's own); null where <see cref="RefreshToken"/> gets them.</summary>
    [FitsHeader, Description("The access token of an application of your own; left out where RefreshToken is given")]
    public Secret? AccessToken { get; init; }

    /// <summary>The refresh token of the seller's authorization; access tokens are good for 30 days and renewed after 7.</summary>
    [Description("The refresh token of the seller's authorization; left out where AccessToken is given")]
    public Secret? RefreshToken { get; init; }

    /// <summary>The application's id, for the renewal of tokens.</summary>
    [Description("The application's id; RefreshToken needs it")]
    public string? ClientId { get; init; }

    /// <summary>The application's secret, for the renewal of tokens.</summary>
    [Description("The application's secret; RefreshToken needs it")]
    public Secret? ClientSecret { get; init; }

    /// <summary>The application's own access token: subscriptions and the list of events are the application's and not the seller's.</summary>
    [FitsHeader, Description("The application's own access token, which lets the hub look after the webhook subscription and find missed events")]
    public Secret? ApplicationToken { get; init; }

    /// <summary>The seller's id, as webhooks name it (<c>merchant_id</c>); null to ask Square at the start whose the token is.</summary>
    [Description("The seller's id, as webhooks name it in merchant_id; events of others are dropped")]
    public string? MerchantId { get; init; }

    /// <summary>Which of Square's two environments it is.</summary>
    [Required, AllowedValues(Production, Sandbox, ErrorMessage = "is production or sandbox."), Description("production, or sandbox for Square's own test accounts")]
    public string Environment { get; init; } = Production;

    /// <summary>The API version that every call names. The shapes of the connector are those of 2025-08-20, the last that Square's public description has.</summary>
    [Required, Description("The API version, for example 2025-08-20")]
    public string ApiVersion { get; init; } = "2025-08-20";

    /// <summary>The address of the environment (the package square, environments).</summary>
    public Uri Address => new(Environment == Sandbox ? "https://connect.squareupsandbox.com" : "https://connect.squareup.com");

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AccessToken is null == RefreshToken is null)
        {
            yield return new("AccessToken or RefreshToken must be given, and not both: the one for an application of your own, the other where the seller has authorized one.", [nameof(AccessToken)]);
        }

        if (RefreshToken is not null && (string.IsNullOrEmpty(ClientId) || ClientSecret is null))
        {
            yield return new("RefreshToken needs ClientId and ClientSecret too.", [nameof(RefreshToken)]);
        }

        if (NotificationUrl.Length > 0 && !(Uri.TryCreate(NotificationUrl, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"))
        {
            yield return new("NotificationUrl must be the whole address, such as https://hub.example.com/webhooks/bookings.", [nameof(NotificationUrl)]);
        }

        if (!DateOnly.TryParseExact(ApiVersion, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return new("ApiVersion must be a date such as 2025-08-20.", [nameof(ApiVersion)]);
        }

        if (MerchantId is not null && !SquareId.IsValid(MerchantId)) yield return new("MerchantId is the seller's id, letters and digits.", [nameof(MerchantId)]);
    }
}
