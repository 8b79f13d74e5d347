using Sandbox.Vendors;

namespace EndToEnd.Tests.Vendors;

public class SandboxClockTests
{
    [Fact]
    public void TimeMovedAhead_RunsWhatFellDueInItsOrder()
    {
        using var clock = new SandboxClock();
        List<string> ran = [];
        clock.After(TimeSpan.FromHours(2), () => ran.Add("second"));
        clock.After(TimeSpan.FromHours(1), () => ran.Add("first"));
        clock.After(TimeSpan.FromHours(9), () => ran.Add("never"));

        clock.Advance(TimeSpan.FromHours(3));

        ran.ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task TimeLeftAlone_RunsWhatFallsDueByItself()
    {
        using var clock = new SandboxClock();
        var ran = new TaskCompletionSource();
        clock.After(TimeSpan.FromMilliseconds(1), ran.SetResult);

        await Should.NotThrowAsync(ran.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task HubThatCallsAtItsNewTime_FindsTheVendorsThere_AndWhatFallsDueFollows()
    {
        using var clock = new SandboxClock();
        var (asked, hasRun, ranBefore) = (DateTimeOffset.MaxValue, false, true);
        clock.After(TimeSpan.FromMinutes(30), () => hasRun = true);
        clock.Hub = (now, _) =>
        {
            clock.Advance(TimeSpan.Zero);
            (asked, ranBefore) = (now, hasRun);
            clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(now);
            return Task.CompletedTask;
        };
        var before = clock.GetUtcNow();

        await clock.MoveAsync(TimeSpan.FromHours(1), CancellationToken.None);

        (asked - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        (ranBefore, hasRun).ShouldBe((false, true));
    }

    [Fact]
    public async Task HubThatIsNotMoved_LeavesTheVendorsWhereTheyAre()
    {
        using var clock = new SandboxClock();
        clock.Hub = (_, _) => Task.FromException(new HttpRequestException("down"));

        await Should.ThrowAsync<HttpRequestException>(() => clock.MoveAsync(TimeSpan.FromHours(1), CancellationToken.None));

        clock.Ahead.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void TimeMovedBack_IsRefused()
    {
        using var clock = new SandboxClock();
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
    }
}
