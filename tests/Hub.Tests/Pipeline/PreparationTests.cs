using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>A query's failure says nothing of the action's target, its person or its effect.</summary>
public class PreparationTests
{
    private const string Asking =
        """
        routes:
          - id: asks
            on: fake.message.received
            read: {seen: {query: fake.ask, with: {record: "1"}}}
            do: fake.reply
            with: {to: "${thread}", text: "${read.seen.text}"}
        """;

    [Theory]
    [InlineData(FailureKind.TargetClosed)]
    [InlineData(FailureKind.NoWhatsApp)]
    [InlineData(FailureKind.OptedOut)]
    [InlineData(FailureKind.WindowClosed)]
    public async Task QueryThatIsRefused_ParksItsOwnCommandOnly(FailureKind kind)
    {
        await using var hub = await HubUnderTest.StartAsync(Asking + "\n  - {id: plain, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: \"${event.text}\"}}");
        Fail(hub, kind);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" });
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "done"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM consent")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task ClosedTargetOfAQuery_LeavesTheActionsTargetAndItsLine()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - id: asks
                on: fake.thing.happened
                read: {seen: {query: fake.ask, with: {record: "1"}}}
                do: fake.add_comment
                with: {ticket: "${event.record}", text: "${read.seen.text}"}
              - {id: plain, on: fake.thing.happened, do: fake.add_comment, with: {ticket: "${event.record}", text: "${event.text}"}}
            """);
        Fail(hub, FailureKind.TargetClosed);
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "done"]);
    }

    [Fact]
    public async Task QueryWithoutAnAnswer_IsAskedAgain_AndItsBlindCommandIsNotUnknown()
    {
        await using var hub = await HubUnderTest.StartAsync(Asking);
        var answers = hub.Vendor.OnQuestion;
        Fail(hub, FailureKind.Unknown);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" });
        (await hub.StatesAsync()).ShouldBe(["waiting"]);
        hub.Vendor.OnQuestion = answers;
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    private static void Fail(HubUnderTest hub, FailureKind kind) =>
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(new(kind, "code", "It failed.")));
}
