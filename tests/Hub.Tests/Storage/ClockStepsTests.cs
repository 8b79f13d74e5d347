using System.Globalization;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Storage;

public class ClockStepsTests
{
    private const string Paced = "routes: [{id: r, on: fake.thing.happened, do: fake.paced, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";
    private const string Set = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 365 * 70)]
    public async Task ClockThatIsSetBack_HoldsNobodyUp(int hours)
    {
        await using var hub = await HubUnderTest.StartAsync(Paced);
        await hub.AdvanceAsync(TimeSpan.FromHours(hours));
        await hub.SendAsync(new FakeEvent { Text = "a" });
        await hub.SendAsync(new FakeEvent { Text = "b" });
        hub.Vendor.Texts("fake.paced").ShouldBe(["a"]);
        hub.Clock.Advance(-TimeSpan.FromHours(hours));
        await hub.UntilLoggedAsync(1404);
        await hub.SettleAsync();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(new FakeEvent { Text = "c", Record = "2" });
        hub.Vendor.Texts("fake.paced").ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("throttled", "2027-01-01T00:00:00Z", null)]
    [InlineData("transient", "2026-11-21T10:00:00Z", "2026-11-21T09:59:00Z")]
    [InlineData("retry", "2099-01-01T00:00:00Z", "2026-11-21T08:00:00Z")]
    public async Task WaitOfAClockThatWasSetBack_EndsAtTheNextStart(string blockedBy, string until, string? since)
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        await hub.HaltAsync();
        await hub.PostAsync(new FakeEvent { Text = "a" });
        await hub.GoOnAsync();
        await hub.SettleAsync();
        await hub.HaltAsync();
        var at = DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);
        await hub.WriteAsync("INSERT INTO line (queue, subject, lane, ready_at, blocked_by, blocked_since) VALUES ('command', 'fake/x', 0, $1, $2, $3)", at, blockedBy, since is null ? null : DateTimeOffset.Parse(since, CultureInfo.InvariantCulture));
        await hub.GoOnAsync();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE ready_at > $1", hub.Clock.GetUtcNow()) == 0, "no line waits");
        await hub.SettleAsync();
    }

    [Fact]
    public async Task ResumedConnection_TriesAtOnceWhatWaitsForItsNextAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, retries: ["01:00:00"]);
        var isDown = true;
        hub.Vendor.Answer("fake.set_field", (_, _) => Task.FromResult<ActionOutcome>(
            isDown ? new ActionOutcome.Failed(new(FailureKind.Transient, "500", "It is down.")) : new ActionOutcome.Done(null)));
        await hub.SendAsync(new FakeEvent { Text = "a" });
        (await hub.StatesAsync()).ShouldBe(["waiting"]);
        isDown = false;
        (await hub.Control.ResumeAsync("connection", "fake", CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task MessageStampedInTheFuture_KeepsTheWindowOpenForADayOnly()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: []");
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678", Text = "hello", OccurredAt = DateTimeOffset.UnixEpoch.AddYears(130) });
        (await hub.ListAsync("SELECT last_inbound_at FROM thread")).ShouldBe([HubUnderTest.Start.ToUnixTimeMilliseconds().ToString(null, null)]);
    }
}
