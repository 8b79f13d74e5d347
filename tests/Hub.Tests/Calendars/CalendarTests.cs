using System.Globalization;
using Calendar = Hub.Calendars.Calendar;

namespace Hub.Tests.Calendars;

public sealed class CalendarTests
{
    // 2026-11-23 is a Monday.
    [Theory]
    [InlineData("2026-11-23T08:59:59Z", false)]
    [InlineData("2026-11-23T09:00:00Z", true)]
    [InlineData("2026-11-23T16:59:59Z", true)]
    [InlineData("2026-11-23T17:00:00Z", false)]
    [InlineData("2026-11-22T12:00:00Z", false)]
    public void Weekday_IsOpenFromTheFirstMomentToTheLast(string moment, bool open) => SomeCalendars.Office["office"].IsOpen(At(moment)).ShouldBe(open);

    [Theory]
    [InlineData("2026-11-23T07:00:00Z", true)]
    [InlineData("2026-11-23T06:59:00Z", false)]
    [InlineData("2026-07-20T06:00:00Z", true)]
    public void Hours_AreThoseOfTheZone(string moment, bool open) =>
        SomeCalendars.Of(SomeCalendars.OfWeekdays("Europe/Athens", "09:00-17:00")).IsOpen(At(moment)).ShouldBe(open);

    [Theory]
    [InlineData("2026-11-27T23:30:00Z", true)]
    [InlineData("2026-11-28T01:59:00Z", true)]
    [InlineData("2026-11-28T02:00:00Z", false)]
    [InlineData("2026-11-27T01:00:00Z", false)]
    public void SpanOverMidnight_BelongsToTheDayOnWhichItBegins(string moment, bool open) =>
        SomeCalendars.Of(("Zone", "UTC"), ("Open:Friday", "22:00-02:00")).IsOpen(At(moment)).ShouldBe(open);

    [Fact]
    public void DaysFromMidnightToMidnight_AreOneOpening()
    {
        var calendar = SomeCalendars.Of(SomeCalendars.Daily("Europe/Berlin", "00:00-24:00"));
        calendar.AddOpen(At("2026-11-23T12:00:00Z"), TimeSpan.FromHours(100)).ShouldBe(At("2026-11-27T16:00:00Z"));
    }

    [Theory]
    [InlineData("2026-12-24T23:30:00Z", true)]
    [InlineData("2026-12-25T00:30:00Z", false)]
    [InlineData("2026-12-25T23:00:00Z", false)]
    [InlineData("2026-12-26T01:00:00Z", false)]
    [InlineData("2026-12-26T23:00:00Z", true)]
    public void Holiday_IsClosedFromMidnightToMidnight_AndNothingBeginsOnIt(string moment, bool open) =>
        SomeCalendars.Of([.. SomeCalendars.Daily("UTC", "22:00-02:00"), ("Holidays:0", "2026-12-25")]).IsOpen(At(moment)).ShouldBe(open);

    [Fact]
    public void ExtraOpening_CountsOnHolidaysToo()
    {
        var calendar = SomeCalendars.Of([.. SomeCalendars.OfWeekdays("UTC", "09:00-17:00"), ("Holidays", "2026-12-24/2026-12-31"), ("Extra:2026-12-24", "09:00-12:00"), ("Extra:2026-12-27", "10:00-11:00")]);
        calendar.OpensAt(At("2026-12-24T12:00:00Z")).ShouldBe(At("2026-12-27T10:00:00Z"));
        calendar.OpensAt(At("2026-12-27T11:00:00Z")).ShouldBe(At("2027-01-01T09:00:00Z"));
    }

