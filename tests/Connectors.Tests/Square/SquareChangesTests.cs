using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquareChangesTests
{
    private const string Since = "2026-05-04T08:00:00Z";
    private static readonly DateTimeOffset Until = At.Of("2026-05-04T09:58:00Z");

    private static IChangeFeed Feed => SquareStandIn.Connector.Changes;

    [Fact]
    public async Task Events_AreThoseOfTheWebhooks_WithTheirKeys()
    {
        var webhook = SquareStandIn.Event("booking.updated", $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""");
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 200, $$$"""{"events":[{{{webhook}}}]}""");
        var page = await PageAsync(square, Since);
        var found = page.Events.ShouldHaveSingleItem();
        var brought = SquareStandIn.Read(webhook);
        (found.FactKey, found.DeliveryKey, found.Type, found.Version).ShouldBe((brought.FactKey, brought.DeliveryKey, brought.Type, brought.Version));
        (page.Cursor, page.IsMore).ShouldBe(("2026-05-04T09:58:00Z", false));
        square.Requests[0].Headers["Authorization"].ShouldBe("Bearer application-1");
        square.Requests[0].BodyShouldBe("""
            {"query":{"filter":{"event_types":["booking.created","booking.updated","customer.created","customer.updated","customer.deleted","order.created","order.updated","order.fulfillment.updated","payment.created","payment.updated"],
             "merchant_ids":["M1"],"created_at":{"start_at":"2026-05-04T07:55:00Z","end_at":"2026-05-04T09:58:00Z"}},"sort":{"field":"DEFAULT","order":"ASC"}},"limit":100}
            """);
    }

    [Fact]
    public async Task NextPage_IsAskedForWithTheSameBounds()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", (200, """{"events":[],"cursor":"p|2"}""", []), (200, """{"events":[]}""", []));
        var first = await PageAsync(square, Since);
        first.IsMore.ShouldBeTrue();
        var second = (ChangePage.Found)await Feed.ChangedSinceAsync(first.Cursor, Until.AddHours(1), square.Connection, CancellationToken.None);
        (second.Cursor, second.IsMore).ShouldBe(("2026-05-04T09:58:00Z", false));
        var query = square.Requests[0].Json.GetProperty("query").GetRawText();
        square.Requests[1].Json.GetProperty("query").GetRawText().ShouldBe(query);
        square.Requests[1].Json.GetProperty("cursor").GetString().ShouldBe("p|2");
    }

    [Fact]
    public async Task PageThatIsTooOld_BeginsTheListAnew()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 400, SquareStandIn.Error("INVALID_CURSOR"));
        var page = await PageAsync(square, $"{Since}|2026-05-04T09:58:00Z|p2");
        (page.Cursor, page.IsMore, page.Events.Count).ShouldBe((Since, true, 0));
    }

    [Fact]
    public async Task EventsOfOrders_ComeWithTheirOrders()
    {
        var hint = SquareStandIn.Event("order.updated", """{"order_updated":{"order_id":"O1","version":5,"state":"OPEN","location_id":"L1"}}""");
        var gone = SquareStandIn.Event("order.updated", """{"order_updated":{"order_id":"O2","version":1,"state":"OPEN","location_id":"L1"}}""");
        using var square = new SquareStandIn().HasLocation()
            .On(HttpMethod.Post, "v2/events", 200, $$$"""{"events":[{{{hint}}},{{{gone}}}]}""")
            .On(HttpMethod.Post, "v2/orders/batch-retrieve", 200, """{"orders":[{"id":"O1","version":6,"state":"COMPLETED","location_id":"L1"}]}""");
        var found = (await PageAsync(square, Since)).Events.ShouldHaveSingleItem();
        found.Data.ShouldBeOfType<SquareOrder>().State.ShouldBe("completed");
        (found.FactKey, found.Version).ShouldBe(("order.updated:order/O1:5", new RecordVersion("order/O1", 6)));
        square.Requests.Single(asked => asked.Line == "POST v2/orders/batch-retrieve").BodyShouldBe("""{"order_ids":["O1","O2"]}""");
    }

    // The order of a location that lacks its time zone is refused for good; its webhook may be set aside, the list goes on.
    [Theory]
    [InlineData(200, """{"orders":[{"id":"O1","version":6,"state":"COMPLETED","location_id":"L2"},{"id":"O2","version":1,"state":"OPEN","location_id":"L1"}]}""", "O1")]
    [InlineData(400, """{"errors":[{"category":"INVALID_REQUEST_ERROR","code":"BAD_REQUEST"}]}""", "O1 O2")]
    public async Task OrderThatCannotBeCompleted_IsLeftToBeFetchedByItself(int status, string orders, string lacking)
    {
        using var square = new SquareStandIn().HasLocation().On(HttpMethod.Get, "v2/locations/L2", 200, """{"location":{"id":"L2","country":"GB"}}""")
            .On(HttpMethod.Post, "v2/events", 200, $$$"""{"events":[{{{Changed("O1")}}},{{{Changed("O2")}}}]}""")
            .On(HttpMethod.Post, "v2/orders/batch-retrieve", status, orders);
        var page = await PageAsync(square, Since);
        page.Events.Count.ShouldBe(2);
        string.Join(' ', page.Events.Where(one => one.LacksFields).Select(one => ((SquareOrder)one.Data).Id)).ShouldBe(lacking);

        static string Changed(string id) => SquareStandIn.Event("order.updated", $$$"""{"order_updated":{"order_id":"{{{id}}}","version":1,"state":"OPEN","location_id":"L1"}}""");
    }

    [Fact]
    public async Task OrdersThatCannotBeFetchedNow_EndThePage()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 200, $$$"""{"events":[{{{SquareStandIn.Event("order.updated", """{"order_updated":{"order_id":"O1","version":1,"state":"OPEN"}}""")}}}]}""")
            .On(HttpMethod.Post, "v2/orders/batch-retrieve", 503, "");
        (await Feed.ChangedSinceAsync(Since, Until, square.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>();
    }

    [Fact]
    public async Task EventsOfOtherSellersAndThoseThatCannotBeRead_AreLeftOut()
    {
        var other = SquareStandIn.Event("booking.updated", $$$"""{"booking":{{{SquareStandIn.BookingJson}}}}""").Replace("M1", "M2", StringComparison.Ordinal);
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 200, $$$"""{"events":[{{{other}}},{"type":"booking.updated"},{{{SquareStandIn.Event("booking.updated", "{}")}}}]}""");
        (await PageAsync(square, Since)).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task SellerThatIsNotConfigured_IsThatOfTheMainLocation()
    {
        using var square = new SquareStandIn(SquareStandIn.Options with { MerchantId = null }).HasLocation().On(HttpMethod.Post, "v2/events", 200, "{}");
        await PageAsync(square, Since);
        square.Requests[^1].Json.GetProperty("query").GetProperty("filter").GetProperty("merchant_ids")[0].GetString().ShouldBe("M1");
    }

    [Fact]
    public async Task TimeBeforeWhatSquareKeeps_IsLeftOut()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 200, "{}");
        await PageAsync(square, "2026-01-01T00:00:00Z");
        square.Requests[0].Json.GetProperty("query").GetProperty("filter").GetProperty("created_at").GetProperty("start_at").GetString().ShouldBe("2026-04-06T11:00:00Z");
    }

    [Fact]
    public async Task WithoutTheApplicationsToken_NothingIsCompared()
    {
        using var square = new SquareStandIn(SquareStandIn.Options with { ApplicationToken = null });
        var page = await PageAsync(square, Since);
        (page.Events.Count, page.Cursor, page.IsMore).ShouldBe((0, "2026-05-04T09:58:00Z", false));
        square.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task RefusedList_IsTheFailure()
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 429, "");
        (await Feed.ChangedSinceAsync(Since, Until, square.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>().Failure.Kind.ShouldBe(FailureKind.Throttled);
    }

    [SharedFact(SharedContracts.Root)]
    public async Task ListOfTheSamples_IsRead()
    {
        var sample = SharedContracts.Samples("square").Single(file => Path.GetFileName(file) == "response.SearchEvents.json");
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/events", 200, await File.ReadAllTextAsync(sample));
        (await PageAsync(square, Since)).IsMore.ShouldBeTrue();
    }

    private static async Task<ChangePage.Found> PageAsync(SquareStandIn square, string cursor) =>
        (await Feed.ChangedSinceAsync(cursor, Until, square.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
}
