using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Square;

/// <summary>The vendor's webhook subscription and its list of events: shapes, signature and retries.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="account">Whose webhooks they are.</param>
internal sealed class SquareWebhooks(VendorKit kit, SquareAccount account)
{
    private const string Path = "/webhooks/bookings";

    // Exponentially for up to 24 hours: the steps are ours.
    private const int MostRetries = 10;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(28);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset At, JsonObject Envelope)> events = [];
    private readonly SortedSet<string> types = new(StringComparer.Ordinal)
    {
        "booking.created", "booking.updated", "customer.created", "customer.updated", "customer.deleted", "order.created", "order.updated", "order.fulfillment.updated", "payment.created", "payment.updated",
    };

    private bool isEnabled = true;

    /// <summary>Sends them. Any 2xx is success.</summary>
    public WebhookSender Sender { get; } = new(kit.Clock, kit.Faults, kit.Log, status => status is >= 200 and < 300, TimeSpan.FromSeconds(10),
        result => result.Try <= MostRetries ? FirstWait * Math.Pow(2, result.Try - 1) : null);

    /// <summary>The id of the subscription.</summary>
    public string SubscriptionId { get; } = $"wbhk_{kit.Dice.Hex(32).ToLowerInvariant()}";

    /// <summary>Somebody, or the vendor after weeks of failures, switches the subscription off, or takes types out of it.</summary>
    public void Break(bool enabled, params IReadOnlyList<string> withoutTypes)
    {
        lock (gate)
        {
            isEnabled = enabled;
            types.ExceptWith(withoutTypes);
        }
    }

    /// <summary>Notes an event, and sends it where it is subscribed to.</summary>
    /// <param name="type">The vendor's type.</param>
    /// <param name="line">The record that it is about.</param>
    /// <param name="dataType">The type of the data.</param>
    /// <param name="dataId">The id of the data.</param>
    /// <param name="content">The object.</param>
    /// <param name="location">The location; null where the vendor names none.</param>
    /// <param name="merchant">The seller; null for the one whose simulator it is.</param>
    public void Tell(string type, string line, string dataType, string dataId, JsonObject content, string? location = null, string? merchant = null)
    {
        var now = kit.Clock.GetUtcNow();
        var id = kit.Dice.Uuid();
        var data = new JsonObject { ["type"] = dataType, ["id"] = dataId, ["object"] = content };
        if (type.EndsWith(".deleted", StringComparison.Ordinal)) data["deleted"] = true;
        var envelope = new JsonObject { ["merchant_id"] = merchant ?? account.MerchantId, ["type"] = type, ["event_id"] = id, ["created_at"] = Stamp.Of(now), ["data"] = data };
        if (location is not null) envelope["location_id"] = location;
        bool isSent;
        lock (gate)
        {
            events.RemoveAll(old => now - old.At > Kept);
            events.Add((now, envelope));
            isSent = isEnabled && types.Contains(type);
        }

        if (isSent) Sender.Send(new(id, line, type, Path, Encoding.UTF8.GetBytes(envelope.ToJsonString()), (body, _) => Sign(body, now)));
    }

    /// <summary>The subscription as the vendor shows it; its key only when it is asked for alone.</summary>
    public JsonObject Show(bool withKey)
    {
        lock (gate)
        {
            var shown = new JsonObject
            {
                ["id"] = SubscriptionId,
                ["name"] = "Hub",
                ["enabled"] = isEnabled,
                ["event_types"] = new JsonArray([.. types.Select(type => (JsonNode)type)]),
                ["notification_url"] = account.NotificationUrl,
                ["api_version"] = "2025-08-20",
                ["created_at"] = "2022-01-10 23:29:48 +0000 UTC",
            };
            if (withKey) shown["signature_key"] = account.SignatureKey;
            return shown;
        }
    }

    /// <summary>PUT /v2/webhooks/subscriptions/{id}.</summary>
    public Answer Update(string id, JsonNode? body)
    {
        if (id != SubscriptionId) return SquareErrors.NotFound();
        lock (gate)
        {
            var wanted = body?["subscription"];
            isEnabled = (bool?)wanted?["enabled"] ?? isEnabled;
            if (wanted?["event_types"] is JsonArray given)
            {
                types.Clear();
                types.UnionWith(given.Select(type => (string)type!));
            }
        }

        return new(200, new JsonObject { ["subscription"] = Show(withKey: false) }, Changed: true);
    }

    /// <summary>POST /v2/events.</summary>
    public Answer Search(JsonNode? body)
    {
        var filter = body?["query"]?["filter"];
        var wanted = (filter?["event_types"] as JsonArray)?.Select(type => (string)type!).ToHashSet(StringComparer.Ordinal);
        var merchants = (filter?["merchant_ids"] as JsonArray)?.Select(merchant => (string)merchant!).ToHashSet(StringComparer.Ordinal);
        var (from, until) = (Stamp.Read(filter?["created_at"]?["start_at"]), Stamp.Read(filter?["created_at"]?["end_at"]));
        lock (gate)
        {
            var found = events.Where(one => wanted?.Contains((string)one.Envelope["type"]!) != false && merchants?.Contains((string)one.Envelope["merchant_id"]!) != false && !(one.At < from) && !(one.At > until)).Select(one => one.Envelope).ToList();
            return new(200, Pages.Of("events", found, (string?)body?["cursor"], (int?)body?["limit"] ?? 100));
        }
    }

    private Dictionary<string, string> Sign(byte[] body, DateTimeOffset first) => new()
    {
        ["square-environment"] = "Sandbox",
        ["square-subscription-id"] = SubscriptionId,
        ["square-initial-delivery-timestamp"] = Stamp.Of(first),
        ["x-square-hmacsha256-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(account.SignatureKey), (byte[])[.. Encoding.UTF8.GetBytes(account.NotificationUrl), .. body])),
    };
}

/// <summary>Lists by pages.</summary>
internal static class Pages
{
    public static JsonObject Of(string name, IReadOnlyList<JsonObject> all, string? cursor, int limit)
    {
        var start = int.TryParse(cursor, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : 0;
        var end = Math.Min(start + Math.Clamp(limit, 1, 100), all.Count);
        var page = new JsonObject { [name] = new JsonArray([.. all.Skip(start).Take(end - start).Select(item => item.DeepClone())]) };
        if (end < all.Count) page["cursor"] = end.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return page;
    }
}
