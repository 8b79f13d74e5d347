using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>Whatever fails, restarts and is replayed: within a subject what was accepted first has its effect first, and what is replayed goes to the end, in order among itself.</summary>
public class OrderTests
{
    private const string Set = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${string(event.number)}\"}}]";
    private const int Records = 5;
    private const int Events = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    [InlineData(77)]
    public async Task Order_HoldsAcrossRetriesRestartsAndReplays(int seed)
    {
        var random = new Random(seed);
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Range(0, Events).Select(_ => AnswerOf(random, hub))]);
        var posted = 0;
        while (posted < Events)
        {
            await hub.PostAsync([.. Enumerable.Range(0, Math.Min(random.Next(1, 9), Events - posted)).Select(_ => new FakeEvent { Record = $"{random.Next(Records)}", Number = ++posted })]);
            switch (random.Next(4))
            {
                case 0:
                    await hub.RestartAsync(Set, crash: random.Next(2) == 0);
                    break;
                case 1:
                    await hub.AdvanceAsync(TimeSpan.FromSeconds(random.Next(1, 90)));
                    break;
            }
        }

        await RunOutAsync(hub);
        var commands = await hub.CommandsAsync();
        var parked = commands.FindAll(command => command.State == "parked");
        parked.Count.ShouldBeInRange(1, Events / 2, "the seed tries replays too");
        var before = hub.Vendor.Calls("fake.set_field").Count;
        foreach (var command in parked) await hub.Control.ReplayAsync(command.Id, CancellationToken.None);
        await RunOutAsync(hub);
        (await hub.StatesAsync()).ShouldAllBe(state => state == "done");
        var calls = hub.Vendor.Calls("fake.set_field");

        // What an interrupted call had done is found, and not done again.
        var found = parked.FindAll(command => LastCallOf(calls, command.Id) < before);
        foreach (var line in commands.Except(found).GroupBy(command => command.Subject))
        {
            var expected = line.Where(command => !parked.Contains(command)).Concat(line.Where(parked.Contains)).Select(command => command.Id);
            line.OrderBy(command => LastCallOf(calls, command.Id)).Select(command => command.Id).ShouldBe(expected, $"seed {seed}, {line.Key}");
        }
    }

    private static FakeAnswer AnswerOf(Random random, HubUnderTest hub) => random.Next(20) switch
    {
        < 3 => FakeVendor.Fail(FailureKind.Transient),
        < 5 => FakeVendor.Fail(FailureKind.Throttled, TimeSpan.FromSeconds(random.Next(1, 40))),
        < 6 => FakeVendor.Fail(FailureKind.Unknown),
        < 7 => FakeVendor.Fail(FailureKind.Conflict),
        < 9 => FakeVendor.Fail(FailureKind.Rejected),
        _ => hub.Vendor.Succeed(),
    };

    private static int LastCallOf(IReadOnlyList<FakeCall> calls, string command) => calls.Select((call, index) => (call, index)).Last(pair => pair.call.Parts[0].CommandId == command).index;

    private static async Task RunOutAsync(HubUnderTest hub)
    {
        for (var i = 0; i < 12; i++) await hub.AdvanceAsync(TimeSpan.FromMinutes(20));
    }
}
