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
    public void TimeMovedBack_IsRefused()
    {
        using var clock = new SandboxClock();
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
    }
}
