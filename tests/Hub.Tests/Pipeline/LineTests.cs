using Hub.Connectors;
using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

public class LineTests
{
    private const string Set = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";

    private static readonly FakeEvent A = new() { Text = "a" };
    private static readonly FakeEvent B = new() { Text = "b" };
    private static readonly FakeEvent Other = new() { Text = "other", Record = "2" };

    [Fact]
    public async Task Retry_KeepsItsPlaceAndBlocksItsLineOnly()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(A, B);
        await hub.SendAsync(Other);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a", "other"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a", "other", "a", "b"]);
    }

    [Fact]
    public async Task EveryAttemptFails_IsParkedAfterTheSchedule_AndTheLineGoesOn()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 9)]);
        await hub.SendAsync(A, B);
        foreach (var wait in RetrySchedule.Default.Waits) await hub.AdvanceAsync(wait * 1.11);
        (await hub.StatesAsync()).ShouldBe(["parked(transient)", "done"]);
        hub.Vendor.Calls().Count.ShouldBe(10);
    }

    [Fact]
    public async Task ConfiguredSchedule_IsTheOneThatRuns()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, retries: ["00:00:01", "00:00:02"]);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 9)]);
        await hub.SendAsync(A);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(3));
        (await hub.StatesAsync()).ShouldBe(["parked(transient)"]);
        hub.Vendor.Calls().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Throttled_CostsNoAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Throttled, TimeSpan.FromSeconds(20)), 12)]);
        await hub.SendAsync(A, B);
        for (var i = 0; i < 12; i++)
        {
            hub.Vendor.Calls().Count.ShouldBe(i + 1);
            (await hub.CommandsAsync())[0].Attempts.ShouldBe(0);
            await hub.AdvanceAsync(TimeSpan.FromSeconds(21));
        }

        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task Unauthorized_PausesTheConnection_AndResumeSendsInOrder()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Unauthorized));
        await hub.SendAsync(A, B);
        await hub.SendAsync(Other);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        hub.Vendor.Calls().Count.ShouldBe(1);
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Calls().Where(call => call.Texts[0] != "other").Select(call => call.Texts[0]).ShouldBe(["a", "a", "b"]);
        (await hub.StatesAsync()).ShouldBe(["done", "done", "done"]);
    }

    [Fact]
    public async Task PausedConnection_HoldsAcrossRestart()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        await hub.Control.PauseAsync("connection", "fake", "a test", CancellationToken.None);
        await hub.SendAsync(A);
        await hub.RestartAsync(Set);
        await hub.SendAsync(B);
        hub.Vendor.Calls().ShouldBeEmpty();
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task PausedRoute_LeavesTheLine_AndGoesInItsOldOrderWhenResumed()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: held, on: fake.thing.happened, if: "event.number == 1", do: fake.set_field, with: {record: "1", text: "${event.text}"}}
              - {id: goes, on: fake.thing.happened, if: "event.number == 2", do: fake.set_field, with: {record: "1", text: "${event.text}"}}
            """);
        await hub.Control.PauseAsync("route", "held", "a test", CancellationToken.None);
        await hub.SendAsync(A, B, Other with { Number = 2 });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["other"]);
        (await hub.StatesAsync("held")).ShouldBe(["held", "held"]);
        await hub.Control.ResumeAsync("route", "held", CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["other", "a", "b"]);
    }

    [Fact]
    public async Task Breaker_ProbesWithoutCostingAttempts_AndOneThatIsAnsweredClosesItForAll()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(2, TimeSpan.FromSeconds(4)), retries: ["06:00:00"]);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 4)]);
        await hub.SendAsync(A with { Record = "1" });
        await hub.SendAsync(A with { Record = "2", Key = "2" });
        await hub.PostAsync(B with { Record = "3" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE queue = 'command' AND blocked_by = 'throttled'") == 1, "the third is held");
        hub.Vendor.Calls().Count.ShouldBe(2);

        // The first has failed before the breaker opened, and waits for its retry in six hours.
        for (var calls = 3; calls <= 4; calls++)
        {
            hub.LetPass(TimeSpan.FromSeconds(4));
            hub.Clock.Advance(TimeSpan.FromSeconds(4.1));
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM attempt WHERE outcome = 'transient'") == calls, "a probe fails");
            (await hub.CommandsAsync()).ConvertAll(row => row.Attempts).ShouldBe([1, 0, 0]);
        }

        hub.LetPass(TimeSpan.FromSeconds(4));
        hub.Clock.Advance(TimeSpan.FromSeconds(4.1));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'done'") == 3, "the vendor is back, for the first too");
        (await hub.CommandsAsync()).ConvertAll(row => row.Attempts).ShouldBe([2, 1, 1]);
    }

    [Fact]
    public async Task CommandThatFailedWhileTheVendorWasAway_BeginsItsScheduleAnewWhenItIsBack()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(3, TimeSpan.FromSeconds(4)), retries: ["00:00:05", "00:00:05", "06:00:00"]);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 3), hub.Vendor.Succeed(), FakeVendor.Fail(FailureKind.Transient)]);
        await hub.SendAsync(A with { Record = "1" });
        for (var again = 0; again < 2; again++) await hub.AdvanceAsync(TimeSpan.FromSeconds(5.6));
        (await hub.CommandsAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(2);
        hub.LetPass(TimeSpan.FromSeconds(4));
        await hub.SendAsync(B with { Record = "2" });
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM attempt WHERE ended_at IS NOT NULL") == 5, "the first fails once more");
        await hub.AdvanceAsync(TimeSpan.FromSeconds(5.6));
        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task CommandThatKeepsItsBreakerOpen_IsParkedWhenItsScheduleIsOver()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(2, TimeSpan.FromSeconds(15)), retries: ["00:00:05", "00:00:30"]);
        hub.Vendor.Answer("fake.set_field", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Transient), 20)]);
        await hub.SendAsync(A);
        for (var passed = 0; passed < 6; passed++)
        {
            (await hub.StatesAsync()).ShouldBe(["waiting"]);
            hub.LetPass(TimeSpan.FromSeconds(15));
            await hub.AdvanceAsync(TimeSpan.FromSeconds(15.1));
        }

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        hub.LetPass(TimeSpan.FromSeconds(15));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await hub.StatesAsync()).ShouldBe(["parked(transient)"]);
    }

    [Fact]
    public async Task ProbeWhoseCommandTheGateRefuses_IsTheNextCommands()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: soon, on: fake.thing.happened, if: event.number == 2, max_age: 30m, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
              - {id: ever, on: fake.thing.happened, if: event.number == 1, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
            """,
            breakers: new(2, TimeSpan.FromHours(1)), retries: ["2.00:00:00"]);

        // Both wait for longer than the breaker does, so that neither is its probe.
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.Transient, wait: TimeSpan.FromHours(2)));
        await hub.SendAsync(A with { Record = "1" });
        await hub.SendAsync(A with { Record = "2" });
        await hub.SendAsync(B with { Record = "3", Number = 2 }, B with { Record = "3", Number = 2 }, B with { Record = "3" });
        (await hub.StatesAsync("soon")).ShouldBe(["waiting", "waiting"]);
        hub.LetPass(TimeSpan.FromHours(1));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await hub.StatesAsync("soon")).ShouldBe(["refused(expired)", "refused(expired)"]);
        hub.Vendor.Texts("fake.set_field").Count(text => text == "b").ShouldBe(1);
    }

    [Fact]
    public async Task LimitOfATarget_SpacesItsCalls()
    {
        await using var hub = await HubUnderTest.StartAsync(Set.Replace("set_field", "paced", StringComparison.Ordinal));
        await hub.SendAsync(A, B, Other);
        hub.Vendor.Texts("fake.paced").Order().ShouldBe(["a", "other"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(61));
        hub.Vendor.Texts("fake.paced").Order().ShouldBe(["a", "b", "other"]);
    }

    [Fact]
    public async Task AdjacentCommands_GoOutAsOneCall_EachWithItsOutcome()
    {
        await using var hub = await HubUnderTest.StartAsync(Comments);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync([.. Enumerable.Range(1, 5).Select(i => new FakeEvent { Text = $"{i}" })]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done", "done", "done", "done", "done"]);
        string.Join('+', hub.Vendor.Texts("fake.add_comment").Skip(1)).ShouldBe("1+2+3+4+5");
        hub.Vendor.Calls().Max(call => call.Parts.Count).ShouldBe(3);
    }

    [Fact]
    public async Task MergedCallThatFails_KeepsTheOrder()
    {
        await using var hub = await HubUnderTest.StartAsync(Comments);
        await hub.Control.PauseAsync("connection", "fake", "so that they meet", CancellationToken.None);
        await hub.SendAsync([.. Enumerable.Range(1, 4).Select(i => new FakeEvent { Text = $"{i}" })]);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.Throttled));
        await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.add_comment").ShouldBe(["1+2+3"]);
        for (var i = 0; i < 4; i++) await hub.AdvanceAsync(TimeSpan.FromSeconds(40));
        string.Join('+', hub.Vendor.Texts("fake.add_comment").Skip(2)).ShouldBe("1+2+3+4");
    }

    [Fact]
    public async Task DiscardedCommand_DoesNotWakeALineThatRetries()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Unauthorized));
        await hub.SendAsync(A, B);
        var blocked = await hub.ListAsync("SELECT ready_at || blocked_by || blocked_since FROM line");
        await hub.Control.DiscardAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        (await hub.ListAsync("SELECT ready_at || blocked_by || blocked_since FROM line")).ShouldBe(blocked);
    }

    [Fact]
    public async Task ReplayedCommand_TakesANewPlace()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(A, B);
        await hub.Control.ReplayAsync((await hub.CommandsAsync())[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["a", "b", "a"]);
        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    private const string Comments = "routes: [{id: r, on: fake.thing.happened, do: fake.add_comment, with: {ticket: \"${event.record}\", text: \"${event.text}\"}}]";
}
