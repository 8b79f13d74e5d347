using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square.Queries;

public sealed class BookingQueriesTests
{
    private static ListBookingsInput Input => new() { Customer = SquareStandIn.Ann, From = At.Of("2026-05-04T10:00:00Z"), Until = At.Of("2026-06-10T10:00:00Z") };

    [Fact]
    public async Task BookingsOfACustomer_AreAskedForByMonths_OfEverybodyWhoIsThem()
    {
        using var square = new SquareStandIn().HasLocation()
            .On(HttpMethod.Post, "v2/customers/search", (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson(reference: "hub:c1")}}}]}""", []), (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson(id: "C2")}}},{{{SquareStandIn.CustomerJson("+1 555 111 2222", id: "C3")}}}]}""", []))
            .On(HttpMethod.Get, "v2/bookings", (200, $$$"""{"bookings":[{{{Booking("late", "2026-05-20T10:00:00Z")}}}],"cursor":"next"}""", []), (200, $$$"""{"bookings":[{{{Booking("early", "2026-05-05T10:00:00Z")}}}]}""", []), (200, "{}", []));
        var found = await RunAsync<ListBookingsResult>(new ListBookings(), Input, square);
        found.Bookings.Select(booking => booking.Id).ShouldBe(["early", "late"]);
        found.Bookings[0].Location.TimeZone.ShouldBe("Europe/London");
        found.Bookings[0].EndsAt.ShouldBe(At.Of("2026-05-05T10:45:00Z"));
        square.Lines.Where(line => line.StartsWith("GET v2/bookings", StringComparison.Ordinal)).Select(Uri.UnescapeDataString).ShouldBe(
        [
            "GET v2/bookings?customer_id=C1&start_at_min=2026-05-04T10:00:00Z&start_at_max=2026-06-04T10:00:00Z&limit=100",
            "GET v2/bookings?customer_id=C1&start_at_min=2026-05-04T10:00:00Z&start_at_max=2026-06-04T10:00:00Z&limit=100&cursor=next",
            "GET v2/bookings?customer_id=C1&start_at_min=2026-06-04T10:00:00Z&start_at_max=2026-06-10T10:00:00Z&limit=100",
            "GET v2/bookings?customer_id=C2&start_at_min=2026-05-04T10:00:00Z&start_at_max=2026-06-04T10:00:00Z&limit=100",
            "GET v2/bookings?customer_id=C2&start_at_min=2026-06-04T10:00:00Z&start_at_max=2026-06-10T10:00:00Z&limit=100",
        ]);
    }

    [Fact]
    public async Task StatusAndLimit_AreKept()
    {
        using var square = new SquareStandIn().HasLocation().Finds(SquareStandIn.CustomerJson(reference: "hub:c1")).On(
            HttpMethod.Get, "v2/bookings", 200,
            $$$"""{"bookings":[{{{Booking("a", "2026-05-05T10:00:00Z")}}},{{{Booking("b", "2026-05-06T10:00:00Z").Replace("ACCEPTED", "DECLINED", StringComparison.Ordinal)}}},{{{Booking("c", "2026-05-07T10:00:00Z")}}}]}""");
        (await RunAsync<ListBookingsResult>(new ListBookings(), Input with { Status = ["accepted"] }, square)).Bookings.Select(booking => booking.Id).ShouldBe(["a", "c"]);
        (await RunAsync<ListBookingsResult>(new ListBookings(), Input with { Limit = 1 }, square)).Bookings.Select(booking => booking.Id).ShouldBe(["a"]);
    }

    [Fact]
    public async Task SomebodyWhomSquareDoesNotKnow_HasNoBookings()
    {
        using var square = new SquareStandIn().HasLocation().Finds();
        (await RunAsync<ListBookingsResult>(new ListBookings(), Input, square)).Bookings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-05-03T10:00:00Z")]
    [InlineData("2027-06-10T10:00:00Z")]
    public async Task SpanThatCannotBe_IsRejected(string until)
    {
        using var square = new SquareStandIn();
        (await ((IQuery)new ListBookings()).RunAsync(Input with { Until = At.Of(until) }, square.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Failed>().Failure.Code.ShouldBe("span");
    }

    [Fact]
    public async Task OneBooking_IsFetched()
    {
        using var square = new SquareStandIn().HasBooking();
        var booking = (await RunAsync<GetBookingResult>(new GetBooking(), new GetBookingInput("b1"), square)).Booking.ShouldNotBeNull();
        (booking.Id, booking.Status, booking.CustomerId, booking.Version).ShouldBe(("b1", "accepted", "C1", 2));
    }

    [Fact]
    public async Task BookingThatIsNotThere_IsAbsent()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/bookings/b1", 404, SquareStandIn.Error("NOT_FOUND"));
        (await RunAsync<GetBookingResult>(new GetBooking(), new GetBookingInput("b1"), square)).Booking.ShouldBeNull();
    }

    [Fact]
    public async Task FreeTimes_AreThoseOfTheService()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/bookings/availability/search", 200, """
            {"availabilities":[
              {"start_at":"2026-05-05T11:00:00Z","location_id":"L1","appointment_segments":[{"duration_minutes":30,"service_variation_id":"S1","service_variation_version":5,"team_member_id":"TM1"}]},
              {"start_at":"2026-05-05T10:00:00Z","location_id":"L1","appointment_segments":[]}],"errors":[]}
            """);
        var found = await RunAsync<ListTimesResult>(new ListTimes(), new ListTimesInput { Location = "L1", Service = "S1", TeamMembers = ["TM1"] }, square);
        found.Times.Select(time => time.StartAt).ShouldBe([At.Of("2026-05-05T10:00:00Z"), At.Of("2026-05-05T11:00:00Z")]);
        found.Times[1].Segments.ShouldBe([new SquareSegment { Service = "S1", ServiceVersion = 5, TeamMember = "TM1", DurationMinutes = 30 }]);
        square.Requests[0].BodyShouldBe("""
            {"query":{"filter":{"start_at_range":{"start_at":"2026-05-04T10:00:00Z","end_at":"2026-05-11T10:00:00Z"},"location_id":"L1",
             "segment_filters":[{"service_variation_id":"S1","team_member_id_filter":{"any":["TM1"]}}]}}}
            """);
    }

    [Fact]
    public async Task FreeTimesOfABookingToMove_AreAskedForByIt_AndForADayAtLeast()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/bookings/availability/search", 200, """{"availabilities":[{"start_at":"2026-05-04T15:00:00Z"},{"start_at":"2026-05-05T09:00:00Z"}]}""");
        var found = await RunAsync<ListTimesResult>(new ListTimes(), new ListTimesInput { Booking = "b1", Until = At.Of("2026-05-04T18:00:00Z") }, square);
        found.Times.Select(time => time.StartAt).ShouldBe([At.Of("2026-05-04T15:00:00Z")]);
        square.Requests[0].BodyShouldBe("""{"query":{"filter":{"start_at_range":{"start_at":"2026-05-04T10:00:00Z","end_at":"2026-05-05T10:00:00Z"},"booking_id":"b1"}}}""");
    }

    [Theory]
    [InlineData(null, "S1", null)]
    [InlineData("L1", null, null)]
    [InlineData("L1", "S1", "2026-06-06T10:00:00Z")]
    [InlineData("L1", "S1", "2026-05-04T09:00:00Z")]
    public async Task FreeTimesThatCannotBeAskedFor_AreRejected(string? location, string? service, string? until)
    {
        using var square = new SquareStandIn();
        var input = new ListTimesInput { Location = location, Service = service, Until = until is null ? null : At.Of(until) };
        (await ((IQuery)new ListTimes()).RunAsync(input, square.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        square.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task CustomerByPhone_IsTheOldestOfSeveral_HoweverTheNumberWasTyped()
    {
        using var square = new SquareStandIn().HasLocation().On(
            HttpMethod.Post, "v2/customers/search", (200, "{}", []), (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson("+1 555 112 3456", id: "C0")}}}]}""", []),
            (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson("+44-7911-123-456", id: "C2", createdAt: "2026-02-01T00:00:00Z")}}}],"cursor":"n"}""", []), (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson("07911 123 456")}}}]}""", []));
        var found = await RunAsync<FindCustomerResult>(new FindCustomer(), new FindCustomerInput("+447911123456"), square);
        (found.Customer?.Id, found.Customer?.Phone, found.Customer?.TypedPhone, found.Others).ShouldBe(("C1", "+447911123456", "07911 123 456", 1));
        square.Requests[^1].BodyShouldBe("""{"query":{"filter":{"phone_number":{"fuzzy":"3456"}}},"limit":100,"cursor":"n"}""");
    }

    [Fact]
    public async Task PhoneThatNobodyHas_FindsNobody()
    {
        using var square = new SquareStandIn().HasLocation().Finds();
        (await RunAsync<FindCustomerResult>(new FindCustomer(), new FindCustomerInput("+447911123456"), square)).ShouldBe(new FindCustomerResult(null, 0));
    }

    private static string Booking(string id, string startAt) =>
        SquareStandIn.BookingJson.Replace("\"b1\"", $"\"{id}\"", StringComparison.Ordinal).Replace("2026-05-06T10:00:00Z", startAt, StringComparison.Ordinal);

    private static async Task<T> RunAsync<T>(IQuery query, object input, SquareStandIn square) =>
        (T)(await query.RunAsync(input, square.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>().Result;
}
