using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

internal sealed record MessageReceived
{
    [Description("WhatsApp's id of the message")]
    public required string MessageId { get; init; }

    [Description("What was sent; button and list_reply are choices, flow_reply is a filled form")]
    [KnownValues("text", "button", "list_reply", "flow_reply", "image", "video", "audio", "document", "sticker", "location", "contacts", "reaction", "order", "interactive", "unsupported", "request_welcome")]
    public required string Kind { get; init; }

    [Description("The person's own words: the text, or the caption of what was sent")]
    public string? Text { get; init; }

    [Description("Text for every kind of message: the words, the choice, a caption, or what was sent in brackets")]
    public required string Summary { get; init; }

    [Description("Who wrote")]
    public required Party From { get; init; }

    [Description("The button that was pressed")]
    public Choice? Button { get; init; }

    [Description("The row that was chosen from a list")]
    public Choice? ListReply { get; init; }

    [Description("The form that was filled")]
    public FlowReply? FlowReply { get; init; }

    [Description("The image, video, audio, document or sticker")]
    public Media? Media { get; init; }

    [Description("The place")]
    public Location? Location { get; init; }

    [Description("The cards of contacts")]
    public IReadOnlyList<ContactCard> Contacts { get; init; } = [];

    [Description("The reaction to a message")]
    public Reaction? Reaction { get; init; }

    [Description("The order from the catalogue")]
    public CatalogueOrder? Order { get; init; }

    [Description("The advertisement or post that the person came from")]
    public Referral? Referral { get; init; }

    [Description("The id of the message that this one answers")]
    public string? ReplyTo { get; init; }

    [Description("The catalogue product that the person asks about")]
    public Product? Product { get; init; }

    [Description("Whether it was forwarded")]
    public bool IsForwarded { get; init; }

    [Description("What WhatsApp says is wrong with the message, for example that its kind is not supported")]
    public IReadOnlyList<MessageError> Errors { get; init; } = [];

    [Description("When it was sent, to the second")]
    public required DateTimeOffset SentAt { get; init; }

    [Description("The business number that it came to")]
    public required BusinessNumber Number { get; init; }