    // Berlin leaves out 02:00 to 03:00 on 2026-03-29, and has it twice on 2026-10-25.
    [Theory]
    [InlineData("02:00-06:00", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("02:30-06:00", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("02:15-02:45", "2026-03-29T00:30:00Z", "2026-03-30T00:15:00Z")]
    [InlineData("02:30-06:00", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("02:30-06:00", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z")]
    public void ChangeOfTheClock_OpensAsTheClockShows(string hours, string from, string opens) =>
        SomeCalendars.Of(SomeCalendars.Daily("Europe/Berlin", hours)).OpensAt(At(from)).ShouldBe(At(opens));

    [Theory]
    [InlineData("01:00-04:00", "2026-03-29T00:00:00Z", 2)]
    [InlineData("01:00-04:00", "2026-10-24T23:00:00Z", 4)]
    [InlineData("02:00-03:00", "2026-10-25T00:00:00Z", 2)]
    public void ChangeOfTheClock_MakesTheDayShorterOrLonger(string hours, string opens, int open)
    {
        var calendar = SomeCalendars.Of(SomeCalendars.Daily("Europe/Berlin", hours));
        calendar.AddOpen(At(opens), TimeSpan.FromHours(open) - TimeSpan.FromSeconds(1)).ShouldBe(At(opens).AddHours(open).AddSeconds(-1));
        calendar.AddOpen(At(opens), TimeSpan.FromHours(open))!.Value.ShouldBeGreaterThan(At(opens).AddHours(open + 12));
    }

    [Fact]
    public void DayThatAZoneLeavesOut_IsPassedOver() =>
        // Samoa went from 2011-12-29 to 2011-12-31.
        SomeCalendars.Of(SomeCalendars.Daily("Pacific/Apia", "09:00-17:00")).OpensAt(At("2011-12-30T04:00:00Z")).ShouldBe(At("2011-12-30T19:00:00Z"));

    [Theory]
    [InlineData("2026-11-23T09:00:00Z", "00:15", "2026-11-23T09:15:00Z")]
    [InlineData("2026-11-23T16:50:00Z", "00:15", "2026-11-24T09:05:00Z")]
    [InlineData("2026-11-27T16:50:00Z", "00:15", "2026-11-30T09:05:00Z")]
    [InlineData("2026-11-28T12:00:00Z", "00:15", "2026-11-30T09:15:00Z")]
    [InlineData("2026-11-23T09:00:00Z", "08:00", "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-28T12:00:00Z", "00:00", "2026-11-30T09:00:00Z")]
    public void AddOpen_CountsOpeningTimeOnly(string from, string span, string result) =>
        SomeCalendars.Office["office"].AddOpen(At(from), TimeSpan.Parse(span, CultureInfo.InvariantCulture)).ShouldBe(At(result));

    [Fact]
    public void CalendarThatHadItsLastOpening_HasNoNext()
    {
        var calendar = SomeCalendars.Of(("Zone", "UTC"), ("Extra:2026-12-20", "10:00-14:00"));
        calendar.OpensAt(At("2026-12-20T13:59:00Z")).ShouldBe(At("2026-12-20T13:59:00Z"));
        calendar.OpensAt(At("2026-12-20T14:00:00Z")).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyCalendar_AddsUpNeverGoesBackAndNeverEndsInAClosedMoment(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var calendar = Any(random);
            var from = At("2026-01-01T00:00:00Z").AddSeconds(random.Next(365 * 86_400));
            var (one, other) = (TimeSpan.FromSeconds(random.Next(100_000)), TimeSpan.FromSeconds(random.Next(100_000)));
            var first = calendar.AddOpen(from, one)!.Value;
            var whole = calendar.AddOpen(from, one + other)!.Value;
            calendar.AddOpen(first, other).ShouldBe(whole);
            calendar.IsOpen(first).ShouldBeTrue();
            first.ShouldBeGreaterThanOrEqualTo(from + one);
            whole.ShouldBeGreaterThanOrEqualTo(first);
            calendar.AddOpen(from.AddSeconds(random.Next(10_000)), one)!.Value.ShouldBeGreaterThanOrEqualTo(first);
        }
    }

    // The same counted minute by minute.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void AnyCalendar_CountsAsMinutesOneByOneDo(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            var calendar = Any(random);
            var from = At("2026-01-01T00:00:00Z").AddMinutes(random.Next(365 * 1440));
            var left = random.Next(600);
            var moment = from;
            for (var open = 0; !calendar.IsOpen(moment) || open < left; moment = moment.AddMinutes(1)) open += calendar.IsOpen(moment) ? 1 : 0;
            calendar.AddOpen(from, TimeSpan.FromMinutes(left)).ShouldBe(moment);
        }
    }

    private static Calendar Any(Random random)
    {
        string[] zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York"];
        string[] hours = ["09:00-17:00", "22:00-02:00", "00:00-24:00", "02:30-06:00", "01:00-03:00"];
        var settings = new List<(string, string)> { ("Zone", zones[random.Next(zones.Length)]), ("Open:Sunday", hours[random.Next(hours.Length)]) };
        foreach (var day in new[] { "Monday", "Wednesday", "Saturday" }.Where(_ => random.Next(2) == 0)) settings.Add(($"Open:{day}", hours[random.Next(hours.Length)]));
        for (var i = 0; i < random.Next(4); i++) settings.Add(($"Holidays:{i}", new DateOnly(2026, 1, 1).AddDays(random.Next(365)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return SomeCalendars.Of([.. settings]);
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
