using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Actions;

public sealed class SetStatusTests
{
    private readonly IAction action = new SetStatus();

    [Fact]
    public async Task Status_IsAllThatIsWrittenBesideTheMark()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158", 200, """{"ticket":{"id":5158,"status":"open"}}""");
        (await Run(desk)).ShouldBe(new ActionOutcome.Done(null, "5158"));
        var asked = desk.Requests.ShouldHaveSingleItem();
        asked.Headers["Authorization"].ShouldBe(ZendeskStandIn.Credentials);
        asked.Json.GetProperty("ticket").EnumerateObject().Select(part => part.Name).Order().ShouldBe(["metadata", "status"]);
        asked.Json.GetProperty("ticket").GetProperty("status").GetString().ShouldBe("open");
    }

    [Theory]
    [InlineData(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""", FailureKind.TargetClosed)]
    [InlineData(404, """{"error":"RecordNotFound"}""", FailureKind.TargetClosed)]
    [InlineData(500, "", FailureKind.Transient)]
    public async Task Refusal_IsTheFailure(int status, string body, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158", status, body);
        (await Run(desk)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public void WritesToOneTicket_ShareOneLimitBelowZendesks()
    {
        var limit = action.Limits.ShouldHaveSingleItem();
        limit.ShouldBe(new("ticket-updates", LimitScope.Target, 4, TimeSpan.FromSeconds(25)));
        (limit.Burst + (TimeSpan.FromMinutes(10) / limit.Refill)).ShouldBeLessThanOrEqualTo(30);
        new AddComment().Limits.ShouldBe(action.Limits);
        new AddTags().Limits.ShouldBe(action.Limits);
    }

    private Task<ActionOutcome> Run(ZendeskStandIn desk) =>
        action.PerformAsync([new("f00d", new SetStatusInput { Ticket = "5158", Status = "open" }, Clock.Start)], desk.Context, CancellationToken.None);
}
