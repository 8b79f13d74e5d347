using Hub.Calendars;
using Hub.Connectors;
using Hub.Tests.Calendars;

namespace Hub.Tests.Pipeline;

/// <summary>The tests' clock begins on a Saturday at nine; the office opens on Monday at nine.</summary>
public class HoursTests
{
    private const string Routes =
        """
        routes:
          - {id: r, on: fake.thing.happened, hours: office, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
          - {id: other, on: fake.thing.changed, do: fake.set_field, with: {record: "${event.record}", text: "${event.text}"}}
        """;

    private static readonly TimeSpan UntilMonday = TimeSpan.FromHours(48);

    [Fact]
    public async Task WhileItIsClosed_TheCommandIsHeldAndItsLineGoesOn()
    {
        await using var hub = await StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Text = "waits" });
        var held = (await hub.CommandsAsync("r")).ShouldHaveSingleItem();
        (held.State, held.Reason, held.DueAt, held.WakeAt).ShouldBe(("scheduled", "out_of_hours", HubUnderTest.Start, HubUnderTest.Start + UntilMonday));
        held.Error.ShouldBe("The calendar office is closed until 2026-11-23 09:00:00Z.");
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Text = "goes" });
        hub.Vendor.Texts("fake.set_field").ShouldBe(["goes"]);
        await hub.AdvanceAsync(UntilMonday - TimeSpan.FromSeconds(1));
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["goes", "waits"]);
    }

    [Fact]
    public async Task SeveralThatAreHeld_GoInTheirOrderBehindWhatIsInTheLine()
    {
        await using var hub = await StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Text = "1" }, new FakeEvent { Text = "2" }, new FakeEvent { Text = "3" });
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Throttled, UntilMonday + TimeSpan.FromHours(1)));
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed", Text = "0" });
        await hub.AdvanceAsync(UntilMonday);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["0", "0", "1", "2", "3"]);
    }

    [Fact]
    public async Task WhileItIsOpen_TheCommandGoesAtOnce()
    {
        await using var hub = await StartAsync(Routes);
        await hub.AdvanceAsync(UntilMonday);
        await hub.SendAsync(new FakeEvent());
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task TimedCommandDueWhileItIsClosed_IsNotTooLateWhenItOpens()
    {
        await using var hub = await StartAsync(Routes.Replace("hours: office", "at: \"${now + duration('1h')}\", max_late: 5m, hours: office", StringComparison.Ordinal));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(47));
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task InputOfAHeldCommand_IsEvaluatedOnce()
    {
        await using var hub = await StartAsync(
            "routes: [{id: r, on: fake.thing.happened, hours: office, read: {q: {query: fake.ask, with: {record: \"1\"}}}, do: fake.set_field, with: {record: a, text: \"${read.q.text}\"}}]");
        await hub.SendAsync(new FakeEvent());
        hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("later")));
        await hub.AdvanceAsync(UntilMonday);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["answer"]);
    }

    [Fact]
    public async Task HeldCommand_IsHeldAcrossARestart()
    {
        await using var hub = await StartAsync(Routes);
        await hub.SendAsync(new FakeEvent());
        await hub.RestartAsync(Routes, crash: true);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(UntilMonday);
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task CalendarThatIsNotConfiguredAnyMore_Parks_AndAReplayGoesWhenItIsBack()
    {
        await using var hub = await StartAsync(Routes);
        await hub.SendAsync(new FakeEvent());
        await hub.RestartAsync(Routes.Replace("hours: office, ", "", StringComparison.Ordinal), otherCalendars: new Dictionary<string, Calendar>());
        await hub.AdvanceAsync(UntilMonday);
        (await hub.StatesAsync("r")).ShouldBe(["parked(no_calendar)"]);
        await hub.RestartAsync(Routes, otherCalendars: SomeCalendars.Office);
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task ReplayWhileItIsClosed_IsHeldAgain()
    {
        await using var hub = await StartAsync(Routes);
        await hub.AdvanceAsync(UntilMonday);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromHours(9));
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(15));
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task ConfirmationOfStop_GoesAtAnyHour()
    {
        await using var hub = await StartAsync(Routes);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678", Text = "STOP" });
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(1);
    }

    [Fact]
    public async Task OpeningTime_IsWhatAtCounts()
    {
        await using var hub = await StartAsync("routes: [{id: r, on: fake.thing.happened, at: \"${add_open('office', now, duration('15m'))}\", do: fake.set_field, with: {record: a, text: \"${string(is_open('office', due))}\"}}]");
        await hub.SendAsync(new FakeEvent());
        (await hub.CommandsAsync("r"))[0].DueAt.ShouldBe(HubUnderTest.Start + UntilMonday + TimeSpan.FromMinutes(15));
        await hub.AdvanceAsync(UntilMonday + TimeSpan.FromMinutes(15));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["true"]);
    }

    private static Task<HubUnderTest> StartAsync(string routes) => HubUnderTest.StartAsync(routes, calendars: SomeCalendars.Office);
}
