using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.WhatsApp;

/// <summary>The business's app at the vendor: its token, what it has subscribed, and where webhooks of the number go. They are sent to the hub whatever that is: it is what the API shows.</summary>
/// <param name="account">The business's account.</param>
internal sealed class WhatsAppApp(WhatsAppAccount account)
{
    private readonly Lock gate = new();

    /// <summary>The app's id.</summary>
    public string Id => $"3{account.BusinessAccountId[1..]}";

    /// <summary>When the token ends; null where it does not.</summary>
    public DateTimeOffset? TokenEndsAt { get; set; }

    /// <summary>What the token may do.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["whatsapp_business_management", "whatsapp_business_messaging"];

    /// <summary>The fields that the app has subscribed in its dashboard.</summary>
    public IReadOnlyList<string> Fields { get; set; } =
    [
        "messages", "smb_message_echoes", "user_preferences", "message_template_status_update", "message_template_quality_update", "message_template_components_update", "template_category_update",
        "account_update", "account_alerts", "business_capability_update", "phone_number_quality_update",
    ];

    /// <summary>Whether the app gets the webhooks of the account.</summary>
    public bool IsSubscribed { get; set; } = true;

    /// <summary>The address that the app has in its dashboard.</summary>
    public required string Callback { get; set; }

    /// <summary>The address of the number alone.</summary>
    public string? NumberCallback { get; private set; }

    /// <summary>Whether the vendor reaches the addresses that it is given, and is shown the verify token there.</summary>
    public bool ReachesCallbacks { get; set; } = true;

    /// <summary><c>CONNECTED</c>, or why the number is not.</summary>
    public string Status { get; set; } = "CONNECTED";

    /// <summary><c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>.</summary>
    public string Quality { get; set; } = "GREEN";

    /// <summary>GET /debug_token.</summary>
    public Answer Token(string? asked) => new(200, new JsonObject
    {
        ["data"] = asked != account.AccessToken
            ? new JsonObject { ["is_valid"] = false, ["scopes"] = new JsonArray() }
            : new JsonObject
            {
                ["app_id"] = Id,
                ["application"] = "Connector hub",
                ["type"] = "SYSTEM_USER",
                ["user_id"] = $"4{account.BusinessAccountId[1..]}",
                ["is_valid"] = true,
                ["expires_at"] = TokenEndsAt?.ToUnixTimeSeconds() ?? 0,
                ["scopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)scope)]),
            },
    });

    /// <summary>GET /{account}/subscribed_apps.</summary>
    public Answer Apps() => new(200, new JsonObject
    {
        ["data"] = IsSubscribed ? new JsonArray(new JsonObject { ["whatsapp_business_api_data"] = new JsonObject { ["id"] = Id, ["name"] = "Connector hub", ["link"] = "https://www.facebook.com/games/?app_id=" + Id } }) : new JsonArray(),
    });

    /// <summary>POST /{account}/subscribed_apps.</summary>
    public Answer Subscribe()
    {
        IsSubscribed = true;
        return new(200, new JsonObject { ["success"] = true }, Changed: true);
    }

    /// <summary>GET /{app}/subscriptions, for who shows the app's secret.</summary>
    public Answer Subscriptions(string? authorization) => authorization != $"Bearer {Id}|{account.AppSecret}" ? WhatsAppErrors.BadToken() : new(200, new JsonObject
    {
        ["data"] = new JsonArray(new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["callback_url"] = Callback,
            ["active"] = true,
            ["fields"] = new JsonArray([.. Fields.Select(field => (JsonNode)new JsonObject { ["name"] = field, ["version"] = "v23.0" })]),
        }),
    });

    /// <summary>Where webhooks of the number go, as the API shows it.</summary>
    public JsonObject Addresses()
    {
        lock (gate)
        {
            JsonObject shown = new() { ["application"] = Callback };
            if (NumberCallback is not null) shown["phone_number"] = NumberCallback;
            return shown;
        }
    }

    /// <summary>POST /{number} with an address of its own.</summary>
    public Answer Configure(JsonNode? body)
    {
        lock (gate)
        {
            if (body?["webhook_configuration"] is not { } wanted) return WhatsAppErrors.InvalidParameter("webhook_configuration is missing");
            if (!ReachesCallbacks || (string?)wanted["verify_token"] != account.VerifyToken) return WhatsAppErrors.CallbackNotVerified();
            NumberCallback = (string?)wanted["override_callback_uri"];
            return new(200, new JsonObject { ["success"] = true }, Changed: true);
        }
    }
}
