using System.Globalization;
using Hub.Calendars;

namespace Hub.Tests.Calendars;

public class QuietHoursTests
{
    private static readonly QuietHours Nights = Of("20:00-09:00");

    [Theory]
    [InlineData("Europe/Athens", null, "2026-11-21T07:00Z", "2026-11-21T07:00Z")]
    [InlineData("Europe/Athens", "US", "2026-11-21T06:59Z", "2026-11-21T07:00Z")]
    [InlineData("no zone", "DE", "2026-11-21T19:00Z", "2026-11-22T08:00Z")]
    [InlineData(null, "de", "2026-11-21T18:59Z", "2026-11-21T18:59Z")]
    [InlineData(null, "XX", "2026-11-21T21:00Z", "2026-11-22T09:00Z")]
    [InlineData(null, null, "2026-11-21T12:00Z", "2026-11-21T12:00Z")]
    // New York is awake, Honolulu and Adak are not until 19:00 UTC.
    [InlineData(null, "US", "2026-11-21T15:00Z", "2026-11-21T19:00Z")]
    [InlineData(null, "US", "2026-11-22T01:00Z", "2026-11-22T19:00Z")]
    public void Somebody_IsWrittenToByTheirOwnClock(string? zone, string? country, string moment, string expected) =>
        Nights.OpensAt(zone, country, DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)).At.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Fact]
    public void CountryWithoutACommonHour_GoesByTheConfiguredZone() =>
        Of("17:00-09:00").OpensAt(null, "RU", DateTimeOffset.Parse("2026-11-21T10:00Z", CultureInfo.InvariantCulture)).ShouldBe((DateTimeOffset.Parse("2026-11-21T10:00Z", CultureInfo.InvariantCulture), "UTC"));

    [Fact]
    public void QuietHoursOfTheDay_LeaveTheHoursOnEitherSide()
    {
        var noon = Of("12:00-14:00");
        noon.OpensAt(null, null, DateTimeOffset.Parse("2026-11-21T13:00Z", CultureInfo.InvariantCulture)).At.ShouldBe(DateTimeOffset.Parse("2026-11-21T14:00Z", CultureInfo.InvariantCulture));
        noon.OpensAt(null, null, DateTimeOffset.Parse("2026-11-21T23:30Z", CultureInfo.InvariantCulture)).At.ShouldBe(DateTimeOffset.Parse("2026-11-21T23:30Z", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void QuietDay_IsQuietFromMidnightToMidnight() =>
        Of("20:00-09:00", DayOfWeek.Sunday).OpensAt(null, null, DateTimeOffset.Parse("2026-11-21T21:00Z", CultureInfo.InvariantCulture)).At.ShouldBe(DateTimeOffset.Parse("2026-11-23T09:00Z", CultureInfo.InvariantCulture));

    [Fact]
    public void EveryCountryOfTheNumberingPlans_HasAZone()
    {
        foreach (var country in Hub.Customers.NumberingPlans.All.Countries.Except(["AC", "TA", "XK"])) CountryZones.Of(country).ShouldNotBeEmpty(country);
    }

    private static QuietHours Of(string between, params DayOfWeek[] days)
    {
        OpenSpan.TryParse(between, out var span).ShouldBeTrue();
        return new(span, days, TimeZoneInfo.Utc, ["marketing"]);
    }
}
