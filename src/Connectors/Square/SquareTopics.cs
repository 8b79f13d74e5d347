using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoMapper;

namespace Hub.Connectors.Square;

/// <summary>Which of Square's types is which event, and how its body is read. A type that is not in the table becomes <c>square.unknown</c>.</summary>
internal sealed class SquareTopics
{
    private readonly IMapper mapper;
    private readonly Dictionary<string, Func<Notice, IncomingEvent?>> table;

    public SquareTopics(IMapper mapper)
    {
        this.mapper = mapper;
        table = new(StringComparer.Ordinal)
        {
            ["booking.created"] = from => Booking(from, SquareConnector.BookingCreated),
            ["booking.updated"] = from => Booking(from, SquareConnector.BookingUpdated),
            ["customer.created"] = from => Customer(from, SquareConnector.CustomerCreated),
            ["customer.updated"] = from => Customer(from, SquareConnector.CustomerUpdated),
            ["customer.deleted"] = CustomerDeleted,
            ["order.created"] = from => Order(from, "order_created", SquareConnector.OrderCreated),
            ["order.updated"] = from => Order(from, "order_updated", SquareConnector.OrderUpdated),
            ["order.fulfillment.updated"] = Fulfillment,
            ["payment.created"] = from => Payment(from, SquareConnector.PaymentCreated),
            ["payment.updated"] = from => Payment(from, SquareConnector.PaymentUpdated),
        };
    }

    /// <summary>Square's types that the connector reads.</summary>
    public IReadOnlyList<string> Known => [.. table.Keys];

    /// <summary>The event in a webhook.</summary>
    /// <exception cref="UnreadableWebhookException">The body is not of Square's form.</exception>
    public IncomingEvent Read(WebhookRequest request) => Read(WebhookBody.ParseObject(request.Body.Span), request.ArrivedAt);

    /// <summary>The event in an envelope, from a webhook or from the list of events.</summary>
    /// <param name="raw">The envelope.</param>
    /// <param name="arrivedAt">In the place of a time that it lacks.</param>
    /// <exception cref="UnreadableWebhookException">It is not of Square's form.</exception>
    public IncomingEvent Read(JsonElement raw, DateTimeOffset arrivedAt)
    {
        var envelope = Notice.Typed(raw, SquareWire.Default.Envelope, "");
        if (string.IsNullOrEmpty(envelope.Type) || string.IsNullOrEmpty(envelope.EventId)) throw new UnreadableWebhookException("The body is no event of Square: type or event_id is missing at its top.");
        var from = new Notice(envelope, envelope.Type, raw, envelope.CreatedAt ?? arrivedAt);
        return table.GetValueOrDefault(envelope.Type)?.Invoke(from) ?? Incoming(
            from, SquareConnector.Unknown, $"{envelope.Data?.Type ?? "unknown"}/{envelope.Data?.Id ?? envelope.Type}", new SquareUnknown { Kind = envelope.Type, Id = envelope.Data?.Id, Raw = raw });
    }

    private static IncomingEvent Incoming(Notice from, string type, string subject, object data) => new()
    {
        Type = type,
        Account = from.Envelope.MerchantId,
        Subject = subject,
        DeliveryKey = from.Envelope.EventId!,
        OccurredAt = from.At,
        Data = data,
    };

    private static IncomingEvent Versioned(IncomingEvent read, Notice from, string record, long? version) => version is not { } stamp ? read : read with
    {
        FactKey = string.Create(CultureInfo.InvariantCulture, $"{from.Type}:{record}:{stamp}"),
        Version = from.IsUpdate ? new(record, stamp) : null,
    };

