// All that a call or the vendor changes stands under one lock, in one place.
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Square;

/// <summary>The customers, bookings, orders and payments, and the rules of changing them.</summary>
internal sealed class SquareState
{
    private static readonly string[] CustomerFields = ["given_name", "family_name", "company_name", "nickname", "email_address", "phone_number", "reference_id", "note"];
    private static readonly string[] Naming = ["given_name", "family_name", "company_name", "email_address", "phone_number"];

    private readonly Lock gate = new();
    private readonly VendorKit kit;
    private readonly SquareWebhooks webhooks;
    private readonly TokenBucket writes;
    private readonly Dictionary<string, Customer> customers = [];
    private readonly Dictionary<string, Booking> bookings = [];
    private readonly Dictionary<string, Order> orders = [];
    private readonly Dictionary<string, (string Body, Answer Answer, DateTimeOffset At)> keys = [];

    public SquareState(VendorKit kit, SquareWebhooks webhooks, SquareAccount account)
    {
        this.kit = kit;
        this.webhooks = webhooks;

        // The vendor publishes no limit; its forum tells of refusals at some six writes a second.
        writes = new(6, 6, kit.Clock);
        Locations =
        [
            new($"L{kit.Dice.Hex(12)}", account.MerchantId, "Kairos Brooklyn", "America/New_York", "US", "en-US", "+1 718-555-0100"),
            new($"L{kit.Dice.Hex(12)}", account.MerchantId, "Kairos London", "Europe/London", "GB", "en-GB", "020 7946 0000"),
        ];
        OtherMerchant = $"ML{kit.Dice.Hex(11)}";
        Haircut = new(kit.Dice.Hex(24), 1_605_808_735_978, "Haircut", 30);
        TeamMembers = [$"TM{kit.Dice.Hex(14)}", $"TM{kit.Dice.Hex(14)}"];
    }

    /// <summary>How long an idempotency key is kept.</summary>
    public static TimeSpan KeyLifetime => TimeSpan.FromHours(24);

    /// <summary>How far the search of customers is behind.</summary>
    public static TimeSpan SearchLag => TimeSpan.FromSeconds(30);

    /// <summary>The seller's places; the first is the main one.</summary>
    public IReadOnlyList<Location> Locations { get; }

    /// <summary>The id of another seller of the same application.</summary>
    public string OtherMerchant { get; }

    /// <summary>What can be booked.</summary>
    public Service Haircut { get; }

    /// <summary>Who serves.</summary>
    public IReadOnlyList<string> TeamMembers { get; }

    public IReadOnlyList<Customer> Customers
    {
        get
        {
            lock (gate) return [.. customers.Values.Where(customer => !customer.IsDeleted)];
        }
    }

    public IReadOnlyList<Booking> Bookings
    {
        get
        {
            lock (gate) return [.. bookings.Values];
        }
    }

    /// <summary>The seller notes a customer, with the phone as they type it.</summary>
    public Customer Add(string givenName, string familyName, string phone)
    {
        lock (gate) return Make(new() { ["given_name"] = givenName, ["family_name"] = familyName, ["phone_number"] = phone });
    }

    /// <summary>Somebody books in the vendor's own page or app.</summary>
    public Booking Book(Customer? customer, DateTimeOffset startAt, Location? location = null, string status = "ACCEPTED")
    {
        lock (gate) return Make(customer?.Id, startAt, (location ?? Locations[0]).Id, TeamMembers[0], "FIRST_PARTY_BUYER", status);
    }

