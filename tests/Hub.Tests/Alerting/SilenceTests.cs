using Hub.Telemetry;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Alerting;

/// <summary>When the alert <c>silence</c> is raised and over.</summary>
public class SilenceTests
{
    [Fact]
    public async Task SilenceOfASetTime_IsTold_AndEndsWithAWebhook()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("silence:Connections:fake", "06:00:00"));
        await hub.SendAsync(new FakeEvent());
        hub.Clock.Advance(TimeSpan.FromHours(7));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["silence fake active"]);
        hub.Metric(Metrics.Silence).ShouldBe(["fake 25200"]);
        await hub.SendAsync(new FakeEvent());
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["silence fake over"]);
    }

    [Fact]
    public async Task SilenceInHoursInWhichManyUsuallyCome_IsToldByTheConnectionsOwnRhythm()
    {
        await using var hub = await AlertingHub.StartAsync(AlertingHub.Set, ("silence:Missing", "6"));
        await hub.LookAsync();
        for (var week = 0; week < 3; week++)
        {
            for (var hour = 0; hour < 4; hour++) await HourAsync(hub);
            hub.Clock.Advance(TimeSpan.FromHours((7 * 24) - 4));
            await hub.LookAsync();
            (await hub.AlertsAsync()).ShouldBeEmpty();
        }

        // The hour that is usual has begun; then nothing comes.
        await HourAsync(hub);
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBeEmpty();
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["silence fake active"]);
        hub.Log.Of(2201).ShouldHaveSingleItem().ShouldContain("In the same hours of each of the last weeks at least 6 came.");
        await hub.SendAsync(new FakeEvent());
        await hub.LookAsync();
        (await hub.AlertsAsync()).ShouldBe(["silence fake over"]);

        static async Task HourAsync(HubUnderTest hub)
        {
            for (var i = 0; i < 8; i++)
            {
                await hub.SendAsync(new FakeEvent());
                await hub.LookAsync();
                hub.Clock.Advance(TimeSpan.FromHours(1.0 / 8));
            }
        }
    }
}
