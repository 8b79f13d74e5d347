using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>The part of the Admin API's schema that integrations like the hub ask for.</summary>
/// <param name="state">The orders.</param>
/// <param name="subscriptions">The webhook subscriptions of the app.</param>
/// <param name="account">The shop and its app.</param>
internal sealed class ShopifySchema(ShopifyState state, ShopifySubscriptions subscriptions, ShopifyAccount account)
{
    /// <summary>The fields of a query.</summary>
    public GraphQlObject Query()
    {
        var root = new GraphQlObject("QueryRoot");
        root["order"] = arguments => state.Find((string?)arguments.GetValueOrDefault("id")) is { } order ? Of(order) : null;
        root["node"] = arguments => state.Find((string?)arguments.GetValueOrDefault("id")) is { } order ? Of(order) : null;
        root["orders"] = arguments => ShopifySearch.Page("OrderConnection", state.Orders, order => (order.UpdatedAt, order.CreatedAt, order.Id), Of, arguments);
        root["customers"] = arguments => ShopifySearch.Page("CustomerConnection", state.Buyers, buyer => (buyer.CreatedAt, buyer.CreatedAt, buyer.Id), Of, arguments);
        root["customer"] = arguments => state.Buyers.FirstOrDefault(buyer => $"gid://shopify/Customer/{buyer.Id}" == (string?)arguments.GetValueOrDefault("id")) is { } buyer ? Of(buyer) : null;
        root["fulfillment"] = arguments => Parts(order => order.Fulfillments, one => $"gid://shopify/Fulfillment/{one.Id}", arguments) is var (order, fulfillment) ? Of(fulfillment, order) : null;
        root["refund"] = arguments => Parts(order => order.Refunds, one => $"gid://shopify/Refund/{one.Id}", arguments) is var (order, refund) ? Of(refund, order) : null;
        root["webhookSubscriptions"] = arguments => subscriptions.List(arguments);
        root.With("currentAppInstallation", () => new GraphQlObject("AppInstallation")
            .With("accessScopes", () => account.Scopes.Select(scope => new GraphQlObject("AccessScope").With("handle", () => (JsonNode)scope)))
            .With("app", () => new GraphQlObject("App").With("title", () => (JsonNode)"Connector hub").With("apiKey", () => (JsonNode)account.ClientId)));
        root.With("publicApiVersions", () => new[] { ShopifyAccount.ApiVersion }.Select(version => new GraphQlObject("ApiVersion").With("handle", () => (JsonNode)version).With("supported", () => (JsonNode)true)));
        root["customerByIdentifier"] = arguments =>
            state.Orders.LastOrDefault(o => o.Buyer.Phone == (string?)arguments.GetValueOrDefault("identifier")?["phoneNumber"]) is { } order ? Of(order.Buyer) : null;
        return root.With("shop", () => new GraphQlObject("Shop").With("name", () => (JsonNode)"Kairos").With("myshopifyDomain", () => (JsonNode)account.Domain).With("currencyCode", () => (JsonNode)"EUR"));
    }

    /// <summary>The fields of a mutation.</summary>
    public GraphQlObject Mutation()
    {
        var root = new GraphQlObject("Mutation");
        root["tagsAdd"] = arguments => Tag(arguments, add: true);
        root["tagsRemove"] = arguments => Tag(arguments, add: false);
        root["webhookSubscriptionCreate"] = subscriptions.Create;
        root["webhookSubscriptionUpdate"] = subscriptions.Update;
        return root;
    }

    private (Order Order, T Part)? Parts<T>(Func<Order, IEnumerable<T>> parts, Func<T, string> gid, IReadOnlyDictionary<string, JsonNode?> arguments)
    {
        var wanted = (string?)arguments.GetValueOrDefault("id");
        foreach (var order in state.Orders)
        {
            if (parts(order).Where(part => gid(part) == wanted).ToList() is [var found, ..]) return (order, found);
        }

        return null;
    }

    private static JsonNode Upper(string text) => text.ToUpperInvariant();

