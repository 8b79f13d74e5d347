using Hub.Connectors;
using Hub.Mappings.Explaining;

namespace Hub.Tests.Pipeline;

/// <summary>Processing, delivery and explaining see the same.</summary>
public class OccasionsTests
{
    private const string Chain =
        """
        routes:
          - {id: first, on: fake.thing.happened, let: {word: "${event.text + '!'}"}, do: fake.create_ticket, with: {subject: "${let.word}"}}
          - {id: second, after: first, outcome: [done], do: fake.add_comment, with: {ticket: "${result.ticket_id}", text: "${event.text} ${let.word} ${string(event.number)}"}}
          - {id: third, after: second, outcome: [rejected], do: fake.set_field, with: {record: "${event.record}", text: "${failure.outcome} ${failure.?code.orValue('?')} ${failure.?text.orValue('?')} ${event.text}"}}
          - {id: deferred, after: second, outcome: [rejected], read: {a: {query: fake.ask, with: {record: x}}}, do: fake.set_field, with: {record: d, text: "${failure.?code.orValue('?')} ${event.text} ${read.a.text}"}}
        """;

    [Fact]
    public async Task ChainOfTwo_IsExplainedWithTheValuesThatItsCommandsHave()
    {
        await using var hub = await HubUnderTest.StartAsync(Chain);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Text = "hello", Number = 7 });
        hub.Vendor.Texts("fake.set_field").Order().ShouldBe(["code hello answer", "rejected code It failed. hello"]);
        var explanation = await ExplainAsync(hub, 0);
        explanation.Routes.Select(route => $"{route.Route} {route.Outcome}").ShouldBe(["first matched", "second matched", "third matched", "deferred matched"]);
        Show(explanation, "second").ShouldBe(["ticket = create_ticket-1", "text = hello hello! 7"]);
        Show(explanation, "third").ShouldBe(["record = 1", "text = rejected code It failed. hello"]);
        foreach (var route in explanation.Routes.SelectMany(route => route.Commands)) route.Input.ShouldAllBe(value => value.Value != null);
    }

    [Fact]
    public async Task RouteThatCausedAnEvent_IsNotExplainedAsOneThatLooked()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: works, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}
              - {id: tell, on: hub.command.parked, do: fake.set_field, with: {record: c, text: "${event.route}"}}
              - {id: other, on: hub.command.parked, do: hub.alert, with: {text: "${event.route}"}}
            """);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        hub.Vendor.Texts("fake.set_field").ShouldBe(["b", "works"]);
        (await ExplainAsync(hub, 1)).Routes.Select(route => $"{route.Route} {route.Outcome}").ShouldBe(["tell matched", "other matched"]);
        (await ExplainAsync(hub, 2)).Routes.Select(route => $"{route.Route} {route.Outcome}").ShouldBe(["other matched"]);
    }

    private static async Task<Explanation> ExplainAsync(HubUnderTest hub, int index) =>
        (await hub.Explaining.ExplainAsync((await hub.EventsAsync()).Where(e => e.Followed is null).ElementAt(index).Id, CancellationToken.None)).ShouldNotBeNull();

    private static IEnumerable<string> Show(Explanation explanation, string route) =>
        explanation.Routes.Single(explained => explained.Route == route).Commands.ShouldHaveSingleItem().Input.Select(value => $"{value.Name} = {value.Value}");
}
