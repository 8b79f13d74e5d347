using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Zendesk;

/// <summary>The Zendesk Support API of one account.</summary>
internal sealed class ZendeskSimulator : IVendor
{
    // In the place of a number, in calls by hand.
    private const string Newest = "newest";

    private readonly VendorKit kit;
    private readonly ZendeskAccount account;
    private readonly ZendeskWebhooks webhooks;
    private readonly VendorServer server;

    private ZendeskSimulator(VendorKit kit)
    {
        this.kit = kit;
        account = new(22_000_000 + kit.Dice.Below(1_000_000), "kairos", "hub@kairos.example", kit.Dice.Secret(), kit.Dice.Secret());
        webhooks = new(kit, account);
        State = new(kit, webhooks, account.Email);
        server = new(kit, ZendeskErrors.Struck);
    }

    public string Name => "zendesk";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => webhooks.Sender;

    /// <summary>How many updates a page of the export has.</summary>
    public int PageOfExport { get; set; } = 1000;

    /// <summary>What the account does by itself; at first what every new account does.</summary>
    public IList<JsonObject> Triggers { get; } =
    [
        new()
        {
            ["id"] = 360_056_295_714,
            ["title"] = "Notify requester of received request",
            ["active"] = true,
            ["actions"] = new JsonArray(new JsonObject { ["field"] = "notification_user", ["value"] = new JsonArray("requester_id", "[Request received]", "Your request ({{ticket.id}}) has been received.") }),
            ["conditions"] = new JsonObject { ["all"] = new JsonArray(new JsonObject { ["field"] = "update_type", ["operator"] = "is", ["value"] = "Create" }), ["any"] = new JsonArray() },
        },
    ];

    /// <summary>The webhook.</summary>
    public ZendeskWebhooks Webhook => webhooks;

    /// <summary>Users and tickets.</summary>
    public ZendeskState State { get; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Subdomain"] = account.Subdomain,
        ["Email"] = account.Email,
        ["ApiToken"] = account.ApiToken,
        ["SigningSecret"] = account.SigningSecret,
    };

