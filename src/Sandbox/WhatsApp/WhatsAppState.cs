// All that a call or the vendor changes stands under one lock, in one place.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>The persons, chats and templates, and the rules of sending.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="webhooks">Where it tells of what happens.</param>
internal sealed class WhatsAppState(VendorKit kit, WhatsAppWebhooks webhooks)
{
    /// <summary>The time after a person's message in which free text may be sent.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private static readonly TimeSpan StatusStep = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Person> people = [];
    private readonly List<ChatMessage> messages = [];
    private readonly Dictionary<string, List<ChatMessage>> sent = [];
    private readonly List<Template> templates = [];
    private readonly List<Action> held = [];
    private readonly TokenBucket number = new(80, 80, kit.Clock);
    private readonly Dictionary<string, DateTimeOffset> reached = [];
    private MessagingLimit limit = MessagingLimit.Tiers.Single(tier => tier.Name == "TIER_10K");
    private bool holding;
    private int made;

    /// <summary>True while the vendor keeps back all statuses; set to false it sends them.</summary>
    public bool HoldsStatuses
    {
        get
        {
            lock (gate) return holding;
        }

        set
        {
            Action[] release;
            lock (gate)
            {
                holding = value;
                release = value ? [] : [.. held];
                if (!value) held.Clear();
            }

            foreach (var status in release) status();
        }
    }

    /// <summary>How many different people may be written to outside of open windows within 24 hours; a change is told.</summary>
    public MessagingLimit Limit
    {
        get
        {
            lock (gate) return limit;
        }

        set
        {
            lock (gate)
            {
                limit = value;
                webhooks.MessagingLimit(value);
            }
        }
    }

    /// <summary>All templates.</summary>
    public IReadOnlyList<Template> Templates
    {
        get
        {
            lock (gate) return [.. templates];
        }
    }

    /// <summary>All persons.</summary>
    public IReadOnlyList<Person> People
    {
        get
        {
            lock (gate) return [.. people.Values];
        }
    }

    /// <summary>All messages, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages
    {
        get
        {
            lock (gate) return [.. messages];
        }
    }

    /// <summary>Adds a template, or puts it in the place of the one of its name and language.</summary>
    public void Add(Template template)
    {
        lock (gate)
        {
            templates.RemoveAll(t => t.Name == template.Name && t.Language == template.Language);
            templates.Add(template);
        }
    }

    /// <summary>Adds a person.</summary>
    public Person Add(string phone, string name, Reach reach = Reach.Reachable, string? waId = null, string? userId = null, bool hidesPhone = false, string? username = null)
    {
        var person = new Person(waId ?? Digits(phone)) { Phone = phone, Name = name, Reach = reach, UserId = userId, HidesPhone = hidesPhone, Username = username, Pair = new(45, 1 / 6.0, kit.Clock) };
        lock (gate) people[person.WaId] = person;
        return person;
    }

    /// <summary>Adds a person who has taken a user name: webhooks name them by a user id, and not by the phone.</summary>
    public Person AddNamed(string phone, string name, string username)
    {
        lock (gate) return Add(phone, name, userId: NextUserId(), hidesPhone: true, username: username);
    }

    /// <summary>A person takes another phone number: the user id, where they have one, is made anew, and the business is told.</summary>
    public Person Move(Person person, string phone)
    {
        lock (gate)
        {
            var moved = new Person(Digits(phone))
            {
                Phone = phone, Name = person.Name, Username = person.Username, Reach = person.Reach, UserId = person.UserId is null ? null : NextUserId(), HidesPhone = person.HidesPhone, WroteAt = person.WroteAt, Pair = person.Pair,
            };
            people.Remove(person.WaId);
            people[moved.WaId] = moved;
            if (sent.Remove(person.WaId, out var chat)) sent[moved.WaId] = chat;
            webhooks.Moved(person, moved, NextId(moved));
            return moved;
        }
    }

    /// <summary>What the business sent to a person by the API, oldest first.</summary>
    public IReadOnlyList<ChatMessage> SentTo(Person person)
    {
        lock (gate) return sent.TryGetValue(person.WaId, out var chat) ? [.. chat] : [];
    }

