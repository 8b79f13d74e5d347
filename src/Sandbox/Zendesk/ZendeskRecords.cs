using System.Text.Json.Nodes;

namespace Sandbox.Zendesk;

/// <summary>A user: an agent or an end user.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class User(long id)
{
    public long Id { get; } = id;

    public required string Name { get; set; }

    /// <summary><c>admin</c>, <c>agent</c> or <c>end-user</c>.</summary>
    public required string Role { get; init; }

    public string? ExternalId { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsStaff => Role != "end-user";

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["role"] = Role,
        ["external_id"] = ExternalId,
        ["phone"] = Phone,
        ["email"] = Email,
        ["active"] = true,
        ["verified"] = false,
        ["created_at"] = Stamp.Of(CreatedAt),
        ["updated_at"] = Stamp.Of(CreatedAt),
    };
}

/// <summary>A comment of a ticket.</summary>
/// <param name="Id">The vendor's id: that of the audit's event.</param>
/// <param name="Author">Who stands as its author.</param>
/// <param name="Body">The text.</param>
/// <param name="IsPublic">False for an internal note.</param>
/// <param name="At">When.</param>
/// <param name="AuditId">The update that brought it.</param>
/// <param name="ByApi">Whether it came by the API: from the hub.</param>
internal sealed record Comment(long Id, User Author, string Body, bool IsPublic, DateTimeOffset At, long AuditId, bool ByApi)
{
    /// <summary>Its files.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["type"] = "Comment",
        ["author_id"] = Author.Id,
        ["body"] = Body,
        ["plain_body"] = Body,
        ["public"] = IsPublic,
        ["attachments"] = new JsonArray([.. Attachments.Select(file => (JsonNode)file.Show())]),
        ["audit_id"] = AuditId,
        ["via"] = new JsonObject { ["channel"] = ByApi ? "api" : "web" },
        ["created_at"] = Stamp.Of(At),
    };
}

/// <summary>One update of a ticket.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="AuthorId">Who made it.</param>
/// <param name="At">When.</param>
/// <param name="Channel"><c>api</c> or <c>web</c>.</param>
/// <param name="Custom">The writer's own metadata.</param>
/// <param name="Events">Its parts: a comment, changes of fields.</param>
internal sealed record Audit(long Id, long AuthorId, DateTimeOffset At, string Channel, JsonNode? Custom, IReadOnlyList<JsonObject> Events)
{
    public JsonObject Show(long ticket) => new()
    {
        ["id"] = Id,
        ["ticket_id"] = ticket,
        ["author_id"] = AuthorId,
        ["created_at"] = Stamp.Of(At),
        ["via"] = new JsonObject { ["channel"] = Channel },
        ["metadata"] = new JsonObject { ["system"] = new JsonObject(), ["custom"] = Custom?.DeepClone() ?? new JsonObject() },
        ["events"] = new JsonArray([.. Events.Select(e => e.DeepClone())]),
    };

    /// <summary>As the export of ticket events shows it: the parts name their fields otherwise than the history does.</summary>
    public JsonObject Export(Ticket ticket)
    {
        List<JsonNode> parts = [];
        if (ticket.Audits[0] == this) parts.Add(new JsonObject { ["id"] = Id + 1_000_000_000, ["event_type"] = "Create", ["subject"] = ticket.Subject });
        foreach (var part in Events)
        {
            var shown = (JsonObject)part.DeepClone();
            shown["event_type"] = (string?)part["type"];
            if ((string?)part["type"] == "Change")
            {
                shown[(string)part["field_name"]!] = (string?)part["value"];
                foreach (var name in (string[])["type", "field_name", "value"]) shown.Remove(name);
            }

            parts.Add(shown);
        }

        return new()
        {
            ["id"] = Id,
            ["ticket_id"] = ticket.Id,
            ["timestamp"] = At.ToUnixTimeSeconds(),
            ["created_at"] = Stamp.Of(At),
            ["updater_id"] = AuthorId,
            ["via"] = Channel == "api" ? "Web service" : "Web form",
            ["event_type"] = "Audit",
            ["child_events"] = new JsonArray([.. parts]),
        };
    }
}

/// <summary>A ticket.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class Ticket(long id)
{
    public long Id { get; } = id;

    public required string Subject { get; init; }

    public required User Requester { get; init; }

    public required User Submitter { get; init; }

    public string Status { get; set; } = "new";

    public string? Priority { get; set; }

    public string? ExternalId { get; init; }

    /// <summary>The closed ticket that it follows.</summary>
    public long? FollowsUp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);

    public List<Comment> Comments { get; } = [];

    public List<Audit> Audits { get; } = [];

    /// <summary>When it was updated by the API, for the limit per ticket.</summary>
    public Queue<DateTimeOffset> Updates { get; } = new();

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["subject"] = Subject,
        ["raw_subject"] = Subject,
        ["description"] = Comments.Count > 0 ? Comments[0].Body : "",
        ["status"] = Status,
        ["priority"] = Priority,
        ["type"] = null,
        ["external_id"] = ExternalId,
        ["requester_id"] = Requester.Id,
        ["submitter_id"] = Submitter.Id,
        ["assignee_id"] = null,
        ["followup_ids"] = new JsonArray(),
        ["via"] = new JsonObject
        {
            ["channel"] = "api",
            ["source"] = new JsonObject { ["from"] = FollowsUp is { } source ? new JsonObject { ["ticket_id"] = source } : new JsonObject(), ["to"] = new JsonObject(), ["rel"] = FollowsUp is null ? null : "follow_up" },
        },
        ["tags"] = new JsonArray([.. Tags.Select(t => (JsonNode)t)]),
        ["is_public"] = Comments.Exists(c => c.IsPublic),
        ["created_at"] = Stamp.Of(CreatedAt),
        ["updated_at"] = Stamp.Of(UpdatedAt),
    };
}

/// <summary>The vendor's form of a time: whole seconds, UTC.</summary>
internal static class Stamp
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