    public static async Task<ZendeskSimulator> StartAsync(VendorKit kit)
    {
        var simulator = new ZendeskSimulator(kit);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe() => new JsonObject
    {
        ["tickets"] = new JsonArray([.. State.Tickets.Select(t =>
        {
            var ticket = State.ShowWhere(other => other.Id == t.Id)[0];
            ticket["requester"] = t.Requester.Name;
            ticket["comments"] = new JsonArray([.. State.CommentsOf(t.Id).Select(c => (JsonNode)$"{c.Author.Name}{(c.IsPublic ? "" : " (internal)")}: {c.Body}")]);
            return (JsonNode)ticket;
        })]),
        ["lost"] = webhooks.Sender.Lost.Count,
    };

    public IReadOnlyList<string> Holdings() => [.. State.Tickets.TakeLast(3).SelectMany(t => State.CommentsOf(t.Id).TakeLast(4)
        .Select(c => $"  {c.Author.Name}{(c.IsPublic ? "" : " (internal)")}: {Shorten(c.Body)}{string.Concat(c.Attachments.Select(file => $" [{file.Name}]"))}")
        .Prepend($"ticket {t.Id} “{t.Subject}” of {t.Requester.Name}, {t.Status}{(t.FollowsUp is { } source ? $", follows up {source}" : "")}, {State.CommentsOf(t.Id).Count} comments"))];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        webhooks.Sender.Dispose();
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" / ");
        return line.Length <= 90 ? line : line[..90] + "…";
    }

    private static JsonObject Page(Call call, string name, IEnumerable<JsonObject> all)
    {
        var items = all.ToList();
        if (call.Query("sort")?.StartsWith('-') == true) items.Reverse();
        var start = int.TryParse(call.Query("page[after]"), NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;
        var size = int.TryParse(call.Query("page[size]"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, 100) : 100;
        var end = Math.Min(start + size, items.Count);
        return new()
        {
            [name] = new JsonArray([.. items.Skip(start).Take(size)]),
            ["meta"] = new JsonObject { ["has_more"] = end < items.Count, ["after_cursor"] = end.ToString(CultureInfo.InvariantCulture), ["before_cursor"] = start.ToString(CultureInfo.InvariantCulture) },
        };
    }

    private Task ListenAsync()
    {
        Api("POST", "tickets", call => State.Create(call.Json, call.Header("Idempotency-Key"), call.Text));
        Api("GET", "tickets", call => new(200, Page(call, "tickets", State.ShowWhere(t => call.Query("external_id") is not { } id || t.ExternalId == id))));
        Api("GET", "tickets/{id}", call => State.Read(call.Route("id"), t => new JsonObject { ["ticket"] = t.Show() }));
        Api("PUT", "tickets/{id}", call => State.Update(call.Route("id"), call.Json));
        Api("PUT", "tickets/{id}/tags", call => State.AddTags(call.Route("id"), call.Json));
        Api("GET", "tickets/{id}/comments", call => State.Read(call.Route("id"), t => Page(call, "comments", t.Comments.Select(c => c.Show()))));
        Api("GET", "tickets/{id}/audits", call => State.Read(call.Route("id"), t => Page(call, "audits", t.Audits.Select(a => a.Show(t.Id)))));
        Api("POST", "uploads", call => State.Uploads.Take(call.Query("filename"), call.Header("Content-Type"), call.Bytes, call.Query("token")));
        Api("POST", "users/create_or_update", call => State.CreateOrUpdate(call.Json));
        Api("GET", "users/me", _ => new(200, new JsonObject { ["user"] = State.Api.Show() }));
        Api("GET", "users/show_many", call => Users(u => Listed(call.Query("ids"), u.Id.ToString(CultureInfo.InvariantCulture)) || (u.ExternalId is { } id && Listed(call.Query("external_ids"), id))));
        Api("GET", "users/search", call => Users(u => u.ExternalId is { } id && id == call.Query("external_id")));
        Api("GET", "users/{id}", call => State.UsersWhere(u => u.Id.ToString(CultureInfo.InvariantCulture) == call.Route("id")) is [var user] ? new(200, new JsonObject { ["user"] = user.Show() }) : ZendeskErrors.NotFound());
        Api("GET", "users/{id}/tickets/requested", call => new(200, Page(call, "tickets", State.ShowWhere(t => t.Requester.Id.ToString(CultureInfo.InvariantCulture) == call.Route("id")))));
        Api("GET", "incremental/ticket_events", call => State.Export(long.Parse(call.Query("start_time") ?? "0", CultureInfo.InvariantCulture), PageOfExport));
        Api("GET", "webhooks", call => new(200, Page(call, "webhooks", [webhooks.Show()])));
        Api("PATCH", "webhooks/{id}", call => webhooks.Update(call.Route("id"), call.Json));
        Api("GET", "webhooks/{id}/signing_secret", _ => new(200, new JsonObject { ["signing_secret"] = new JsonObject { ["algorithm"] = "SHA256", ["secret"] = account.SigningSecret } }));
        Api("GET", "triggers", call => new(200, Page(call, "triggers", Triggers.Select(trigger => (JsonObject)trigger.DeepClone()))));
        server.Control("POST", "tickets/{id}/comments", (call, body) =>
        {
            var tickets = State.Tickets;
            var ticket = call.Route("id") == Newest ? tickets.MaxBy(t => t.Id) : tickets.FirstOrDefault(t => t.Id.ToString(CultureInfo.InvariantCulture) == call.Route("id"));
            if (ticket is null) return ZendeskErrors.NotFound();
            if (body.TextOr("text") is not { } text) throw new WrongControlException("Give {\"text\": \"…\"}, and \"public\": false or \"status\": \"solved\" if you like.");
            return new(200, State.Reply(ticket.Id, text, body.FlagOr("public") ?? true, body.OneOf("status", null, "new", "open", "pending", "hold", "solved", "closed")).Show());
        });
        return server.StartAsync(this, _ => ZendeskErrors.NoSuchAddress());
    }

    private static bool Listed(string? list, string id) => list?.Split(',').Contains(id, StringComparer.OrdinalIgnoreCase) == true;

    private Answer Users(Func<User, bool> wanted)
    {
        var users = State.UsersWhere(wanted);
        return new(200, new JsonObject { ["users"] = new JsonArray([.. users.Select(u => u.Show())]), ["count"] = users.Count });
    }

    // The vendor takes its addresses with and without ".json".
    private void Api(string method, string path, Func<Call, Answer> operation)
    {
        server.Api(method, $"/api/v2/{path}", Guarded);
        if (!path.EndsWith('}')) server.Api(method, $"/api/v2/{path}.json", Guarded);

        Answer Guarded(Call call) => call.Header("Authorization") == Credentials() ? operation(call) : ZendeskErrors.BadCredentials();
    }

    private string Credentials() => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Email}/token:{account.ApiToken}"))}";
}
