using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>A buyer.</summary>
/// <param name="Id">The customer's id.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Phone">The phone as the buyer typed it.</param>
/// <param name="Locale">The language at checkout.</param>
/// <param name="Country">The country code of the address.</param>
/// <param name="CreatedAt">When the shop came to know them.</param>
internal sealed record Buyer(long Id, string FirstName, string LastName, string Phone, string Locale, string Country, DateTimeOffset CreatedAt)
{
    public string Email => $"{FirstName}.{LastName}@example.com".ToLowerInvariant();

    public JsonObject ShowCustomer() => new()
    {
        ["id"] = Id,
        ["admin_graphql_api_id"] = $"gid://shopify/Customer/{Id}",
        ["email"] = Email,
        ["first_name"] = FirstName,
        ["last_name"] = LastName,
        ["phone"] = Phone,
        ["state"] = "disabled",
        ["verified_email"] = true,
        ["currency"] = "EUR",
        ["created_at"] = ShopTime.Of(CreatedAt),
        ["updated_at"] = ShopTime.Of(CreatedAt),
    };

    public JsonObject ShowAddress() => new()
    {
        ["first_name"] = FirstName,
        ["last_name"] = LastName,
        ["name"] = $"{FirstName} {LastName}",
        ["address1"] = "Am Markt 1",
        ["address2"] = null,
        ["city"] = "Springfield",
        ["zip"] = "10115",
        ["province"] = null,
        ["province_code"] = null,
        ["country"] = Country,
        ["country_code"] = Country,
        ["company"] = null,
        ["latitude"] = null,
        ["longitude"] = null,
        ["phone"] = Phone,
    };
}

/// <summary>A parcel.</summary>
/// <param name="Number">The tracking number.</param>
/// <param name="Url">The tracking page.</param>
internal sealed record Parcel(string Number, string Url);

/// <summary>A shipment of an order.</summary>
/// <param name="id">The vendor's id.</param>
internal sealed class Fulfillment(long id)
{
    public long Id { get; } = id;

    public required string Name { get; init; }

    /// <summary><c>pending</c>, <c>success</c>, <c>cancelled</c>, …</summary>
    public required string Status { get; set; }

    public required IReadOnlyList<Parcel> Parcels { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The body of its webhooks.</summary>
    public JsonObject Show(Order order) => new()
    {
        ["id"] = Id,
        ["admin_graphql_api_id"] = $"gid://shopify/Fulfillment/{Id}",
        ["order_id"] = order.Id,
        ["name"] = Name,
        ["status"] = Status,
        ["service"] = "manual",
        ["shipment_status"] = null,
        ["location_id"] = null,
        ["origin_address"] = null,
        ["email"] = order.Buyer.Email,
        ["destination"] = order.Buyer.ShowAddress(),
        ["line_items"] = new JsonArray(order.ShowLine()),
        ["receipt"] = new JsonObject(),
        ["tracking_company"] = "DHL",
        ["tracking_number"] = Parcels.Count > 0 ? Parcels[0].Number : null,
        ["tracking_numbers"] = new JsonArray([.. Parcels.Select(p => (JsonNode)p.Number)]),
        ["tracking_url"] = Parcels.Count > 0 ? Parcels[0].Url : null,
        ["tracking_urls"] = new JsonArray([.. Parcels.Select(p => (JsonNode)p.Url)]),
        ["created_at"] = ShopTime.Of(CreatedAt),
        ["updated_at"] = ShopTime.Of(UpdatedAt),
    };
}

/// <summary>Money that an order's buyer got back.</summary>
/// <param name="Id">The vendor's id.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record Refund(long Id, DateTimeOffset CreatedAt)
{
    /// <summary>The body of its webhook.</summary>
    public JsonObject Show(Order order) => new()
    {
        ["id"] = Id,
        ["admin_graphql_api_id"] = $"gid://shopify/Refund/{Id}",
        ["order_id"] = order.Id,
        ["note"] = "Broken on the way",
        ["created_at"] = ShopTime.Of(CreatedAt),
        ["processed_at"] = ShopTime.Of(CreatedAt),
        ["refund_line_items"] = new JsonArray(),
        ["transactions"] = new JsonArray(new JsonObject { ["kind"] = "refund", ["status"] = "success", ["amount"] = "89.99", ["currency"] = "EUR" }),
    };
}

/// <summary>An order.</summary>
/// <param name="id">The vendor's id: larger than a double can hold.</param>
/// <param name="number">The number in its name.</param>
internal sealed class Order(long id, int number)
{
    public long Id { get; } = id;

    public int Number { get; } = number;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"#{Number}");

    public string Gid => $"gid://shopify/Order/{Id}";

    public required Buyer Buyer { get; init; }

    public string FinancialStatus { get; set; } = "paid";

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    public SortedSet<string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<Fulfillment> Fulfillments { get; } = [];

    public List<Refund> Refunds { get; } = [];

    public string? FulfillmentStatus => Fulfillments.Exists(f => f.Status == "success") ? "fulfilled" : null;

    public JsonObject ShowLine() => new()
    {
        ["id"] = Id + 1,
        ["title"] = "Coffee table",
        ["name"] = "Coffee table",
        ["quantity"] = 1,
        ["sku"] = "TABLE-1",
        ["variant_id"] = null,
        ["variant_title"] = null,
        ["product_id"] = 788_032_119_674_292_922,
        ["price"] = "89.99",
        ["price_set"] = Money(),
        ["total_discount"] = "0.00",
        ["requires_shipping"] = true,
        ["properties"] = new JsonArray(),
    };

    /// <summary>The body of its webhooks.</summary>
    public JsonObject Show() => new()
    {
        ["id"] = Id,
        ["admin_graphql_api_id"] = Gid,
        ["name"] = Name,
        ["order_number"] = Number,
        ["email"] = Buyer.Email,
        ["contact_email"] = Buyer.Email,
        ["phone"] = Buyer.Phone,
        ["currency"] = "EUR",
        ["presentment_currency"] = "EUR",
        ["total_price"] = "89.99",
        ["total_price_set"] = Money(),
        ["financial_status"] = FinancialStatus,
        ["fulfillment_status"] = FulfillmentStatus,
        ["customer_locale"] = Buyer.Locale,
        ["customer"] = Buyer.ShowCustomer(),
        ["shipping_address"] = Buyer.ShowAddress(),
        ["billing_address"] = Buyer.ShowAddress(),
        ["line_items"] = new JsonArray(ShowLine()),
        ["fulfillments"] = new JsonArray([.. Fulfillments.Select(f => f.Show(this))]),
        ["refunds"] = new JsonArray([.. Refunds.Select(refund => refund.Show(this))]),
        ["tags"] = string.Join(", ", Tags),
        ["note"] = null,
        ["test"] = false,
        ["source_name"] = "web",
        ["checkout_token"] = null,
        ["cancel_reason"] = CancelledAt is null ? null : "customer",
        ["cancelled_at"] = CancelledAt is { } at ? ShopTime.Of(at) : null,
        ["created_at"] = ShopTime.Of(CreatedAt),
        ["updated_at"] = ShopTime.Of(UpdatedAt),
    };

    private static JsonObject Money() => new()
    {
        ["shop_money"] = new JsonObject { ["amount"] = "89.99", ["currency_code"] = "EUR" },
        ["presentment_money"] = new JsonObject { ["amount"] = "89.99", ["currency_code"] = "EUR" },
    };
}

/// <summary>The vendor's form of a time: whole seconds with the shop's offset.</summary>
internal static class ShopTime
{
    public static string Of(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