    [Description("The message as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record MessageEdited
{
    [Description("WhatsApp's id of the edit")]
    public required string MessageId { get; init; }

    [Description("The id of the message that was edited")]
    public string? OriginalMessageId { get; init; }

    [Description("What the message is now")]
    public required string Kind { get; init; }

    [Description("The words or the caption as they are now")]
    public string? Text { get; init; }

    [Description("Text for every kind of message, as it is now")]
    public required string Summary { get; init; }

    [Description("Who edited")]
    public required Party From { get; init; }

    [Description("When it was edited")]
    public required DateTimeOffset EditedAt { get; init; }

    [Description("The business number of the chat")]
    public required BusinessNumber Number { get; init; }

    [Description("The edit as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record MessageRevoked
{
    [Description("WhatsApp's id of the revocation")]
    public required string MessageId { get; init; }

    [Description("The id of the message that was taken back")]
    public string? OriginalMessageId { get; init; }

    [Description("Who took it back")]
    public required Party From { get; init; }

    [Description("When it was taken back")]
    public required DateTimeOffset RevokedAt { get; init; }

    [Description("The business number of the chat")]
    public required BusinessNumber Number { get; init; }

    [Description("The revocation as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record MessageEchoed
{
    [Description("WhatsApp's id of the message")]
    public required string MessageId { get; init; }

    [Description("What was sent; edit and revoke change an earlier message")]
    public required string Kind { get; init; }

    [Description("The words, or the caption of what was sent")]
    public string? Text { get; init; }

    [Description("Text for every kind of message")]
    public required string Summary { get; init; }

    [Description("The person it went to")]
    public required Party To { get; init; }

    [Description("For an edit or a revocation, the id of the message that it changes")]
    public string? OriginalMessageId { get; init; }

    [Description("When it was sent")]
    public required DateTimeOffset SentAt { get; init; }

    [Description("The business number that it was sent from")]
    public required BusinessNumber Number { get; init; }

    [Description("The message as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record StatusChanged
{
    [Description("WhatsApp's id of the message that was sent")]
    public required string MessageId { get; init; }

    [Description("How far it has come")]
    [KnownValues("sent", "delivered", "read", "played", "failed")]
    public required string Status { get; init; }

    [Description("The person it was sent to; WhatsApp leaves the ids out of some failures")]
    public required Party Recipient { get; init; }

    [Description("The id of the hub's command that sent it")]
    public string? CommandId { get; init; }

    [Description("Why it failed")]
    public StatusFailure? Failure { get; init; }

    [Description("What WhatsApp charges for it")]
    public Pricing? Pricing { get; init; }

    [Description("When the status was reached, to the second")]
    public required DateTimeOffset At { get; init; }

    [Description("The business number that it was sent from")]
    public required BusinessNumber Number { get; init; }

    [Description("The status as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record PreferenceChanged
{
    [Description("Who stated it")]
    public required Party From { get; init; }

    [Description("The category of messages, in WhatsApp's words")]
    [KnownValues("marketing_messages")]
    public required string Category { get; init; }

    [Description("What the person wants")]
    [KnownValues("stop", "resume", "signup")]
    public required string Value { get; init; }

    [Description("WhatsApp's wording")]
    public string? Detail { get; init; }

    [Description("When it was stated")]
    public required DateTimeOffset At { get; init; }

    [Description("The business number that it holds for")]
    public required BusinessNumber Number { get; init; }

    [Description("The preference as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record TemplateChanged
{
    [Description("What changed")]
    [KnownValues("status", "category", "components", "quality")]
    public required string Change { get; init; }

    [Description("WhatsApp's id of the template")]
    public string? TemplateId { get; init; }

    [Description("The template's name")]
    public string? Name { get; init; }

    [Description("The template's language code")]
    public string? Language { get; init; }

    [Description("The new status")]
    [KnownValues("approved", "rejected", "paused", "disabled", "in_appeal", "pending", "pending_deletion", "flagged", "archived")]
    public string? Status { get; init; }

    [Description("The category, after the change")]
    [KnownValues("marketing", "utility", "authentication")]
    public string? Category { get; init; }

    [Description("The category before the change")]
    public string? PreviousCategory { get; init; }

    [Description("The new quality rating")]
    [KnownValues("green", "yellow", "red", "unknown")]
    public string? Quality { get; init; }

    [Description("WhatsApp's reason")]
    public string? Reason { get; init; }

    [Description("The WhatsApp business account")]
    public required string BusinessAccountId { get; init; }

    [Description("The change as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record SystemChanged
{
    [Description("WhatsApp's id of the notice")]
    public required string MessageId { get; init; }

    [Description("What changed")]
    [KnownValues("user_changed_number", "customer_identity_changed")]
    public required string Change { get; init; }

    [Description("WhatsApp's wording")]
    public string? Text { get; init; }

    [Description("The person as they were known before")]
    public required Party From { get; init; }

    [Description("The new ids of the person")]
    public required Party Now { get; init; }

    [Description("When it changed")]
    public required DateTimeOffset At { get; init; }

    [Description("The business number of the chat")]
    public required BusinessNumber Number { get; init; }

    [Description("The notice as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record AccountChanged
{
    [Description("The webhook field: which part of the account changed")]
    [KnownValues("account_update", "account_alerts", "account_review_update", "account_settings_update", "business_capability_update", "business_status_update", "business_username_update", "phone_number_name_update", "phone_number_quality_update", "security")]
    public required string Change { get; init; }

    [Description("What happened, lower case, where WhatsApp names it")]
    public string? What { get; init; }

    [Description("The business number as shown to people, for changes of one number")]
    public string? DisplayNumber { get; init; }

    [Description("The messaging limit after the change, lower case")]
    public string? Limit { get; init; }

    [Description("The WhatsApp business account")]
    public required string BusinessAccountId { get; init; }

    [Description("The change as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}

internal sealed record UnknownEvent
{
    [Description("The webhook field, and what in it is not known")]
    public required string Kind { get; init; }

    [Description("The WhatsApp business account")]
    public required string BusinessAccountId { get; init; }

    [Description("The part as WhatsApp sent it")]
    public required JsonElement Raw { get; init; }
}
