using System.Globalization;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>The WhatsApp Cloud API of one business number.</summary>
internal sealed class WhatsAppSimulator : IVendor
{
    private const string Version = "v23.0";

    private readonly VendorKit kit;
    private readonly WhatsAppAccount account;
    private readonly WhatsAppWebhooks webhooks;
    private readonly VendorServer server;

    private WhatsAppSimulator(VendorKit kit)
    {
        this.kit = kit;
        account = new(Number(), Number(), "4930901820", kit.Dice.Secret(), kit.Dice.Secret(), $"EAA{kit.Dice.Secret()}");
        webhooks = new(kit, account);
        State = new(kit, webhooks);
        App = new(account) { Callback = new Uri(kit.PublicUrl, "/webhooks/wa").AbsoluteUri };
        Files = new(kit);
        server = new(kit, WhatsAppErrors.Struck);

        string Number() => (100_000_000_000_000L + kit.Dice.Below(int.MaxValue)).ToString(CultureInfo.InvariantCulture);
    }

    public string Name => "whatsapp";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => webhooks.Sender;

    /// <summary>The business's app.</summary>
    public WhatsAppApp App { get; }

    /// <summary>Persons, chats and templates.</summary>
    public WhatsAppState State { get; }

    /// <summary>The files that persons have sent.</summary>
    public WhatsAppFiles Files { get; }

