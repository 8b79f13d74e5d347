using System.ComponentModel;
using System.Text.Json;

namespace Hub.Connectors.Zendesk;

/// <summary>What mappings see of a new comment.</summary>
internal sealed record CommentCreated
{
    [Description("The ticket's id")]
    public required string TicketId { get; init; }

    [Description("The comment's id")]
    public required string CommentId { get; init; }

    [Description("The words; empty where the comment is only an attachment")]
    public required string Body { get; init; }

    [Description("True for a public reply, false for an internal note")]
    public required bool IsPublic { get; init; }

    [Description("Who wrote it")]
    public required CommentAuthor Author { get; init; }

    [Description("The ticket as it was after the comment")]
    public required TicketState Ticket { get; init; }

    [Description("When it was written")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>Who wrote a comment.</summary>
internal sealed record CommentAuthor
{
    [Description("The user's id")]
    public string? Id { get; init; }

    [Description("The user's name")]
    public string? Name { get; init; }

    [Description("True for agents and administrators, false for end users")]
    public required bool IsStaff { get; init; }
}

/// <summary>A ticket as an event carries it.</summary>
internal sealed record TicketState
{
    [Description("The subject")]
    public string? Subject { get; init; }

    [Description("The status")]
    [KnownValues("new", "open", "pending", "hold", "solved", "closed")]
    public string? Status { get; init; }

    [Description("The priority")]
    [KnownValues("low", "normal", "high", "urgent")]
    public string? Priority { get; init; }

    [Description("The id that another system gave the ticket")]
    public string? ExternalId { get; init; }

    [Description("The id of the user who asks")]
    public string? RequesterId { get; init; }

    [Description("The id of the agent who is responsible")]
    public string? AssigneeId { get; init; }

    [Description("The tags")]
    public required IReadOnlyList<string> Tags { get; init; }
}

/// <summary>What mappings see of a new ticket.</summary>
internal sealed record TicketCreated
{
    [Description("The ticket's id")]
    public required string TicketId { get; init; }

    [Description("The ticket")]
    public required TicketState Ticket { get; init; }

    [Description("The words of the first comment")]
    public string? Description { get; init; }

    [Description("When it was opened")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a new status.</summary>
internal sealed record TicketStatusChanged
{
    [Description("The ticket's id")]
    public required string TicketId { get; init; }

    [Description("The new status")]
    [KnownValues("new", "open", "pending", "hold", "solved", "closed")]
    public required string Status { get; init; }

    [Description("The status before")]
    [KnownValues("new", "open", "pending", "hold", "solved", "closed")]
    public string? Previous { get; init; }

    [Description("The ticket after the change")]
    public required TicketState Ticket { get; init; }

    [Description("The id of the user who changed it")]
    public string? ActorId { get; init; }

    [Description("When it changed")]
    public required DateTimeOffset ChangedAt { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of any other change of a ticket.</summary>
internal sealed record TicketChanged
{
    [Description("What happened, in Zendesk's words, for example priority_changed, tags_changed, merged, soft_deleted")]
    public required string Change { get; init; }

    [Description("The ticket's id")]
    public required string TicketId { get; init; }

    [Description("The value after the change, where it is a single one")]
    public string? Current { get; init; }

    [Description("The value before the change, where it is a single one")]
    public string? Previous { get; init; }

    [Description("The ticket after the change")]
    public required TicketState Ticket { get; init; }

    [Description("The id of the user who changed it")]
    public string? ActorId { get; init; }

    [Description("When it changed")]
    public required DateTimeOffset ChangedAt { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of a change of a user.</summary>
internal sealed record UserChanged
{
    [Description("What happened, in Zendesk's words, for example created, name_changed, merged, deleted")]
    public required string Change { get; init; }

    [Description("The user's id")]
    public required string UserId { get; init; }

    [Description("The e-mail address")]
    public string? Email { get; init; }

    [Description("The id that another system gave the user")]
    public string? ExternalId { get; init; }

    [Description("The role")]
    [KnownValues("end-user", "agent", "admin")]
    public string? Role { get; init; }

    [Description("The value after the change, where it is a single one")]
    public string? Current { get; init; }

    [Description("The value before the change, where it is a single one")]
    public string? Previous { get; init; }

    [Description("When it changed")]
    public required DateTimeOffset ChangedAt { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}

/// <summary>What mappings see of an event whose type this connector does not know.</summary>
internal sealed record UnknownEvent
{
    [Description("Zendesk's name of the type")]
    public required string Kind { get; init; }

    [Description("Zendesk's own JSON of the event")]
    public required JsonElement Raw { get; init; }
}
