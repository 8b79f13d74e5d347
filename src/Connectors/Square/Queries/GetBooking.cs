using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.get_booking</c> needs.</summary>
/// <param name="Booking">The booking's id.</param>
internal sealed record GetBookingInput([property: Description("The booking's id")] string Booking);

/// <summary>What <c>square.get_booking</c> gives.</summary>
/// <param name="Booking">The booking.</param>
internal sealed record GetBookingResult([property: Description("The booking as it stands now; absent when there is none")] SquareBookingView? Booking);

/// <summary>Fetches one booking, for example before a reminder of it goes out.</summary>
internal sealed class GetBooking : IQuery<GetBookingInput>
{
    public string Name => "square.get_booking";

    public string Description => "Fetches one booking as it stands now.";

    public JsonTypeInfo Input => SquareJson.Default.GetBookingInput;

    public JsonTypeInfo Result => SquareJson.Default.GetBookingResult;

    public async Task<QueryOutcome> RunAsync(GetBookingInput input, Connection connection, CancellationToken cancel)
    {
        if (SquareId.Malformed("booking", input.Booking) is { } malformed) return new QueryOutcome.Failed(malformed);
        var api = SquareApi.Of(connection);
        var found = await api.AskAsync((rest, token) => rest.BookingAsync(token, input.Booking, cancel), cancel);
        if (found.IsMissing) return new QueryOutcome.Found(new GetBookingResult(null));
        if (found.Failure is not null) return new QueryOutcome.Failed(found.Failure);
        if (found.Value?.Booking is not { StartAt: not null } booking) return new QueryOutcome.Failed(SquareErrors.Unreadable);
        var view = await SquareBookingView.OfAsync(booking, api, cancel);
        return view.Failure is { } failure ? new QueryOutcome.Failed(failure) : new QueryOutcome.Found(new GetBookingResult(view.Value));
    }
}
