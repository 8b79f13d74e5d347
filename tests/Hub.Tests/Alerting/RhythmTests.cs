using Hub.Alerting;
using Hub.Storage;

namespace Hub.Tests.Alerting;

public class RhythmTests
{
    // A Monday at midnight.
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 0, 10, 30, 30)]
    [InlineData(10, 30, 13, 30, 180)]
    [InlineData(3, 0, 7, 30, 0)]
    [InlineData(15, 30, 19, 0, 30)]
    [InlineData(3, 0, 11, 0, 120)]
    public void SameHoursOfTheWeeksBefore_SayHowManyUsuallyCome(int fromHour, int fromMinute, int toHour, int toMinute, long usual) =>
        Rhythm.Usual(Shop(1, 2, 3, 4), At(fromHour, fromMinute), At(toHour, toMinute)).ShouldBe(usual);

    [Fact]
    public void QuietestWeek_Counts()
    {
        var hours = Shop(1, 2, 3, 4);
        foreach (var hour in hours.Keys.Where(hour => hour < Arrivals.HourOf(Monday.AddDays(-20))).ToList()) hours[hour] = 6;
        Rhythm.Usual(hours, At(10, 0), At(12, 0)).ShouldBe(12);
    }

    [Fact]
    public void WeekInWhichNoneCame_MakesNothingUnusual() => Rhythm.Usual(Shop(1, 2, 4), At(10, 0), At(12, 0)).ShouldBe(0);

    [Fact]
    public void OneWeekThatIsKnown_SaysNothing()
    {
        Rhythm.Usual(Shop(1), At(10, 0), At(12, 0)).ShouldBe(0);
        Rhythm.Usual(Shop(1, 2), At(10, 0), At(12, 0)).ShouldBe(120);
    }

    [Fact]
    public void OpeningAnHourLater_IsNoSilence() => Rhythm.Usual(Shop(1, 2, 3, 4), At(8, 0), At(9, 0)).ShouldBe(0);

    [Fact]
    public void MoreThanAWeek_IsJudgedByItsFirst() => Rhythm.Usual(Shop(1, 2, 3, 4), Monday, Monday.AddDays(30)).ShouldBe(Rhythm.Usual(Shop(1, 2, 3, 4), Monday, Monday.AddDays(7)));

    [Fact]
    public void NothingKnown_SaysNothing() => Rhythm.Usual(new Dictionary<long, long>(), At(10, 0), At(12, 0)).ShouldBe(0);

    private static DateTimeOffset At(int hour, int minute) => Monday.AddHours(hour).AddMinutes(minute);

    // 60 an hour from 8 to 17 o'clock on each day of the week that lies so many weeks before.
    private static Dictionary<long, long> Shop(params int[] weeks) =>
        (from week in weeks from day in Enumerable.Range(0, 7) from hour in Enumerable.Range(8, 9) select Arrivals.HourOf(Monday.AddDays(day - (7 * week)).AddHours(hour))).ToDictionary(hour => hour, _ => 60L);
}
