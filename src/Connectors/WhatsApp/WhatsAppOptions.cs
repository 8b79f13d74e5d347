using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.WhatsApp;

/// <summary>One business number. Where each value stands at Meta is in this folder's README.</summary>
internal sealed record WhatsAppOptions : IValidatableObject
{
    /// <summary>The app secret: signs the webhooks.</summary>
    [Required]
    public required Secret AppSecret { get; init; }

    /// <summary>The text that the webhook's registration must show.</summary>
    [Required]
    public required Secret VerifyToken { get; init; }

    /// <summary>A system user's token with whatsapp_business_messaging and whatsapp_business_management.</summary>
    [Required, FitsHeader]
    public required Secret AccessToken { get; init; }

    /// <summary>The number's id: not the phone number itself.</summary>
    [Required]
    public required string PhoneNumberId { get; init; }

    /// <summary>The WhatsApp business account (WABA) that owns the number and the templates.</summary>
    [Required]
    public required string BusinessAccountId { get; init; }

    /// <summary>The Graph version. v23.0 is the newest that Meta publishes a description of; Meta serves each for about two years.</summary>
    [Required]
    public string GraphVersion { get; init; } = "v23.0";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSegment(PhoneNumberId)) yield return new("PhoneNumberId must be the number's id at Meta: letters and digits only.", [nameof(PhoneNumberId)]);
        if (!IsSegment(BusinessAccountId)) yield return new("BusinessAccountId must be the account's id at Meta: letters and digits only.", [nameof(BusinessAccountId)]);
        if (GraphVersion is not ['v', .. var version] || !Version.TryParse(version, out _)) yield return new("GraphVersion must look like v23.0.", [nameof(GraphVersion)]);
    }

    // Both become segments of the address that is called.
    private static bool IsSegment(string? text) => !string.IsNullOrEmpty(text) && text.All(char.IsAsciiLetterOrDigit);
}