    private static Dictionary<string, string> Ends(string name, string id, string? customer = null)
    {
        var ends = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = id };
        if (!string.IsNullOrEmpty(customer)) ends.TryAdd(SquareConnector.Customer, customer);
        return ends;
    }

    // The id beside the object has the version behind a colon: the object's own counts.
    private IncomingEvent? Booking(Notice from, string type)
    {
        if (from.Part("booking") is not { } raw) return null;
        var body = from.As(raw, SquareWire.Default.BookingBody);
        var id = from.Needed(body.Id, "booking.id");
        if (body.StartAt is null) throw from.Lacks("booking.start_at");
        var booking = mapper.Map<SquareBooking>(body) with { Raw = raw };
        var read = Incoming(from, type, $"booking/{id}", booking) with { Ends = Ends(SquareConnector.Booking, id, body.CustomerId), Reported = from.IsUpdate ? SquareBookings.StateOf(body, id) : null };
        return Versioned(read, from, $"booking/{id}", body.Version);
    }

    private IncomingEvent? Customer(Notice from, string type)
    {
        if (from.Part("customer") is not { } raw) return null;
        var body = from.As(raw, SquareWire.Default.CustomerBody);
        var id = from.Needed(body.Id, "customer.id");
        var customer = mapper.Map<SquareCustomer>(body) with { MergedFrom = MergeOf(from)?.FromCustomerIds ?? [], Raw = raw };
        var read = Incoming(from, type, $"customer/{id}", customer) with { Ends = Ends(SquareConnector.Customer, id), Terms = SquareTerms.Of(customer) };
        return Versioned(read, from, $"customer/{id}", body.Version);
    }

    private static IncomingEvent? CustomerDeleted(Notice from)
    {
        var id = from.Part("customer") is { } raw ? from.As(raw, SquareWire.Default.CustomerBody).Id : null;
        id ??= from.Envelope.Data?.Id;
        if (string.IsNullOrEmpty(id)) return null;
        var deleted = new SquareCustomerDeleted { Id = id, MergedInto = MergeOf(from)?.ToCustomerId, Raw = from.Raw };
        return Incoming(from, SquareConnector.CustomerDeleted, $"customer/{id}", deleted) with { Ends = Ends(SquareConnector.Customer, id), FactKey = $"{from.Type}:customer/{id}" };
    }

    private IncomingEvent? Order(Notice from, string part, string type)
    {
        if (from.Part(part) is not { } raw) return null;
        var body = from.As(raw, SquareWire.Default.OrderNotice);
        var id = from.Needed(body.OrderId, $"{part}.order_id");
        return Versioned(Incoming(from, type, $"order/{id}", Unfetched(body, id, from)) with { Ends = Ends(SquareConnector.Order, id) }, from, $"order/{id}", body.Version);
    }

    private IncomingEvent? Fulfillment(Notice from)
    {
        if (from.Part("order_fulfillment_updated") is not { } raw) return null;
        var body = from.As(raw, SquareWire.Default.OrderNotice);
        var id = from.Needed(body.OrderId, "order_fulfillment_updated.order_id");
        var updated = new SquareFulfillmentUpdated
        {
            OrderId = id,
            Version = body.Version ?? 0,
            Changes = mapper.Map<IReadOnlyList<SquareFulfillmentChange>>(body.FulfillmentUpdate ?? []),
            Order = Unfetched(body, id, from),
            UpdatedAt = body.UpdatedAt ?? from.At,
            Raw = from.Raw,
        };

        // Each tells of other changes: none makes another one stale.
        var read = Versioned(Incoming(from, SquareConnector.FulfillmentUpdated, $"order/{id}", updated), from, $"order/{id}", body.Version);
        return read with { Version = null, Ends = Ends(SquareConnector.Order, id) };
    }

    private IncomingEvent? Payment(Notice from, string type)
    {
        if (from.Part("payment") is not { } raw) return null;
        var body = from.As(raw, SquareWire.Default.PaymentBody);
        var id = from.Needed(body.Id, "payment.id");
        var payment = mapper.Map<SquarePayment>(body) with { Raw = raw };
        var read = Incoming(from, type, $"payment/{id}", payment) with { Ends = Ends(SquareConnector.Payment, id, body.CustomerId), Terms = SquareTerms.Of(payment) };
        return Versioned(read, from, $"payment/{id}", body.UpdatedAt?.ToUnixTimeMilliseconds());
    }

    private SquareOrder Unfetched(OrderNotice body, string id, Notice from) =>
        mapper.Map<SquareOrder>(new OrderBody { Id = id, Version = body.Version, State = body.State, LocationId = body.LocationId, CreatedAt = body.CreatedAt, UpdatedAt = body.UpdatedAt }) with { Raw = from.Raw };

    private static MergeBody? MergeOf(Notice from) => from.Part("event_context") is { } context ? from.As(context, SquareWire.Default.MergeContext).Merge : null;

    /// <summary>What a topic's reader gets.</summary>
    private sealed record Notice(Envelope Envelope, string Type, JsonElement Raw, DateTimeOffset At)
    {
        public bool IsUpdate => Type.EndsWith(".updated", StringComparison.Ordinal);

        public static T Typed<T>(JsonElement raw, JsonTypeInfo<T> form, string where)
        {
            try
            {
                return raw.Deserialize(form)!;
            }
            catch (JsonException error)
            {
                throw new UnreadableWebhookException($"The body is not of Square's form at {where}{error.Path}.", error);
            }
        }

        /// <summary>A part of the object; null where there is none.</summary>
        public JsonElement? Part(string name) =>
            Envelope.Data?.Object is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

        public T As<T>(JsonElement part, JsonTypeInfo<T> form) => Typed(part, form, $"{Type}: ");

        public string Needed(string? value, string field) => string.IsNullOrEmpty(value) ? throw Lacks(field) : value;

        public UnreadableWebhookException Lacks(string field) => new($"The body of {Type} lacks {field}.");
    }
}

/// <summary>What people search an event by: the phone numbers and e-mail addresses in it.</summary>
internal static class SquareTerms
{
    public static IReadOnlyList<string> Of(object data) => data switch
    {
        SquareBooking booking => Of(booking.Customer),
        SquareOrder order => Of(order.Customer),
        SquareFulfillmentUpdated updated => Of(updated.Order.Customer),
        SquarePayment payment => Given(payment.Customer?.Phone, payment.Customer?.TypedPhone, payment.Customer?.Email, payment.BuyerEmail),
        SquareCustomer customer => Given(customer.Phone, customer.TypedPhone, customer.Email),
        _ => [],
    };

    private static IReadOnlyList<string> Of(SquarePerson? person) => Given(person?.Phone, person?.TypedPhone, person?.Email);

    private static IReadOnlyList<string> Given(params ReadOnlySpan<string?> values)
    {
        List<string> given = [];
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value) && !given.Contains(value, StringComparer.OrdinalIgnoreCase)) given.Add(value);
        }

        return given;
    }
}
