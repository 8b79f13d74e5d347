using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square.Actions;

public sealed class UpdateBookingTests
{
    private const string Moved = """{"booking":{"id":"b1","version":3,"status":"ACCEPTED","start_at":"2026-05-07T10:00:00Z"}}""";

    private readonly IAction action = new UpdateBooking();

    private static UpdateBookingInput Input => new() { Booking = "b1", Customer = SquareStandIn.Ann, StartAt = At.Of("2026-05-07T12:00:00+02:00") };

    [Fact]
    public async Task OwnBooking_IsMovedByItsVersion()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Put, "v2/bookings/b1", 200, Moved);
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>().Result.ShouldBe(new BookingResult("b1", 3, "accepted", At.Of("2026-05-07T10:00:00Z")));
        square.Requests[^1].BodyShouldBe("""{"idempotency_key":"f00d-2","booking":{"version":2,"start_at":"2026-05-07T10:00:00Z"}}""");
    }

    [Fact]
    public async Task OtherTeamMember_GoesWithTheServicesAsTheyAre()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Put, "v2/bookings/b1", 200, Moved);
        await Run(square, Input with { StartAt = null, TeamMember = "TM2", CustomerNote = "a note", SellerNote = "another" });
        square.Requests[^1].BodyShouldBe("""
            {"idempotency_key":"f00d-2","booking":{"version":2,"customer_note":"a note","seller_note":"another",
             "appointment_segments":[{"service_variation_id":"S1","service_variation_version":1605808735978,"team_member_id":"TM2","duration_minutes":45}]}}
            """);
    }

    [Fact]
    public async Task BookingAsAsked_NeedsNoWrite()
    {
        using var square = new SquareStandIn().HasBooking();
        (await Run(square, Input with { StartAt = At.Of("2026-05-06T10:00:00Z"), TeamMember = "TM1", CustomerNote = "" })).ShouldBeOfType<ActionOutcome.Done>().ChangedNothing.ShouldBeTrue();
        square.Lines.ShouldAllBe(line => line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OwnWrite_IsToldByTheWebhookInTheSameForm_AndByTheSameVersion()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Put, "v2/bookings/b1", 200, Moved);
        var wanted = Input with { TeamMember = "TM2", CustomerNote = "a note", SellerNote = "" };
        var done = (await Run(square, wanted)).ShouldBeOfType<ActionOutcome.Done>();
        var written = ((IRecordAction)action).WritesTo(wanted).ShouldNotBeNull();
        var read = SquareStandIn.Read(SquareStandIn.Event("booking.updated", """
            {"booking":{"id":"b1","version":3,"status":"ACCEPTED","start_at":"2026-05-07T10:00:00Z","location_id":"L1","customer_id":"C1","customer_note":"a note",
             "appointment_segments":[{"service_variation_id":"S1","team_member_id":"TM2","duration_minutes":45}]}}
            """));
        var reported = read.Reported.ShouldNotBeNull();
        (reported.Record, reported.IsWhole, read.Version).ShouldBe((written.Record, true, done.Version));
        written.Values.Count.ShouldBe(4);
        written.Values.ShouldBeSubsetOf(reported.Values);
    }

    [Fact]
    public async Task SomebodyElsesBooking_IsNotTouched()
    {
        using var square = new SquareStandIn().HasBooking("020 7946 0000");
        Failure(await Run(square, Input)).Code.ShouldBe("not_the_customers");
    }

    [Fact]
    public async Task CancelledBooking_IsNotMoved()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer()
            .On(HttpMethod.Get, "v2/bookings/b1", 200, $$$"""{"booking":{{{SquareStandIn.BookingJson.Replace("ACCEPTED", "CANCELLED_BY_CUSTOMER", StringComparison.Ordinal)}}}}""");
        var failure = Failure(await Run(square, Input));
        (failure.Kind, failure.Code).ShouldBe((FailureKind.TargetClosed, "cancelled_by_customer"));
    }

    [Fact]
    public async Task BookingTooNear_IsNotMoved()
    {
        using var square = new SquareStandIn().HasBooking();
        Failure(await Run(square, Input with { NoticeMinutes = 49 * 60 })).Code.ShouldBe("too_late");
    }

    [Fact]
    public async Task ChangeBetween_IsReadAndMovedOnceMore()
    {
        using var square = new SquareStandIn().HasBooking().On(HttpMethod.Put, "v2/bookings/b1", (409, SquareStandIn.Error("CONFLICT"), []), (200, Moved, []));
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>();
        square.Lines.Count(line => line == "GET v2/bookings/b1").ShouldBe(2);
    }

    [Fact]
    public async Task TeamMemberThatCannotBeOne_IsRejectedBeforeAnyCall()
    {
        using var square = new SquareStandIn();
        Failure(await Run(square, Input with { TeamMember = "a b" })).Kind.ShouldBe(FailureKind.Rejected);
        square.Requests.ShouldBeEmpty();
    }

    private Task<ActionOutcome> Run(SquareStandIn square, UpdateBookingInput input) => action.PerformAsync([new("f00d", input, Zendesk.Clock.Start)], square.Context, CancellationToken.None);

    private static VendorFailure Failure(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure;
}
