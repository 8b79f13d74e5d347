using System.Globalization;
using Sandbox.Vendors;

namespace Sandbox.Shopify;

/// <summary>The orders of the shop, and what is done with them.</summary>
/// <param name="kit">What the simulator works with.</param>
/// <param name="webhooks">Where it tells of what happens.</param>
internal sealed class ShopifyState(VendorKit kit, ShopifyWebhooks webhooks)
{
    private const int MaxTags = 250;
    private const int MaxTagLength = 255;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Order> orders = [];
    private readonly Dictionary<long, Buyer> buyers = [];
    private long nextOrder = 820_982_911_946_154_500;
    private long nextFulfillment = 255_858_046_000;
    private long nextRefund = 890_088_186_000;
    private long nextCustomer = 7_071_195_510_000;
    private int nextNumber = 1000;

    /// <summary>All orders, oldest first.</summary>
    public IReadOnlyList<Order> Orders
    {
        get
        {
            lock (gate) return [.. orders.Values];
        }
    }

    /// <summary>The tags of an order as they stand now.</summary>
    public IReadOnlyList<string> TagsOf(Order order)
    {
        lock (gate) return [.. order.Tags];
    }

    /// <summary>All customers, oldest first.</summary>
    public IReadOnlyList<Buyer> Buyers
    {
        get
        {
            lock (gate) return [.. buyers.Values];
        }
    }

    /// <summary>Makes a buyer.</summary>
    public Buyer Add(string firstName, string lastName, string phone, string locale, string country)
    {
        lock (gate)
        {
            var buyer = new Buyer(nextCustomer += 7, firstName, lastName, phone, locale, country, kit.Clock.GetUtcNow());
            buyers[buyer.Id] = buyer;
            webhooks.Send("customers/create", $"gid://shopify/Customer/{buyer.Id}", buyer.ShowCustomer(), kit.Dice.Uuid());
            return buyer;
        }
    }

    /// <summary>A buyer orders and pays.</summary>
    public Order Place(Buyer buyer)
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            var order = new Order(nextOrder += 8, ++nextNumber) { Buyer = buyer, CreatedAt = now, UpdatedAt = now };
            orders[order.Id] = order;
            var action = kit.Dice.Uuid();
            webhooks.Send("orders/create", order.Gid, order.Show(), action);
            webhooks.Send("orders/paid", order.Gid, order.Show(), action);
            return order;
        }
    }

    /// <summary>The shop ships: makes a fulfillment.</summary>
    /// <param name="order">The order.</param>
    /// <param name="parcels">How many parcels.</param>
    /// <param name="status"><c>pending</c> or <c>success</c>.</param>
    public Fulfillment Fulfil(Order order, int parcels, string status = "success")
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            var fulfillment = new Fulfillment(++nextFulfillment)
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{order.Name}-F{order.Fulfillments.Count + 1}"),
                Status = status,
                Parcels = [.. Enumerable.Range(1, parcels).Select(n => new Parcel(
                    string.Create(CultureInfo.InvariantCulture, $"JD{nextFulfillment}{n:D2}"),
                    string.Create(CultureInfo.InvariantCulture, $"https://track.example/JD{nextFulfillment}{n:D2}")))],
                CreatedAt = now,
                UpdatedAt = now,
            };
            order.Fulfillments.Add(fulfillment);
            Tell("fulfillments/create", order, fulfillment);
            return fulfillment;
        }
    }

    /// <summary>A fulfillment changes its status; given the status that it has, it is only touched.</summary>
    public void Move(Order order, Fulfillment fulfillment, string status)
    {
        lock (gate)
        {
            fulfillment.Status = status;
            fulfillment.UpdatedAt = Later(fulfillment.UpdatedAt);
            Tell("fulfillments/update", order, fulfillment);
        }
    }

    /// <summary>The shop gives the money back.</summary>
    public Refund PayBack(Order order)
    {
        lock (gate)
        {
            var refund = new Refund(++nextRefund, kit.Clock.GetUtcNow());
            order.Refunds.Add(refund);
            order.FinancialStatus = "refunded";
            var action = kit.Dice.Uuid();
            webhooks.Send("refunds/create", order.Gid, refund.Show(order), action);
            Touch(order, action);
            return refund;
        }
    }

    /// <summary>An order is cancelled.</summary>
    public void Cancel(Order order)
    {
        lock (gate)
        {
            order.CancelledAt = kit.Clock.GetUtcNow();
            var action = kit.Dice.Uuid();
            webhooks.Send("orders/cancelled", order.Gid, order.Show(), action);
            Touch(order, action);
        }
    }

    /// <summary>A webhook of an earlier state comes late: a delivery of its own, with the old time.</summary>
    public void TellAgain(Order order, Fulfillment fulfillment, string status, TimeSpan earlier)
    {
        lock (gate)
        {
            var body = fulfillment.Show(order);
            body["status"] = status;
            body["updated_at"] = ShopTime.Of(fulfillment.UpdatedAt + earlier);
            webhooks.Send("fulfillments/update", order.Gid, body, kit.Dice.Uuid());
        }
    }

    /// <summary>tagsAdd, tagsRemove.</summary>
    /// <returns>The sentences of <c>userErrors</c>, and whether anything changed.</returns>
    public (IReadOnlyList<string> Errors, Order? Order) Tag(string gid, IReadOnlyList<string> tags, bool add)
    {
        lock (gate)
        {
            if (Find(gid) is not { } order) return (["Resource does not exist"], null);
            if (tags.Any(t => t.Length is 0 or > MaxTagLength)) return (["Tag must be between 1 and 255 characters"], order);
            if (add && order.Tags.Union(tags, StringComparer.OrdinalIgnoreCase).Count() > MaxTags) return (["Tags must be no more than 250"], order);
            var before = order.Tags.Count;
            if (add) order.Tags.UnionWith(tags);
            else order.Tags.ExceptWith(tags);
            if (order.Tags.Count != before) Touch(order, kit.Dice.Uuid());
            return ([], order);
        }
    }

    /// <summary>Reads an order by its global id.</summary>
    public Order? Find(string? gid)
    {
        lock (gate) return gid is not null && long.TryParse(gid.AsSpan(gid.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? orders.GetValueOrDefault(id) : null;
    }

    /// <summary>Does something while nothing changes.</summary>
    public T Quietly<T>(Func<T> read)
    {
        lock (gate) return read();
    }

    private void Tell(string topic, Order order, Fulfillment fulfillment)
    {
        var action = kit.Dice.Uuid();
        webhooks.Send(topic, order.Gid, fulfillment.Show(order), action);
        Touch(order, action);
        if (fulfillment.Status == "success") webhooks.Send("orders/fulfilled", order.Gid, order.Show(), action);
    }

    private void Touch(Order order, string action)
    {
        order.UpdatedAt = Later(order.UpdatedAt);
        webhooks.Send("orders/updated", order.Gid, order.Show(), action);
    }

    // The vendor's times have whole seconds: a change within the same second gets the next one.
    private DateTimeOffset Later(DateTimeOffset last)
    {
        var now = kit.Clock.GetUtcNow();
        return now.ToUnixTimeSeconds() > last.ToUnixTimeSeconds() ? now : last + TimeSpan.FromSeconds(1);
    }
}