    /// <summary>A person writes text.</summary>
    /// <param name="person">Who.</param>
    /// <param name="text">What.</param>
    /// <param name="line">The webhook's line, when it shall not wait for the person's earlier ones.</param>
    public ChatMessage Write(Person person, string text, string? line = null) =>
        Receive(person, "text", text, new() { ["body"] = text }, line);

    /// <summary>Somebody of the business writes to a person from the phone app.</summary>
    public ChatMessage Answer(Person person, string text)
    {
        lock (gate)
        {
            var message = new ChatMessage(NextId(person)) { With = person.WaId, FromBusiness = true, Type = "text", Text = text, At = kit.Clock.GetUtcNow() };
            messages.Add(message);
            webhooks.Echo(person, message);
            return message;
        }
    }

    /// <summary>A person who came from an advertisement writes.</summary>
    /// <param name="person">Who.</param>
    /// <param name="text">What.</param>
    /// <param name="headline">The advertisement's headline.</param>
    /// <param name="source">Its id.</param>
    public ChatMessage Come(Person person, string text, string headline, string source) => Receive(
        person, "text", text, new() { ["body"] = text }, null, new()
        {
            ["source_url"] = $"https://fb.me/{source}", ["source_id"] = source, ["source_type"] = "ad", ["headline"] = headline, ["body"] = "Write to us", ["media_type"] = "image", ["ctwa_clid"] = $"click-{source}",
        });

    /// <summary>A person sends a file, which the vendor keeps.</summary>
    public ChatMessage Attach(Person person, SentFile file, string? caption)
    {
        var content = new JsonObject { ["id"] = file.Id, ["mime_type"] = file.MimeType, ["sha256"] = file.Sha256 };
        if (caption is not null) content["caption"] = caption;
        if (file.Kind == "document") content["filename"] = file.Name;
        return Receive(person, file.Kind, caption ?? $"[{file.Kind}]", content, null);
    }

    /// <summary>A person presses a quick reply of a template.</summary>
    public ChatMessage Press(Person person, string payload, string title) =>
        Receive(person, "button", title, new() { ["payload"] = payload, ["text"] = title }, null);

    /// <summary>A person presses a button of an interactive message.</summary>
    public ChatMessage Choose(Person person, string id, string title) =>
        Receive(person, "interactive", title, new() { ["type"] = "button_reply", ["button_reply"] = new JsonObject { ["id"] = id, ["title"] = title } }, null);

    /// <summary>A person stops or resumes marketing messages by the vendor's own switch.</summary>
    /// <param name="person">Who.</param>
    /// <param name="wants">Whether they want them.</param>
    /// <param name="isTold">Whether the vendor tells it by a webhook; otherwise only sends show it.</param>
    public void Prefer(Person person, bool wants, bool isTold = true)
    {
        lock (gate)
        {
            person.StopsMarketing = !wants;
            if (isTold) webhooks.Preference(person, wants);
        }
    }

    /// <summary>The vendor puts a template into another category, and tells it.</summary>
    public void Recategorise(Template template, string category)
    {
        Add(template with { Category = category });
        webhooks.TemplateCategory(template, category);
    }

    /// <summary>POST /{phone-number-id}/messages.</summary>
    public Answer Send(JsonNode? body)
    {
        if ((string?)body?["messaging_product"] != "whatsapp") return WhatsAppErrors.InvalidParameter("(#100) The parameter messaging_product is required.");
        if ((string?)body["status"] == "read") return new(200, new JsonObject { ["success"] = true });
        var input = (string?)body["to"] ?? (string?)body["recipient"];
        if (string.IsNullOrEmpty(input)) return WhatsAppErrors.InvalidParameter("(#100) The parameter to is required.");
        var mark = (string?)body["biz_opaque_callback_data"];
        if (mark is { Length: > 512 }) return WhatsAppErrors.InvalidParameter("Param biz_opaque_callback_data must be at most 512 characters long.");
        lock (gate)
        {
            var person = Find(input, byPhone: body["to"] is not null);
            if (person is null) return WhatsAppErrors.Undeliverable();
            var (refused, draft) = (string?)body["type"] switch
            {
                "template" => OfTemplate(body["template"]),
                "text" or null => OfText(person, (string?)body["text"]?["body"]),
                var other => (WhatsAppErrors.InvalidParameter($"Param type {other} is not simulated."), null),
            };
            if (refused is not null) return refused;
            if (person.StopsMarketing && templates.Exists(t => t.Name == draft!.Template && t.Language == draft.Language && t.Category == "MARKETING")) return WhatsAppErrors.StoppedMarketing();
            if (person.Reach == Reach.RefusedAtOnce) return WhatsAppErrors.Undeliverable();
            var counts = draft!.Template is not null && !IsOpen(person);
            if (counts && IsFullFor(person)) return WhatsAppErrors.MessagingLimit();
            if (!number.Take(1)) return WhatsAppErrors.NumberLimit();
            if (!person.Pair.Take(1)) return WhatsAppErrors.PairLimit();
            if (counts) reached[person.WaId] = kit.Clock.GetUtcNow();
            return Accept(person, input, draft, mark);
        }
    }