    /// <summary>A person sends a file.</summary>
    /// <param name="person">Who.</param>
    /// <param name="file">What.</param>
    /// <param name="caption">The words that come with it.</param>
    public ChatMessage Send(Person person, SentFile file, string? caption = null)
    {
        Files.Keep(file);
        return State.Attach(person, file, caption);
    }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["AppSecret"] = account.AppSecret,
        ["VerifyToken"] = account.VerifyToken,
        ["AccessToken"] = account.AccessToken,
        ["PhoneNumberId"] = account.PhoneNumberId,
        ["BusinessAccountId"] = account.BusinessAccountId,
        ["GraphVersion"] = Version,
    };

    public static async Task<WhatsAppSimulator> StartAsync(VendorKit kit)
    {
        var simulator = new WhatsAppSimulator(kit);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe() => new JsonObject
    {
        ["messages"] = new JsonArray([.. State.Messages.Select(m => (JsonNode)new JsonObject
        {
            ["id"] = m.Id,
            ["at"] = m.At,
            ["with"] = m.With,
            ["from"] = m.FromBusiness ? "business" : "person",
            ["text"] = m.Text,
            ["template"] = m.Template,
            ["language"] = m.Language,
            ["status"] = m.Statuses.LastOrDefault(),
        })]),
        ["templates"] = new JsonArray([.. State.Templates.Select(t => (JsonNode)$"{t.Name} ({t.Language}, {t.Category}, {t.Status})")]),
        ["limit"] = State.Limit.Name,
        ["lost"] = webhooks.Sender.Lost.Count,
    };

    public IReadOnlyList<string> Holdings() => [.. State.Messages.GroupBy(m => m.With).TakeLast(4).SelectMany(chat =>
        chat.TakeLast(4).Select(m => $"{(m.FromBusiness ? "→" : "←")} +{chat.Key}  {m.Text}{(m.FromBusiness ? $"  [{m.Statuses.LastOrDefault() ?? "accepted"}]" : "")}"))];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        webhooks.Sender.Dispose();
    }

    private Task ListenAsync()
    {
        server.Api("POST", "/{version}/{id}/messages", call => Allowed(call, account.PhoneNumberId) ?? State.Send(call.Json));
        server.Api("GET", "/{version}/{id}/message_templates", call => Allowed(call, account.BusinessAccountId) ?? State.List(call.Query("limit"), call.Query("after")));
        server.Api("GET", "/{version}/debug_token", call => Allowed(call) ?? App.Token(call.Query("input_token")));
        server.Api("GET", "/{version}/{id}/subscribed_apps", call => Allowed(call, account.BusinessAccountId) ?? App.Apps());
        server.Api("POST", "/{version}/{id}/subscribed_apps", call => Allowed(call, account.BusinessAccountId) ?? App.Subscribe());
        server.Api("GET", "/{version}/{id}/subscriptions", call => call.Route("id") == App.Id ? App.Subscriptions(call.Header("Authorization")) : WhatsAppErrors.NoSuchObject(call.Request.Path));
        server.Api("POST", "/{version}/{id}", call => Allowed(call, account.PhoneNumberId) ?? App.Configure(call.Json));
        server.Api("GET", "/media/{token}", call => call.Header("Authorization") == $"Bearer {account.AccessToken}" ? Files.Serve(call.Route("token")) : new(401));
        server.Api("GET", "/{version}/{id}", call => Files.Has(call.Route("id"))
            ? Allowed(call, call.Route("id")) ?? Files.Place(call.Route("id"), Address)
            : call.Route("id") == account.BusinessAccountId
            ? Allowed(call, account.BusinessAccountId) ?? new(200, new JsonObject
            {
                ["id"] = account.BusinessAccountId,
                ["owner_business_info"] = new JsonObject { ["name"] = "Kairos", ["id"] = account.PortfolioId },
            })
            : Allowed(call, account.PhoneNumberId) ?? new(200, new JsonObject
            {
                ["id"] = account.PhoneNumberId,
                ["display_phone_number"] = account.DisplayPhone,
                ["verified_name"] = "Kairos",
                ["quality_rating"] = App.Quality,
                ["status"] = App.Status,
                ["name_status"] = "APPROVED",
                ["webhook_configuration"] = App.Addresses(),
                ["throughput"] = new JsonObject { ["level"] = "STANDARD" },
                ["whatsapp_business_manager_messaging_limit"] = State.Limit.Name,
            }));
        server.Control("POST", "messages", (_, body) =>
        {
            if ((body.PhoneOr("from"), body.TextOr("text")) is not ({ } phone, { } text)) throw new WrongControlException("Give {\"from\": \"+49…\", \"text\": \"…\"}, and \"name\" if you like.");
            var person = State.People.FirstOrDefault(p => p.Phone == phone) ?? State.Add(phone, body.TextOr("name") ?? phone);
            return new(200, new JsonObject { ["id"] = State.Write(person, text).Id });
        });
        server.Control("POST", "files", (_, body) =>
        {
            if (body.PhoneOr("from") is not { } phone) throw new WrongControlException("Give {\"from\": \"+49…\"}, and \"kind\", \"caption\", \"text\" (what stands in it) or \"spoiled\": \"hash\", \"gone\" if you like.");
            var kind = body.OneOf("kind", "image", "image", "document", "audio", "video", "sticker")!;
            var person = State.People.FirstOrDefault(p => p.Phone == phone) ?? State.Add(phone, phone);
            var spoiled = body.OneOf("spoiled", "no", "no", "hash", "gone") switch { "hash" => Spoiled.Hash, "gone" => Spoiled.Gone, _ => Spoiled.No };
            return new(200, new JsonObject { ["id"] = Send(person, Files.Make(kind, body.TextOr("text") ?? "a photograph", spoiled), body.TextOr("caption")).Id });
        });
        server.Control("POST", "people", (_, body) =>
        {
            if (body.PhoneOr("phone") is not { } phone) throw new WrongControlException("Give {\"phone\": \"+49…\", \"whatsapp\": \"no\"}, or \"username\" for somebody who hides the phone, and \"name\" if you like.");
            if (body.TextOr("username") is { } username) return new(200, new JsonObject { ["user_id"] = State.AddNamed(phone, body.TextOr("name") ?? username, username).UserId });
            var reach = body.OneOf("whatsapp", "yes", "yes", "no", "later") switch { "no" => Reach.RefusedAtOnce, "later" => Reach.RefusedLater, _ => Reach.Reachable };
            return new(200, new JsonObject { ["wa_id"] = State.Add(phone, body.TextOr("name") ?? phone, reach).WaId });
        });
        server.Control("POST", "people/moves", (_, body) =>
        {
            if ((body.PhoneOr("phone"), body.PhoneOr("new_phone")) is not ({ } phone, { } moved)) throw new WrongControlException("Give {\"phone\": \"+49…\", \"new_phone\": \"+49…\"}.");
            if (State.People.FirstOrDefault(p => p.Phone == phone) is not { } person) throw new WrongControlException($"Nobody has the phone {phone}: they write first.");
            if (State.People.Any(p => p.Phone == moved)) throw new WrongControlException($"Somebody has the phone {moved} already.");
            var now = State.Move(person, moved);
            return new(200, new JsonObject { ["wa_id"] = now.WaId, ["user_id"] = now.UserId });
        });
        server.Control("POST", "preferences", (_, body) =>
        {
            if (body.PhoneOr("phone") is not { } phone) throw new WrongControlException("Give {\"phone\": \"+49…\", \"marketing\": \"stop\"}, or \"resume\".");
            var wants = body.OneOf("marketing", "stop", "stop", "resume") == "resume";
            State.Prefer(State.People.FirstOrDefault(p => p.Phone == phone) ?? State.Add(phone, phone), wants);
            return new(200, new JsonObject { ["marketing"] = wants ? "resume" : "stop" });
        });
        server.Control("POST", "limit", (_, body) =>
        {
            var tier = body.OneOf("tier", null, [.. MessagingLimit.Tiers.Select(tier => tier.Name)]);
            var people = body.WholeOr("people", 1, 100_000);
            if (tier is null == people is null) throw new WrongControlException("Give {\"tier\": \"TIER_250\"}, or {\"people\": 2} for fewer than the vendor has.");
            State.Limit = MessagingLimit.Tiers.FirstOrDefault(one => one.Name == tier) ?? new(string.Create(CultureInfo.InvariantCulture, $"{people}"), people);
            return new(200, new JsonObject { ["limit"] = State.Limit.Name });
        });
        return server.StartAsync(this, call => WhatsAppErrors.NoSuchObject(call.Request.Path));
    }

    private Answer? Allowed(Call call) => call.Header("Authorization") != $"Bearer {account.AccessToken}" ? WhatsAppErrors.BadToken() : null;

    private Answer? Allowed(Call call, string id)
    {
        if (Allowed(call) is { } refused) return refused;
        return call.Route("id") == id && call.Route("version") == Version ? null : WhatsAppErrors.NoSuchObject(call.Request.Path);
    }
}
