using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.Shopify;

/// <summary>
/// What has changed in a shop: the orders with their payments, fulfillments and refunds, then the customers, by the time of their last change. Only ids and times are asked for; what no
/// webhook has brought is fetched by the completion. Checkouts, edits and deletions stand in no list of Shopify's.
/// </summary>
internal sealed class ShopifyChanges(AdminApi admin) : IChangeFeed
{
    /// <summary>How delivery keys of what a comparison has found begin.</summary>
    public const string Found = "changes/";

    // Shopify keeps whole seconds.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(1);
    private static readonly JsonElement Unfetched = JsonElement.Parse("{}");

    /// <inheritdoc />
    public string CursorAt(DateTimeOffset moment) => new ShopifyCursor(moment.ToUnixTimeSeconds()).ToString();

    /// <inheritdoc />
    public async Task<ChangePage> ChangedSinceAsync(string cursor, DateTimeOffset until, Connection connection, CancellationToken cancel)
    {
        var at = ShopifyCursor.Parse(cursor);

        // Orders and customers are looked at up to one moment, however many pages that takes.
        at = at with { Until = at.Until ?? Math.Max(at.Since, until.ToUnixTimeSeconds()) };

        // Without an end: a record that has changed again since is at its last change, and tells of the earlier ones too.
        var query = string.Create(CultureInfo.InvariantCulture, $"updated_at:>='{DateTimeOffset.FromUnixTimeSeconds(at.Since) - Overlap:yyyy-MM-dd'T'HH:mm:ss'Z'}'");
        var request = new GraphRequest<ChangedVariables>(at.IsOfCustomers ? ShopifyChangeGraph.Customers : ShopifyChangeGraph.Orders, new(query, at.After));
        return await admin.AskAsync(connection, api => api.ChangedAsync(request, cancel)) switch
        {
            GraphReply<ChangedData>.Given { Data: var data } => Page(at, data, connection.Options<ShopifyOptions>().ShopDomain),
            GraphReply<ChangedData>.Failed failed => new ChangePage.Failed(failed.Failure),
            _ => new ChangePage.Failed(ShopifyErrors.Unreadable),
        };
    }

    private static ChangePage.Found Page(ShopifyCursor at, ChangedData data, string shop)
    {
        var events = (data.Orders?.Nodes ?? []).SelectMany(order => OfOrder(order, at)).Concat((data.Customers?.Nodes ?? []).SelectMany(customer => OfCustomer(customer, at)))
            .Select(incoming => incoming with { Account = shop }).ToList();
        var next = (at.IsOfCustomers ? data.Customers?.PageInfo : data.Orders?.PageInfo) is { HasNextPage: true, EndCursor: { Length: > 0 } more } ? at with { After = more }
            : at.IsOfCustomers ? new(at.Until!.Value)
            : at with { IsOfCustomers = true, After = null };
        return new(events, next.ToString(), next.Until is not null);
    }

    private static IEnumerable<IncomingEvent> OfOrder(OrderNode order, ShopifyCursor at)
    {
        if (order is not { LegacyResourceId: { Length: > 0 } id, CreatedAt: { } created, UpdatedAt: { } updated }) yield break;
        var record = $"order/{id}";
        var data = new ShopifyOrder { Id = id, Name = "", Currency = "", LineItems = [], Tags = [], Test = false, CreatedAt = created, UpdatedAt = updated, Raw = Unfetched };
        if (at.Holds(created)) yield return Event("shopify.order.created", record, record, created, data);
        if (order.DisplayFinancialStatus == "PAID" && PaidAt(order) is { } paid && at.Holds(paid))
        {
            yield return Event("shopify.order.paid", record, record, paid, data, ShopifyFact.Paid("shopify.order.paid", record, Fetched.Amount(order.TotalPriceSet)));
        }

        foreach (var fulfillment in order.Fulfillments ?? [])
        {
            foreach (var incoming in OfFulfillment(fulfillment, id, at)) yield return incoming;
        }

        if (TypeOfFulfilled(order.DisplayFulfillmentStatus) is { } type && Fulfilled(order).MaxBy(one => one.CreatedAt)?.CreatedAt is { } fulfilled && at.Holds(fulfilled))
        {
            yield return Event(type, record, record, fulfilled, data, ShopifyFact.Fulfilled(type, record, (order.Fulfillments ?? []).Select(one => one.LegacyResourceId)));
        }

        foreach (var refund in order.Refunds ?? [])
        {
            if (refund is not { LegacyResourceId: { Length: > 0 } number, CreatedAt: { } refunded } || !at.Holds(refunded)) continue;
            yield return Event("shopify.refund.created", record, $"refund/{number}", refunded, new ShopifyRefund { Id = number, OrderId = id, LineItems = [], CreatedAt = refunded, Raw = Unfetched });
        }

        if (order.CancelledAt is { } cancelled && at.Holds(cancelled)) yield return Event("shopify.order.cancelled", record, record, cancelled, data);
        if (updated > created && at.Holds(updated)) yield return Event("shopify.order.updated", record, record, updated, data) with { Version = new(record, updated.ToUnixTimeMilliseconds()) };
    }

