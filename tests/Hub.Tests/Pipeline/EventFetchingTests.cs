using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public sealed class EventFetchingTests
{
    private const string Note =
        """
        routes:
          - id: note
            on: fake.thing.fetched
            do: fake.set_field
            with: {record: "${event.record}", text: "${event.text}"}
        """;

    private static readonly FakeEvent Hint = new() { Type = "fake.thing.hinted" };

    [Fact]
    public async Task Fetch_IsToldOfAllHintsThatWereGathered()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        IReadOnlyList<IncomingEvent> hints = [];
        hub.Vendor.OnFetch = fetched =>
        {
            hints = fetched.Hints;
            return new Completion.Completed(fetched);
        };
        for (var i = 0; i < 3; i++) await hub.PostAsync(Hint with { Key = $"{i}", Text = $"change {i}" });
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        hints.Select(hint => ((Thing)hint.Data).Text).ShouldBe(["change 0", "change 1", "change 2"]);
        hints.ShouldAllBe(hint => hint.Type == Hint.Type);
    }

    [Fact]
    public async Task FactThatAComparisonHasBrought_IsNotBroughtAgainByHints()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        hub.Vendor.OnFetch = fetched => new Completion.Completed(fetched with { FactKey = "fact" });
        for (var i = 0; i < 2; i++)
        {
            await hub.SendAsync(Hint with { Key = $"{i}" });
            await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        }

        // Two of hints are two events; only the comparison gives way, or is given way to.
        (await hub.EventStatesAsync()).Count(state => state == "applied").ShouldBe(2);
        await hub.Database.WriteAsync(WriteKind.Read, sql => Events.KeepKeyAsync(sql, Keys.Hash("fact", "fake", "polled"), polled: true, hub.Clock.GetUtcNow()), CancellationToken.None);
        hub.Vendor.OnFetch = fetched => new Completion.Completed(fetched with { FactKey = "polled" });
        await hub.SendAsync(Hint with { Key = "late" });
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        (await hub.EventStatesAsync()).Count(state => state == "applied").ShouldBe(2);
        (await hub.EventStatesAsync()).ShouldContain("noop(duplicate)");
    }

    // Of a burst of changes a poll may have told some: it is told nothing anew only where that were all.
    [Theory]
    [InlineData(null, "b", "applied")]
    [InlineData(null, "a b", "noop(duplicate)")]
    [InlineData("made", "a b", "applied")]
    [InlineData("made", "made", "noop(duplicate)")]
    public async Task FurtherFacts_SettleTheEventWhereAComparisonHasToldAll(string? main, string polled, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        foreach (var fact in polled.Split(' ')) await KeepAsync(hub, fact);
        hub.Vendor.OnFetch = fetched => new Completion.Completed(fetched with { FactKey = main, FurtherFacts = ["a", "b"] });
        await hub.SendAsync(Hint);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        (await hub.EventStatesAsync()).Single(one => one != "noop(coalesced)").ShouldBe(state);

        // What the hints have told no comparison tells again; what went with a fact that was told already it still may.
        (await KeepAsync(hub, "a")).ShouldBe(main == "made" && polled == "made");
    }

    [Fact]
    public async Task StateThatIsCompleted_KnowsTheVersionThatWasAppliedLast()
    {
        await using var hub = await HubUnderTest.StartAsync(Note);
        List<long?> stamps = [];
        hub.Vendor.OnFetch = fetched =>
        {
            stamps.Add(fetched.AppliedStamp);
            return new Completion.Completed(fetched);
        };
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined", Key = "1", Version = 5 });
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Key = "2", Version = 7 });
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.outlined", Key = "3", Version = 9 });
        stamps.ShouldBe([null, 7]);
    }

    private static async Task<bool> KeepAsync(HubUnderTest hub, string fact) =>
        await hub.Database.WriteAsync(WriteKind.Read, sql => Events.KeepKeyAsync(sql, Keys.Hash("fact", "fake", fact), polled: true, hub.Clock.GetUtcNow()), CancellationToken.None);
}
