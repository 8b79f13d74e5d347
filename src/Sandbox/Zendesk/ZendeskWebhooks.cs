using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>The vendor's event subscription: shapes, signature and retries.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose webhooks they are.</param>
internal sealed class ZendeskWebhooks(VendorKit kit, ZendeskAccount account)
{
    // After a time-out up to five tries; the waits between them are ours.
    private const string WebhookId = "01SANDBOXWEBHOOK0000000000";
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)];

    private readonly Lock gate = new();
    private readonly List<Webhook> sent = [];
    private readonly HashSet<string> subscribed = [.. Known];
    private long sequences;

    private static IEnumerable<string> Known => ["zen:event-type:ticket.created", "zen:event-type:ticket.comment_added", "zen:event-type:ticket.status_changed"];

    /// <summary>Every webhook that was sent, oldest first.</summary>
    public IReadOnlyList<Webhook> Sent
    {
        get
        {
            lock (gate) return [.. sent];
        }
    }

    /// <summary>Where the webhook sends to, as the vendor shows it.</summary>
    public string Endpoint { get; set; } = new Uri(kit.PublicUrl, "/webhooks/desk").AbsoluteUri;

    /// <summary>Whether it sends at all.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Takes a type away from what it sends.</summary>
    public void Unsubscribe(string type) => subscribed.Remove(type);

    /// <summary>The webhook as the API shows it.</summary>
    public JsonObject Show() => new()
    {
        ["id"] = WebhookId,
        ["name"] = "Hub",
        ["endpoint"] = Endpoint,
        ["http_method"] = "POST",
        ["request_format"] = "json",
        ["status"] = IsActive ? "active" : "inactive",
        ["subscriptions"] = new JsonArray([.. subscribed.Order(StringComparer.Ordinal).Select(type => (JsonNode)type)]),
    };

    /// <summary>PATCH /webhooks/{id}.</summary>
    public Answer Update(string id, JsonNode? body)
    {
        if (id != WebhookId) return ZendeskErrors.NotFound();
        if ((string?)body?["webhook"]?["status"] is { } status) IsActive = status == "active";
        if (body?["webhook"]?["subscriptions"] is JsonArray types)
        {
            subscribed.Clear();
            subscribed.UnionWith(types.Select(type => (string)type!));
        }

        return new(204, Changed: true);
    }

    /// <summary>Sends them. 401, 500 and the like are never repeated: what met them is gone.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status is >= 200 and < 300, TimeSpan.FromSeconds(10), result => result switch
    {
        { Status: null, Try: <= 4 } => Waits[result.Try - 1],
        { Status: 409, Try: <= 3 } => Waits[result.Try - 1],
        { Status: 429 or 503, Try: <= 3, RetryAfter: { TotalSeconds: < 60 } wait } => wait,
        _ => null,
    });

    /// <summary>A number that the events of one action share.</summary>
    public string NewSequence() => string.Create(CultureInfo.InvariantCulture, $"01SANDBOX{Interlocked.Increment(ref sequences):D17}");

    public void CommentAdded(Ticket ticket, Comment comment, User actor, string sequence, int position) => Send("comment_added", ticket, actor, sequence, position, new()
    {
        ["comment"] = new JsonObject
        {
            ["id"] = Text(comment.Id),
            ["body"] = comment.Body,
            ["is_public"] = comment.IsPublic,
            ["author"] = new JsonObject { ["id"] = Text(comment.Author.Id), ["is_staff"] = comment.Author.IsStaff, ["name"] = comment.Author.Name },
        },
    });

    public void StatusChanged(Ticket ticket, string previous, User actor, string sequence, int position) =>
        Send("status_changed", ticket, actor, sequence, position, new() { ["previous"] = previous.ToUpperInvariant(), ["current"] = ticket.Status.ToUpperInvariant() });

    public void Created(Ticket ticket, User actor, string sequence, int position) => Send("created", ticket, actor, sequence, position, []);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private void Send(string kind, Ticket ticket, User actor, string sequence, int position, JsonObject change)
    {
        if (!IsActive || !subscribed.Contains($"zen:event-type:ticket.{kind}")) return;
        change["meta"] = new JsonObject { ["sequence"] = new JsonObject { ["id"] = sequence, ["position"] = position } };
        var id = kit.Dice.Uuid();
        var envelope = new JsonObject
        {
            ["account_id"] = account.Id,
            ["id"] = id,
            ["type"] = $"zen:event-type:ticket.{kind}",
            ["subject"] = $"zen:ticket:{Text(ticket.Id)}",
            ["time"] = kit.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
            ["zendesk_event_version"] = "2022-11-06",
            ["detail"] = new JsonObject
            {
                ["id"] = Text(ticket.Id),
                ["actor_id"] = Text(actor.Id),
                ["assignee_id"] = null,
                ["brand_id"] = "7001",
                ["created_at"] = Stamp.Of(ticket.CreatedAt),
                ["description"] = ticket.Comments.Count > 0 ? ticket.Comments[0].Body : "",
                ["external_id"] = ticket.ExternalId,
                ["group_id"] = "7002",
                ["is_public"] = true,
                ["organization_id"] = "0",
                ["priority"] = ticket.Priority?.ToUpperInvariant(),
                ["requester_id"] = Text(ticket.Requester.Id),
                ["status"] = ticket.Status.ToUpperInvariant(),
                ["subject"] = ticket.Subject,
                ["submitter_id"] = Text(ticket.Submitter.Id),
                ["tags"] = new JsonArray([.. ticket.Tags.Select(t => (JsonNode)t)]),
                ["type"] = null,
                ["updated_at"] = Stamp.Of(ticket.UpdatedAt),
                ["via"] = new JsonObject { ["channel"] = actor.Role == "admin" ? "api" : "web_service" },
            },
            ["event"] = change,
        };
        var webhook = new Webhook(id, $"ticket/{Text(ticket.Id)}", kind, "/webhooks/desk", Encoding.UTF8.GetBytes(envelope.ToJsonString()), Sign);
        lock (gate) sent.Add(webhook);
        Sender.Send(webhook);
    }

    private Dictionary<string, string> Sign(byte[] body, DateTimeOffset at)
    {
        var timestamp = Stamp.Of(at);
        return new()
        {
            ["x-zendesk-account-id"] = Text(account.Id),
            ["x-zendesk-webhook-id"] = WebhookId,
            ["x-zendesk-webhook-invocation-id"] = kit.Dice.Hex(20),
            ["x-zendesk-webhook-signature-timestamp"] = timestamp,
            ["x-zendesk-webhook-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.SigningSecret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp), .. body])),
        };
    }
}

/// <summary>The business's account: generated for one run.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Subdomain">The subdomain.</param>
/// <param name="Email">Of the API user.</param>
/// <param name="ApiToken">Of API calls.</param>
/// <param name="SigningSecret">Signs webhooks.</param>
internal sealed record ZendeskAccount(long Id, string Subdomain, string Email, string ApiToken, string SigningSecret);