    /// <summary>GET /{business-account-id}/message_templates.</summary>
    public Answer List(string? limit, string? after)
    {
        lock (gate)
        {
            var size = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, 100) : 25;
            var start = after is null ? 0 : int.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(after)), CultureInfo.InvariantCulture);
            var end = Math.Min(start + size, templates.Count);
            var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = Cursor(start), ["after"] = Cursor(end) } };
            if (end < templates.Count) paging["next"] = $"https://graph.facebook.com/next?after={Cursor(end)}";
            return new(200, new JsonObject { ["data"] = new JsonArray([.. templates[start..end].Select((t, i) => Show(t, start + i))]), ["paging"] = paging });
        }
    }

    private static string Cursor(int index) => Convert.ToBase64String(Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture)));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static JsonNode Show(Template template, int index)
    {
        var body = new JsonObject { ["type"] = "BODY", ["text"] = template.Body };
        if (template.Parameters > 0)
        {
            body["example"] = new JsonObject { ["body_text"] = new JsonArray(new JsonArray([.. Enumerable.Range(1, template.Parameters).Select(i => (JsonNode)$"value {i}")])) };
        }

        return new JsonObject
        {
            ["id"] = (7_000_000_000_000_000 + index).ToString(CultureInfo.InvariantCulture),
            ["name"] = template.Name,
            ["language"] = template.Language,
            ["category"] = template.Category,
            ["status"] = template.Status,
            ["parameter_format"] = "POSITIONAL",
            ["components"] = template.QuickReplies.Count == 0 ? new JsonArray(body) : new JsonArray(body, new JsonObject
            {
                ["type"] = "BUTTONS",
                ["buttons"] = new JsonArray([.. template.QuickReplies.Select(label => (JsonNode)new JsonObject { ["type"] = "QUICK_REPLY", ["text"] = label })]),
            }),
        };
    }

    // The input need not be the WhatsApp id: Brazil's ninth digit, Mexico's 1 and Argentina's 9 come and go. A number that nobody has added is taken to have WhatsApp.
    private Person? Find(string input, bool byPhone)
    {
        if (!byPhone) return people.Values.FirstOrDefault(p => p.UserId == input);
        var digits = Digits(input);
        if (digits.Length is < 7 or > 15) return null;
        return people.GetValueOrDefault(digits) ?? people.Values.FirstOrDefault(p => Digits(p.Phone) == digits) ?? Add($"+{digits}", $"Person {digits[^4..]}");
    }

    private (Answer? Refused, Draft? Draft) OfText(Person person, string? text)
    {
        if (string.IsNullOrEmpty(text) || text.EnumerateRunes().Count() > 4096) return (WhatsAppErrors.InvalidParameter("Param text['body'] must be between 1 and 4096 characters long."), null);
        return IsOpen(person) ? (null, new("text", text, null, null, [])) : (WhatsAppErrors.WindowClosed(), null);
    }

    private (Answer? Refused, Draft? Draft) OfTemplate(JsonNode? template)
    {
        var (name, language) = ((string?)template?["name"] ?? "", (string?)template?["language"]?["code"] ?? "");
        if (templates.Find(t => t.Name == name && t.Language == language) is not { } known || known.Status is "PENDING" or "REJECTED") return (WhatsAppErrors.NoTemplate(name, language), null);
        if (known.Status != "APPROVED") return (WhatsAppErrors.PausedTemplate(name), null);
        var given = (template!["components"] as JsonArray ?? []).Where(c => "body".Equals((string?)c?["type"], StringComparison.OrdinalIgnoreCase))
            .SelectMany(c => c!["parameters"] as JsonArray ?? []).Select(p => (string?)p?["text"] ?? "").ToList();
        if (given.Count != known.Parameters) return (WhatsAppErrors.ParameterCount(given.Count, known.Parameters), null);
        if (given.Exists(p => p.Length == 0 || p.Contains('\n', StringComparison.Ordinal) || p.Contains('\t', StringComparison.Ordinal) || p.Contains("     ", StringComparison.Ordinal)))
        {
            return (WhatsAppErrors.InvalidParameter("Param text cannot be empty or have new-line/tab characters or more than 4 consecutive spaces"), null);
        }

        return (null, new("template", known.Fill(given), name, language, given));
    }

    // Whoever was written to within the time counts already.
    private bool IsFullFor(Person person)
    {
        var since = kit.Clock.GetUtcNow() - Window;
        return !(reached.TryGetValue(person.WaId, out var last) && last > since) && reached.Values.Count(at => at > since) >= limit.People;
    }

    private bool IsOpen(Person person) => person.WroteAt is { } at && kit.Clock.GetUtcNow() - at < Window;

    private Answer Accept(Person person, string input, Draft draft, string? mark)
    {
        var message = new ChatMessage(NextId(person))
        {
            With = person.WaId,
            FromBusiness = true,
            Type = draft.Type,
            Text = draft.Text,
            Template = draft.Template,
            Language = draft.Language,
            Parameters = draft.Parameters,
            Mark = mark,
            At = kit.Clock.GetUtcNow(),
        };
        messages.Add(message);
        if (sent.TryGetValue(person.WaId, out var chat)) chat.Add(message);
        else sent[person.WaId] = [message];
        if (person.Reach == Reach.RefusedLater)
        {
            Report(person, message, 1, "failed", WhatsAppErrors.Undeliverable());
        }
        else
        {
            Report(person, message, 1, "sent");
            Report(person, message, 2, "delivered");
            Report(person, message, 3, "read");
        }

        var contact = new JsonObject { ["input"] = input };
        if (input == person.UserId) contact["user_id"] = person.UserId;
        else contact["wa_id"] = person.WaId;
        var accepted = new JsonObject { ["id"] = message.Id };
        if (draft.Template is not null) accepted["message_status"] = "accepted";
        return new(200, new JsonObject { ["messaging_product"] = "whatsapp", ["contacts"] = new JsonArray(contact), ["messages"] = new JsonArray(accepted) }, Changed: true);
    }

    private void Report(Person person, ChatMessage message, int step, string status, Answer? error = null) => webhooks.Sender.Later(StatusStep * step, () =>
    {
        lock (gate)
        {
            if (holding) held.Add(Tell);
            else Tell();
        }

        void Tell()
        {
            message.Statuses.Add(status);
            webhooks.Status(person, message, status, error is null ? null : WhatsAppErrors.InStatus(error));
        }
    });

    private ChatMessage Receive(Person person, string type, string text, JsonObject content, string? line, JsonObject? referral = null)
    {
        lock (gate)
        {
            var message = new ChatMessage(NextId(person)) { With = person.WaId, FromBusiness = false, Type = type, Text = text, At = kit.Clock.GetUtcNow() };
            person.WroteAt = message.At;
            messages.Add(message);
            webhooks.Message(person, message, content, line, referral);
            return message;
        }
    }

    private string NextUserId() => string.Create(CultureInfo.InvariantCulture, $"DE.{13_490_000_000_000_000L + ++made}");

    private string NextId(Person person) =>
        $"wamid.{Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{person.WaId}-{++made:D8}-{kit.Dice.Hex(8)}")))}";

    private sealed record Draft(string Type, string Text, string? Template, string? Language, IReadOnlyList<string> Parameters);
}
