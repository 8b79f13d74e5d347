using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square.Actions;

public sealed class CancelBookingTests
{
    private const string Cancelled = """{"booking":{"id":"b1","version":3,"status":"CANCELLED_BY_SELLER","start_at":"2026-05-06T10:00:00Z"}}""";

    private readonly IAction action = new CancelBooking();

    private static CancelBookingInput Input => new() { Booking = "b1", Customer = SquareStandIn.Ann };

    [Theory]
    [InlineData("CANCELLED_BY_SELLER")]
    [InlineData("CANCELLED_BY_CUSTOMER")]
    public void OwnWrite_IsToldByTheWebhookInTheSameForm(string status)
    {
        var written = new CancelBooking().WritesTo(new CancelBookingInput { Booking = "b1", Customer = SquareStandIn.Ann }).ShouldNotBeNull();
        var reported = SquareStandIn.Read(SquareStandIn.Event("booking.updated", $$$"""{"booking":{"id":"b1","version":3,"status":"{{{status}}}","start_at":"2026-05-07T10:00:00Z"}}""")).Reported.ShouldNotBeNull();
        reported.Record.ShouldBe(written.Record);
        written.Values.ShouldBeSubsetOf(reported.Values);
    }

    [Fact]
    public async Task OwnBooking_IsCancelledByItsVersion()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Post, "v2/bookings/b1/cancel", 200, Cancelled);
        var done = (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>();
        (done.VendorId, done.Result).ShouldBe(("b1", new BookingResult("b1", 3, "cancelled_by_seller", At.Of("2026-05-06T10:00:00Z"))));
        square.Lines.ShouldBe(["GET v2/bookings/b1", "GET v2/customers/C1", "GET v2/locations/L1", "POST v2/bookings/b1/cancel"]);
        square.Requests[^1].BodyShouldBe("""{"idempotency_key":"f00d-2","booking_version":2}""");
    }

    [Theory]
    [InlineData("07911 123456", null, true)]
    [InlineData("+44 7911 123456", null, true)]
    [InlineData("020 7946 0000", "hub:c1", true)]
    [InlineData("020 7946 0000", null, false)]
    [InlineData("020 7946 0000", "hub:c10", false)]
    [InlineData("", null, false)]
    [InlineData("11123456", null, false)]
    public async Task Booking_MustBeTheCustomersOwn(string phone, string? reference, bool isTheirs)
    {
        using var square = new SquareStandIn().HasBooking(phone, reference).On(HttpMethod.Post, "v2/bookings/b1/cancel", 200, Cancelled);
        var outcome = await Run(square, Input);
        if (isTheirs) outcome.ShouldBeOfType<ActionOutcome.Done>();
        else (Failure(outcome).Kind, Failure(outcome).Code).ShouldBe((FailureKind.Rejected, "not_the_customers"));
        square.Lines.Any(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(isTheirs);
    }

    [Fact]
    public async Task CustomerWithoutPhone_ProvesNothing()
    {
        using var square = new SquareStandIn().HasBooking("");
        Failure(await Run(square, Input with { Customer = SquareStandIn.Ann with { Phone = null } })).Code.ShouldBe("not_the_customers");
    }

    [Fact]
    public async Task BookingOfNobody_IsNobodysOwn()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 200, """{"booking":{"id":"b1","version":1,"status":"ACCEPTED","start_at":"2026-05-06T10:00:00Z","location_id":"L1"}}""");
        Failure(await Run(square, Input)).Code.ShouldBe("not_the_customers");
    }

    [Fact]
    public async Task BookingOfACustomerWhoIsNoMore_IsNobodysOwn()
    {
        using var square = new SquareStandIn().HasLocation().On(HttpMethod.Get, "v2/bookings/b1", 200, $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""").On(HttpMethod.Get, "v2/customers/C1", 404, SquareStandIn.Error("NOT_FOUND"));
        Failure(await Run(square, Input)).Code.ShouldBe("not_the_customers");
    }

    [Fact]
    public async Task ChangeBetween_IsReadAndCancelledOnceMore()
    {
        var newer = SquareStandIn.BookingJson.Replace("\"version\":2", "\"version\":5", StringComparison.Ordinal);
        using var square = new SquareStandIn().HasLocation().HasCustomer()
            .On(HttpMethod.Get, "v2/bookings/b1", (200, $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""", []), (200, $$$"""{"booking":{{{newer}}}}""", []))
            .On(HttpMethod.Post, "v2/bookings/b1/cancel", (409, SquareStandIn.Error("VERSION_MISMATCH"), []), (200, Cancelled, []));
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>();
        var calls = square.Requests.Where(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).ToList();
        calls[0].BodyShouldBe("""{"idempotency_key":"f00d-2","booking_version":2}""");
        calls[1].BodyShouldBe("""{"idempotency_key":"f00d-5","booking_version":5}""");
    }

    [Fact]
    public async Task ChangeBetweenTwice_IsAConflictForTheSchedule()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Post, "v2/bookings/b1/cancel", 409, SquareStandIn.Error("CONFLICT"));
        Failure(await Run(square, Input)).Kind.ShouldBe(FailureKind.Conflict);
        square.Lines.Count(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("CANCELLED_BY_CUSTOMER")]
    [InlineData("CANCELLED_BY_SELLER")]
    public async Task CancelledBooking_StaysSoWithoutACall(string status)
    {
        using var square = WithStatus(status);
        ((BookingResult)(await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>().Result!).Status.ShouldBe(status.ToLowerInvariant());
        square.Lines.ShouldAllBe(line => line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DECLINED", "declined")]
    [InlineData("NO_SHOW", "no_show")]
    public async Task BookingThatHasEnded_TakesNothingMore(string status, string code)
    {
        using var square = WithStatus(status);
        var failure = Failure(await Run(square, Input));
        (failure.Kind, failure.Code).ShouldBe((FailureKind.TargetClosed, code));
    }

    // The booking begins on the 6th of May at 10:00, two days after the clock's time.
    [Theory]
    [InlineData(0, null, null)]
    [InlineData(0, 48 * 60, null)]
    [InlineData(0, (48 * 60) + 1, "too_late")]
    [InlineData(1, 48 * 60, "too_late")]
    [InlineData((48 * 60) - 1, null, null)]
    [InlineData(48 * 60, null, "too_late")]
    [InlineData(72 * 60, null, "too_late")]
    public async Task BookingTooNear_TakesNothingMore(int minutesLater, int? notice, string? code)
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Post, "v2/bookings/b1/cancel", 200, Cancelled);
        square.Clock.Now += TimeSpan.FromMinutes(minutesLater);
        var outcome = await Run(square, Input with { NoticeMinutes = notice });
        if (code is null) outcome.ShouldBeOfType<ActionOutcome.Done>();
        else (Failure(outcome).Kind, Failure(outcome).Code).ShouldBe((FailureKind.TargetClosed, code));
    }

    [Fact]
    public async Task BookingThatIsNotThere_TakesNothing()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 404, SquareStandIn.Error("NOT_FOUND"));
        Failure(await Run(square, Input)).Kind.ShouldBe(FailureKind.TargetClosed);
    }

    [Theory]
    [InlineData("../customers/C1")]
    [InlineData("")]
    public async Task IdThatCannotBeOne_IsRejectedBeforeAnyCall(string id)
    {
        using var square = new SquareStandIn();
        Failure(await Run(square, Input with { Booking = id })).Kind.ShouldBe(FailureKind.Rejected);
        square.Requests.ShouldBeEmpty();
    }

    private static SquareStandIn WithStatus(string status) => new SquareStandIn().HasLocation().HasCustomer()
        .On(HttpMethod.Get, "v2/bookings/b1", 200, $$$"""{"booking":{{{SquareStandIn.BookingJson.Replace("ACCEPTED", status, StringComparison.Ordinal)}}}}""");

    private Task<ActionOutcome> Run(SquareStandIn square, CancelBookingInput input) => action.PerformAsync([new("f00d", input, Zendesk.Clock.Start)], square.Context, CancellationToken.None);

    private static VendorFailure Failure(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure;
}
