using System.Text.Json.Serialization;

namespace Hub.Connectors.Zendesk;

/// <summary>The envelope of an event subscription's delivery (developer.zendesk.com, event types: "anatomy of an event").</summary>
internal record Envelope
{
    /// <summary><c>zen:event-type:ticket.status_changed</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The account that sent it.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? AccountId { get; init; }

    /// <summary>The event's id, the same in each repeated delivery.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Id { get; init; }

    /// <summary>ISO 8601 with up to nine decimals of a second.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Time { get; init; }

    /// <summary><c>zen:ticket:5158</c> or <c>zen:user:6596848315901</c>.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Subject { get; init; }
}

/// <summary>A ticket event. All ids are texts here, and enumerations are upper case, unlike in the REST API.</summary>
internal sealed record TicketEnvelope : Envelope
{
    /// <summary>The ticket after the event.</summary>
    public TicketDetail Detail { get => field ?? new(); init; }

    /// <summary>What changed.</summary>
    public TicketChange Event { get => field ?? new(); init; }
}

/// <summary>The ticket after the event; which fields are there differs between event types.</summary>
internal sealed record TicketDetail
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Subject { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Description { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Status { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Priority { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? ExternalId { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? RequesterId { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? AssigneeId { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? ActorId { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>ISO 8601, whole seconds.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? UpdatedAt { get; init; }
}

/// <summary>What a ticket event adds to the ticket.</summary>
internal sealed record TicketChange
{
    public CommentPart? Comment { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Current { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Previous { get; init; }
}

/// <summary>A comment as an event carries it.</summary>
internal sealed record CommentPart
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Body { get; init; }

    public bool IsPublic { get; init; }

    public CommentAuthorPart? Author { get; init; }
}

/// <summary>Who wrote a comment.</summary>
internal sealed record CommentAuthorPart
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool? IsStaff { get; init; }
}

/// <summary>A user event.</summary>
internal sealed record UserEnvelope : Envelope
{
    /// <summary>The user after the event.</summary>
    public UserDetail Detail { get => field ?? new(); init; }

    /// <summary>What changed.</summary>
    public TicketChange Event { get => field ?? new(); init; }
}

/// <summary>The user after the event. Zendesk writes an absent id as <c>"0"</c> and an absent text as <c>""</c>.</summary>
internal sealed record UserDetail
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Email { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? ExternalId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Role { get; init; }
}

/// <summary>Which of the hub's events a type of Zendesk's is.</summary>
internal enum Topic
{
    Unknown,
    CommentCreated,
    TicketCreated,
    TicketStatusChanged,
    TicketChanged,
    UserChanged,
}

/// <summary>Zendesk's event types. Source: the ticket and user event pages of developer.zendesk.com.</summary>
internal static class Topics
{
    private const string Prefix = "zen:event-type:";

    private static readonly HashSet<string> OtherTicketTypes =
    [
        "agent_assignment_changed", "attachment_linked_to_comment", "attachment_redacted_from_comment", "brand_changed", "comment_made_private",
        "comment_redacted", "csat_received", "csat_requested", "custom_field_changed", "custom_status_changed", "description_changed",
        "email_ccs_changed", "external_id_changed", "followers_changed", "form_changed", "group_assignment_changed", "marked_as_spam", "merged",
        "next_sla_breach_changed", "ola_policy_changed", "organization_changed", "permanently_deleted", "priority_changed", "problem_link_changed",
        "requester_changed", "schedule_changed", "sla_policy_changed", "soft_deleted", "subject_changed", "submitter_changed", "tags_changed",
        "task_due_at_changed", "type_changed", "undeleted",
    ];

    private static readonly HashSet<string> UserTypes =
    [
        "active_changed", "alias_changed", "created", "custom_field_changed", "custom_role_changed", "default_group_changed", "deleted",
        "details_changed", "external_id_changed", "group_membership_created", "group_membership_deleted", "identity_changed", "identity_created",
        "identity_deleted", "last_login_changed", "merged", "name_changed", "notes_changed", "only_private_comments_changed",
        "organization_membership_created", "organization_membership_deleted", "password_changed", "photo_changed", "role_changed",
        "suspended_changed", "tags_changed", "time_zone_changed",
    ];

    /// <summary>The topic of a type, and what stands behind <c>ticket.</c> or <c>user.</c> in it.</summary>
    public static (Topic Topic, string Change) Of(string type)
    {
        var name = type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var change = name[(dot + 1)..];
        return ((dot < 0 ? "" : name[..dot], change) switch
        {
            ("ticket", "comment_added") => Topic.CommentCreated,
            ("ticket", "created") => Topic.TicketCreated,
            ("ticket", "status_changed") => Topic.TicketStatusChanged,
            ("ticket", _) when OtherTicketTypes.Contains(change) => Topic.TicketChanged,
            ("user", _) when UserTypes.Contains(change) => Topic.UserChanged,
            _ => Topic.Unknown,
        }, change);
    }
}
