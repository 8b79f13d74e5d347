using Hub.Mappings.Explaining;

namespace Hub.Tests.Pipeline;

public class EventExplainingTests
{
    private const string Desk =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes:
          - {id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
          - {id: comment, on: fake.message.received, find: desk, if: linked != null, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
          - {id: noted, after: open, outcome: [done], do: fake.set_field, with: {record: "${result.ticket_id}", text: "${event.text}"}}
        """;

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = "4915112345678", Text = text };

    [Fact]
    public async Task FirstMessage_IsExplainedWithTheLinkAsItWas()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        var explanation = await ExplainAsync(hub);
        (explanation.State, explanation.Notes.Count).ShouldBe(("applied", 0));
        explanation.Routes.Select(route => $"{route.Route} {route.Outcome} {route.Note}").ShouldBe(["open matched ", "comment not_matched ", "noted matched "]);
        explanation.Routes[1].Looks[0].Parts.ShouldHaveSingleItem().Text.ShouldBe("linked != null");
        explanation.Routes[1].Looks[0].Parts[0].Result.ShouldBe("false");
        var command = explanation.Routes[0].Commands.ShouldHaveSingleItem();
        (command.State, command.Id).ShouldBe(("done", (await hub.CommandsAsync("open"))[0].Id));
        Show(command.Input).ShouldBe(["subject = 1 from event.text=1"]);
        explanation.Routes[2].After.ShouldBe("open: done");
        Show(explanation.Routes[2].Commands[0].Input).ShouldBe(["record = create_ticket-1 from result.ticket_id=create_ticket-1", "text = 1 from event.text=1"]);
    }

    [Fact]
    public async Task OlderEvent_IsExplainedWithTheFilesThatProcessedIt()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: old, on: fake.thing.happened, if: event.number == 1, do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]");
        await hub.SendAsync(new FakeEvent { Number = 1 });
        var before = await ExplainAsync(hub);
        await hub.RestartAsync("routes: [{id: new, on: fake.thing.happened, do: fake.set_field, with: {record: b, text: c}}]");
        var after = await ExplainAsync(hub);
        after.Routes.ShouldHaveSingleItem().Route.ShouldBe("old");
        after.Snapshot.ShouldBe(before.Snapshot);
    }

    [Fact]
    public async Task EventWithoutRoute_SaysSo()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed" });
        (await ExplainAsync(hub)).Notes.ShouldBe(["No route of the folder runs on fake.thing.changed."]);
    }

    [Fact]
    public async Task FailedRoute_ShowsItsFailure()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: fails, on: fake.thing.happened, if: \"10 / event.number > 1\", do: fake.set_field, with: {record: a, text: b}}]");
        await hub.SendAsync(new FakeEvent { Number = 0 });
        var route = (await ExplainAsync(hub)).Routes.ShouldHaveSingleItem();
        route.Outcome.ShouldBe("failed");
        route.Failure!.Expression.ShouldBe("10 / event.number > 1");
    }

    [Fact]
    public async Task UnknownEvent_IsNone()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        (await hub.Explaining.ExplainAsync("0", CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<Explanation> ExplainAsync(HubUnderTest hub) => (await hub.Explaining.ExplainAsync((await hub.EventsAsync())[0].Id, CancellationToken.None)).ShouldNotBeNull();

    private static IEnumerable<string> Show(IEnumerable<ValueExplanation> values) =>
        values.Select(value => $"{value.Name} = {value.Value} from {string.Join(", ", value.From.Select(field => $"{field.Field}={field.Value}"))}");
}
