using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.cancel_booking</c> needs.</summary>
internal sealed record CancelBookingInput
{
    [Description("The booking's id")]
    public required string Booking { get; init; }

    [Description("Whose booking it must be: by phone number or by the hub's own reference id")]
    public required CustomerRef Customer { get; init; }

    [Description("How many minutes before its beginning it can be cancelled at the latest; until it begins when left out. Later is target_closed with the code too_late")]
    public int? NoticeMinutes { get; init; }
}

/// <summary>Cancels a booking of a customer.</summary>
internal sealed class CancelBooking : IAction<CancelBookingInput>, IRecordAction
{
    public string Name => "square.cancel_booking";

    public string Description => "Cancels a booking, if it is the customer's own and there is time for it. One that is cancelled already stays so.";

    public JsonTypeInfo Input => SquareJson.Default.CancelBookingInput;

    public JsonTypeInfo Result => SquareJson.Default.BookingResult;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Interactive;

    public string Object => SquareConnector.Booking;

    public IReadOnlyList<RateLimit> Limits => SquareLimits.Writes;

    public string? TargetOf(CancelBookingInput input) => input.Booking;

    public RecordState? WritesTo(object input) =>
        new(SquareBookings.RecordOf(((CancelBookingInput)input).Booking), new Dictionary<string, string?> { [SquareBookings.StatusProperty] = SquareBookings.CancelledStatus });

    public async Task<ActionOutcome> PerformAsync(CancelBookingInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        var now = context.Connection.Time.GetUtcNow();
        return await SquareBookings.ChangeAsync(input.Booking, input.Customer, call, booking => ChangeOf(input, booking, now, cancel), SquareApi.Of(context.Connection), cancel);
    }

    private static BookingChange ChangeOf(CancelBookingInput input, BookingBody booking, DateTimeOffset now, CancellationToken cancel)
    {
        if (SquareBookings.IsCancelled(booking)) return new BookingChange.Nothing();
        if (SquareBookings.RefusalOf(booking, input.NoticeMinutes, now) is { } refusal) return new BookingChange.Refused(refusal);
        return new BookingChange.Wanted((rest, token, version, key) => rest.CancelBookingAsync(token, input.Booking, new(key, version), cancel));
    }
}