    private static IEnumerable<IncomingEvent> OfFulfillment(FulfillmentNode fulfillment, string order, ShopifyCursor at)
    {
        if (fulfillment is not { LegacyResourceId: { Length: > 0 } id, CreatedAt: { } created, UpdatedAt: { } updated }) yield break;
        var (subject, record) = ($"order/{order}", $"fulfillment/{id}");
        var data = new ShopifyFulfillment
        {
            FulfillmentId = id, Name = "", Status = "", OrderId = order, Order = new() { Id = order, Name = "" }, Parcels = [], LineItems = [], CreatedAt = created, UpdatedAt = updated, Raw = Unfetched,
        };
        if (at.Holds(created)) yield return Event("shopify.fulfillment.created", subject, record, created, data);
        if (updated > created && at.Holds(updated)) yield return Event("shopify.fulfillment.updated", subject, record, updated, data) with { Version = new(record, updated.ToUnixTimeMilliseconds()) };
    }

    private static IEnumerable<IncomingEvent> OfCustomer(CustomerNode customer, ShopifyCursor at)
    {
        if (customer is not { LegacyResourceId: { Length: > 0 } id, CreatedAt: { } created, UpdatedAt: { } updated }) yield break;
        var record = $"customer/{id}";
        var data = new ShopifyCustomer { Id = id, Tags = [], CreatedAt = created, UpdatedAt = updated, Raw = Unfetched };
        if (at.Holds(created)) yield return Event("shopify.customer.created", record, record, created, data);
        if (updated > created && at.Holds(updated)) yield return Event("shopify.customer.updated", record, record, updated, data) with { Version = new(record, updated.ToUnixTimeMilliseconds()) };
    }

    private static DateTimeOffset? PaidAt(OrderNode order) =>
        (order.Transactions ?? []).Where(one => one is { Status: "SUCCESS", Kind: "SALE" or "CAPTURE" }).Max(one => one.ProcessedAt ?? one.CreatedAt);

    private static string? TypeOfFulfilled(string? status) => status switch
    {
        "FULFILLED" => "shopify.order.fulfilled",
        "PARTIALLY_FULFILLED" => "shopify.order.partially_fulfilled",
        _ => null,
    };

    private static IEnumerable<FulfillmentNode> Fulfilled(OrderNode order) => (order.Fulfillments ?? []).Where(one => one.Status == "SUCCESS");

    private static IncomingEvent Event(string type, string subject, string record, DateTimeOffset time, object data, string? fact = null)
    {
        var key = fact ?? ShopifyFact.At(type, record, time);
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        return new()
        {
            Type = type,
            Account = null,
            Subject = subject,
            DeliveryKey = Found + key,
            FactKey = key,
            OccurredAt = time,
            Data = data,
            Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [$"shopify.{subject[..slash]}"] = subject[(slash + 1)..] },
            LacksFields = true,
        };
    }

    /// <summary>How far the comparison has come, in unix seconds of Shopify's time.</summary>
    /// <param name="Since">What changed before is known.</param>
    private sealed record ShopifyCursor(long Since)
    {
        /// <summary>Up to when this pass goes; null between two passes.</summary>
        public long? Until { get; init; }

        /// <summary>Whether the customers are next, and not the orders.</summary>
        public bool IsOfCustomers { get; init; }

        /// <summary>Shopify's own word for the place in the list; null at its begin.</summary>
        public string? After { get; init; }

        public static ShopifyCursor Parse(string text)
        {
            var parts = text.Split('|', 4);
            return new(long.Parse(parts[0], CultureInfo.InvariantCulture))
            {
                Until = parts[1].Length == 0 ? null : long.Parse(parts[1], CultureInfo.InvariantCulture),
                IsOfCustomers = parts[2] == "customers",
                After = parts[3].Length == 0 ? null : parts[3],
            };
        }

        public bool Holds(DateTimeOffset time) => time.ToUnixTimeSeconds() is var second && second >= Since && second <= Until;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Since}|{Until}|{(IsOfCustomers ? "customers" : "orders")}|{After}");
    }
}
