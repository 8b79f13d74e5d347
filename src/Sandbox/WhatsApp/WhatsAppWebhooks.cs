using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>The vendor's webhooks: their shapes, signature and retries.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose webhooks they are.</param>
internal sealed class WhatsAppWebhooks(VendorKit kit, WhatsAppAccount account)
{
    // "Immediately, then with decreasing frequency for up to 7 days": the steps are ours.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(3),
    ];

    /// <summary>Sends them. Anything but 200 is a failure.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status == 200, TimeSpan.FromSeconds(10),
        result => result.Try <= Waits.Length ? Waits[result.Try - 1] : null);

    /// <summary>Tells that a person wrote.</summary>
    /// <param name="person">Who wrote.</param>
    /// <param name="message">What.</param>
    /// <param name="content">The part that is named after the type.</param>
    /// <param name="line">The line, when it is not the person's own.</param>
    /// <param name="referral">The advertisement that they came from.</param>
    public void Message(Person person, ChatMessage message, JsonObject content, string? line = null, JsonObject? referral = null)
    {
        var item = new JsonObject { ["id"] = message.Id, ["timestamp"] = Seconds(message.At), ["type"] = message.Type, [message.Type] = content };
        if (!person.HidesPhone) item["from"] = person.WaId;
        if (person.UserId is { } id) item["from_user_id"] = id;
        if (referral is not null) item["referral"] = referral;
        Send("messages", line ?? person.WaId, new() { ["contacts"] = new JsonArray(Contact(person)), ["messages"] = new JsonArray(item) });
    }

    /// <summary>Tells that the business wrote to a person from its phone app.</summary>
    public void Echo(Person person, ChatMessage message)
    {
        var item = new JsonObject { ["from"] = string.Concat(account.DisplayPhone.Where(char.IsAsciiDigit)), ["id"] = message.Id, ["timestamp"] = Seconds(message.At), ["type"] = "text", ["text"] = new JsonObject { ["body"] = message.Text } };
        if (!person.HidesPhone) item["to"] = person.WaId;
        if (person.UserId is { } id) item["to_user_id"] = id;
        Send("smb_message_echoes", person.WaId, new() { ["contacts"] = new JsonArray(Contact(person)), ["message_echoes"] = new JsonArray(item) }, "smb_message_echoes");
    }

    /// <summary>Tells that a person has another phone number.</summary>
    /// <param name="before">As they were.</param>
    /// <param name="now">As they are.</param>
    /// <param name="id">The notice's id.</param>
    public void Moved(Person before, Person now, string id)
    {
        var system = new JsonObject { ["type"] = "user_changed_number", ["body"] = before.HidesPhone ? $"{before.Name} changed their number" : $"{before.Name} changed from {before.WaId} to {now.WaId}" };
        var item = new JsonObject { ["id"] = id, ["timestamp"] = Seconds(kit.Clock.GetUtcNow()), ["type"] = "system", ["system"] = system };
        if (!before.HidesPhone)
        {
            item["from"] = before.WaId;
            system["wa_id"] = now.WaId;
        }

        if (before.UserId is { } old) item["from_user_id"] = old;
        if (now.UserId is { } made) system["user_id"] = made;

        // The vendor names no contacts beside such a notice.
        Send("messages", before.WaId, new() { ["messages"] = new JsonArray(item) });
    }

    /// <summary>Tells how far a message has come.</summary>
    public void Status(Person person, ChatMessage message, string status, JsonObject? error)
    {
        var item = new JsonObject { ["id"] = message.Id, ["status"] = status, ["timestamp"] = Seconds(kit.Clock.GetUtcNow()) };
        if (!person.HidesPhone) item["recipient_id"] = person.WaId;
        if (message.Mark is { } mark) item["biz_opaque_callback_data"] = mark;
        var value = new JsonObject { ["statuses"] = new JsonArray(item) };
        if (error is not null)
        {
            item["errors"] = new JsonArray(error);
        }
        else
        {
            if (person.UserId is { } id) item["recipient_user_id"] = id;
            item["pricing"] = new JsonObject { ["billable"] = true, ["pricing_model"] = "PMP", ["type"] = "regular", ["category"] = message.Template is null ? "service" : "utility" };
            value["contacts"] = new JsonArray(Contact(person));
        }

        Send($"status {status}", person.WaId, value);
    }

    /// <summary>Tells that a template's status has changed.</summary>
    public void TemplateStatus(Template template)
    {
        var change = new JsonObject
        {
            ["field"] = "message_template_status_update",
            ["value"] = new JsonObject
            {
                ["event"] = template.Status,
                ["message_template_id"] = 1000,
                ["message_template_name"] = template.Name,
                ["message_template_language"] = template.Language,
                ["reason"] = "NONE",
            },
        };
        Post("message_template_status_update", "templates", new JsonObject { ["id"] = account.BusinessAccountId, ["time"] = kit.Clock.GetUtcNow().ToUnixTimeSeconds(), ["changes"] = new JsonArray(change) });
    }

    /// <summary>Tells that a person stopped or resumed marketing messages by the vendor's own switch.</summary>
    public void Preference(Person person, bool wants)
    {
        var item = new JsonObject
        {
            ["detail"] = wants ? "User requested to resume marketing messages" : "User requested to stop marketing messages",
            ["category"] = "marketing_messages",
            ["value"] = wants ? "resume" : "stop",
            ["timestamp"] = kit.Clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (!person.HidesPhone) item["wa_id"] = person.WaId;
        if (person.UserId is { } id) item["user_id"] = id;
        Send("user_preferences", person.WaId, new() { ["contacts"] = new JsonArray(Contact(person)), ["user_preferences"] = new JsonArray(item) }, "user_preferences");
    }

    /// <summary>Tells that a template is in another category now.</summary>
    public void TemplateCategory(Template template, string category)
    {
        var change = new JsonObject
        {
            ["field"] = "template_category_update",
            ["value"] = new JsonObject
            {
                ["message_template_id"] = 1000,
                ["message_template_name"] = template.Name,
                ["message_template_language"] = template.Language,
                ["previous_category"] = template.Category,
                ["new_category"] = category,
            },
        };
        Post("template_category_update", "templates", new JsonObject { ["id"] = account.BusinessAccountId, ["time"] = kit.Clock.GetUtcNow().ToUnixTimeSeconds(), ["changes"] = new JsonArray(change) });
    }

    /// <summary>Tells that the business portfolio's messaging limit has changed.</summary>
    public void MessagingLimit(MessagingLimit limit)
    {
        var change = new JsonObject
        {
            ["field"] = "business_capability_update",
            ["value"] = new JsonObject { ["max_daily_conversations_per_business"] = limit.Name, ["max_phone_numbers_per_business"] = 25 },
        };
        Post("business_capability_update", "account", new JsonObject { ["id"] = account.BusinessAccountId, ["time"] = kit.Clock.GetUtcNow().ToUnixTimeSeconds(), ["changes"] = new JsonArray(change) });
    }

    private static JsonObject Contact(Person person)
    {
        var contact = new JsonObject { ["profile"] = new JsonObject { ["name"] = person.Name } };
        if (!person.HidesPhone) contact["wa_id"] = person.WaId;
        if (person.UserId is { } id) contact["user_id"] = id;
        if (person.Username is { } username) contact["profile"]!["username"] = username;
        return contact;
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private void Send(string topic, string line, JsonObject value, string field = "messages")
    {
        value["messaging_product"] = "whatsapp";
        value["metadata"] = new JsonObject { ["display_phone_number"] = account.DisplayPhone, ["phone_number_id"] = account.PhoneNumberId };
        var change = new JsonObject { ["field"] = field, ["value"] = value };
        Post(topic, line, new() { ["id"] = account.BusinessAccountId, ["changes"] = new JsonArray(change) });
    }

    private void Post(string topic, string line, JsonObject entry)
    {
        // The vendor escapes what is not ASCII, and the slash.
        var body = new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray(entry) }.ToJsonString().Replace("/", "\\/", StringComparison.Ordinal);
        Sender.Send(new(kit.Dice.Uuid(), line, topic, "/webhooks/wa", Encoding.UTF8.GetBytes(body), Sign));
    }

    private Dictionary<string, string> Sign(byte[] body, DateTimeOffset at) => new()
    {
        ["X-Hub-Signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.AppSecret), body))}",
    };
}

/// <summary>The business's account: generated for one run.</summary>
/// <param name="BusinessAccountId">The WABA's id.</param>
/// <param name="PhoneNumberId">The number's id.</param>
/// <param name="DisplayPhone">The number, for people.</param>
/// <param name="AppSecret">Signs webhooks.</param>
/// <param name="VerifyToken">Of the handshake.</param>
/// <param name="AccessToken">Of API calls.</param>
internal sealed record WhatsAppAccount(string BusinessAccountId, string PhoneNumberId, string DisplayPhone, string AppSecret, string VerifyToken, string AccessToken)
{
    /// <summary>The id of the business portfolio that owns the account.</summary>
    public string PortfolioId => $"2{BusinessAccountId[1..]}";
}
