using System.ComponentModel;

namespace Hub.Connectors.WhatsApp;

internal sealed record Party
{
    [Description("The WhatsApp id as WhatsApp gave it; absent for people who hide their number")]
    public string? WaId { get; init; }

    [Description("The user id that WhatsApp made for this business, for example US.13491208655302741918")]
    public string? UserId { get; init; }

    [Description("The user id that holds for all businesses of the same owner")]
    public string? ParentUserId { get; init; }

    [Description("The WhatsApp id with a plus sign; in Brazil, Mexico and Argentina it may differ from the number that is dialled")]
    public string? Phone { get; init; }

    [Description("The name in the person's profile")]
    public string? Name { get; init; }

    [Description("The user name")]
    public string? Username { get; init; }
}

internal sealed record BusinessNumber
{
    [Description("The id of the business number (phone_number_id)")]
    public required string Id { get; init; }

    [Description("The number as shown to people; its form varies")]
    public string? Display { get; init; }
}

internal sealed record Choice
{
    [Description("The id that the business gave the choice (for a template's button its payload)")]
    public string? Id { get; init; }

    [Description("The label that the person saw")]
    public string? Title { get; init; }

    [Description("The second line of a row")]
    public string? Description { get; init; }
}

internal sealed record FlowReply
{
    [Description("The name of the form")]
    public string? Name { get; init; }

    [Description("The text shown in the chat")]
    public string? Body { get; init; }

    [Description("The answers as JSON text")]
    public string? ResponseJson { get; init; }
}

internal sealed record Media
{
    [Description("The id by which the file is fetched")]
    public string? Id { get; init; }

    [Description("The media type, for example image/jpeg")]
    public string? MimeType { get; init; }

    [Description("The SHA-256 of the file, base64")]
    public string? Sha256 { get; init; }

    [Description("The caption")]
    public string? Caption { get; init; }

    [Description("The name of a document")]
    public string? FileName { get; init; }

    [Description("Whether it is a voice message")]
    public bool IsVoice { get; init; }

    [Description("Whether it is an animated sticker")]
    public bool IsAnimated { get; init; }
}

internal sealed record Location
{
    [Description("Degrees north")]
    public double? Latitude { get; init; }

    [Description("Degrees east")]
    public double? Longitude { get; init; }

    [Description("The name of the place")]
    public string? Name { get; init; }

    [Description("The address of the place")]
    public string? Address { get; init; }

    [Description("The web address of the place")]
    public string? Url { get; init; }
}

internal sealed record ContactCard
{
    [Description("The name on the card")]
    public string? Name { get; init; }

    [Description("The phone numbers on the card, as written there")]
    public IReadOnlyList<string> Phones { get; init; } = [];
}

internal sealed record Reaction
{
    [Description("The id of the message that was reacted to")]
    public string? MessageId { get; init; }

    [Description("The emoji; absent when the reaction was taken back")]
    public string? Emoji { get; init; }
}

internal sealed record CatalogueOrder
{
    [Description("The id of the catalogue")]
    public string? CatalogId { get; init; }

    [Description("The words that came with the order")]
    public string? Text { get; init; }

    [Description("What was ordered")]
    public IReadOnlyList<CatalogueItem> Items { get; init; } = [];
}

internal sealed record CatalogueItem
{
    [Description("The seller's id of the product")]
    public string? ProductId { get; init; }

    [Description("How many")]
    public long? Quantity { get; init; }

    [Description("The price of one")]
    public Money? Price { get; init; }
}

internal sealed record Product
{
    [Description("The id of the catalogue")]
    public string? CatalogId { get; init; }

    [Description("The seller's id of the product")]
    public string? ProductId { get; init; }
}

internal sealed record Referral
{
    [Description("The address of the advertisement or post")]
    public string? SourceUrl { get; init; }

    [Description("The id of the advertisement or post")]
    public string? SourceId { get; init; }

    [Description("Whether it was an advertisement or a post")]
    public string? SourceType { get; init; }

    [Description("Its headline")]
    public string? Headline { get; init; }

    [Description("Its text")]
    public string? Body { get; init; }

    [Description("The click id; absent for advertisements in Status")]
    public string? ClickId { get; init; }
}

internal sealed record MessageError
{
    [Description("WhatsApp's error code")]
    public string? Code { get; init; }

    [Description("WhatsApp's title of the error")]
    public string? Title { get; init; }

    [Description("WhatsApp's explanation")]
    public string? Details { get; init; }
}

internal sealed record StatusFailure
{
    [Description("WhatsApp's error code, for example 131026")]
    public required string Code { get; init; }

    [Description("What the code means, in one sentence")]
    public required string Text { get; init; }
}

internal sealed record Pricing
{
    [Description("Whether it is charged; WhatsApp means to drop this")]
    public bool? IsBillable { get; init; }

    [Description("The pricing model, lower case")]
    public string? Model { get; init; }

    [Description("The kind of price")]
    [KnownValues("regular", "free_customer_service", "free_entry_point")]
    public string? Type { get; init; }

    [Description("The category that is charged")]
    [KnownValues("authentication", "authentication-international", "marketing", "marketing_lite", "referral_conversion", "service", "utility")]
    public string? Category { get; init; }
}
