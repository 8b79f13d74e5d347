using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoMapper;

namespace Hub.Connectors.Shopify;

/// <summary>Which topic is which event, and how its body is read. A topic that is not in the table becomes <c>shopify.unknown</c>.</summary>
internal sealed class ShopifyTopics
{
    private readonly IMapper mapper;
    private readonly Dictionary<string, Func<Delivery, Reading>> table;

    public ShopifyTopics(IMapper mapper)
    {
        this.mapper = mapper;
        table = new(StringComparer.Ordinal)
        {
            ["orders/create"] = from => Order(from, "shopify.order.created", order => order.CreatedAt),
            ["orders/updated"] = from => Order(from, "shopify.order.updated", order => order.UpdatedAt),
            ["orders/paid"] = from => Order(from, "shopify.order.paid", order => order.UpdatedAt),
            ["orders/cancelled"] = from => Order(from, "shopify.order.cancelled", order => order.CancelledAt ?? order.UpdatedAt),
            ["orders/fulfilled"] = from => Order(from, "shopify.order.fulfilled", order => order.UpdatedAt),
            ["orders/partially_fulfilled"] = from => Order(from, "shopify.order.partially_fulfilled", order => order.UpdatedAt),
            ["orders/edited"] = OrderEdited,
            ["orders/delete"] = OrderDeleted,
            ["fulfillments/create"] = from => Fulfillment(from, "shopify.fulfillment.created", fulfillment => fulfillment.CreatedAt),
            ["fulfillments/update"] = from => Fulfillment(from, "shopify.fulfillment.updated", fulfillment => fulfillment.UpdatedAt),
            ["checkouts/create"] = from => Checkout(from, "shopify.checkout.created", checkout => checkout.CreatedAt),
            ["checkouts/update"] = from => Checkout(from, "shopify.checkout.updated", checkout => checkout.UpdatedAt),
            ["checkouts/delete"] = CheckoutDeleted,
            ["customers/create"] = from => Customer(from, "shopify.customer.created", customer => customer.CreatedAt),
            ["customers/update"] = from => Customer(from, "shopify.customer.updated", customer => customer.UpdatedAt),
            ["customers/delete"] = CustomerDeleted,
            ["refunds/create"] = Refund,
        };
    }

    /// <summary>The topics of the table.</summary>
    public IReadOnlyList<string> Known => [.. table.Keys];

    /// <summary>The one event of a delivery.</summary>
    /// <exception cref="UnreadableWebhookException">The body is not JSON, or not of the topic's form.</exception>
    public IncomingEvent Read(WebhookRequest request)
    {
        var raw = WebhookBody.ParseObject(request.Body.Span);
        var from = new Delivery(request.Suffix, raw, TriggeredAt(request));
        var shop = request.Header(ShopifyConnector.ShopHeader)?.Trim().ToLowerInvariant();
        var read = table.GetValueOrDefault(request.Suffix, Unknown)(from);
        return new()
        {
            Type = read.Type,
            Account = string.IsNullOrEmpty(shop) ? null : shop,
            Subject = read.Subject,
            DeliveryKey = request.Header(ShopifyConnector.DeliveryHeader) is { Length: > 0 } id && !TellsItself(from)
                ? $"{shop}/{id}"
                : $"{request.Suffix}/{Convert.ToHexStringLower(SHA256.HashData(request.Body.Span))}",
            FactKey = read.Fact ?? (read is { Record: { } fact, At: { } stamp } ? ShopifyFact.At(read.Type, fact, stamp) : null),
            OccurredAt = read.At ?? from.TriggeredAt,
            Version = read is { IsState: true, Record: { } record, At: { } changed } ? new(record, changed.ToUnixTimeMilliseconds()) : null,
            Data = read.Data,
            Ends = read.Ends,
            Terms = ShopifyTerms.Of(read.Data),
        };
    }

    // Only the body is signed: by its bytes a delivery is known again under whatever id and shop somebody posts it. A body that does not tell
    // which change it is, for want of a field that the subscription leaves out or in a topic unknown here, may rightly come again:
    // there the id counts, which Shopify's retries keep.
    private bool TellsItself(Delivery from)
    {
        if (!table.ContainsKey(from.Topic)) return false;
        if (Has(from.Raw, "updated_at")) return true;
        return from.Topic == "orders/edited" ? from.Raw.TryGetProperty("order_edit", out var edit) && Has(edit, "id") : from.IsOnceInALife && Has(from.Raw, "id");
    }

