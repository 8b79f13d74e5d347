using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>Whether an event only tells of what the hub itself wrote.</summary>
public class WriteLedgerTests
{
    private const string Routes =
        """
        routes:
          - {id: write, on: fake.thing.happened, do: fake.write, with: {record: "${event.record}", text: "${event.text}"}}
          - {id: answer, on: fake.thing.changed, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
        """;

    private static readonly FakeEvent Wish = new() { Text = "open" };

    private static readonly FakeEvent Told = new() { Type = "fake.thing.changed", Text = "told", Told = new() { ["text"] = "open" } };

    [Fact]
    public async Task OwnWrite_ComesBack_AndStartsNothing()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told);
        await ShouldBeEchoAsync(hub);
        (await CountersAsync(hub)).ShouldBeEmpty();
    }

    private static readonly Dictionary<string, FakeEvent> SomebodysChanges = new()
    {
        ["another value"] = Told with { Told = new() { ["text"] = "solved" } },
        ["another field among them"] = Told with { Told = new() { ["text"] = "open", ["owner"] = "77" } },
        ["another record"] = Told with { Record = "2" },
        ["before the call"] = Told with { OccurredAt = HubUnderTest.Start.AddSeconds(-30) },
        ["long after it"] = Told with { OccurredAt = HubUnderTest.Start.AddMinutes(2) },
        ["nothing that the hub writes"] = Told with { Told = null },
    };

    [Theory]
    [InlineData("another value", true)]
    [InlineData("another field among them", true)]
    [InlineData("another record", false)]
    [InlineData("before the call", false)]
    [InlineData("long after it", false)]
    [InlineData("nothing that the hub writes", false)]
    public async Task ChangeOfSomebody_IsNotLost(string what, bool isNear)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Wish);
        await hub.SendAsync(SomebodysChanges[what]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["told"]);
        (await CountersAsync(hub)).ShouldBe(isNear ? ["near 1"] : []);
    }

    [Fact]
    public async Task OneWrite_CountsForOneEvent()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told);
        await hub.SendAsync(Told);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["told"]);
    }

    [Fact]
    public async Task RejectedWrite_IsNoneOfTheHub()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["told"]);
    }

    [Fact]
    public async Task WriteThatChangedNothing_IsNoneOfTheHub()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Done { ChangedNothing = true }));
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["told"]);
    }

    [Fact]
    public async Task WriteWhoseAnswerWasLost_IsKnownBeforeItIsRepeated()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", hub.Vendor.DoAndLoseAnswer());
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told);
        await ShouldBeEchoAsync(hub);
    }

    [Fact]
    public async Task WriteWhoseAnswerWasLost_IsTheHubs_ThoughItsRepetitionFindsNothingToChange()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", hub.Vendor.DoAndLoseAnswer(), (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Done { ChangedNothing = true }));
        await hub.SendAsync(Wish);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        hub.Vendor.Calls("fake.write").Count.ShouldBe(2);
        await hub.SendAsync(Told);
        await ShouldBeEchoAsync(hub);
    }

    [Fact]
    public async Task WriteUnderWay_IsKnownBeforeItsAnswer_AndOverARestart()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", hub.Vendor.DoAndHang());
        await hub.PostAsync(Wish);
        await hub.UntilCalledAsync("fake.write");
        await hub.RestartAsync(Routes, crash: true);
        await hub.SendAsync(Told);
        await ShouldBeEchoAsync(hub);
    }

    [Fact]
    public async Task WholeRecord_IsJudgedByItsVersion_AndByItsValuesOnlyWhileThatIsNotKnown()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", Made(7));
        await hub.SendAsync(Wish);

        // A person's change right after has the next version, and still shows the hub's value.
        await hub.SendAsync(Told with { Version = 8, IsWhole = true, Text = "a person's" });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a person's"]);

        var answer = new TaskCompletionSource();
        hub.Vendor.Answer("fake.write", FakeVendor.After(answer.Task, Made(9)));
        await hub.PostAsync(Wish with { Text = "solved" });
        await hub.UntilCalledAsync("fake.write", 2);
        await hub.PostAsync(Told with { Version = 9, IsWhole = true, Text = "overtakes", Told = new() { ["text"] = "solved", ["owner"] = "77" } });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE blocked_by LIKE 'answer:%'") == 1, "the event that overtook the answer waits for it");
        answer.SetResult();
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT reason FROM event WHERE reason IS NOT NULL ORDER BY seq")).ShouldBe(["echo"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a person's"]);
    }

    [Fact]
    public async Task WholeRecord_OfWhichNoAnswerEverTells_IsJudgedByItsValuesInTheEnd()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", FakeVendor.After(new TaskCompletionSource().Task, Made(9)));
        await hub.PostAsync(Wish);
        await hub.UntilCalledAsync("fake.write");
        await hub.PostAsync(Told with { Version = 9, IsWhole = true, Told = new() { ["text"] = "open", ["owner"] = "77" } });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE blocked_by LIKE 'answer:%'") == 1, "the event waits for the answer");
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE reason = 'echo'") == 1, "it is an echo by its values");
        hub.Vendor.Texts("fake.set_field").ShouldBeEmpty();
    }

    [Fact]
    public async Task ChangeOfSomebody_DuringTheCall_IsNotLost()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        var answer = new TaskCompletionSource();
        hub.Vendor.Answer("fake.write", FakeVendor.After(answer.Task, Made(7)));
        await hub.PostAsync(Wish);
        await hub.UntilCalledAsync("fake.write");

        // It shows the hub's value already, and what the person changed beside it.
        await hub.PostAsync(Told with { Version = 8, IsWhole = true, Text = "a person's", Told = new() { ["text"] = "open", ["owner"] = "77" } });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE blocked_by LIKE 'answer:%'") == 1, "the event waits for the answer");
        answer.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a person's"]);
    }

    [Fact]
    public async Task OlderChangeOfSomebody_AfterTheEcho_IsNotLost()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.write", Made(7));
        await hub.SendAsync(Wish);
        await hub.SendAsync(Told with { Version = 7, IsWhole = true });
        await hub.SendAsync(Told with { Version = 6, IsWhole = true, Text = "a person's", Told = new() { ["text"] = "pending" } });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a person's"]);
        (await hub.ListAsync("SELECT reason FROM event WHERE reason IS NOT NULL ORDER BY seq")).ShouldBe(["echo"]);
    }

    [Fact]
    public async Task WriteOfWhichNoEventTold_GoesAfterADay_AndIsCounted()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, retention: new());
        await hub.SendAsync(Wish);
        for (var hour = 0; hour < 24; hour++) await hub.AdvanceAsync(TimeSpan.FromHours(1));
        (await hub.ListAsync("SELECT property FROM own_write")).ShouldBe(["text"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM own_write") == 0, "it is given up");
        (await CountersAsync(hub)).ShouldBe(["expired 1"]);
    }

    private static FakeAnswer Made(long version) => (_, _) => Task.FromResult<ActionOutcome>(new ActionOutcome.Done { Version = new("thing/1", version) });

    private static async Task ShouldBeEchoAsync(HubUnderTest hub)
    {
        hub.Vendor.Calls("fake.set_field").ShouldBeEmpty();
        (await hub.ListAsync("SELECT reason FROM event WHERE type = 'fake.thing.changed'")).ShouldBe(["echo"]);
        (await hub.ListAsync("SELECT property FROM own_write")).ShouldBeEmpty();
    }

    private static async Task<List<string>> CountersAsync(HubUnderTest hub) =>
        await hub.ListAsync("SELECT name || ' ' || value FROM counter WHERE level = 'echoes' AND value <> 0 ORDER BY name");
}
