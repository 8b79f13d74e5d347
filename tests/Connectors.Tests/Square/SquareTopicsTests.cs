using System.Text;
using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareTopicsTests
{
    // Which sample is which event; all others are unknown.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["webhook.booking.updated.json"] = "square.booking.updated booking/i2id2g3enyspi7",
        ["webhook.customer.created.json"] = "square.customer.created customer/QPTXM8PQNX3Q726ZYHPMNP46XC",
        ["webhook.customer.updated.json"] = "square.customer.updated customer/A0AP25A6SCVTH8JES9BX01GXM4",
        ["webhook.order.created.json"] = "square.order.created order/eA3vssLHKJrv9H0IdJCM3gNqfdcZY",
        ["webhook.order.fulfillment.updated.json"] = "square.order.fulfillment_updated order/eA3vssLHKJrv9H0IdJCM3gNqfdcZY",
        ["webhook.payment.created.json"] = "square.payment.created payment/hYy9pRFVxpDsO1FB05SunFWUe9JZY",
        ["webhook.payment.updated.json"] = "square.payment.updated payment/hYy9pRFVxpDsO1FB05SunFWUe9JZY",
    };

    // What has no event of its own, by the kind that mappings see.
    private static readonly string[] Unknown =
    [
        "booking.custom_attribute.owned.deleted", "booking.custom_attribute.owned.updated", "booking.custom_attribute_definition.owned.created", "booking.custom_attribute_definition.owned.deleted",
        "booking.custom_attribute_definition.owned.updated", "booking.custom_attribute_definition.visible.created", "booking.custom_attribute_definition.visible.deleted", "booking.custom_attribute_definition.visible.updated",
        "catalog.version.updated", "customer.custom_attribute.owned.deleted", "customer.custom_attribute.owned.updated", "customer.custom_attribute.public.deleted", "customer.custom_attribute.updated",
        "customer.custom_attribute.visible.updated", "customer.custom_attribute_definition.created", "customer.custom_attribute_definition.deleted", "customer.custom_attribute_definition.owned.created",
        "customer.custom_attribute_definition.owned.deleted", "customer.custom_attribute_definition.public.created", "customer.custom_attribute_definition.public.updated", "customer.custom_attribute_definition.updated",
        "customer.custom_attribute_definition.visible.created", "customer.custom_attribute_definition.visible.updated", "invoice.canceled", "invoice.created", "invoice.deleted", "invoice.payment_made", "invoice.published",
        "invoice.refunded", "invoice.scheduled_charge_failed", "invoice.updated", "location.created", "location.custom_attribute.owned.deleted", "location.custom_attribute.visible.deleted",
        "location.custom_attribute_definition.owned.deleted", "location.custom_attribute_definition.owned.updated", "location.custom_attribute_definition.visible.created", "location.custom_attribute_definition.visible.deleted",
        "location.custom_attribute_definition.visible.updated", "location.updated", "oauth.authorization.revoked", "online_checkout.location_settings.updated", "order.custom_attribute.owned.deleted",
        "order.custom_attribute.owned.updated", "order.custom_attribute.visible.deleted", "order.custom_attribute.visible.updated", "order.custom_attribute_definition.owned.created",
        "order.custom_attribute_definition.visible.deleted", "order.custom_attribute_definition.visible.updated", "refund.updated", "team_member.created", "team_member.wage_setting.updated",
    ];

    [SharedFact(SharedContracts.Root)]
    public void EverySample_IsTheEventThatTheTableSays()
    {
        var expected = Known.Concat(Unknown.Select(kind => KeyValuePair.Create($"webhook.{kind}.json", $"square.unknown {kind}"))).ToDictionary(StringComparer.Ordinal);
        var found = SharedContracts.Samples("square").Where(file => Path.GetFileName(file).StartsWith("webhook.", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileName(file), file =>
        {
            var read = SquareStandIn.Read(File.ReadAllText(file));
            return $"{read.Type} {(read.Data is SquareUnknown unknown ? unknown.Kind : read.Subject)}";
        });
        found.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryBookingAndCustomerAndOrderOfAnAnswer_IsReadAsThatOfAWebhook()
    {
        foreach (var (kind, part) in new[] { ("RetrieveBooking", "booking"), ("CancelBooking", "booking"), ("UpdateBooking", "booking"), ("CreateBooking", "booking"), ("RetrieveCustomer", "customer"), ("CreateCustomer", "customer"), ("UpdateCustomer", "customer"), ("GetPayment", "payment") })
        {
            var file = SharedContracts.Samples("square").Single(name => Path.GetFileName(name) == $"response.{kind}.json");
            var answer = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty(part).GetRawText();
            SquareStandIn.Read(SquareStandIn.Event($"{part}.updated", $$$"""{"{{{part}}}":{{{answer}}}}""")).Type.ShouldBe($"square.{part}.updated", kind);
        }
    }

    [Fact]
    public void BookingUpdated_IsAStateWithItsVersionServicesAndEnd()
    {
        var read = SquareStandIn.Read(BookingEvent("booking.updated"));
        (read.Type, read.Account, read.Subject, read.DeliveryKey, read.FactKey).ShouldBe(("square.booking.updated", "M1", "booking/b1", "e1", "booking.updated:booking/b1:2"));
        read.Version.ShouldBe(new RecordVersion("booking/b1", 2));
        read.OccurredAt.ShouldBe(At.Of("2026-05-04T09:59:30Z"));
        read.Ends.ShouldBe(new Dictionary<string, string> { ["square.booking"] = "b1", ["square.customer"] = "C1" });
        var booking = read.Data.ShouldBeOfType<SquareBooking>();
        (booking.Id, booking.Version, booking.Status, booking.CustomerId, booking.CustomerNote).ShouldBe(("b1", 2, "accepted", "C1", null));
        (booking.StartAt, booking.EndsAt).ShouldBe((At.Of("2026-05-06T10:00:00Z"), At.Of("2026-05-06T10:45:00Z")));
        booking.Segments.ShouldBe([new SquareSegment { Service = "S1", ServiceVersion = 1605808735978, TeamMember = "TM1", DurationMinutes = 45 }]);
        booking.Location.ShouldBe(new SquareLocation { Id = "L1", TimeZone = "", Country = "" });
        booking.Raw.GetProperty("id").GetString().ShouldBe("b1");
    }

    [Fact]
    public void BookingCreated_IsNeverStale() => SquareStandIn.Read(BookingEvent("booking.created")).Version.ShouldBeNull();

    [Theory]
    [InlineData("PENDING", "pending")]
    [InlineData("ACCEPTED", "accepted")]
    [InlineData("DECLINED", "declined")]
    [InlineData("CANCELLED_BY_CUSTOMER", "cancelled_by_customer")]
    [InlineData("CANCELLED_BY_SELLER", "cancelled_by_seller")]
    [InlineData("NO_SHOW", "no_show")]
    public void StatusOfABooking_TellsWhatBecameOfIt(string status, string expected) =>
        SquareStandIn.Read(BookingEvent("booking.updated").Replace("ACCEPTED", status, StringComparison.Ordinal)).Data.ShouldBeOfType<SquareBooking>().Status.ShouldBe(expected);

    [Fact]
    public void CustomerMadeOfOthers_NamesThem()
    {
        var read = SquareStandIn.Read(SquareStandIn.Event("customer.created", $$$$"""{"customer":{{{{SquareStandIn.CustomerJson("+44 (0) 7911 123456")}}}},"event_context":{"merge":{"from_customer_ids":["A","B"],"to_customer_id":"C1"}}}"""));
        var customer = read.Data.ShouldBeOfType<SquareCustomer>();
        customer.MergedFrom.ShouldBe(["A", "B"]);
        read.Terms.ShouldContain("ann@example.test");
        read.FactKey.ShouldBe("customer.created:customer/C1:3");
    }

    [Fact]
    public void CustomerThatWentIntoAnother_NamesIt()
    {
        var read = SquareStandIn.Read(SquareStandIn.Event("customer.deleted", $$$$"""{"customer":{{{{SquareStandIn.CustomerJson(id: "A")}}}},"event_context":{"merge":{"from_customer_ids":["A","B"],"to_customer_id":"C1"}}}"""));
        (read.Type, read.Subject).ShouldBe(("square.customer.deleted", "customer/A"));
        var deleted = read.Data.ShouldBeOfType<SquareCustomerDeleted>();
        (deleted.Id, deleted.MergedInto).ShouldBe(("A", "C1"));
    }

    [Fact]
    public void CustomerDeletedWithoutObject_IsKnownByTheIdOfTheEvent()
    {
        var read = SquareStandIn.Read("""{"merchant_id":"M1","type":"customer.deleted","event_id":"e1","data":{"type":"customer","id":"A","deleted":true}}""");
        read.Data.ShouldBeOfType<SquareCustomerDeleted>().Id.ShouldBe("A");
        read.OccurredAt.ShouldBe(Zendesk.Clock.Start);
    }

    [Theory]
    [InlineData("+1-212-555-4240", "+12125554240")]
    [InlineData("07911 123456", null)]
    public void PhoneOfACustomer_IsReadWhereItNamesItsCountry(string typed, string? phone)
    {
        var customer = SquareStandIn.Read(SquareStandIn.Event("customer.updated", $$$"""{"customer":{{{SquareStandIn.CustomerJson(typed)}}}}""")).Data.ShouldBeOfType<SquareCustomer>();
        (customer.Phone, customer.TypedPhone).ShouldBe((phone, typed));
    }

    [Fact]
    public void Payment_HasItsAmountsAndItsTimeAsVersion()
    {
        var read = SquareStandIn.Read(SquareStandIn.Event(
            "payment.updated",
            """{"payment":{"id":"P1","status":"COMPLETED","source_type":"CARD","amount_money":{"amount":1050,"currency":"USD"},"total_money":{"amount":1000,"currency":"JPY"},"order_id":"O1","updated_at":"2026-05-04T10:00:00.001Z"}}"""));
        var payment = read.Data.ShouldBeOfType<SquarePayment>();
        (payment.Status, payment.Amount, payment.Total, payment.Tip).ShouldBe(("completed", new Money("10.50", 1050, "USD"), new Money("1000", 1000, "JPY"), null));
        read.Version.ShouldBe(new RecordVersion("payment/P1", At.Of("2026-05-04T10:00:00.001Z").ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData("2026-05-04T09:59:30Z", "2026-05-04T09:59:30Z")]
    [InlineData("2022-04-26T10:08:40.454726", "2022-04-26T10:08:40.454726Z")]
    [InlineData("2022-01-10 23:29:48 +0000 UTC", "2022-01-10T23:29:48Z")]
    [InlineData("2022-01-11 00:06:48.322945116 +0000 UTC m=+3863.054453746", "2022-01-11T00:06:48.3229451Z")]
    [InlineData("yesterday", "2026-05-04T10:00:00Z")]
    public void TimeInAnyOfSquaresForms_IsRead(string written, string expected) =>
        SquareStandIn.Read(BookingEvent("booking.updated").Replace("2026-05-04T09:59:30Z", written, StringComparison.Ordinal)).OccurredAt.ShouldBe(At.Of(expected), TimeSpan.FromTicks(10));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"booking.updated"}""")]
    [InlineData("""{"event_id":"e1"}""")]
    [InlineData("""{"type":"booking.updated","event_id":"e1","data":{"object":{"booking":{"version":1}}}}""")]
    [InlineData("""{"type":"booking.updated","event_id":"e1","data":{"object":{"booking":{"id":"b1"}}}}""")]
    [InlineData("""{"type":"booking.updated","event_id":"e1","data":{"object":{"booking":{"id":"b1","appointment_segments":"none"}}}}""")]
    [InlineData("""{"type":"booking.updated","event_id":"e1","data":[]}""")]
    public void BodyWithoutWhatItMustHave_IsUnreadable(string body) =>
        Should.Throw<UnreadableWebhookException>(() => SquareStandIn.Connector.Read(SquareStandIn.Deliver(Encoding.UTF8.GetBytes(body), SquareStandIn.Options)));

    [Fact]
    public void KnownTypeWithoutObject_IsUnknown() =>
        SquareStandIn.Read("""{"merchant_id":"M1","type":"booking.updated","event_id":"e1","data":{"type":"booking","id":"b1:3"}}""").Data.ShouldBeOfType<SquareUnknown>().Id.ShouldBe("b1:3");

    private static string BookingEvent(string type) => SquareStandIn.Event(type, $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""", "b1:2");
}