    private static bool Has(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private Reading Order(Delivery from, string type, Func<ShopifyOrder, DateTimeOffset> at)
    {
        var body = from.As(ShopifyWebhookJson.Default.OrderBody);
        var id = from.Needed(body.Id, "id");
        var order = mapper.Map<ShopifyOrder>(body) with
        {
            LineItems = Priced(body.LineItems, body.Currency),
            CreatedAt = body.CreatedAt ?? from.TriggeredAt,
            UpdatedAt = body.UpdatedAt ?? from.TriggeredAt,
            Raw = from.Raw,
        };
        return new(type, $"order/{id}", order)
        {
            Record = $"order/{id}",
            At = at(order),
            IsState = from.IsUpdate,
            Ends = OrderEnd(id),
            Fact = from.Topic switch
            {
                "orders/paid" => ShopifyFact.Paid(type, $"order/{id}", order.Total),
                "orders/fulfilled" or "orders/partially_fulfilled" => ShopifyFact.Fulfilled(type, $"order/{id}", (body.Fulfillments ?? []).Select(one => one.Id)),
                _ => null,
            },
        };
    }

    private Reading OrderEdited(Delivery from)
    {
        var body = from.As(ShopifyWebhookJson.Default.OrderEditBody).OrderEdit ?? throw from.Lacks("order_edit");
        var id = from.Needed(body.OrderId, "order_edit.order_id");
        var edited = mapper.Map<ShopifyOrderEdited>(body) with { CreatedAt = body.CreatedAt ?? from.TriggeredAt, Raw = from.Raw };
        return new("shopify.order.edited", $"order/{id}", edited) { Record = $"order_edit/{edited.EditId}", At = body.CommittedAt ?? edited.CreatedAt, Ends = OrderEnd(id) };
    }

    private static Reading OrderDeleted(Delivery from)
    {
        var id = from.Needed(from.As(ShopifyWebhookJson.Default.OrderBody).Id, "id");
        return new("shopify.order.deleted", $"order/{id}", new ShopifyOrderDeleted { Id = id, Raw = from.Raw }) { Ends = OrderEnd(id) };
    }

    private Reading Fulfillment(Delivery from, string type, Func<ShopifyFulfillment, DateTimeOffset> at)
    {
        var body = from.As(ShopifyWebhookJson.Default.FulfillmentBody);
        var id = from.Needed(body.Id, "id");
        var orderId = from.Needed(body.OrderId, "order_id");
        var fulfillment = mapper.Map<ShopifyFulfillment>(body) with
        {
            CreatedAt = body.CreatedAt ?? from.TriggeredAt,
            UpdatedAt = body.UpdatedAt ?? from.TriggeredAt,
            Raw = from.Raw,
        };
        return new(type, $"order/{orderId}", fulfillment) { Record = $"fulfillment/{id}", At = at(fulfillment), IsState = from.IsUpdate, Ends = OrderEnd(orderId) };
    }

    private Reading Checkout(Delivery from, string type, Func<ShopifyCheckout, DateTimeOffset> at)
    {
        var body = from.As(ShopifyWebhookJson.Default.CheckoutBody);
        var token = from.Needed(body.Token, "token");
        var checkout = mapper.Map<ShopifyCheckout>(body) with
        {
            LineItems = Priced(body.LineItems, body.Currency),
            CreatedAt = body.CreatedAt ?? from.TriggeredAt,
            UpdatedAt = body.UpdatedAt ?? from.TriggeredAt,
            Raw = from.Raw,
        };
        return new(type, $"checkout/{body.CartToken ?? token}", checkout) { Record = $"checkout/{token}", At = at(checkout), IsState = from.IsUpdate };
    }

    // The body of a deletion has neither token nor times: only the cart's token joins it to the checkout's other events.
    private Reading CheckoutDeleted(Delivery from)
    {
        var body = from.As(ShopifyWebhookJson.Default.CheckoutBody);
        var name = from.Needed(body.CartToken ?? body.Token ?? body.Id, "cart_token");
        return new("shopify.checkout.deleted", $"checkout/{name}", mapper.Map<ShopifyCheckoutDeleted>(body) with { Raw = from.Raw });
    }

    private Reading Customer(Delivery from, string type, Func<ShopifyCustomer, DateTimeOffset?> at)
    {
        var body = from.As(ShopifyWebhookJson.Default.CustomerBody);
        var id = from.Needed(body.Id, "id");
        var customer = mapper.Map<ShopifyCustomer>(body) with { Raw = from.Raw };
        return new(type, $"customer/{id}", customer) { Record = $"customer/{id}", At = at(customer), IsState = from.IsUpdate, Ends = CustomerEnd(id) };
    }

    private static Reading CustomerDeleted(Delivery from)
    {
        var id = from.Needed(from.As(ShopifyWebhookJson.Default.CustomerBody).Id, "id");
        return new("shopify.customer.deleted", $"customer/{id}", new ShopifyCustomerDeleted { Id = id, Raw = from.Raw }) { Ends = CustomerEnd(id) };
    }

    private Reading Refund(Delivery from)
    {
        var body = from.As(ShopifyWebhookJson.Default.RefundBody);
        var id = from.Needed(body.Id, "id");
        var orderId = from.Needed(body.OrderId, "order_id");
        var refund = mapper.Map<ShopifyRefund>(body) with { CreatedAt = body.CreatedAt ?? from.TriggeredAt, Raw = from.Raw };
        return new("shopify.refund.created", $"order/{orderId}", refund) { Record = $"refund/{id}", At = refund.CreatedAt, Ends = OrderEnd(orderId) };
    }

    private static Reading Unknown(Delivery from) => new("shopify.unknown", $"unknown/{from.Topic}", new ShopifyUnknown { Kind = from.Topic, Raw = from.Raw });

    // Prices of lines are in the shop's currency, which only the whole body names where the line has no money set of its own.
    private List<ShopifyLineItem> Priced(IReadOnlyList<LineItemBody>? lines, string? currency) =>
        [.. (lines ?? []).Select(line => mapper.Map<ShopifyLineItem>(line)).Zip(lines ?? [], (item, line) => item with { Price = item.Price ?? Money.Parse(line.Price, currency) })];

    private static Dictionary<string, string> OrderEnd(string id) => new(StringComparer.Ordinal) { ["shopify.order"] = id };

    private static Dictionary<string, string> CustomerEnd(string id) => new(StringComparer.Ordinal) { ["shopify.customer"] = id };

    private static DateTimeOffset TriggeredAt(WebhookRequest request) =>
        DateTimeOffset.TryParse(request.Header(ShopifyConnector.TriggeredHeader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : request.ArrivedAt;

    /// <summary>What a topic's reader gets.</summary>
    private sealed record Delivery(string Topic, JsonElement Raw, DateTimeOffset TriggeredAt)
    {
        public bool IsUpdate => Topic.EndsWith("/update", StringComparison.Ordinal) || Topic.EndsWith("/updated", StringComparison.Ordinal);

        public bool IsOnceInALife => Topic.EndsWith("/create", StringComparison.Ordinal) || Topic.EndsWith("/delete", StringComparison.Ordinal);

        public T As<T>(JsonTypeInfo<T> form)
        {
            try
            {
                return Raw.Deserialize(form)!;
            }
            catch (JsonException error)
            {
                throw new UnreadableWebhookException($"The body of {Topic} is not of Shopify's form at {error.Path}.", error);
            }
        }

        public string Needed(string? value, string field) => string.IsNullOrEmpty(value) ? throw Lacks(field) : value;

        public UnreadableWebhookException Lacks(string field) => new($"The body of {Topic} lacks {field}.");
    }

    /// <summary>What a topic's reader makes of it.</summary>
    private sealed record Reading(string Type, string Subject, object Data)
    {
        public string? Record { get; init; }

        public DateTimeOffset? At { get; init; }

        public bool IsState { get; init; }

        /// <summary>The key of the fact; null where <see cref="Record"/> and <see cref="At"/> make it.</summary>
        public string? Fact { get; init; }

        public IReadOnlyDictionary<string, string> Ends { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
