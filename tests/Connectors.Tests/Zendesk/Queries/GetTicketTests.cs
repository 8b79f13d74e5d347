using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Queries;

public sealed class GetTicketTests
{
    private readonly IQuery query = new GetTicket();

    [Fact]
    public async Task Ticket_IsGivenWithEveryDigit()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "tickets/5158", 200, """
            {"ticket":{"id":5158,"subject":"Parcel","status":"open","priority":null,"requester_id":9007199254740993,"assignee_id":null,"tags":["a"],
             "created_at":"2026-05-04T09:00:00Z","updated_at":"2026-05-04T09:30:00Z"}}
            """);
        var found = (await Run(desk, "5158")).ShouldBeOfType<QueryOutcome.Found>().Result.ShouldBeOfType<TicketRecord>();
        (found.Id, found.Subject, found.Status, found.Priority, found.RequesterId, found.AssigneeId).ShouldBe(("5158", "Parcel", "open", null, "9007199254740993", null));
        found.UpdatedAt.ShouldBe(new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task MissingTicket_IsRejected()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "tickets/5158", 404, """{"error":"RecordNotFound"}""");
        (await Run(desk, "5158")).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
    }

    [Fact]
    public async Task TicketThatIsNoId_IsRejectedBeforeAnyCall()
    {
        using var desk = new ZendeskStandIn();
        (await Run(desk, "x")).ShouldBeOfType<QueryOutcome.Failed>().Failure.Code.ShouldBe("invalid_ticket");
        desk.Requests.ShouldBeEmpty();
    }

    private Task<QueryOutcome> Run(ZendeskStandIn desk, string ticket) => query.RunAsync(new GetTicketInput(ticket), desk.Connection, CancellationToken.None);
}
