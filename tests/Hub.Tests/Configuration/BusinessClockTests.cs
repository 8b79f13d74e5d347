using Hub.Configuration;

namespace Hub.Tests.Configuration;

public sealed class BusinessClockTests
{
    [Fact]
    public void MovedClock_RunsOnFromThere()
    {
        var system = new ManualTime();
        var clock = new BusinessClock(system);
        var moves = 0;
        clock.Moved += (_, _) => moves++;
        clock.Advance(TimeSpan.FromHours(25));
        system.Advance(TimeSpan.FromMinutes(1));
        clock.GetUtcNow().ShouldBe(system.GetUtcNow() + TimeSpan.FromHours(25));
        clock.MoveTo(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        system.Advance(TimeSpan.FromMinutes(1));
        clock.GetUtcNow().ShouldBe(new DateTimeOffset(2030, 1, 1, 0, 1, 0, TimeSpan.Zero));
        moves.ShouldBe(2);
    }

    [Fact]
    public void MovedClock_LeavesTimestampsReal_ButThoseOfWhatIsToElapseWithIt()
    {
        var system = new ManualTime();
        var clock = new BusinessClock(system);
        var (real, moved) = (clock.GetTimestamp(), clock.Elapsing.GetTimestamp());
        clock.Advance(TimeSpan.FromDays(60));
        system.Advance(TimeSpan.FromSeconds(1));
        clock.GetElapsedTime(real).ShouldBe(TimeSpan.FromSeconds(1));
        clock.Elapsing.GetElapsedTime(moved).ShouldBe(TimeSpan.FromDays(60) + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void MovedClock_LeavesTimersReal()
    {
        var system = new ManualTime();
        var clock = new BusinessClock(system);
        var fired = false;
        using var timer = clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromHours(1));
        fired.ShouldBeFalse();
        system.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBeTrue();
    }
}
