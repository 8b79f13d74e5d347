using System.Globalization;
using System.Text.Json.Nodes;

namespace Sandbox.Shopify;

/// <summary>The part of the Admin API's schema that integrations like the hub ask for.</summary>
/// <param name="state">The orders.</param>
internal sealed class ShopifySchema(ShopifyState state)
{
    /// <summary>The fields of a query.</summary>
    public GraphQlObject Query()
    {
        var root = new GraphQlObject("QueryRoot");
        root["order"] = arguments => state.Find((string?)arguments.GetValueOrDefault("id")) is { } order ? Of(order) : null;
        root["node"] = arguments => state.Find((string?)arguments.GetValueOrDefault("id")) is { } order ? Of(order) : null;
        root["orders"] = arguments => Connection("OrderConnection", Limited(state.Orders.Reverse().Select(Of), arguments));
        root["customerByIdentifier"] = arguments =>
            state.Orders.LastOrDefault(o => o.Buyer.Phone == (string?)arguments.GetValueOrDefault("identifier")?["phoneNumber"]) is { } order ? Of(order.Buyer) : null;
        return root.With("shop", () => new GraphQlObject("Shop").With("name", () => (JsonNode)"Kairos").With("currencyCode", () => (JsonNode)"EUR"));
    }

    /// <summary>The fields of a mutation.</summary>
    public GraphQlObject Mutation()
    {
        var root = new GraphQlObject("Mutation");
        root["tagsAdd"] = arguments => Tag(arguments, add: true);
        root["tagsRemove"] = arguments => Tag(arguments, add: false);
        return root;
    }

    private static JsonNode Upper(string text) => text.ToUpperInvariant();

    private static JsonNode Digits(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static JsonNode Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<GraphQlObject> Limited(IEnumerable<GraphQlObject> all, IReadOnlyDictionary<string, JsonNode?> arguments) =>
        arguments.GetValueOrDefault("first") is { } first ? all.Take((int)first) : all;

    private static GraphQlObject Connection(string type, IEnumerable<GraphQlObject> nodes) => new GraphQlObject(type)
        .With("nodes", () => nodes)
        .With("pageInfo", () => new GraphQlObject("PageInfo").With("hasNextPage", () => (JsonNode)false).With("endCursor", () => null));

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
        type["fulfillments"] = arguments => Limited(order.Fulfillments.Select(Of), arguments);
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
            .With("shippingAddress", () => Address(order.Buyer))
            .With("billingAddress", () => Address(order.Buyer))
            .With("customer", () => Of(order.Buyer));
    }

    private static GraphQlObject Of(Fulfillment fulfillment)
    {
        var type = new GraphQlObject("Fulfillment");
        type["trackingInfo"] = arguments => Limited(
            fulfillment.Parcels.Select(p => new GraphQlObject("FulfillmentTrackingInfo").With("number", () => (JsonNode)p.Number).With("url", () => (JsonNode)p.Url).With("company", () => (JsonNode)"DHL")),
            arguments);
        return type
            .With("id", () => (JsonNode)$"gid://shopify/Fulfillment/{fulfillment.Id}")
            .With("legacyResourceId", () => Digits(fulfillment.Id))
            .With("name", () => (JsonNode)fulfillment.Name)
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
