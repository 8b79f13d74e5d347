using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Actions;

public sealed class AddTagsTests
{
    private readonly IAction action = new AddTags();

    [Fact]
    public async Task Tags_AreAddedAndNotReplaced()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158/tags", 200, """{"tags":["old","whatsapp","vip"]}""");
        (await Run(desk, "whatsapp", "vip")).ShouldBe(new ActionOutcome.Done(null, "5158"));
        desk.Requests.ShouldHaveSingleItem().BodyShouldBe("""{"tags":["whatsapp","vip"]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\tbed")]
    public async Task TagThatZendeskWouldCut_IsRejectedBeforeAnyCall(string tag)
    {
        using var desk = new ZendeskStandIn();
        (await Run(desk, "fine", tag)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("invalid_tag");
        desk.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task DeletedTicket_IsClosed()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158/tags", 404, """{"error":"RecordNotFound"}""");
        (await Run(desk, "a")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.TargetClosed);
    }

    private Task<ActionOutcome> Run(ZendeskStandIn desk, params string[] tags) =>
        action.PerformAsync([new("f00d", new AddTagsInput { Ticket = "5158", Tags = tags }, Clock.Start)], desk.Context, CancellationToken.None);
}
