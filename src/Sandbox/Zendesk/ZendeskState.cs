using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>The users and tickets, and the rules of changing them.</summary>
internal sealed class ZendeskState
{
    private const int MetadataBytes = 1024;
    private const int MaxComments = 5000;
    private static readonly string[] Statuses = ["new", "open", "pending", "hold", "solved", "closed"];
    private static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    private readonly Lock gate = new();
    private readonly VendorKit kit;
    private readonly ZendeskWebhooks webhooks;
    private readonly ZendeskLimits limits;
    private readonly Dictionary<long, User> users = [];
    private readonly Dictionary<long, Ticket> tickets = [];
    private readonly Dictionary<string, (string Body, Answer Answer, DateTimeOffset At)> keys = [];
    private long nextUser = 377_922_500_000;
    private long nextTicket = 100;
    private long nextAudit = 2_127_301_000_000;

    public ZendeskState(VendorKit kit, ZendeskWebhooks webhooks, string apiEmail)
    {
        this.kit = kit;
        this.webhooks = webhooks;
        limits = new(kit.Clock);
        Uploads = new(kit);
        Api = Add("Hub", "admin", apiEmail);
        Agent = Add("Sam Rivera", "agent", "sam@kairos.example");
    }

    /// <summary>The user whose token the hub has.</summary>
    public User Api { get; }

    /// <summary>The agent who answers customers.</summary>
    public User Agent { get; }

    /// <summary>Files that stand on no comment yet.</summary>
    public ZendeskUploads Uploads { get; }

    /// <summary>How long an idempotency key is kept.</summary>
    public static TimeSpan KeyLifetime => TimeSpan.FromHours(2);

    /// <summary>All tickets, oldest first.</summary>
    public IReadOnlyList<Ticket> Tickets
    {
        get
        {
            lock (gate) return [.. tickets.Values];
        }
    }

    public Ticket Ticket(long id)
    {
        lock (gate) return tickets[id];
    }

    /// <summary>The tickets of the requester with this phone, oldest first.</summary>
    public IReadOnlyList<Ticket> TicketsOf(string phone)
    {
        lock (gate) return [.. tickets.Values.Where(t => t.Requester.Phone == phone)];
    }

    /// <summary>The comments of a ticket as they stand now.</summary>
    public IReadOnlyList<Comment> CommentsOf(long id)
    {
        lock (gate) return [.. tickets[id].Comments];
    }

    /// <summary>The agent writes on a ticket, and may set its status by the same click.</summary>
    /// <param name="id">The ticket.</param>
    /// <param name="text">The words.</param>
    /// <param name="isPublic">False for an internal note.</param>
    /// <param name="status">The new status; null to leave it.</param>
    /// <param name="statusFirst">Whether the webhook of the status goes before that of the comment: the vendor promises no order.</param>
    public Comment Reply(long id, string text, bool isPublic = true, string? status = null, bool statusFirst = false)
    {
        lock (gate)
        {
            var ticket = tickets[id];
            var comment = Change(ticket, Agent, "web", new(Agent, text, isPublic, []), status, null, statusFirst);
            return comment ?? throw new InvalidOperationException("A comment was asked for.");
        }
    }

    /// <summary>The agent, or a rule of the vendor's, sets the status.</summary>
    public void SetStatus(long id, string status)
    {
        lock (gate) Change(tickets[id], Agent, "web", null, status, null, false);
    }

    /// <summary>POST /tickets.</summary>
    public Answer Create(JsonNode? body, string? key, string text)
    {
        lock (gate)
        {
            if (key is null) return CreateAnew(body);
            var hit = keys.TryGetValue(key, out var kept) && kit.Clock.GetUtcNow() - kept.At < KeyLifetime;
            if (hit && kept.Body != text) return ZendeskErrors.OtherParameters();
            var answer = hit ? kept.Answer with { Changed = false } : CreateAnew(body);
            if (!hit && answer.Status == 201) keys[key] = (text, answer, kit.Clock.GetUtcNow());
            return With(answer, new() { ["x-idempotency-lookup"] = hit ? "hit" : "miss" });
        }
    }

    /// <summary>PUT /tickets/{id}.</summary>
    public Answer Update(string id, JsonNode? body)
    {
        lock (gate)
        {
            if (Find(id) is not { } ticket) return ZendeskErrors.NotFound();
            if (limits.RefuseUpdate(ticket) is { } refused) return refused;
            if (ticket.Status == "closed") return ZendeskErrors.Closed();
            var fields = body?["ticket"];
            if ((bool?)fields?["safe_update"] == true && (string?)fields["updated_stamp"] != Stamp.Of(ticket.UpdatedAt)) return ZendeskErrors.Collision();
            if ((Check(fields) ?? Uploads.Refuse(fields?["comment"])) is { } invalid) return invalid;
            var status = (string?)fields?["status"];
            if (fields?["tags"] is JsonArray tags)
            {
                ticket.Tags.Clear();
                ticket.Tags.UnionWith(tags.Select(t => (string)t!));
            }

            ticket.Priority = (string?)fields?["priority"] ?? ticket.Priority;
            Change(ticket, Api, "api", DraftOf(fields?["comment"], Api), status, fields?["metadata"], false);
            limits.Count(ticket);
            return With(new(200, new JsonObject { ["ticket"] = ticket.Show(), ["audit"] = ticket.Audits[^1].Show(ticket.Id) }, Changed: true), limits.Headers(ticket));
        }
    }

