using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Actions;

public sealed class SetPriorityTests
{
    private readonly IAction action = new SetPriority();

    [Fact]
    public async Task Priority_IsAllThatIsWrittenBesideTheMark()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158", 200, """{"ticket":{"id":5158,"priority":"urgent"}}""");
        (await Run(desk, "5158")).ShouldBe(new ActionOutcome.Done(null, "5158"));
        var ticket = desk.Requests.ShouldHaveSingleItem().Json.GetProperty("ticket");
        ticket.EnumerateObject().Select(part => part.Name).Order().ShouldBe(["metadata", "priority"]);
        ticket.GetProperty("priority").GetString().ShouldBe("urgent");
    }

    [Theory]
    [InlineData(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""", FailureKind.TargetClosed)]
    [InlineData(404, """{"error":"RecordNotFound"}""", FailureKind.TargetClosed)]
    [InlineData(500, "", FailureKind.Transient)]
    public async Task Refusal_IsTheFailure(int status, string body, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158", status, body);
        (await Run(desk, "5158")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task TicketThatCannotBeOne_IsNotCalled()
    {
        using var desk = new ZendeskStandIn();
        (await Run(desk, "5158/comments")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("invalid_ticket");
        desk.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Updates_CountIntoTheTicketsLimit() => action.Limits.ShouldBe(new SetStatus().Limits);

    private Task<ActionOutcome> Run(ZendeskStandIn desk, string ticket) =>
        action.PerformAsync([new("f00d", new SetPriorityInput { Ticket = ticket, Priority = "urgent" }, Clock.Start)], desk.Context, CancellationToken.None);
}
