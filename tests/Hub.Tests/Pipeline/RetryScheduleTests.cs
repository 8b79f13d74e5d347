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
    [InlineData(1, 60, 60)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 30)]
    [InlineData(2, 60, 60)]
    [InlineData(3, 1, 300)]
    [InlineData(8, 1, 36_000)]
    [InlineData(8, 86_400, 86_400)]
    public void VendorsWait_WinsAtFirst_AndLaterOnlyLengthens(int attempts, int asked, int expected) =>
        RetrySchedule.Default.After(attempts, "00ff", TimeSpan.FromSeconds(asked)).ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void VendorWhoAlwaysSaysInASecond_DoesNotUseTheAttemptsUp()
    {
        var waits = Enumerable.Range(1, 8).Select(attempts => RetrySchedule.Default.After(attempts, "00ff", TimeSpan.FromSeconds(1))!.Value).ToList();
        waits.Aggregate((sum, wait) => sum + wait).ShouldBeGreaterThan(TimeSpan.FromHours(27));
        RetrySchedule.Default.After(9, "00ff", TimeSpan.FromSeconds(1)).ShouldBeNull();
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(0, 1)]
    [InlineData(null, 5)]
    public void WaitThatCostsNoAttempt_IsTheVendors_AndASecondAtLeast(int? asked, int expected) =>
        RetrySchedule.Default.Told(asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null).ShouldBe(TimeSpan.FromSeconds(expected));
}
