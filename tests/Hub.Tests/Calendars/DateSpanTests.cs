using Hub.Calendars;

namespace Hub.Tests.Calendars;

public sealed class DateSpanTests
{
    [Theory]
    [InlineData("2026-12-25", 1)]
    [InlineData("2026-12-24/2027-01-01", 9)]
    public void Days_AreReadWithTheLastOne(string text, int days)
    {
        DateSpan.TryParse(text, out var span).ShouldBeTrue();
        (span.Last.DayNumber - span.First.DayNumber + 1).ShouldBe(days);
        span.Contains(span.First).ShouldBeTrue();
        span.Contains(span.Last).ShouldBeTrue();
        span.Contains(span.Last.AddDays(1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("25.12.2026")]
    [InlineData("2026-02-30")]
    [InlineData("2027-01-01/2026-12-24")]
    [InlineData("2026-12-24/")]
    [InlineData("2026-12-24/2026-12-25/2026-12-26")]
    public void AnythingElse_IsNoDay(string text) => DateSpan.TryParse(text, out _).ShouldBeFalse();
}
