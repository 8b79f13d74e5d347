using Hub.Connectors;
using Hub.Connectors.HubSpot.Queries;

namespace Connectors.Tests.HubSpot.Queries;

public sealed class QueriesTests
{
    private const string Search = "crm/v3/objects/contacts/search";

    [Fact]
    public async Task Contact_IsFoundByTheHubsOwnPropertyFirst()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/c1", 200, """{"id":"123","properties":{"email":"ann@example.test","hub_customer_id":"c1"},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"}""");
        var found = (await RunAsync(crm, "hubspot.find_contact", new FindContactInput { Customer = HubSpotStandIn.Ann })).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<FindContactResult>();
        (found.Contact!.Id, found.Contact.CustomerId, found.Count, found.By).ShouldBe(("123", "c1", 1, "customer"));
        crm.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PropertyThatIsNotMadeYet_IsPassedOver()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/c1", 400, """{"category":"VALIDATION_ERROR"}""").On(HttpMethod.Get, "crm/v3/objects/contacts/ann%40example.test", 404, "")
            .On(HttpMethod.Post, Search, 200, """{"total":2,"results":[{"id":"7","properties":{"phone":"+61400000001"}},{"id":"8","properties":{"mobilephone":"+61 400 000 001"}}]}""");
        var found = (await RunAsync(crm, "hubspot.find_contact", new FindContactInput { Customer = HubSpotStandIn.Ann })).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<FindContactResult>();
        (found.Contact!.Id, found.Count, found.By).ShouldBe(("7", 2, "phone"));
    }

    [Fact]
    public async Task AccountWithoutTheReckonedProperties_IsSearchedByThoseThatAllHave()
    {
        using var crm = new HubSpotStandIn().Once(HttpMethod.Post, Search, 400, """{"category":"VALIDATION_ERROR"}""").Once(HttpMethod.Post, Search, 200, """{"total":0,"results":[]}""");
        (await RunAsync(crm, "hubspot.find_contact", new FindContactInput { Phone = "+61400000001" })).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBe(new FindContactResult(null, 0, null));
        crm.Requests.Select(asked => asked.Json.GetProperty("filterGroups").GetArrayLength()).ShouldBe([5, 2]);
    }

    [Fact]
    public async Task SearchThatFails_IsAFailure()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Post, Search, 429, """{"policyName":"SECONDLY"}""");
        (await RunAsync(crm, "hubspot.find_contact", new FindContactInput { Phone = "+61400000001" })).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Throttled);
    }

    [Theory]
    [InlineData("hubspot.list_deals", "deals")]
    [InlineData("hubspot.list_tickets", "tickets")]
    public async Task RecordsOfAContact_AreListedOverAllPagesTheLastChangedFirst(string query, string path)
    {
        using var crm = new HubSpotStandIn()
            .On(HttpMethod.Get, $"crm/v4/objects/contacts/1/associations/{path}?limit=500&after=9", 200, """{"results":[{"toObjectId":12},{"toObjectId":11}]}""")
            .On(HttpMethod.Get, $"crm/v4/objects/contacts/1/associations/{path}?limit=500", 200, """{"results":[{"toObjectId":11}],"paging":{"next":{"after":"9"}}}""")
            .On(HttpMethod.Post, $"crm/v3/objects/{path}/batch/read", 200, """
                {"results":[{"id":"11","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"},{"id":"12","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-03T00:00:00Z"},
                  {"id":"13","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T00:00:00Z","archived":true}]}
                """);
        Ids(await RunAsync(crm, query, Input(query, null))).ShouldBe(["12", "11"]);
        crm.Requests[^1].Json.GetProperty("inputs").GetRawText().ShouldBe("""[{"id":"11"},{"id":"12"}]""");
        Ids(await RunAsync(crm, query, Input(query, 1))).ShouldBe(["12"]);
    }

    [Theory]
    [InlineData("hubspot.list_deals", "deals")]
    [InlineData("hubspot.list_tickets", "tickets")]
    public async Task ContactThatIsNotThere_HasNone(string query, string path)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, $"crm/v4/objects/contacts/1/associations/{path}", 404, "");
        Ids(await RunAsync(crm, query, Input(query, null))).ShouldBeEmpty();
        crm.Requests.Count.ShouldBe(1);
    }

    private static object Input(string query, int? limit) => query == "hubspot.list_deals" ? new ListDealsInput { Contact = "1", Limit = limit } : new ListTicketsInput { Contact = "1", Limit = limit };

    private static IEnumerable<string> Ids(QueryOutcome outcome) => outcome.ShouldBeOfType<QueryOutcome.Found>().Result switch
    {
        ListDealsResult deals => deals.Deals.Select(deal => deal.Id),
        ListTicketsResult tickets => tickets.Tickets.Select(ticket => ticket.Id),
        _ => [],
    };

    private static Task<QueryOutcome> RunAsync(HubSpotStandIn crm, string name, object input) => HubSpotStandIn.Connector.Queries.Single(query => query.Name == name).RunAsync(input, crm.Connection, CancellationToken.None);
}