    /// <summary>PUT /tickets/{id}/tags: adds.</summary>
    public Answer AddTags(string id, JsonNode? body)
    {
        lock (gate)
        {
            if (Find(id) is not { } ticket) return ZendeskErrors.NotFound();
            if (limits.RefuseUpdate(ticket) is { } refused) return refused;
            if (ticket.Status == "closed") return ZendeskErrors.Closed();
            ticket.Tags.UnionWith((body?["tags"] as JsonArray ?? []).Select(t => (string)t!));
            ticket.UpdatedAt = kit.Clock.GetUtcNow();
            limits.Count(ticket);
            return new(200, new JsonObject { ["tags"] = new JsonArray([.. ticket.Tags.Select(t => (JsonNode)t)]) }, limits.Headers(ticket), Changed: true);
        }
    }

    /// <summary>POST /users/create_or_update: matched by e-mail or external id, never by phone.</summary>
    public Answer CreateOrUpdate(JsonNode? body)
    {
        lock (gate)
        {
            var fields = body?["user"];
            var (external, email) = ((string?)fields?["external_id"], (string?)fields?["email"]);
            if (email is not null && limits.RefuseUser(email) is { } refused) return refused;
            var known = users.Values.FirstOrDefault(u => (external is not null && string.Equals(u.ExternalId, external, StringComparison.OrdinalIgnoreCase)) || (email is not null && u.Email == email));
            var name = (string?)fields?["name"] ?? known?.Name;
            if (string.IsNullOrWhiteSpace(name)) return ZendeskErrors.Invalid("name", "BlankValue", "Name: cannot be blank");
            var user = known ?? Add(name, (string?)fields?["role"] ?? "end-user", email);
            user.Name = name;
            user.ExternalId = external ?? user.ExternalId;
            user.Phone = (string?)fields?["phone"] ?? user.Phone;
            return new(known is null ? 201 : 200, new JsonObject { ["user"] = user.Show() }, Changed: true);
        }
    }

    /// <summary>Reads users.</summary>
    public IReadOnlyList<User> UsersWhere(Func<User, bool> wanted)
    {
        lock (gate) return [.. users.Values.Where(wanted)];
    }

    /// <summary>Reads tickets, oldest first.</summary>
    public IReadOnlyList<JsonObject> ShowWhere(Func<Ticket, bool> wanted)
    {
        lock (gate) return [.. tickets.Values.Where(wanted).Select(t => t.Show())];
    }

    /// <summary>GET /incremental/ticket_events: what happened since a time, a page at a time, oldest first.</summary>
    public Answer Export(long since, int size)
    {
        lock (gate)
        {
            if (since > (kit.Clock.GetUtcNow() - TimeSpan.FromMinutes(1)).ToUnixTimeSeconds()) return ZendeskErrors.Invalid("start_time", "InvalidValue", "start_time: too recent");
            if (limits.RefuseExport() is { } refused) return refused;
            var all = tickets.Values.SelectMany(ticket => ticket.Audits.Select(audit => (Ticket: ticket, Audit: audit)))
                .Where(one => one.Audit.At.ToUnixTimeSeconds() >= since).OrderBy(one => one.Audit.At).ThenBy(one => one.Audit.Id).ToList();
            var page = all.Take(size).ToList();

            // A page ends with its second, however many that are.
            page = [.. all.TakeWhile(one => page.Count > 0 && one.Audit.At.ToUnixTimeSeconds() <= page[^1].Audit.At.ToUnixTimeSeconds())];
            return new(200, new JsonObject
            {
                ["ticket_events"] = new JsonArray([.. page.Select(one => one.Audit.Export(one.Ticket))]),
                ["count"] = page.Count,
                ["end_of_stream"] = page.Count == all.Count,
                ["end_time"] = page.Count == 0 ? null : page[^1].Audit.At.ToUnixTimeSeconds(),
            });
        }
    }

    /// <summary>Reads something of one ticket.</summary>
    public Answer Read(string id, Func<Ticket, JsonNode> read)
    {
        lock (gate) return Find(id) is { } ticket ? new(200, read(ticket)) : ZendeskErrors.NotFound();
    }

