using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.update_booking</c> needs.</summary>
internal sealed record UpdateBookingInput
{
    [Description("The booking's id")]
    public required string Booking { get; init; }

    [Description("Whose booking it must be: by phone number or by the hub's own reference id")]
    public required CustomerRef Customer { get; init; }

    [Description("When it begins from now on; stays when left out")]
    public DateTimeOffset? StartAt { get; init; }

    [Description("The id of the team member who serves from now on; stays when left out")]
    public string? TeamMember { get; init; }

    [Description("What the customer notes; stays when left out")]
    public string? CustomerNote { get; init; }

    [Description("What the seller notes, which customers do not see; stays when left out")]
    public string? SellerNote { get; init; }

    [Description("How many minutes before its beginning it can be changed at the latest; until it begins when left out. Later is target_closed with the code too_late")]
    public int? NoticeMinutes { get; init; }
}

/// <summary>Changes a booking of a customer.</summary>
internal sealed class UpdateBooking : IAction<UpdateBookingInput>, IRecordAction
{
    public string Name => "square.update_booking";

    public string Description => "Moves or changes a booking, if it is the customer's own and there is time for it; what is left out stays.";

    public JsonTypeInfo Input => SquareJson.Default.UpdateBookingInput;

    public JsonTypeInfo Result => SquareJson.Default.BookingResult;

    public EffectClass Effect { get; } = new EffectClass.Idempotent();

    public Lane Lane => Lane.Interactive;

    public string Object => SquareConnector.Booking;

    public IReadOnlyList<RateLimit> Limits => SquareLimits.Writes;

    public string? TargetOf(UpdateBookingInput input) => input.Booking;

    public RecordState? WritesTo(object input)
    {
        var wanted = (UpdateBookingInput)input;
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (SquareBookings.TimeOf(wanted.StartAt) is { } start) values[SquareBookings.StartProperty] = start;
        if (wanted.TeamMember is { } member) values[SquareBookings.MemberProperty] = member;
        if (wanted.CustomerNote is { } customerNote) values[SquareBookings.CustomerNoteProperty] = SquareBookings.NoteOf(customerNote);
        if (wanted.SellerNote is { } sellerNote) values[SquareBookings.SellerNoteProperty] = SquareBookings.NoteOf(sellerNote);
        return values.Count == 0 ? null : new(SquareBookings.RecordOf(wanted.Booking), values);
    }

    public async Task<ActionOutcome> PerformAsync(UpdateBookingInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (input.TeamMember is not null && SquareId.Malformed("team_member", input.TeamMember) is { } malformed) return new ActionOutcome.Failed(malformed);
        var now = context.Connection.Time.GetUtcNow();
        return await SquareBookings.ChangeAsync(input.Booking, input.Customer, call, booking => ChangeOf(input, booking, now, cancel), SquareApi.Of(context.Connection), cancel);
    }

    private static BookingChange ChangeOf(UpdateBookingInput input, BookingBody booking, DateTimeOffset now, CancellationToken cancel)
    {
        var difference = DifferenceOf(input, booking);
        if (difference is null) return new BookingChange.Nothing();
        if (SquareBookings.RefusalOf(booking, input.NoticeMinutes, now) is { } refusal) return new BookingChange.Refused(refusal);
        return new BookingChange.Wanted((rest, token, version, key) => rest.UpdateBookingAsync(token, input.Booking, new(key, difference with { Version = version }), cancel));
    }

    private static BookingBody? DifferenceOf(UpdateBookingInput input, BookingBody booking)
    {
        var segments = booking.AppointmentSegments ?? [];
        var difference = new BookingBody
        {
            StartAt = SquareTimeConverter.Same(input.StartAt, booking.StartAt) ? null : input.StartAt?.ToUniversalTime(),
            CustomerNote = input.CustomerNote == booking.CustomerNote ? null : input.CustomerNote,
            SellerNote = input.SellerNote == booking.SellerNote ? null : input.SellerNote,

            // Segments are replaced as a whole.
            AppointmentSegments = input.TeamMember is { } member && segments.Any(segment => segment.TeamMemberId != member)
                ? [.. segments.Select(segment => segment with { TeamMemberId = member, IntermissionMinutes = null })]
                : null,
        };
        return difference == new BookingBody() ? null : difference;
    }
}
