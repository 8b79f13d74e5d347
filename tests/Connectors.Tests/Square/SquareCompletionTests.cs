using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareCompletionTests
{
    private const string OrderJson = """
        {"order":{"id":"O1","version":7,"state":"COMPLETED","location_id":"L1","customer_id":"C1","source":{"name":"Web"},
         "line_items":[{"uid":"1","name":"Shampoo","variation_name":"Large","quantity":"2","total_money":{"amount":1900,"currency":"GBP"}}],
         "fulfillments":[{"uid":"F1","type":"PICKUP","state":"PROPOSED","pickup_details":{"pickup_at":"2026-05-05T10:00:00Z","recipient":{"display_name":"Ann","phone_number":"07911 123456"}}}],
         "total_money":{"amount":1900,"currency":"GBP"},"created_at":"2026-05-04T09:00:00Z","updated_at":"2026-05-04T09:59:00Z"}}
        """;

    [Fact]
    public async Task Booking_GetsCustomerAndLocation()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer();
        var done = (await CompleteAsync(square, Booking())).ShouldBeOfType<Completion.Completed>().Event;
        var booking = done.Data.ShouldBeOfType<SquareBooking>();
        booking.Location.ShouldBe(new SquareLocation { Id = "L1", Name = "Soho", TimeZone = "Europe/London", Country = "GB", Language = "en-GB", Phone = "020 7946 0000" });
        booking.Customer.ShouldBe(new SquarePerson { Id = "C1", GivenName = "Ann", FamilyName = "Example", Phone = "+447911123456", TypedPhone = "07911 123456", Email = "ann@example.test" });
        done.Terms.ShouldBe(["+447911123456", "07911 123456", "ann@example.test"]);
        square.Lines.ShouldBe(["GET v2/locations/L1", "GET v2/customers/C1"]);
        square.Requests.ShouldAllBe(asked => asked.Headers["Authorization"] == "Bearer token-1" && asked.Headers["Square-Version"] == "2025-08-20");
    }

    [Fact]
    public async Task Location_IsAskedForOnceAnHour()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer();
        await CompleteAsync(square, Booking());
        await CompleteAsync(square, Booking());
        square.Lines.Count(line => line == "GET v2/locations/L1").ShouldBe(1);
        square.Clock.Now += TimeSpan.FromHours(1);
        await CompleteAsync(square, Booking());
        square.Lines.Count(line => line == "GET v2/locations/L1").ShouldBe(2);
    }

    [Fact]
    public async Task SellerThatIsNotConfigured_IsLearntFromALocation()
    {
        using var square = new SquareStandIn(SquareStandIn.Options with { MerchantId = null }).HasLocation().HasCustomer();
        SquareStandIn.Connector.AccountOf(SquareStandIn.Options with { MerchantId = null }).ShouldBeNull();
        await CompleteAsync(square, Booking());
        square.Connection.Account.ShouldBe("M1");
    }

    [Fact]
    public async Task CustomerWhoIsNoMore_LeavesTheBookingAlone()
    {
        using var square = new SquareStandIn().HasLocation().On(HttpMethod.Get, "v2/customers/C1", 404, SquareStandIn.Error("NOT_FOUND"));
        (await CompleteAsync(square, Booking())).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<SquareBooking>().Customer.ShouldBeNull();
    }

    [Theory]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(403, FailureKind.Rejected)]
    public async Task RefusedLocation_IsTheFailure(int status, FailureKind kind)
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/locations/L1", status, "");
        (await CompleteAsync(square, Booking())).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task LocationWithoutTimeZone_IsAFailureAndNoGuess()
    {
        using var square = new SquareStandIn().HasCustomer().On(HttpMethod.Get, "v2/locations/L1", 200, """{"location":{"id":"L1","country":"GB"}}""");
        (await CompleteAsync(square, Booking())).ShouldBeOfType<Completion.Failed>().Failure.Code.ShouldBe("no_time_zone");
    }

    [Fact]
    public async Task Customer_GetsTheCountryOfTheSellerAndThePhoneByIt()
    {
        using var square = new SquareStandIn().HasLocation();
        var read = SquareStandIn.Read(SquareStandIn.Event("customer.created", $$$"""{"customer":{{{SquareStandIn.CustomerJson()}}}}"""));
        var customer = (await CompleteAsync(square, read)).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<SquareCustomer>();
        (customer.Country, customer.Phone, customer.TypedPhone).ShouldBe(("GB", "+447911123456", "07911 123456"));
    }

    [Fact]
    public async Task CustomerWhereLocationsMayNotBeRead_IsToldAllTheSame()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/locations/main", 403, SquareStandIn.Error("INSUFFICIENT_SCOPES", "AUTHENTICATION_ERROR"));
        var read = SquareStandIn.Read(SquareStandIn.Event("customer.created", $$$"""{"customer":{{{SquareStandIn.CustomerJson()}}}}"""));
        (await CompleteAsync(square, read)).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<SquareCustomer>().Country.ShouldBeNull();
    }

    [Fact]
    public async Task Order_IsWhatTheFetchFinds()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer().On(HttpMethod.Get, "v2/orders/O1", 200, OrderJson);
        var done = (await CompleteAsync(square, Order("order.updated"))).ShouldBeOfType<Completion.Completed>().Event;
        var order = done.Data.ShouldBeOfType<SquareOrder>();
        (order.Id, order.Version, order.State, order.SourceName, order.Total).ShouldBe(("O1", 7, "completed", "Web", new Money("19.00", 1900, "GBP")));
        order.LineItems.ShouldBe([new SquareLineItem { Name = "Shampoo", VariationName = "Large", Quantity = "2", Total = new("19.00", 1900, "GBP") }]);
        order.Fulfillments.ShouldBe([new SquareFulfillment { Uid = "F1", Type = "pickup", State = "proposed", RecipientName = "Ann", RecipientPhone = "07911 123456", PickupAt = At.Of("2026-05-05T10:00:00Z") }]);
        order.Customer!.Phone.ShouldBe("+447911123456");
        order.Location.TimeZone.ShouldBe("Europe/London");
        done.Version.ShouldBe(new RecordVersion("order/O1", 7), "one fetch stands for all changes up to it");
        done.FactKey.ShouldBe("order.updated:order/O1:5");
    }

    [Theory]
    [InlineData("order.updated", "order.created")]
    [InlineData("order.created", "order.updated")]
    public async Task OrderThatWasMadeAndChanged_IsNew_InWhateverOrderItIsTold(string first, string second)
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer().On(HttpMethod.Get, "v2/orders/O1", 200, OrderJson);
        IncomingEvent[] hints = [Order(first), Order(second)];
        var done = (await CompleteAsync(square, hints[0] with { Hints = hints })).ShouldBeOfType<Completion.Completed>().Event;
        (done.Type, done.FactKey, done.Data.ShouldBeOfType<SquareOrder>().State).ShouldBe(("square.order.created", "order.created:order/O1:5", "completed"));
    }

    [Fact]
    public async Task OrderThatIsNoMore_IsGone()
    {
        using var square = new SquareStandIn().On(HttpMethod.Get, "v2/orders/O1", 404, SquareStandIn.Error("NOT_FOUND"));
        (await CompleteAsync(square, Order("order.updated"))).ShouldBeOfType<Completion.Gone>();
    }

    [Fact]
    public async Task FulfillmentOfAnOrder_KeepsItsChangesAndGetsTheOrder()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer().On(HttpMethod.Get, "v2/orders/O1", 200, OrderJson);
        var read = SquareStandIn.Read(SquareStandIn.Event(
            "order.fulfillment.updated",
            """{"order_fulfillment_updated":{"order_id":"O1","version":6,"state":"OPEN","location_id":"L1","updated_at":"2026-05-04T09:59:00Z","fulfillment_update":[{"fulfillment_uid":"F1","old_state":"PROPOSED","new_state":"RESERVED"}]}}"""));
        var updated = (await CompleteAsync(square, read)).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<SquareFulfillmentUpdated>();
        updated.Changes.ShouldBe([new SquareFulfillmentChange { Uid = "F1", OldState = "proposed", NewState = "reserved" }]);
        (updated.Version, updated.Order.Version, updated.Order.Customer?.Id).ShouldBe((6, 7, "C1"));
    }

    [Fact]
    public async Task Payment_GetsItsCustomer()
    {
        using var square = new SquareStandIn().HasLocation().HasCustomer();
        var read = SquareStandIn.Read(SquareStandIn.Event("payment.created", """{"payment":{"id":"P1","status":"APPROVED","customer_id":"C1","buyer_email_address":"b@example.test"}}"""));
        var done = (await CompleteAsync(square, read)).ShouldBeOfType<Completion.Completed>().Event;
        done.Data.ShouldBeOfType<SquarePayment>().Customer!.Phone.ShouldBe("+447911123456");
        done.Terms.ShouldContain("b@example.test");
    }

    [Fact]
    public async Task PaymentOfNobody_NeedsNoCall()
    {
        using var square = new SquareStandIn();
        (await CompleteAsync(square, SquareStandIn.Read(SquareStandIn.Event("payment.created", """{"payment":{"id":"P1","status":"APPROVED"}}""")))).ShouldBeOfType<Completion.Completed>();
        square.Requests.ShouldBeEmpty();
    }

    private static IncomingEvent Booking() => SquareStandIn.Read(SquareStandIn.Event("booking.updated", $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}"""));

    private static IncomingEvent Order(string type) => SquareStandIn.Read(SquareStandIn.Event(
        type, $$$"""{"{{{type.Replace('.', '_')}}}":{"order_id":"O1","version":5,"state":"OPEN","location_id":"L1","created_at":"2026-05-04T09:00:00Z"}}"""));

    private static Task<Completion> CompleteAsync(SquareStandIn square, IncomingEvent incoming) => SquareStandIn.Connector.CompleteAsync(incoming, square.Connection, CancellationToken.None);
}
