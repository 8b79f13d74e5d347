using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Square;

/// <summary>What <c>square.list_bookings</c> needs.</summary>
internal sealed record ListBookingsInput
{
    [Description("Whose bookings; everybody in Square with this phone number or the hub's own reference id")]
    public required CustomerRef Customer { get; init; }

    [Description("The earliest beginning; now when left out")]
    public DateTimeOffset? From { get; init; }

    [Description("The latest beginning, a year after from at most; 93 days after from when left out")]
    public DateTimeOffset? Until { get; init; }

    [Description("Only bookings with one of these statuses; all when left out")]
    public IReadOnlyList<string>? Status { get; init; }

    [Description("How many at most; 10 when left out")]
    public int? Limit { get; init; }
}

/// <summary>What <c>square.list_bookings</c> gives.</summary>
/// <param name="Bookings">The bookings, the next to begin first.</param>
internal sealed record ListBookingsResult([property: Description("The bookings, those that begin first before the others; empty where Square knows no such customer")] IReadOnlyList<SquareBookingView> Bookings);

/// <summary>Lists the bookings of a customer.</summary>
internal sealed class ListBookings : IQuery<ListBookingsInput>
{
    private const int PageSize = 100;
    private const int UsualLimit = 10;

    // From memory: one call looks at 31 days at most; without an end Square takes as many.
    private static readonly TimeSpan Window = TimeSpan.FromDays(31);
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(93);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(366);

    public string Name => "square.list_bookings";

    public string Description => "Lists the bookings of a customer that begin within a while.";

    public JsonTypeInfo Input => SquareJson.Default.ListBookingsInput;

    public JsonTypeInfo Result => SquareJson.Default.ListBookingsResult;

    public async Task<QueryOutcome> RunAsync(ListBookingsInput input, Connection connection, CancellationToken cancel)
    {
        var from = input.From ?? connection.Time.GetUtcNow();
        var until = input.Until ?? from + UsualSpan;
        if (until < from || until - from > LongestSpan) return new QueryOutcome.Failed(new(FailureKind.Rejected, "span", "The latest beginning must be after the earliest, and a year after it at most."));
        var api = SquareApi.Of(connection);
        var customers = await SquareCustomers.FindAsync(input.Customer, onlyBest: false, api, cancel);
        if (customers.Failure is not null) return new QueryOutcome.Failed(customers.Failure);
        List<BookingBody> bookings = [];
        foreach (var id in customers.Value!.All.Select(customer => customer.Id!))
        {
            for (var start = from; start < until; start += Window)
            {
                var end = start + Window < until ? start + Window : until;
                if (await AddAsync(bookings, id, (start, end), api, cancel) is { } failure) return new QueryOutcome.Failed(failure);
            }
        }

        List<SquareBookingView> views = [];
        foreach (var booking in Wanted(bookings, input))
        {
            var view = await SquareBookingView.OfAsync(booking, api, cancel);
            if (view.Failure is not null) return new QueryOutcome.Failed(view.Failure);
            views.Add(view.Value!);
        }

        return new QueryOutcome.Found(new ListBookingsResult(views));
    }

    private static IEnumerable<BookingBody> Wanted(List<BookingBody> bookings, ListBookingsInput input) => bookings
        .Where(booking => booking is { Id: not null, StartAt: not null } && (input.Status is null || input.Status.Contains(SquareBookings.StatusOf(booking), StringComparer.Ordinal)))
        .DistinctBy(booking => booking.Id)
        .OrderBy(booking => booking.StartAt)
        .Take(input.Limit ?? UsualLimit);

    private static async Task<VendorFailure?> AddAsync(List<BookingBody> bookings, string customer, (DateTimeOffset From, DateTimeOffset Until) within, SquareApi api, CancellationToken cancel)
    {
        var (from, until) = (SquareTimeConverter.Text(within.From), SquareTimeConverter.Text(within.Until));
        string? cursor = null;
        do
        {
            var at = cursor;
            var page = await api.AskAsync((rest, token) => rest.BookingsAsync(token, customer, null, from, until, PageSize, at, cancel), cancel);
            if (page.Failure is not null) return page.Failure;
            bookings.AddRange(page.Value?.Bookings ?? []);
            cursor = page.Value?.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));

        return null;
    }
}