    private static JsonNode Digits(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static JsonNode Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<GraphQlObject> Limited(IEnumerable<GraphQlObject> all, IReadOnlyDictionary<string, JsonNode?> arguments) =>
        arguments.GetValueOrDefault("first") is { } first ? all.Take((int)first) : all;

    private static GraphQlObject Connection(string type, IEnumerable<GraphQlObject> nodes) => ShopifySearch.Connection(type, nodes, null);

    private static GraphQlObject Address(Buyer buyer) => new GraphQlObject("MailingAddress")
        .With("firstName", () => (JsonNode)buyer.FirstName)
        .With("lastName", () => (JsonNode)buyer.LastName)
        .With("name", () => (JsonNode)$"{buyer.FirstName} {buyer.LastName}")
        .With("company", () => null)
        .With("address1", () => (JsonNode)"Am Markt 1")
        .With("address2", () => null)
        .With("city", () => (JsonNode)"Springfield")
        .With("zip", () => (JsonNode)"10115")
        .With("province", () => null)
        .With("provinceCode", () => null)
        .With("country", () => (JsonNode)buyer.Country)
        .With("countryCodeV2", () => (JsonNode)buyer.Country)
        .With("phone", () => (JsonNode)buyer.Phone);

    private static GraphQlObject Money() => new GraphQlObject("MoneyBag").With("shopMoney", () =>
        new GraphQlObject("MoneyV2").With("amount", () => (JsonNode)"89.99").With("currencyCode", () => (JsonNode)"EUR"));

    private GraphQlObject Of(Buyer buyer)
    {
        var customer = new GraphQlObject("Customer");
        customer["orders"] = arguments => Connection("OrderConnection", Limited(state.Orders.Where(o => o.Buyer.Id == buyer.Id).Reverse().Select(Of), arguments));
        return customer
            .With("id", () => (JsonNode)$"gid://shopify/Customer/{buyer.Id}")
            .With("legacyResourceId", () => Digits(buyer.Id))
            .With("firstName", () => (JsonNode)buyer.FirstName)
            .With("lastName", () => (JsonNode)buyer.LastName)
            .With("state", () => (JsonNode)"DISABLED")
            .With("tags", () => new JsonArray())
            .With("note", () => null)
            .With("createdAt", () => Time(buyer.CreatedAt))
            .With("updatedAt", () => Time(buyer.CreatedAt))
            .With("defaultAddress", () => Address(buyer))
            .With("displayName", () => (JsonNode)$"{buyer.FirstName} {buyer.LastName}")
            .With("locale", () => (JsonNode)buyer.Locale[..2])
            .With("email", () => (JsonNode)buyer.Email)
            .With("phone", () => (JsonNode)buyer.Phone)
            .With("defaultEmailAddress", () => new GraphQlObject("CustomerEmailAddress").With("emailAddress", () => (JsonNode)buyer.Email))
            .With("defaultPhoneNumber", () => new GraphQlObject("CustomerPhoneNumber").With("phoneNumber", () => (JsonNode)buyer.Phone));
    }

    private GraphQlObject Of(Order order)
    {
        var type = new GraphQlObject("Order");
        type["fulfillments"] = arguments => Limited(order.Fulfillments.Select(one => Of(one, order)), arguments);
        type["refunds"] = arguments => Limited(order.Refunds.Select(one => Of(one, order)), arguments);
        type["transactions"] = arguments => Limited([Sale(order)], arguments);
        type["lineItems"] = arguments => Connection("LineItemConnection", Limited([Line(order)], arguments));
        return type
            .With("id", () => (JsonNode)order.Gid)
            .With("legacyResourceId", () => Digits(order.Id))
            .With("name", () => (JsonNode)order.Name)
            .With("email", () => (JsonNode)order.Buyer.Email)
            .With("phone", () => (JsonNode)order.Buyer.Phone)
            .With("customerLocale", () => (JsonNode)order.Buyer.Locale)
            .With("currencyCode", () => (JsonNode)"EUR")
            .With("tags", () => new JsonArray([.. order.Tags.Select(t => (JsonNode)t)]))
            .With("test", () => (JsonNode)false)
            .With("note", () => null)
            .With("createdAt", () => Time(order.CreatedAt))
            .With("updatedAt", () => Time(order.UpdatedAt))
            .With("cancelledAt", () => order.CancelledAt is { } at ? Time(at) : null)
            .With("displayFinancialStatus", () => Upper(order.FinancialStatus))
            .With("displayFulfillmentStatus", () => Upper(order.FulfillmentStatus ?? "unfulfilled"))
            .With("totalPriceSet", Money)
            .With("sourceName", () => (JsonNode)"web")
            .With("statusPageUrl", () => (JsonNode)$"https://{account.Domain}/orders/{order.Id}")
            .With("checkoutToken", () => null)
            .With("cancelReason", () => order.CancelledAt is null ? null : (JsonNode)"CUSTOMER")
            .With("shippingAddress", () => Address(order.Buyer))
            .With("billingAddress", () => Address(order.Buyer))
            .With("customer", () => Of(order.Buyer));
    }

    private static GraphQlObject Line(Order order) => new GraphQlObject("LineItem")
        .With("id", () => (JsonNode)$"gid://shopify/LineItem/{order.Id + 1}")
        .With("title", () => (JsonNode)"Coffee table")
        .With("variantTitle", () => null)
        .With("sku", () => (JsonNode)"TABLE-1")
        .With("quantity", () => (JsonNode)1)
        .With("originalUnitPriceSet", Money)
        .With("product", () => new GraphQlObject("Product").With("legacyResourceId", () => (JsonNode)"788032119674292922"))
        .With("variant", () => null);

    private static GraphQlObject Sale(Order order) => new GraphQlObject("OrderTransaction")
        .With("kind", () => (JsonNode)"SALE")
        .With("status", () => (JsonNode)"SUCCESS")
        .With("processedAt", () => Time(order.CreatedAt))
        .With("createdAt", () => Time(order.CreatedAt));

    private GraphQlObject Of(Refund refund, Order order)
    {
        var type = new GraphQlObject("Refund");
        type["refundLineItems"] = arguments => Connection("RefundLineItemConnection", []);
        return type
            .With("legacyResourceId", () => Digits(refund.Id))
            .With("createdAt", () => Time(refund.CreatedAt))
            .With("processedAt", () => Time(refund.CreatedAt))
            .With("note", () => (JsonNode)"Broken on the way")
            .With("order", () => Of(order))
            .With("totalRefundedSet", Money);
    }

    private GraphQlObject Of(Fulfillment fulfillment, Order order)
    {
        var type = new GraphQlObject("Fulfillment");
        type["fulfillmentLineItems"] = arguments => Connection(
            "FulfillmentLineItemConnection", Limited([new GraphQlObject("FulfillmentLineItem").With("quantity", () => (JsonNode)1).With("lineItem", () => Line(order))], arguments));
        type["trackingInfo"] = arguments => Limited(
            fulfillment.Parcels.Select(p => new GraphQlObject("FulfillmentTrackingInfo").With("number", () => (JsonNode)p.Number).With("url", () => (JsonNode)p.Url).With("company", () => (JsonNode)"DHL")),
            arguments);
        return type
            .With("id", () => (JsonNode)$"gid://shopify/Fulfillment/{fulfillment.Id}")
            .With("legacyResourceId", () => Digits(fulfillment.Id))
            .With("name", () => (JsonNode)fulfillment.Name)
            .With("order", () => Of(order))
            .With("status", () => Upper(fulfillment.Status))
            .With("displayStatus", () => fulfillment.Status == "success" ? (JsonNode)"FULFILLED" : null)
            .With("createdAt", () => Time(fulfillment.CreatedAt))
            .With("updatedAt", () => Time(fulfillment.UpdatedAt));
    }

    private GraphQlObject Tag(IReadOnlyDictionary<string, JsonNode?> arguments, bool add)
    {
        var tags = arguments.GetValueOrDefault("tags") switch
        {
            JsonArray list => list.Select(t => (string)t!).ToList(),
            { } one => [.. ((string?)one ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            null => [],
        };
        var (errors, order) = state.Tag((string?)arguments.GetValueOrDefault("id") ?? "", tags, add);
        return new GraphQlObject(add ? "TagsAddPayload" : "TagsRemovePayload")
            .With("node", () => errors.Count == 0 ? Of(order!) : null)
            .With("userErrors", () => errors.Select(e => new GraphQlObject("UserError").With("field", () => new JsonArray("id")).With("message", () => (JsonNode)e)));
    }
}
