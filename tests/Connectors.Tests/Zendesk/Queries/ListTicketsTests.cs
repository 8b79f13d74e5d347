using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Queries;

public sealed class ListTicketsTests
{
    private const string First = "users/9007199254740993/tickets/requested?sort=-updated_at&page[size]=100";

    private readonly IQuery query = new ListTickets();

    [Fact]
    public async Task CustomerWithoutUser_HasNoTickets()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", 200, """{"users":[]}""");
        Tickets(await Run(desk, new() { Requester = ZendeskStandIn.Ann })).ShouldBeEmpty();
        desk.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, null, "9223372036854775807,2,3")]
    [InlineData("open", null, "9223372036854775807,3")]
    [InlineData("pending", null, "2")]
    [InlineData(null, 2, "9223372036854775807,2")]
    [InlineData(null, 0, "")]
    public async Task Tickets_ComeFromAllPagesByStatusUpToTheLimit(string? status, int? limit, string ids)
    {
        using var desk = Pages();
        var found = Tickets(await Run(desk, new() { Requester = ZendeskStandIn.Ann, Status = status is null ? null : [status], Limit = limit }));
        string.Join(',', found.Select(ticket => ticket.Id)).ShouldBe(ids);
    }

    [Fact]
    public async Task EnoughOnTheFirstPage_AsksForNoSecond()
    {
        using var desk = Pages();
        await Run(desk, new() { Requester = ZendeskStandIn.Ann, Limit = 2 });
        desk.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refusal_IsTheFailure()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Get, First, 503, "");
        (await Run(desk, new() { Requester = ZendeskStandIn.Ann })).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    private static ZendeskStandIn Pages() => new ZendeskStandIn().KnowsAnn()
        .On(HttpMethod.Get, First + "&page[after]=next", 200, """{"tickets":[{"id":3,"status":"open"}],"meta":{"has_more":false,"after_cursor":"end"}}""")
        .On(HttpMethod.Get, First, 200, """{"tickets":[{"id":9223372036854775807,"status":"open"},{"id":2,"status":"pending"}],"meta":{"has_more":true,"after_cursor":"next"}}""");

    private Task<QueryOutcome> Run(ZendeskStandIn desk, ListTicketsInput input) => query.RunAsync(input, desk.Connection, CancellationToken.None);

    private static IReadOnlyList<TicketRecord> Tickets(QueryOutcome outcome) => outcome.ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<ListTicketsResult>().Tickets;
}