    /// <summary>Somebody books with another seller who has authorized the same application: its one subscription tells of that too, and the seller's own token does not reach it.</summary>
    public void BookElsewhere(DateTimeOffset startAt)
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            var booking = new Booking(kit.Dice.Hex(14).ToLowerInvariant()) { Status = "ACCEPTED", StartAt = startAt, LocationId = $"L{kit.Dice.Hex(12)}", Source = "FIRST_PARTY_BUYER", Service = Haircut, TeamMember = $"TM{kit.Dice.Hex(14)}", CreatedAt = now, UpdatedAt = now };
            webhooks.Tell("booking.created", $"booking/{booking.Id}", "booking", $"{booking.Id}:0", new JsonObject { ["booking"] = booking.Show() }, booking.LocationId, OtherMerchant);
        }
    }

    /// <summary>Somebody moves a booking in the vendor's own page or app.</summary>
    public void Move(Booking booking, DateTimeOffset startAt)
    {
        lock (gate) Change(booking, () => booking.StartAt = startAt);
    }

    /// <summary>The seller, or the customer in the vendor's own page, sets the status: <c>ACCEPTED</c>, <c>DECLINED</c>, <c>CANCELLED_BY_CUSTOMER</c>, <c>CANCELLED_BY_SELLER</c>, <c>NO_SHOW</c>.</summary>
    public void SetStatus(Booking booking, string status)
    {
        lock (gate) Change(booking, () => booking.Status = status);
    }

    /// <summary>The seller makes one customer of two.</summary>
    public Customer Merge(Customer one, Customer other)
    {
        lock (gate)
        {
            var fields = new Dictionary<string, string>(other.Fields);
            foreach (var (name, value) in one.Fields) fields[name] = value;
            var context = new JsonObject { ["merge"] = new JsonObject { ["from_customer_ids"] = new JsonArray(one.Id, other.Id) } };
            var merged = Make(fields, context);
            foreach (var gone in (Customer[])[one, other])
            {
                gone.IsDeleted = true;
                TellCustomer("customer.deleted", gone, new JsonObject { ["merge"] = new JsonObject { ["from_customer_ids"] = new JsonArray(one.Id, other.Id), ["to_customer_id"] = merged.Id } });
            }

            return merged;
        }
    }

    /// <summary>The seller sells something, and it is paid.</summary>
    public (Order Order, Payment Payment) Sell(Customer? customer, string item, long amount)
    {
        lock (gate)
        {
            var now = kit.Clock.GetUtcNow();
            var order = new Order(kit.Dice.Hex(28)) { LocationId = Locations[0].Id, CustomerId = customer?.Id, Item = item, Amount = amount, Currency = "USD", CreatedAt = now, UpdatedAt = now };
            orders[order.Id] = order;
            TellOrder("order.created", "order_created", order);
            var payment = new Payment(kit.Dice.Hex(28), order) { CreatedAt = now, UpdatedAt = now };
            TellPayment("payment.created", payment);
            (order.State, order.Version, payment.Status, payment.UpdatedAt) = ("COMPLETED", order.Version + 1, "COMPLETED", now.AddMilliseconds(1));
            TellOrder("order.updated", "order_updated", order);
            TellPayment("payment.updated", payment);
            return (order, payment);
        }
    }

    /// <summary>GET of one record.</summary>
    public Answer Read(string kind, string id)
    {
        lock (gate)
        {
            var found = kind switch
            {
                "location" => (id == "main" ? Locations[0] : Locations.FirstOrDefault(location => location.Id == id))?.Show(),
                "customer" => customers.GetValueOrDefault(id) is { IsDeleted: false } customer ? customer.Show() : null,
                "booking" => bookings.GetValueOrDefault(id)?.Show(),
                "order" => orders.GetValueOrDefault(id)?.Show(),
                _ => id == Haircut.Id ? new JsonObject { ["type"] = "ITEM_VARIATION", ["id"] = Haircut.Id, ["version"] = Haircut.Version } : null,
            };
            return found is null ? SquareErrors.NotFound() : new(200, new JsonObject { [kind] = found });
        }
    }

    /// <summary>POST /v2/orders/batch-retrieve.</summary>
    public Answer ReadOrders(JsonNode? body)
    {
        lock (gate)
        {
            var wanted = (body?["order_ids"] as JsonArray ?? []).Select(id => (string)id!);
            return new(200, new JsonObject { ["orders"] = new JsonArray([.. wanted.Select(id => orders.GetValueOrDefault(id)).OfType<Order>().Select(order => order.Show())]) });
        }
    }

    /// <summary>POST /v2/customers/search: behind what is written.</summary>
    public Answer SearchCustomers(JsonNode? body)
    {
        var filter = body?["query"]?["filter"];
        lock (gate)
        {
            var seen = kit.Clock.GetUtcNow() - SearchLag;
            var found = customers.Values.Where(customer => !customer.IsDeleted && customer.UpdatedAt <= seen && Fits(customer, filter, "phone_number") && Fits(customer, filter, "reference_id"));
            return new(200, Pages.Of("customers", [.. found.Select(customer => customer.Show())], (string?)body?["cursor"], (int?)body?["limit"] ?? 100));
        }
    }

    /// <summary>POST /v2/customers.</summary>
    public Answer CreateCustomer(JsonNode? body, string text) => Once(body, text, () =>
    {
        var fields = CustomerFields.Where(name => body?[name] is not null).ToDictionary(name => name, name => (string)body![name]!);
        if (!Naming.Any(fields.ContainsKey)) return SquareErrors.Invalid("MISSING_REQUIRED_PARAMETER", "given_name");
        return new(200, new JsonObject { ["customer"] = Make(fields).Show() }, Changed: true);
    });

    /// <summary>PUT /v2/customers/{id}.</summary>
    public Answer UpdateCustomer(string id, JsonNode? body)
    {
        lock (gate)
        {
            if (customers.GetValueOrDefault(id) is not { IsDeleted: false } customer) return SquareErrors.NotFound();
            if (!writes.Take(1)) return SquareErrors.TooMany();
            if ((long?)body?["version"] is { } version && version != customer.Version) return SquareErrors.VersionMismatch();
            foreach (var name in CustomerFields.Where(name => body?[name] is not null)) customer.Fields[name] = (string)body![name]!;
            customer.Version++;
            TellCustomer("customer.updated", customer, null);
            return new(200, new JsonObject { ["customer"] = customer.Show() }, Changed: true);
        }
    }

    /// <summary>GET /v2/bookings: those that begin within the bounds, by default within 31 days from now.</summary>
    public Answer ListBookings(Call call)
    {
        lock (gate)
        {
            var from = Stamp.Read(call.Query("start_at_min")) ?? kit.Clock.GetUtcNow();
            var until = Stamp.Read(call.Query("start_at_max")) ?? from.AddDays(31);
            if (until - from > TimeSpan.FromDays(31)) return SquareErrors.Invalid("INVALID_TIME_RANGE", "start_at_max");
            var found = bookings.Values
                .Where(booking => booking.StartAt >= from && booking.StartAt <= until && (call.Query("customer_id") ?? booking.CustomerId) == booking.CustomerId && (call.Query("location_id") ?? booking.LocationId) == booking.LocationId)
                .OrderBy(booking => booking.StartAt);
            return new(200, Pages.Of("bookings", [.. found.Select(booking => booking.Show())], call.Query("cursor"), int.TryParse(call.Query("limit"), System.Globalization.CultureInfo.InvariantCulture, out var limit) ? limit : 100));
        }
    }

    /// <summary>POST /v2/bookings.</summary>
    public Answer CreateBooking(JsonNode? body, string text) => Once(body, text, () =>
    {
        var wanted = body?["booking"];
        var segment = wanted?["appointment_segments"]?[0];
        if (Stamp.Read(wanted?["start_at"]) is not { } startAt || startAt <= kit.Clock.GetUtcNow()) return SquareErrors.Invalid("INVALID_VALUE", "booking.start_at");
        if (Locations.All(location => location.Id != (string?)wanted?["location_id"])) return SquareErrors.Invalid("INVALID_VALUE", "booking.location_id");
        if ((string?)segment?["service_variation_id"] != Haircut.Id) return SquareErrors.Invalid("INVALID_VALUE", "booking.appointment_segments[0].service_variation_id");
        if ((long?)segment?["service_variation_version"] != Haircut.Version) return SquareErrors.Invalid("VERSION_MISMATCH", "booking.appointment_segments[0].service_variation_version");
        if ((string?)segment?["team_member_id"] is not { } member || !TeamMembers.Contains(member)) return SquareErrors.Invalid("INVALID_VALUE", "booking.appointment_segments[0].team_member_id");
        if ((string?)wanted?["customer_id"] is { } customer && !customers.ContainsKey(customer)) return SquareErrors.Invalid("CUSTOMER_NOT_FOUND", "booking.customer_id");
        if (!IsFree(member, startAt, null)) return SquareErrors.Invalid("BAD_REQUEST", "booking.start_at");
        var made = Make((string?)wanted?["customer_id"], startAt, (string)wanted!["location_id"]!, member, "API", "ACCEPTED", (string?)wanted["customer_note"], (string?)wanted["seller_note"]);
        return new(200, new JsonObject { ["booking"] = made.Show(), ["errors"] = new JsonArray() }, Changed: true);
    });

    /// <summary>PUT /v2/bookings/{id}.</summary>
    public Answer UpdateBooking(string id, JsonNode? body, string text) => Once(body, text, () =>
    {
        var wanted = body?["booking"];
        if (bookings.GetValueOrDefault(id) is not { } booking) return SquareErrors.NotFound();
        if ((long?)wanted?["version"] != booking.Version) return SquareErrors.VersionMismatch();
        if (!booking.IsOpen) return SquareErrors.Invalid("BAD_REQUEST", "booking.status");
        var startAt = Stamp.Read(wanted?["start_at"]) ?? booking.StartAt;
        var member = (string?)wanted?["appointment_segments"]?[0]?["team_member_id"] ?? booking.TeamMember;
        if (startAt <= kit.Clock.GetUtcNow() || !IsFree(member, startAt, booking)) return SquareErrors.Invalid("BAD_REQUEST", "booking.start_at");
        Change(booking, () =>
        {
            (booking.StartAt, booking.TeamMember) = (startAt, member);
            booking.CustomerNote = (string?)wanted?["customer_note"] ?? booking.CustomerNote;
            booking.SellerNote = (string?)wanted?["seller_note"] ?? booking.SellerNote;
        });
        return new(200, new JsonObject { ["booking"] = booking.Show(), ["errors"] = new JsonArray() }, Changed: true);
    });

    /// <summary>POST /v2/bookings/{id}/cancel.</summary>
    public Answer CancelBooking(string id, JsonNode? body, string text) => Once(body, text, () =>
    {
        if (bookings.GetValueOrDefault(id) is not { } booking) return SquareErrors.NotFound();
        if ((long?)body?["booking_version"] is { } version && version != booking.Version) return SquareErrors.VersionMismatch();
        if (!booking.IsOpen) return SquareErrors.Invalid("BAD_REQUEST", "booking.status");
        Change(booking, () => booking.Status = "CANCELLED_BY_SELLER");
        return new(200, new JsonObject { ["booking"] = booking.Show(), ["errors"] = new JsonArray() }, Changed: true);
    });

    /// <summary>POST /v2/bookings/availability/search: every half hour from nine to five, in UTC.</summary>
    public Answer Times(JsonNode? body)
    {
        var filter = body?["query"]?["filter"];
        var (from, until) = (Stamp.Read(filter?["start_at_range"]?["start_at"]), Stamp.Read(filter?["start_at_range"]?["end_at"]));
        if (from is not { } first || until is not { } last || last - first < TimeSpan.FromDays(1) || last - first > TimeSpan.FromDays(32)) return SquareErrors.Invalid("INVALID_TIME_RANGE", "query.filter.start_at_range");
        lock (gate)
        {
            var moved = (string?)filter?["booking_id"] is { } id ? bookings.GetValueOrDefault(id) : null;
            var location = moved?.LocationId ?? (string?)filter?["location_id"];
            var members = (filter?["segment_filters"]?[0]?["team_member_id_filter"]?["any"] as JsonArray)?.Select(member => (string)member!).ToList() ?? [.. TeamMembers];
            var times = new JsonArray();
            var step = TimeSpan.FromMinutes(30);
            for (var at = new DateTimeOffset(first.UtcDateTime.Date, TimeSpan.Zero); at < last; at += step)
            {
                if (at < first || at.Hour is < 9 or >= 17 || members.Find(member => IsFree(member, at, moved)) is not { } member) continue;
                times.Add((JsonNode)new JsonObject
                {
                    ["start_at"] = Stamp.Of(at),
                    ["location_id"] = location,
                    ["appointment_segments"] = new JsonArray(new JsonObject { ["duration_minutes"] = Haircut.Minutes, ["service_variation_id"] = Haircut.Id, ["service_variation_version"] = Haircut.Version, ["team_member_id"] = member }),
                });
            }

            return new(200, new JsonObject { ["availabilities"] = times, ["errors"] = new JsonArray() });
        }
    }

    private static bool Fits(Customer customer, JsonNode? filter, string name)
    {
        if (filter?[name] is not { } wanted) return true;
        var value = customer.Fields.GetValueOrDefault(name) ?? "";
        return (string?)wanted["exact"] is { } exact ? value == exact : ((string?)wanted["fuzzy"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    // A key that comes again gets the first answer; with another body it is refused.
    private Answer Once(JsonNode? body, string text, Func<Answer> act)
    {
        lock (gate)
        {
            var key = (string?)body?["idempotency_key"] ?? kit.Dice.Uuid();
            var hit = keys.TryGetValue(key, out var kept) && kit.Clock.GetUtcNow() - kept.At < KeyLifetime;
            if (hit) return kept.Body == text ? kept.Answer with { Changed = false, Json = kept.Answer.Json?.DeepClone() } : SquareErrors.KeyReused();
            if (!writes.Take(1)) return SquareErrors.TooMany();
            var answer = act();
            if (answer.Status == 200) keys[key] = (text, answer with { Json = answer.Json?.DeepClone() }, kit.Clock.GetUtcNow());
            return answer;
        }
    }

    private bool IsFree(string member, DateTimeOffset startAt, Booking? except) =>
        bookings.Values.All(booking => booking == except || !booking.IsOpen || booking.TeamMember != member || booking.EndsAt <= startAt || booking.StartAt >= startAt.AddMinutes(Haircut.Minutes));

    private Customer Make(Dictionary<string, string> fields, JsonObject? context = null)
    {
        var now = kit.Clock.GetUtcNow();
        var customer = new Customer(kit.Dice.Hex(26)) { CreatedAt = now, UpdatedAt = now };
        foreach (var (name, value) in fields) customer.Fields[name] = value;
        customers[customer.Id] = customer;
        TellCustomer("customer.created", customer, context);
        return customer;
    }

    private Booking Make(string? customer, DateTimeOffset startAt, string location, string member, string source, string status, string? customerNote = null, string? sellerNote = null)
    {
        var now = kit.Clock.GetUtcNow();
        var booking = new Booking(kit.Dice.Hex(14).ToLowerInvariant())
        {
            Status = status,
            StartAt = startAt,
            LocationId = location,
            CustomerId = customer,
            Source = source,
            Service = Haircut,
            TeamMember = member,
            CustomerNote = customerNote,
            SellerNote = sellerNote,
            CreatedAt = now,
            UpdatedAt = now,
        };
        bookings[booking.Id] = booking;
        TellBooking("booking.created", booking);
        return booking;
    }

    private void Change(Booking booking, Action change)
    {
        change();
        booking.Version++;
        booking.UpdatedAt = kit.Clock.GetUtcNow();
        TellBooking("booking.updated", booking);
    }

    private void TellBooking(string type, Booking booking) =>
        webhooks.Tell(type, $"booking/{booking.Id}", "booking", $"{booking.Id}:{booking.Version}", new JsonObject { ["booking"] = booking.Show() }, booking.LocationId);

    private void TellCustomer(string type, Customer customer, JsonObject? context)
    {
        if (type == "customer.updated") customer.UpdatedAt = kit.Clock.GetUtcNow();
        var content = new JsonObject { ["customer"] = customer.Show() };
        if (context is not null) content["event_context"] = context;
        webhooks.Tell(type, $"customer/{customer.Id}", "customer", customer.Id, content);
    }

    private void TellOrder(string type, string part, Order order) => webhooks.Tell(type, $"order/{order.Id}", part, order.Id, new JsonObject
    {
        [part] = new JsonObject { ["order_id"] = order.Id, ["version"] = order.Version, ["location_id"] = order.LocationId, ["state"] = order.State, ["created_at"] = Stamp.Of(order.CreatedAt), ["updated_at"] = Stamp.Of(order.UpdatedAt) },
    });

    private void TellPayment(string type, Payment payment) => webhooks.Tell(type, $"payment/{payment.Id}", "payment", payment.Id, new JsonObject { ["payment"] = payment.Show() });
}
