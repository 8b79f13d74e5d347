namespace Hub.Tests.Mappings.Compiling;

public class RouteCompilerStateTests
{
    private const string State = "state: {asked: {of: thread, type: string, for: 1h}, score: {of: customer, type: int, for: 1h}, ratio: {of: customer, type: double, for: 1h}, until: {of: thread, type: timestamp, for: 1h}, told: {of: thread, type: bool, for: 1h}}\n";

    [Theory]
    [InlineData("set: {askd: x}", "There is no state variable askd. Did you mean asked? Declare it under state at the top of a file.")]
    [InlineData("set: {score: x}", "score takes a whole number, not x.")]
    [InlineData("set: {told: maybe}", "told takes true or false, not maybe.")]
    [InlineData("set: {until: tomorrow}", "until takes a time such as 2026-03-01T10:00:00Z, not tomorrow.")]
    [InlineData("set: {asked: [x]}", "asked takes one value of type string; null forgets it.")]
    [InlineData("set: {score: \"${event.summary}\"}", "score is declared as int, and this gives string.")]
    [InlineData("set: {asked: \"${1 + 1}\"}", "asked is declared as string, and this gives int. Write string(…) around it.")]
    [InlineData("if: thread.vars.askd == 'x', set: {asked: x}", "thread.vars has no field askd. Did you mean asked?")]
    [InlineData("if: customer.vars.asked == 'x', set: {asked: x}", "customer.vars has no field asked: it belongs to the thread. Write thread.vars.asked.")]
    [InlineData("if: thread.vars.asked.size() > 1, set: {asked: x}", "size does not take null, and thread.vars.asked may be null.")]
    [InlineData("set: {asked: x}, with: {text: y}", "with needs do: it speaks of a command. Add do and an action, or remove with.")]
    public void WrongUse_IsSaid(string keys, string message)
    {
        var errors = Errors($"{{id: a, on: whatsapp.message.received, {keys}}}");
        errors.ShouldContain(error => error.StartsWith(message, StringComparison.Ordinal), string.Join("\n", errors));
    }

    [Theory]
    [InlineData("{id: a, on: shopify.order.paid, set: {asked: x}}", "asked belongs to the thread, and shopify.order.paid may come without one. Guard it: if: thread != null.")]
    [InlineData("{id: a, on: shopify.order.paid, set: {score: 1}}", "score belongs to the customer, and shopify.order.paid may come without one. Guard it: if: customer != null.")]
    [InlineData("{id: a, on: hub.consent.changed, set: {asked: x}}", "asked belongs to the thread, and hub.consent.changed may come without one. Guard it: if: thread != null.")]
    public void VariableWithoutAnOwner_IsSaid(string route, string message) => Errors(route).ShouldBe([message]);

    [Theory]
    [InlineData("{id: a, on: whatsapp.message.received, set: {asked: x, score: 3, ratio: 1.5, until: '2026-03-01T10:00:00Z', told: true}}")]
    [InlineData("{id: a, on: whatsapp.message.received, set: {asked: null, score: \"${null}\", until: \"${now + duration('1h')}\"}}")]
    [InlineData("{id: a, on: whatsapp.message.received, set: {asked: \"${event.text}\"}}")]
    [InlineData("{id: a, on: whatsapp.message.received, set: {asked: \"number ${customer.vars.?score.orValue(0)}\"}}")]
    [InlineData("{id: a, on: hub.consent.changed, set: {score: 1}}")]
    [InlineData("{id: a, on: shopify.order.paid, find: {customer: {phone: \"${event.phone}\"}}, if: customer != null, set: {score: 1}}")]
    [InlineData("{id: a, on: zendesk.comment.created, find: desk, if: linked != null, set: {asked: x, score: 1}}")]
    public void RightUse_Loads(string route) => Errors(route).ShouldBeEmpty();

    private static List<string> Errors(string route) =>
        [.. MappingWorld.Compile("links: {desk: {left: whatsapp.thread, right: zendesk.ticket}}\n" + State + "routes:\n  - " + route + "\n").Errors.Select(error => error.Message)];
}
