using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Square;

/// <summary>The seller, and the application that acts for them: generated for one run.</summary>
/// <param name="MerchantId">The seller's id.</param>
/// <param name="AccessToken">The seller's access token that does not end.</param>
/// <param name="RefreshToken">Gives access tokens that end.</param>
/// <param name="ClientId">The application's id.</param>
/// <param name="ClientSecret">The application's secret.</param>
/// <param name="ApplicationToken">The application's own access token.</param>
/// <param name="SignatureKey">Signs webhooks.</param>
internal sealed record SquareAccount(string MerchantId, string AccessToken, string RefreshToken, string ClientId, string ClientSecret, string ApplicationToken, string SignatureKey)
{
    /// <summary>The registered address, which is signed.</summary>
    public required string NotificationUrl { get; init; }
}

/// <summary>A place of the seller's.</summary>
internal sealed record Location(string Id, string MerchantId, string Name, string TimeZone, string Country, string Language, string Phone)
{
    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["merchant_id"] = MerchantId,
        ["name"] = Name,
        ["timezone"] = TimeZone,
        ["country"] = Country,
        ["language_code"] = Language,
        ["phone_number"] = Phone,
        ["status"] = "ACTIVE",
    };
}

/// <summary>Something that can be booked.</summary>
internal sealed record Service(string Id, long Version, string Name, int Minutes);

/// <summary>A customer.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class Customer(string id)
{
    public string Id { get; } = id;

    public long Version { get; set; }

    /// <summary>What the vendor keeps of them, by its own names.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public bool IsDeleted { get; set; }

    public JsonObject Show()
    {
        var shown = new JsonObject { ["id"] = Id, ["version"] = Version, ["created_at"] = Stamp.Of(CreatedAt), ["updated_at"] = Stamp.Of(UpdatedAt), ["preferences"] = new JsonObject { ["email_unsubscribed"] = false } };
        foreach (var (name, value) in Fields) shown[name] = value;
        return shown;
    }
}

/// <summary>A booking.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class Booking(string id)
{
    public string Id { get; } = id;

    public long Version { get; set; }

    public required string Status { get; set; }

    public required DateTimeOffset StartAt { get; set; }

    public required string LocationId { get; init; }

    public string? CustomerId { get; init; }

    public string? CustomerNote { get; set; }

    public string? SellerNote { get; set; }

    public required string Source { get; init; }

    public required Service Service { get; init; }

    public required string TeamMember { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public bool IsOpen => Status is "PENDING" or "ACCEPTED";

    public DateTimeOffset EndsAt => StartAt.AddMinutes(Service.Minutes);

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["version"] = Version,
        ["status"] = Status,
        ["start_at"] = Stamp.Of(StartAt),
        ["location_id"] = LocationId,
        ["customer_id"] = CustomerId,
        ["customer_note"] = CustomerNote ?? "",
        ["seller_note"] = SellerNote ?? "",
        ["source"] = Source,
        ["appointment_segments"] = new JsonArray(Segment()),
        ["created_at"] = Stamp.Of(CreatedAt),
        ["updated_at"] = Stamp.Of(UpdatedAt),
    };

    private JsonObject Segment() => new()
    {
        ["duration_minutes"] = Service.Minutes,
        ["service_variation_id"] = Service.Id,
        ["service_variation_version"] = Service.Version,
        ["team_member_id"] = TeamMember,
    };
}

/// <summary>An order, which webhooks only name.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class Order(string id)
{
    public string Id { get; } = id;

    public long Version { get; set; } = 1;

    public string State { get; set; } = "OPEN";

    public required string LocationId { get; init; }

    public string? CustomerId { get; init; }

    public required string Item { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["version"] = Version,
        ["state"] = State,
        ["location_id"] = LocationId,
        ["customer_id"] = CustomerId,
        ["line_items"] = new JsonArray(new JsonObject { ["uid"] = "1", ["name"] = Item, ["quantity"] = "1", ["total_money"] = Money.Of(Amount, Currency) }),
        ["total_money"] = Money.Of(Amount, Currency),
        ["created_at"] = Stamp.Of(CreatedAt),
        ["updated_at"] = Stamp.Of(UpdatedAt),
    };
}

/// <summary>A payment of an order.</summary>
/// <param name="id">The vendor's id.</param>
/// <param name="order">What is paid.</param>
internal sealed class Payment(string id, Order order)
{
    public string Id { get; } = id;

    public string Status { get; set; } = "APPROVED";

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["status"] = Status,
        ["source_type"] = "CARD",
        ["order_id"] = order.Id,
        ["location_id"] = order.LocationId,
        ["customer_id"] = order.CustomerId,
        ["amount_money"] = Money.Of(order.Amount, order.Currency),
        ["total_money"] = Money.Of(order.Amount, order.Currency),
        ["created_at"] = Stamp.Of(CreatedAt),
        ["updated_at"] = Stamp.Of(UpdatedAt),
    };
}

/// <summary>Amounts as the vendor writes them.</summary>
internal static class Money
{
    public static JsonObject Of(long amount, string currency) => new() { ["amount"] = amount, ["currency"] = currency };
}

/// <summary>Times as the vendor writes them.</summary>
internal static class Stamp
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
