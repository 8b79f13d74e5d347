using Hub.Configuration;
using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

public class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 300)]
    [InlineData(4, 1800)]
    [InlineData(5, 7200)]
    [InlineData(6, 18000)]
    [InlineData(7, 36000)]
    [InlineData(8, 36000)]
    public void EachAttempt_WaitsLongerByTheSchedule(int attempts, int seconds) =>
        RetrySchedule.Default.After(attempts, "00ff", null).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void ConfiguredWaits_AreTheSchedule()
    {
        var options = new HubOptions { RetrySchedule = ["00:00:01", "1.00:00:00"] };
        var schedule = RetrySchedule.Of(options.RetryWaits);
        schedule.Waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)]);
        RetrySchedule.Of(new HubOptions().RetryWaits).ShouldBe(RetrySchedule.Default);
    }

    [Fact]
    public void AfterTheLast_ThereIsNone() => RetrySchedule.Default.After(9, "00ff", null).ShouldBeNull();

    [Fact]
    public void Jitter_AddsAtMostATenthAndIsTheSameForOneId()
    {
        RetrySchedule.Default.After(1, "ff00", null).ShouldBe(TimeSpan.FromSeconds(5.5));
        RetrySchedule.Default.After(1, "ff00", null).ShouldBe(RetrySchedule.Default.After(1, "ff00", null));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(2, 2)]
    [InlineData(0, 1)]
    public void VendorsWait_WinsAndIsASecondAtLeast(int asked, int expected) =>
        RetrySchedule.Default.After(1, "0000", TimeSpan.FromSeconds(asked)).ShouldBe(TimeSpan.FromSeconds(expected));
}
