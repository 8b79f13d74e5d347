using System.ComponentModel;

namespace Hub.Connectors.Square;

/// <summary>A booking as queries give it.</summary>
internal sealed record SquareBookingView
{
    [Description("The booking's id")]
    public required string Id { get; init; }

    [Description("Grows by each change of the booking")]
    public required long Version { get; init; }

    [Description("How the booking stands")]
    [KnownValues("pending", "accepted", "declined", "cancelled_by_customer", "cancelled_by_seller", "no_show")]
    public required string Status { get; init; }

    [Description("When it begins")]
    public required DateTimeOffset StartAt { get; init; }

    [Description("When it ends")]
    public required DateTimeOffset EndsAt { get; init; }

    [Description("Where it is, with time zone and country")]
    public required SquareLocation Location { get; init; }

    [Description("The id of the customer")]
    public string? CustomerId { get; init; }

    [Description("What the customer noted")]
    public string? CustomerNote { get; init; }

    [Description("The services, in order")]
    public required IReadOnlyList<SquareSegment> Segments { get; init; }

    [Description("When it was made")]
    public DateTimeOffset? CreatedAt { get; init; }

    [Description("When it last changed")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>A booking with its location.</summary>
    public static async Task<Answer<SquareBookingView>> OfAsync(BookingBody booking, SquareApi api, CancellationToken cancel)
    {
        var location = await api.Locations.PartAsync(SquareId.IsValid(booking.LocationId) ? booking.LocationId! : SquareLocations.Main, cancel);
        if (location.Failure is not null) return new(null, location.Failure);
        var view = new SquareBookingView
        {
            Id = booking.Id ?? "",
            Version = booking.Version ?? 0,
            Status = SquareBookings.StatusOf(booking),
            StartAt = booking.StartAt ?? default,
            EndsAt = BookingTimes.EndOf(booking),
            Location = location.Value!,
            CustomerId = SquareMapProfile.TextOrNull(booking.CustomerId),
            CustomerNote = SquareMapProfile.TextOrNull(booking.CustomerNote),
            Segments = SquareSegment.Of(booking.AppointmentSegments),
            CreatedAt = booking.CreatedAt,
            UpdatedAt = booking.UpdatedAt,
        };
        return new(view, null);
    }
}
