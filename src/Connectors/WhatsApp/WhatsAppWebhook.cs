using static Hub.Connectors.WhatsApp.Lists;

namespace Hub.Connectors.WhatsApp;

// Meta's own words. Everything may lack: a webhook is read as far as it goes.

internal static class Lists
{
    /// <summary>The list without its nulls, which the serialiser lets through.</summary>
    public static IReadOnlyList<T>? Whole<T>(IReadOnlyList<T>? list)
        where T : class => list?.OfType<T>().ToList();
}

internal sealed record MetadataPart
{
    public string? DisplayPhoneNumber { get; init; }

    public string? PhoneNumberId { get; init; }
}

internal sealed record ContactPart
{
    public ProfilePart? Profile { get; init; }

    public string? WaId { get; init; }

    public string? UserId { get; init; }

    public string? ParentUserId { get; init; }
}

internal sealed record ProfilePart
{
    public string? Name { get; init; }

    public string? Username { get; init; }
}

internal sealed record MessagePart
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? Timestamp { get; init; }

    public string? From { get; init; }

    public string? FromUserId { get; init; }

    public string? FromParentUserId { get; init; }

    public string? To { get; init; }

    public string? ToUserId { get; init; }

    public string? ToParentUserId { get; init; }

    public string? GroupId { get; init; }

    public TextPart? Text { get; init; }

    public MediaPart? Image { get; init; }

    public MediaPart? Video { get; init; }

    public MediaPart? Audio { get; init; }

    public MediaPart? Document { get; init; }

    public MediaPart? Sticker { get; init; }

    public LocationPart? Location { get; init; }

    public IReadOnlyList<CardPart>? Contacts { get; init => field = Whole(value); }

    public InteractivePart? Interactive { get; init; }

    public ButtonPart? Button { get; init; }

    public ReactionPart? Reaction { get; init; }

    public OrderPart? Order { get; init; }

    public SystemPart? System { get; init; }

    public UnsupportedPart? Unsupported { get; init; }

    public ChangedPart? Edit { get; init; }

    public ChangedPart? Revoke { get; init; }

    public ContextPart? Context { get; init; }

    public ReferralPart? Referral { get; init; }

    public IReadOnlyList<ErrorPart>? Errors { get; init => field = Whole(value); }

    public MediaPart? Media => Image ?? Video ?? Audio ?? Document ?? Sticker;
}

internal sealed record TextPart
{
    public string? Body { get; init; }
}

internal sealed record MediaPart
{
    public string? Id { get; init; }

    public string? MimeType { get; init; }

    public string? Sha256 { get; init; }

    public string? Url { get; init; }

    public string? Caption { get; init; }

    public string? Filename { get; init; }

    public bool Voice { get; init; }

    public bool Animated { get; init; }
}

internal sealed record LocationPart
{
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? Url { get; init; }
}

internal sealed record CardPart
{
    public CardNamePart? Name { get; init; }

    public IReadOnlyList<CardPhonePart>? Phones { get; init => field = Whole(value); }
}

internal sealed record CardNamePart
{
    public string? FormattedName { get; init; }
}

internal sealed record CardPhonePart
{
    public string? Phone { get; init; }

    public string? WaId { get; init; }
}

internal sealed record InteractivePart
{
    public string? Type { get; init; }

    public ChoicePart? ButtonReply { get; init; }

    public ChoicePart? ListReply { get; init; }

    public FlowPart? NfmReply { get; init; }
}

internal sealed record ChoicePart
{
    public string? Id { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }
}

internal sealed record FlowPart
{
    public string? Name { get; init; }

    public string? Body { get; init; }

    public string? ResponseJson { get; init; }
}

internal sealed record ButtonPart
{
    public string? Payload { get; init; }

    public string? Text { get; init; }
}

internal sealed record ReactionPart
{
    public string? MessageId { get; init; }

    public string? Emoji { get; init; }
}

internal sealed record OrderPart
{
    public string? CatalogId { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<OrderItemPart>? ProductItems { get; init => field = Whole(value); }
}

internal sealed record OrderItemPart
{
    public string? ProductRetailerId { get; init; }

    public string? Quantity { get; init; }

    public string? ItemPrice { get; init; }

    public string? Currency { get; init; }
}

internal sealed record SystemPart
{
    public string? Type { get; init; }

    public string? Body { get; init; }

    public string? WaId { get; init; }

    public string? UserId { get; init; }

    public string? ParentUserId { get; init; }
}

internal sealed record UnsupportedPart
{
    public string? Type { get; init; }
}

internal sealed record ChangedPart
{
    public string? OriginalMessageId { get; init; }

    public MessagePart? Message { get; init; }
}

internal sealed record ContextPart
{
    public string? Id { get; init; }

    public bool Forwarded { get; init; }

    public bool FrequentlyForwarded { get; init; }

    public ProductPart? ReferredProduct { get; init; }
}

internal sealed record ProductPart
{
    public string? CatalogId { get; init; }

    public string? ProductRetailerId { get; init; }
}

internal sealed record ReferralPart
{
    public string? SourceUrl { get; init; }

    public string? SourceId { get; init; }

    public string? SourceType { get; init; }

    public string? Headline { get; init; }

    public string? Body { get; init; }

    public string? CtwaClid { get; init; }
}

internal sealed record ErrorPart
{
    public string? Code { get; init; }

    public string? Title { get; init; }

    public ErrorDataPart? ErrorData { get; init; }
}

internal sealed record ErrorDataPart
{
    public string? Details { get; init; }
}

internal sealed record StatusPart
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public string? Timestamp { get; init; }

    public string? RecipientId { get; init; }

    public string? RecipientUserId { get; init; }

    public string? RecipientParentUserId { get; init; }

    public string? RecipientParticipantId { get; init; }

    public string? BizOpaqueCallbackData { get; init; }

    public PricingPart? Pricing { get; init; }

    public IReadOnlyList<ErrorPart>? Errors { get; init => field = Whole(value); }
}

internal sealed record PricingPart
{
    public bool? Billable { get; init; }

    public string? PricingModel { get; init; }

    public string? Type { get; init; }

    public string? Category { get; init; }
}

internal sealed record PreferencePart
{
    public string? WaId { get; init; }

    public string? UserId { get; init; }

    public string? ParentUserId { get; init; }

    public string? Detail { get; init; }

    public string? Category { get; init; }

    public string? Value { get; init; }

    public string? Timestamp { get; init; }
}

internal sealed record TemplatePart
{
    public string? Event { get; init; }

    public string? MessageTemplateId { get; init; }

    public string? MessageTemplateName { get; init; }

    public string? MessageTemplateLanguage { get; init; }

    public string? MessageTemplateCategory { get; init; }

    public string? NewCategory { get; init; }

    public string? PreviousCategory { get; init; }

    public string? NewQualityScore { get; init; }

    public string? Reason { get; init; }
}

internal sealed record AccountPart
{
    public string? Event { get; init; }

    public string? DisplayPhoneNumber { get; init; }

    public string? CurrentLimit { get; init; }
}
