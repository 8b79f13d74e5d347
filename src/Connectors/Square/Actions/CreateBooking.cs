using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.create_booking</c> needs.</summary>
internal sealed record CreateBookingInput
{
    [Description("Whose booking it is; they become a Square customer where they are none yet")]
    public required CustomerRef Customer { get; init; }

    [Description("The id of the location")]
    public required string Location { get; init; }

    [Description("When it begins; a time that square.list_times gives")]
    public required DateTimeOffset StartAt { get; init; }

    [Description("The services, in order; at least one")]
    public required IReadOnlyList<SquareSegment> Segments { get; init; }

    [Description("What the customer notes")]
    public string? CustomerNote { get; init; }

    [Description("What the seller notes, which customers do not see")]
    public string? SellerNote { get; init; }
}

/// <summary>Makes a booking.</summary>
internal sealed class CreateBooking : IAction<CreateBookingInput>
{
    // Of all bookings that begin at a time, a page holds more than any customer has.
    private const int PageSize = 100;

    public string Name => "square.create_booking";

    public string Description => "Makes a booking for a customer. The seller's plan must be Appointments Plus or Premium.";

    public JsonTypeInfo Input => SquareJson.Default.CreateBookingInput;

    public JsonTypeInfo Result => SquareJson.Default.BookingResult;

    // From memory: the vendor keeps an idempotency key for a day at least.
    public EffectClass Effect { get; } = new EffectClass.Keyed(TimeSpan.FromHours(24));

    public Lane Lane => Lane.Interactive;

    public string Object => SquareConnector.Booking;

    public IReadOnlyList<RateLimit> Limits => SquareLimits.Writes;

    public string? TargetOf(CreateBookingInput input) => null;

    public async Task<ActionOutcome> PerformAsync(CreateBookingInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var api = SquareApi.Of(context.Connection);
        if (Malformed(input) is { } malformed) return new ActionOutcome.Failed(malformed);
        var (segments, unknown) = await SegmentsAsync(input.Segments, api, cancel);
        if (unknown is not null) return new ActionOutcome.Failed(unknown);
        var customer = await SquareCustomers.FindOrCreateAsync(input.Customer, api, cancel);
        if (customer.Value is not { Id: { } id }) return new ActionOutcome.Failed(customer.Failure!);
        var booking = new BookingBody
        {
            StartAt = input.StartAt.ToUniversalTime(),
            LocationId = input.Location,
            CustomerId = id,
            CustomerNote = input.CustomerNote,
            SellerNote = input.SellerNote,
            AppointmentSegments = segments,
        };
        var made = await api.AskAsync((rest, token) => rest.CreateBookingAsync(token, new(call.CommandId, booking), cancel), cancel);
        return made switch
        {
            // An earlier attempt went out with another body (the service has another version by now): what it made is what was asked for.
            { Failure: { Code: SquareErrors.KeyReused } reused } => await FindAsync(call, context, cancel) ?? new ActionOutcome.Failed(reused),
            { Failure: { } refused } => new ActionOutcome.Failed(refused),
            { Value.Booking: { Id: not null } there } => SquareBookings.Done(there) with { Learned = new(input.Customer.Id, SquarePeople.RecordOf(id)) },
            _ => new ActionOutcome.Failed(SquareErrors.Unreadable),
        };
    }

    /// <summary>Looks for the booking itself: a person has no two at one time for the same services, so one that is there is the one that was asked for, whoever made it.</summary>
    public async Task<ActionOutcome?> FindAsync(ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var input = (CreateBookingInput)call.Input;
        var api = SquareApi.Of(context.Connection);
        var customers = await SquareCustomers.FindAsync(input.Customer, onlyBest: false, api, cancel);
        if (customers.Failure is not null) return new ActionOutcome.Failed(customers.Failure);
        var (from, until) = (SquareTimeConverter.Text(input.StartAt), SquareTimeConverter.Text(input.StartAt + TimeSpan.FromMinutes(1)));
        foreach (var id in customers.Value!.All.Select(customer => customer.Id!))
        {
            var found = await api.AskAsync((rest, token) => rest.BookingsAsync(token, id, input.Location, from, until, PageSize, null, cancel), cancel);
            if (found.Failure is not null) return new ActionOutcome.Failed(found.Failure);
            if (found.Value?.Bookings?.FirstOrDefault(booking => IsOf(booking, input)) is { } there) return SquareBookings.Done(there);
        }

        return null;
    }

    private static bool IsOf(BookingBody booking, CreateBookingInput input) =>
        booking.Id is not null && SquareTimeConverter.Same(booking.StartAt, input.StartAt) && SquareBookings.StatusOf(booking) is "pending" or "accepted" or "no_show"
        && (booking.AppointmentSegments ?? []).Select(segment => segment.ServiceVariationId).SequenceEqual(input.Segments.Select(segment => segment.Service), StringComparer.Ordinal);

    private static VendorFailure? Malformed(CreateBookingInput input) =>
        SquareId.Malformed("location", input.Location)
        ?? (input.Segments.Count == 0 ? new VendorFailure(FailureKind.Rejected, "no_segments", "A booking has at least one service.") : null)
        ?? input.Segments.Select(segment => SquareId.Malformed("service", segment.Service) ?? SquareId.Malformed("team_member", segment.TeamMember)).FirstOrDefault(failure => failure is not null);

    private static async Task<(IReadOnlyList<SegmentBody> Segments, VendorFailure? Failure)> SegmentsAsync(IReadOnlyList<SquareSegment> given, SquareApi api, CancellationToken cancel)
    {
        List<SegmentBody> segments = [];
        foreach (var segment in given)
        {
            var version = segment.ServiceVersion;
            if (version is null)
            {
                var service = await api.AskAsync((rest, token) => rest.CatalogObjectAsync(token, segment.Service, cancel), cancel);
                if (service.Failure is not null) return ([], service.Failure);
                version = service.Value?.Object?.Version;
            }

            segments.Add(new() { ServiceVariationId = segment.Service, ServiceVariationVersion = version, TeamMemberId = segment.TeamMember, DurationMinutes = segment.DurationMinutes });
        }

        return (segments, null);
    }
}
