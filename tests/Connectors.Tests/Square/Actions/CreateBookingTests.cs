using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square.Actions;

public sealed class CreateBookingTests
{
    private const string Made = $$$"""{"booking":{{{SquareStandIn.BookingJson}}},"errors":[]}""";

    private readonly IAction action = new CreateBooking();

    private static CreateBookingInput Input => new()
    {
        Customer = SquareStandIn.Ann,
        Location = "L1",
        StartAt = At.Of("2026-05-06T11:00:00+01:00"),
        Segments = [new() { Service = "S1", ServiceVersion = 1605808735978, TeamMember = "TM1", DurationMinutes = 45 }],
        CustomerNote = "by the window",
    };

    [Fact]
    public async Task Booking_IsMadeForTheCustomerUnderTheCommandsKey()
    {
        using var square = new SquareStandIn().Finds(SquareStandIn.CustomerJson(reference: "hub:c1")).On(HttpMethod.Post, "v2/bookings", 200, Made);
        var done = (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>();
        (done.VendorId, done.Result).ShouldBe(("b1", new BookingResult("b1", 2, "accepted", At.Of("2026-05-06T10:00:00Z"))));
        square.Requests[^1].BodyShouldBe("""
            {"idempotency_key":"f00d","booking":{"start_at":"2026-05-06T10:00:00Z","location_id":"L1","customer_id":"C1","customer_note":"by the window",
             "appointment_segments":[{"service_variation_id":"S1","service_variation_version":1605808735978,"team_member_id":"TM1","duration_minutes":45}]}}
            """);
    }

    [Fact]
    public async Task ServiceWithoutVersion_IsLookedUpInTheCatalog()
    {
        using var square = new SquareStandIn().Finds(SquareStandIn.CustomerJson(reference: "hub:c1")).On(HttpMethod.Post, "v2/bookings", 200, Made)
            .On(HttpMethod.Get, "v2/catalog/object/S1", 200, """{"object":{"type":"ITEM_VARIATION","id":"S1","version":1605808735999}}""");
        await Run(square, Input with { Segments = [new() { Service = "S1", TeamMember = "TM1" }] });
        square.Requests[^1].Json.GetProperty("booking").GetProperty("appointment_segments")[0].GetProperty("service_variation_version").GetInt64().ShouldBe(1605808735999);
    }

    [Theory]
    [InlineData("../x", "S1", "TM1")]
    [InlineData("L1", "S 1", "TM1")]
    [InlineData("L1", "S1", "")]
    [InlineData("L1", null, "TM1")]
    public async Task InputThatCannotBe_IsRejectedBeforeAnyCall(string location, string? service, string member)
    {
        using var square = new SquareStandIn();
        var input = Input with { Location = location, Segments = service is null ? [] : [new() { Service = service, TeamMember = member }] };
        Failure(await Run(square, input)).Kind.ShouldBe(FailureKind.Rejected);
        square.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task TimeThatIsTaken_IsRejected()
    {
        using var square = new SquareStandIn().Finds(SquareStandIn.CustomerJson(reference: "hub:c1")).On(HttpMethod.Post, "v2/bookings", 400, SquareStandIn.Error("BAD_REQUEST"));
        Failure(await Run(square, Input)).Kind.ShouldBe(FailureKind.Rejected);
    }

    [Fact]
    public async Task KeySeenWithAnotherBody_IsTheBookingThatTheFirstMade()
    {
        using var square = new SquareStandIn().HasLocation().Finds(SquareStandIn.CustomerJson(reference: "hub:c1"))
            .On(HttpMethod.Post, "v2/bookings", 400, SquareStandIn.Error("IDEMPOTENCY_KEY_REUSED"))
            .On(HttpMethod.Get, "v2/bookings", 200, $$$"""{"bookings":[{{{SquareStandIn.BookingJson}}}]}""");
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("b1");
    }

    [Theory]
    [InlineData("ACCEPTED", "S1", true)]
    [InlineData("PENDING", "S1", true)]
    [InlineData("CANCELLED_BY_CUSTOMER", "S1", false)]
    [InlineData("DECLINED", "S1", false)]
    [InlineData("ACCEPTED", "S2", false)]
    public async Task Find_LooksForTheBookingItself(string status, string service, bool isThere)
    {
        var booking = SquareStandIn.BookingJson.Replace("ACCEPTED", status, StringComparison.Ordinal).Replace("\"S1\"", $"\"{service}\"", StringComparison.Ordinal);
        using var square = new SquareStandIn().HasLocation().Finds(SquareStandIn.CustomerJson(reference: "hub:c1")).On(HttpMethod.Get, "v2/bookings", 200, $$$"""{"bookings":[{{{booking}}}]}""");
        var found = await action.FindAsync(Call(Input), square.Context, CancellationToken.None);
        (found is ActionOutcome.Done).ShouldBe(isThere);
        square.Lines.ShouldContain("GET v2/bookings?customer_id=C1&location_id=L1&start_at_min=2026-05-06T10%3A00%3A00Z&start_at_max=2026-05-06T10%3A01%3A00Z&limit=100");
    }

    [Fact]
    public async Task Find_OfSomebodyWhomSquareDoesNotKnow_FindsNothing()
    {
        using var square = new SquareStandIn().HasLocation().Finds();
        (await action.FindAsync(Call(Input), square.Context, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task FindThatFails_SaysSo()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/customers/search", 503, "");
        Failure((await action.FindAsync(Call(Input), square.Context, CancellationToken.None))!).Kind.ShouldBe(FailureKind.Transient);
    }

    private Task<ActionOutcome> Run(SquareStandIn square, CreateBookingInput input) => action.PerformAsync([Call(input)], square.Context, CancellationToken.None);

    private static ActionCall Call(CreateBookingInput input) => new("f00d", input, Zendesk.Clock.Start);

    private static VendorFailure Failure(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure;
}
