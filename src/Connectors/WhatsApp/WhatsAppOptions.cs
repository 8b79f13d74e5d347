using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.WhatsApp;

/// <summary>When the next message of a thread may go. Meta delivers in the order of its own, not in that of the calls.</summary>
internal enum SendOrder
{
    /// <summary>When Meta has accepted the one before.</summary>
    Accepted,

    /// <summary>When Meta has reported the one before as sent, 5 s later at most.</summary>
    Strict,
}

/// <summary>One business number. Where each value stands at Meta is in this folder's README.</summary>
internal sealed record WhatsAppOptions : IValidatableObject
{
    private const int MostMegabytes = 1024;

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

    /// <summary>The business portfolio that owns the account, by its id. Meta makes user ids for a portfolio, and webhooks name the account only: of several accounts of one portfolio a person without a
    /// phone is one where this is given for each. Null for one account by itself.</summary>
    public string? BusinessPortfolioId { get; init; }

    /// <summary>The Graph version. v23.0 is the newest that Meta publishes a description of; Meta serves each for about two years.</summary>
    [Required]
    public string GraphVersion { get; init; } = "v23.0";

    /// <summary>What the next message of a thread waits for.</summary>
    public SendOrder Order { get; init; } = SendOrder.Accepted;

    /// <summary>The largest image that is fetched, in MiB, 1 to 1024. Meta's own bound is 5.</summary>
    public int ImageMegabytes { get; init; } = 5;

    /// <summary>The largest audio or voice message that is fetched, in MiB, 1 to 1024. Meta's own bound is 16.</summary>
    public int AudioMegabytes { get; init; } = 16;

    /// <summary>The largest video that is fetched, in MiB, 1 to 1024. Meta's own bound is 16.</summary>
    public int VideoMegabytes { get; init; } = 16;

    /// <summary>The largest document that is fetched, in MiB, 1 to 1024. Meta's own bound is 100.</summary>
    public int DocumentMegabytes { get; init; } = 100;

    /// <summary>The largest sticker that is fetched, in MiB, 1 to 1024. Meta's own bound is half of one.</summary>
    public int StickerMegabytes { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSegment(PhoneNumberId)) yield return new("PhoneNumberId must be the number's id at Meta: letters and digits only.", [nameof(PhoneNumberId)]);
        if (!IsSegment(BusinessAccountId)) yield return new("BusinessAccountId must be the account's id at Meta: letters and digits only.", [nameof(BusinessAccountId)]);
        if (BusinessPortfolioId is not null && !IsSegment(BusinessPortfolioId)) yield return new("BusinessPortfolioId must be the portfolio's id at Meta: letters and digits only.", [nameof(BusinessPortfolioId)]);
        if (GraphVersion is not ['v', .. var version] || !Version.TryParse(version, out _)) yield return new("GraphVersion must look like v23.0.", [nameof(GraphVersion)]);
        if (!Enum.IsDefined(Order)) yield return new("Order must be accepted or strict.", [nameof(Order)]);
        foreach (var (name, size) in new[]
        {
            (nameof(ImageMegabytes), ImageMegabytes), (nameof(AudioMegabytes), AudioMegabytes), (nameof(VideoMegabytes), VideoMegabytes), (nameof(DocumentMegabytes), DocumentMegabytes),
            (nameof(StickerMegabytes), StickerMegabytes),
        })
        {
            if (size is < 1 or > MostMegabytes) yield return new($"{name} must be 1 to {MostMegabytes}.", [name]);
        }
    }

    // Both become segments of the address that is called.
    private static bool IsSegment(string? text) => !string.IsNullOrEmpty(text) && text.All(char.IsAsciiLetterOrDigit);
}