    private static Answer With(Answer answer, Dictionary<string, string> headers)
    {
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) headers.TryAdd(name, value);
        return answer with { Headers = headers };
    }

    private static Answer? Check(JsonNode? fields)
    {
        if (fields is null) return ZendeskErrors.Invalid("base", "BlankValue", "ticket: cannot be blank");
        if (fields["comment"] is { } comment && string.IsNullOrWhiteSpace((string?)comment["body"])) return ZendeskErrors.Invalid("comment", "BlankValue", "Comment body: cannot be blank");
        if ((string?)fields["status"] is { } status && !Statuses.Contains(status)) return ZendeskErrors.Invalid("status", "InvalidValue", $"Status: {status} is not a valid status");
        if ((string?)fields["priority"] is { } priority && !Priorities.Contains(priority)) return ZendeskErrors.Invalid("priority", "InvalidValue", $"Priority: {priority} is not a valid priority");
        return fields["metadata"]?.ToJsonString().Length > MetadataBytes ? ZendeskErrors.Invalid("metadata", "InvalidValue", "Metadata: is too long") : null;
    }

    private Ticket? Find(string id) => long.TryParse(id.Replace(".json", "", StringComparison.Ordinal), out var number) ? tickets.GetValueOrDefault(number) : null;

    private User Add(string name, string role, string? email)
    {
        var user = new User(++nextUser) { Name = name, Role = role, Email = email, CreatedAt = kit.Clock.GetUtcNow() };
        users[user.Id] = user;
        return user;
    }

    private Draft? DraftOf(JsonNode? comment, User fallback) => comment is null
        ? null
        : new(users.GetValueOrDefault((long?)comment["author_id"] ?? 0) ?? fallback, (string)comment["body"]!, (bool?)comment["public"] ?? true, Uploads.Use(comment));

    private Answer CreateAnew(JsonNode? body)
    {
        var fields = body?["ticket"];
        if (Check(fields) is { } invalid) return invalid;
        if (fields!["comment"] is not { } comment) return ZendeskErrors.Invalid("base", "BlankValue", "Description: cannot be blank");
        if (Uploads.Refuse(comment) is { } unknown) return unknown;
        if (users.GetValueOrDefault((long?)fields["requester_id"] ?? Api.Id) is not { } requester) return ZendeskErrors.Invalid("requester", "BlankValue", "Requester: is invalid");
        var followed = (long?)fields["via_followup_source_id"];
        if (followed is { } source && tickets.GetValueOrDefault(source)?.Status != "closed") return ZendeskErrors.Invalid("via_followup_source_id", "InvalidValue", "A follow-up can only be made of a closed ticket");
        var submitter = users.GetValueOrDefault((long?)fields["submitter_id"] ?? Api.Id) ?? Api;
        var now = kit.Clock.GetUtcNow();
        var ticket = new Ticket(++nextTicket)
        {
            Subject = (string?)fields["subject"] ?? "",
            Requester = requester,
            Submitter = submitter,
            Priority = (string?)fields["priority"],
            ExternalId = (string?)fields["external_id"],
            FollowsUp = followed,
            CreatedAt = now,
            UpdatedAt = now,
        };
        ticket.Tags.UnionWith((fields["tags"] as JsonArray ?? []).Select(t => (string)t!));
        tickets[ticket.Id] = ticket;
        Change(ticket, Api, "api", DraftOf(comment, submitter), (string?)fields["status"], fields["metadata"], false, created: true);
        return new(201, new JsonObject { ["ticket"] = ticket.Show(), ["audit"] = ticket.Audits[^1].Show(ticket.Id) }, Changed: true);
    }

    private Comment? Change(Ticket ticket, User actor, string channel, Draft? draft, string? status, JsonNode? metadata, bool statusFirst, bool created = false)
    {
        var now = kit.Clock.GetUtcNow();
        var sequence = webhooks.NewSequence();
        var audit = ++nextAudit;
        List<JsonObject> events = [];
        List<Action> tell = [];
        Comment? comment = null;
        if (draft is not null && ticket.Comments.Count < MaxComments)
        {
            comment = new(++nextAudit, draft.Author, draft.Text, draft.IsPublic, now, audit, channel == "api") { Attachments = draft.Files };
            ticket.Comments.Add(comment);
            events.Add(new() { ["id"] = comment.Id, ["type"] = "Comment", ["author_id"] = comment.Author.Id, ["body"] = comment.Body, ["public"] = comment.IsPublic, ["attachments"] = new JsonArray([.. comment.Attachments.Select(file => (JsonNode)file.Show())]) });
            tell.Add(() => webhooks.CommentAdded(ticket, comment, actor, sequence, 1));
        }

        if (status is not null && status != ticket.Status)
        {
            var previous = ticket.Status;
            ticket.Status = status;
            events.Add(new() { ["id"] = ++nextAudit, ["type"] = "Change", ["field_name"] = "status", ["previous_value"] = previous, ["value"] = status });
            tell.Add(() => webhooks.StatusChanged(ticket, previous, actor, sequence, 2));
        }

        ticket.UpdatedAt = now;
        ticket.Audits.Add(new(audit, actor.Id, now, channel, metadata?.DeepClone(), events));
        if (created) webhooks.Created(ticket, actor, sequence, 0);
        if (statusFirst) tell.Reverse();
        tell.ForEach(t => t());
        return comment;
    }

    private sealed record Draft(User Author, string Text, bool IsPublic, IReadOnlyList<Attachment> Files);
}
