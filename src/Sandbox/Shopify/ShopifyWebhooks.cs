using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Shopify;

/// <summary>The vendor's webhooks: headers, signature and retries.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose webhooks they are.</param>
internal sealed class ShopifyWebhooks(VendorKit kit, ShopifyAccount account)
{
    // Eight times over four hours, exponentially: the steps are ours.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(70), TimeSpan.FromMinutes(95),
    ];

    private readonly Lock gate = new();
    private readonly List<Webhook> sent = [];

    /// <summary>Who gets which topic.</summary>
    public ShopifySubscriptions Subscriptions { get; } = new();

    /// <summary>Sends them. Any 2xx is success.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status is >= 200 and < 300, TimeSpan.FromSeconds(5),
        result => result.Try <= Waits.Length ? Waits[result.Try - 1] : null);

    /// <summary>Every webhook that was sent, oldest first; what is sent again is not counted again.</summary>
    public IReadOnlyList<Webhook> Sent
    {
        get
        {
            lock (gate) return [.. sent];
        }
    }

    /// <summary>Sends a webhook.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="line">The line that it is in: an order's.</param>
    /// <param name="body">The resource.</param>
    /// <param name="action">The id that all webhooks of one action of the merchant share.</param>
    public void Send(string topic, string line, JsonObject body, string action)
    {
        foreach (var path in Subscriptions.PathsOf(topic)) Sender.Send(Make(topic, path, line, body, action));
    }

    /// <summary>Sends a webhook and ends with its first try.</summary>
    public Task SendAsync(string topic, string line, JsonObject body, string action) =>
        Task.WhenAll(Subscriptions.PathsOf(topic).Select(path => Sender.SendAsync(Make(topic, path, line, body, action))));

    /// <summary>Sends earlier webhooks again, as they were: same ids, same bodies.</summary>
    public void SendAgain(IEnumerable<Webhook> webhooks)
    {
        foreach (var webhook in webhooks) Sender.Send(webhook);
    }

    private Webhook Make(string topic, string path, string line, JsonObject body, string action)
    {
        var id = kit.Dice.Uuid();
        var triggered = kit.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var webhook = new Webhook(id, line, topic, path, Encoding.UTF8.GetBytes(body.ToJsonString()), (bytes, _) => new Dictionary<string, string>
        {
            ["X-Shopify-Topic"] = topic,
            ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.ClientSecret), bytes)),
            ["X-Shopify-Shop-Domain"] = account.Domain,
            ["X-Shopify-API-Version"] = ShopifyAccount.ApiVersion,
            ["X-Shopify-Webhook-Id"] = id,
            ["X-Shopify-Event-Id"] = action,
            ["X-Shopify-Triggered-At"] = triggered,
            ["User-Agent"] = "Shopify-Captain-Hook",
        });
        lock (gate) sent.Add(webhook);
        return webhook;
    }
}

/// <summary>The shop: generated for one run.</summary>
/// <param name="Shop">The name before <c>.myshopify.com</c>.</param>
/// <param name="ClientId">The app's id.</param>
/// <param name="ClientSecret">Signs webhooks.</param>
/// <param name="AccessToken">Of API calls.</param>
internal sealed record ShopifyAccount(string Shop, string ClientId, string ClientSecret, string AccessToken)
{
    public const string ApiVersion = "2026-07";

    /// <summary>What the app may do.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["read_all_orders", "read_fulfillments", "write_customers", "write_orders"];

    public string Domain => $"{Shop}.myshopify.com";
}
