using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Square;

/// <summary>The Square API of one seller, as one application sees it.</summary>
internal sealed class SquareSimulator : IVendor
{
    // In the place of an id, in calls by hand.
    private const string Newest = "newest";
    private const int MostHours = 24 * 365;

    private readonly VendorKit kit;
    private readonly SquareAccount account;
    private readonly VendorServer server;

    private SquareSimulator(VendorKit kit)
    {
        this.kit = kit;
        account = new($"ML{kit.Dice.Hex(11)}", $"EAAA{kit.Dice.Secret()}", $"EQAA{kit.Dice.Secret()}", $"sq0idp-{kit.Dice.Hex(22)}", $"sq0csp-{kit.Dice.Secret()}", $"EAAA{kit.Dice.Secret()}", kit.Dice.Secret()[..22])
        {
            NotificationUrl = new Uri(kit.PublicUrl, "/webhooks/bookings").AbsoluteUri,
        };
        Subscription = new(kit, account);
        Tokens = new(kit, account);
        State = new(kit, Subscription, account);
        server = new(kit, SquareErrors.Struck);
    }

    public string Name => "square";

    public Uri Address => server.Address;

    public FaultSwitch Faults => kit.Faults;

    public RequestLog Log => kit.Log;

    public WebhookSender Webhooks => Subscription.Sender;

    /// <summary>Customers, bookings, orders and payments.</summary>
    public SquareState State { get; }

    /// <summary>The webhook subscription.</summary>
    public SquareWebhooks Subscription { get; }

    /// <summary>The access tokens.</summary>
    public SquareTokens Tokens { get; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["SignatureKey"] = account.SignatureKey,
        ["NotificationUrl"] = account.NotificationUrl,
        ["AccessToken"] = account.AccessToken,
        ["ApplicationToken"] = account.ApplicationToken,
        ["MerchantId"] = account.MerchantId,
    };

    /// <summary>In the place of <c>AccessToken</c>: what gets access tokens that end.</summary>
    public IReadOnlyDictionary<string, string> Authorization => new Dictionary<string, string>
    {
        ["RefreshToken"] = account.RefreshToken,
        ["ClientId"] = account.ClientId,
        ["ClientSecret"] = account.ClientSecret,
    };

    public static async Task<SquareSimulator> StartAsync(VendorKit kit)
    {
        var simulator = new SquareSimulator(kit);
        await simulator.ListenAsync();
        return simulator;
    }

    public JsonNode Describe() => new JsonObject
    {
        ["customers"] = new JsonArray([.. State.Customers.Select(customer => customer.Show())]),
        ["bookings"] = new JsonArray([.. State.Bookings.Select(booking => booking.Show())]),
        ["subscription"] = Subscription.Show(withKey: false),
        ["lost"] = Webhooks.Lost.Count,
    };

    public IReadOnlyList<string> Holdings() =>
        [.. State.Bookings.TakeLast(3).Select(booking => $"booking {booking.Id} at {Stamp.Of(booking.StartAt)}, {booking.Status}, version {booking.Version}, of {NameOf(booking.CustomerId)}")];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Webhooks.Dispose();
    }

    private Task ListenAsync()
    {
        Api("POST", "bookings/availability/search", call => State.Times(call.Json));
        Api("GET", "bookings/business-booking-profile", _ => new(200, new JsonObject { ["business_booking_profile"] = new JsonObject { ["booking_enabled"] = true, ["support_seller_level_writes"] = true } }));
        Api("GET", "bookings", State.ListBookings);
        Api("POST", "bookings", call => State.CreateBooking(call.Json, call.Text));
        Api("GET", "bookings/{id}", call => State.Read("booking", call.Route("id")));
        Api("PUT", "bookings/{id}", call => State.UpdateBooking(call.Route("id"), call.Json, call.Text));
        Api("POST", "bookings/{id}/cancel", call => State.CancelBooking(call.Route("id"), call.Json, call.Text));
        Api("POST", "customers/search", call => State.SearchCustomers(call.Json));
        Api("POST", "customers", call => State.CreateCustomer(call.Json, call.Text));
        Api("GET", "customers/{id}", call => State.Read("customer", call.Route("id")));
        Api("PUT", "customers/{id}", call => State.UpdateCustomer(call.Route("id"), call.Json));
        Api("GET", "locations/{id}", call => State.Read("location", call.Route("id")));
        Api("POST", "orders/batch-retrieve", call => State.ReadOrders(call.Json));
        Api("GET", "orders/{id}", call => State.Read("order", call.Route("id")));
        Api("GET", "catalog/object/{id}", call => State.Read("object", call.Route("id")));
        server.Api("POST", "/oauth2/token", call => Tokens.Give(call.Json));
        server.Api("POST", "/oauth2/token/status", call => Tokens.Refuse(call) ?? Tokens.Status(call));
        ApplicationApi("GET", "webhooks/subscriptions", _ => new(200, new JsonObject { ["subscriptions"] = new JsonArray(Subscription.Show(withKey: false)) }));
        ApplicationApi("GET", "webhooks/subscriptions/{id}", call => call.Route("id") == Subscription.SubscriptionId ? new(200, new JsonObject { ["subscription"] = Subscription.Show(withKey: true) }) : SquareErrors.NotFound());
        ApplicationApi("PUT", "webhooks/subscriptions/{id}", call => Subscription.Update(call.Route("id"), call.Json));
        ApplicationApi("POST", "events", call => Subscription.Search(call.Json));
        server.Control("POST", "bookings", (_, body) =>
        {
            // Phones in Square are as somebody typed them.
            var phone = body.TextOr("phone") ?? "(718) 555-0142";
            var customer = State.Customers.FirstOrDefault(known => known.Fields.GetValueOrDefault("phone_number") == phone) ?? State.Add(body.TextOr("first_name") ?? "Ada", body.TextOr("last_name") ?? "Berg", phone);
            return new(200, State.Book(customer, kit.Clock.GetUtcNow().AddHours(body.WholeOr("in_hours", 1, MostHours) ?? 72)).Show());
        });
        server.Control("POST", "bookings/{id}", (call, body) =>
        {
            var all = State.Bookings;
            if ((call.Route("id") == Newest ? all.LastOrDefault() : all.FirstOrDefault(one => one.Id == call.Route("id"))) is not { } booking) return SquareErrors.NotFound();
            if (body.WholeOr("in_hours", 1, MostHours) is { } hours) State.Move(booking, kit.Clock.GetUtcNow().AddHours(hours));
            if (body.OneOf("status", null, "accepted", "declined", "cancelled_by_customer", "cancelled_by_seller", "no_show") is { } status) State.SetStatus(booking, status.ToUpperInvariant());
            return new(200, booking.Show());
        });
        return server.StartAsync(this, _ => SquareErrors.NotFound());
    }

    private string NameOf(string? customer) =>
        State.Customers.FirstOrDefault(known => known.Id == customer) is { } found ? $"{found.Fields.GetValueOrDefault("given_name")} {found.Fields.GetValueOrDefault("family_name")}".Trim() : "nobody";

    private void Api(string method, string path, Func<Call, Answer> operation) => server.Api(method, $"/v2/{path}", call => Tokens.Refuse(call) ?? operation(call));

    private void ApplicationApi(string method, string path, Func<Call, Answer> operation) => server.Api(method, $"/v2/{path}", call => Tokens.RefuseApplication(call) ?? operation(call));
}
