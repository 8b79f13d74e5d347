using Hub.Connectors;
using Hub.Storage;
using Hub.Tests.Calendars;

namespace Hub.Tests.Pipeline;

/// <summary>When a command was to go and when the hub looks at it again are two things: a hold neither puts off a replay nor counts as lateness.</summary>
public class HoldTests
{
    private const string Phone = "4915112345678";
    private const string Timed = "routes: [{id: r, on: fake.thing.happened, at: \"${now + duration('1h')}\", max_late: 5m, do: fake.set_field, with: {record: a, text: \"${string(due)}\"}}]";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan UntilMonday = TimeSpan.FromHours(48);

    [Theory]
    [InlineData(0, "done")]
    [InlineData(5, "done")]
    [InlineData(6, "parked(rejected)")]
    public async Task KeptWordsThatWereParked_GoAtOnceWhenTheyAreReplayed_WithinMaxLateOfTheAnswer(int minutes, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - id: r
                on: fake.thing.happened
                at: "${now + duration('1h')}"
                do: fake.reply
                with: {to: "${phone(event.phone, 'DE')}", text: "${event.text}"}
                outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}
            """);
        await hub.SendAsync(new FakeEvent { Phone = Phone });
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldBe(["kept"]);
        await hub.AdvanceAsync(10 * Hour);
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "yes?" });
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        await ReplayAsync(hub);
        (await hub.StatesAsync("r")).ShouldBe([state]);
    }

    [Fact]
    public async Task ScheduledCommandThatIsReplayedBeforeItsTime_WaitsForIt()
    {
        await using var hub = await HubUnderTest.StartAsync(Timed);
        await hub.SendAsync(new FakeEvent());
        var row = (await hub.CommandsAsync("r"))[0];
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, "dependency", "parked"), HubUnderTest.Start);
                return true;
            },
            CancellationToken.None);
        await hub.AdvanceAsync(Hour / 2);
        await ReplayAsync(hub);
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(Hour / 2);
        (await hub.StatesAsync("r")).ShouldBe(["done"]);
    }

    [Theory]
    [InlineData(5, "done")]
    [InlineData(6, "parked(rejected)")]
    public async Task TimedCommandThatIsReplayed_GoesWithinMaxLateOfItsTime(int minutes, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Timed);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        await ReplayAsync(hub);
        (await hub.StatesAsync("r")).ShouldBe([state]);
    }

    [Theory]
    [InlineData(5, "done")]
    [InlineData(6, "parked(rejected)")]
    public async Task TimedCommandThatTheHubHeld_GoesWithinMaxLateOfTheHoldsEnd(int minutes, string state)
    {
        await using var hub = await HubUnderTest.StartAsync(Timed.Replace("max_late", "hours: office, max_late", StringComparison.Ordinal), calendars: SomeCalendars.Office);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(Hour);
        (await hub.StatesAsync("r")).ShouldBe(["scheduled"]);
        await hub.AdvanceAsync(UntilMonday - Hour);
        (await hub.StatesAsync("r")).ShouldBe(["parked(rejected)"]);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        await ReplayAsync(hub);
        (await hub.StatesAsync("r")).ShouldBe([state]);
    }

    [Fact]
    public async Task Due_IsWhatTheMappingSaid_AlsoAfterAHold()
    {
        await using var hub = await HubUnderTest.StartAsync(Timed.Replace("max_late", "hours: office, max_late", StringComparison.Ordinal), calendars: SomeCalendars.Office);
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(Hour);
        await hub.AdvanceAsync(UntilMonday - Hour);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["2026-11-21T10:00:00Z"]);
    }

    private static async Task ReplayAsync(HubUnderTest hub)
    {
        await hub.Control.ReplayAsync((await hub.CommandsAsync("r"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
    }
}
