using System.Text;
using AutoMapper;

namespace Hub.Connectors.Square;

/// <summary>Square Appointments: bookings, customers, orders and payments of one seller.</summary>
internal sealed class SquareConnector : IOAuthConnector
{
    public const string Booking = "square.booking";
    public const string Customer = "square.customer";
    public const string Order = "square.order";
    public const string Payment = "square.payment";
    public const string BookingCreated = "square.booking.created";
    public const string BookingUpdated = "square.booking.updated";
    public const string CustomerCreated = "square.customer.created";
    public const string CustomerUpdated = "square.customer.updated";
    public const string CustomerDeleted = "square.customer.deleted";
    public const string OrderCreated = "square.order.created";
    public const string OrderUpdated = "square.order.updated";
    public const string FulfillmentUpdated = "square.order.fulfillment_updated";
    public const string PaymentCreated = "square.payment.created";
    public const string PaymentUpdated = "square.payment.updated";
    public const string Unknown = "square.unknown";

    private const string SignatureHeader = "x-square-hmacsha256-signature";

    // Of the old signature by SHA-1, which proves nothing any more; it is not kept either.
    private const string OldSignatureHeader = "x-square-signature";

    private readonly SquareTopics topics;
    private readonly SquareCompletion completion;

    public SquareConnector(IMapper mapper)
    {
        topics = new(mapper);
        completion = new(mapper);
        Changes = new SquareChanges(topics, completion);
        Subscriber = new SquareSubscriber(topics.Known);
        Check = new SquareCheck(topics.Known);
    }

    public string Name => "square";

    public Type OptionsType => typeof(SquareOptions);

    public IReadOnlyList<EventType> Events { get; } =
    [
        new(BookingCreated, "A booking was made.", EventNature.Occurrence, SquareJson.Default.SquareBooking) { Completeness = EventCompleteness.LacksFields, Ends = [Booking], About = SquarePeople.Of },
        new(BookingUpdated, "A booking changed: it was accepted, declined, moved, cancelled, or nobody came; the status says which.", EventNature.State, SquareJson.Default.SquareBooking)
        {
            Completeness = EventCompleteness.LacksFields,
            Ends = [Booking],
            About = SquarePeople.Of,
        },
        new(CustomerCreated, "A customer was made, also of several that were merged.", EventNature.Occurrence, SquareJson.Default.SquareCustomer) { Completeness = EventCompleteness.LacksFields, Ends = [Customer], About = SquarePeople.Of },
        new(CustomerUpdated, "Something about a customer changed.", EventNature.State, SquareJson.Default.SquareCustomer) { Completeness = EventCompleteness.LacksFields, Ends = [Customer], About = SquarePeople.Of },
        new(CustomerDeleted, "A customer was deleted, or went into another.", EventNature.Occurrence, SquareJson.Default.SquareCustomerDeleted) { Ends = [Customer], About = SquarePeople.Of },
        new(OrderCreated, "An order was made.", EventNature.Occurrence, SquareJson.Default.SquareOrder) { Completeness = EventCompleteness.Hint, Ends = [Order], About = SquarePeople.Of },
        new(OrderUpdated, "Something about an order changed; one event for several changes at once.", EventNature.State, SquareJson.Default.SquareOrder) { Completeness = EventCompleteness.Hint, Ends = [Order], About = SquarePeople.Of },
        new(FulfillmentUpdated, "A pick-up, shipment or delivery of an order went on.", EventNature.Occurrence, SquareJson.Default.SquareFulfillmentUpdated) { Completeness = EventCompleteness.LacksFields, Ends = [Order], About = SquarePeople.Of },
        new(PaymentCreated, "A payment was made.", EventNature.Occurrence, SquareJson.Default.SquarePayment) { Completeness = EventCompleteness.LacksFields, Ends = [Payment], About = SquarePeople.Of },
        new(PaymentUpdated, "A payment changed: it was completed, cancelled, failed or given back.", EventNature.State, SquareJson.Default.SquarePayment) { Completeness = EventCompleteness.LacksFields, Ends = [Payment], About = SquarePeople.Of },
        new(Unknown, "Square sent an event of a type that has none of its own.", EventNature.Occurrence, SquareJson.Default.SquareUnknown),
    ];

    public IReadOnlyList<IAction> Actions { get; } = [new UpsertCustomer(), new CreateBooking(), new UpdateBooking(), new CancelBooking()];

    public IReadOnlyList<IQuery> Queries { get; } = [new ListBookings(), new GetBooking(), new ListTimes(), new FindCustomer()];

    public IReadOnlyList<string> Objects { get; } = [Booking, Customer, Order, Payment];

    public long MaxWebhookBytes => 1024 * 1024;

    public WebhookHeaders WebhookHeaders { get; } = new(
        [SignatureHeader, OldSignatureHeader], ["square-environment", "square-subscription-id", "square-initial-delivery-timestamp", "square-retry-number", "square-retry-reason"]);

    public IChangeFeed Changes { get; }

    public ISubscriber Subscriber { get; }

    public IConnectionCheck Check { get; }

    public Uri BaseUrl(object options) => ((SquareOptions)options).Address;

    public string? AccountOf(object options) => ((SquareOptions)options).MerchantId;

    public IAccountFinder Accounts { get; } = new SquareSeller();

    public Secret WebhookSecret(object options) => ((SquareOptions)options).SignatureKey;

    public Secret? RefreshToken(object options) => ((SquareOptions)options).RefreshToken;

    public Task<TokenAnswer> RefreshAsync(string refreshToken, Connection connection, CancellationToken cancel) => SquareTokens.RefreshAsync(refreshToken, connection, cancel);

    // Source: the vendor's package (wrapper/WebhooksHelper): base64(HMAC-SHA256(key, notification URL + body)), the URL as it is registered, not as it is seen behind a proxy.
    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now)
    {
        var url = Encoding.UTF8.GetBytes(((SquareOptions)options).NotificationUrl);
        return Verification.Of(HmacSignature.CheckBase64(request.Header(SignatureHeader), WebhookSecret(options), url, request.Body.Span), SignatureHeader);
    }

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [topics.Read(request)];

    public Task<Completion> CompleteAsync(IncomingEvent incoming, Connection connection, CancellationToken cancel) => completion.RunAsync(incoming, SquareApi.Of(connection), cancel);
}
