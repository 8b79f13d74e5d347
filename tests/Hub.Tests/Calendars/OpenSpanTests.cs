using Hub.Calendars;

namespace Hub.Tests.Calendars;

public sealed class OpenSpanTests
{
    [Theory]
    [InlineData("09:00-17:00", 9 * 60, 17 * 60)]
    [InlineData("9:00 - 17:30", 9 * 60, (17 * 60) + 30)]
    [InlineData("00:00-24:00", 0, 24 * 60)]
    [InlineData("22:00-02:00", 22 * 60, 26 * 60)]
    [InlineData("22:00-00:00", 22 * 60, 24 * 60)]
    public void Span_IsRead(string text, int from, int to)
    {
        OpenSpan.TryParse(text, out var span).ShouldBeTrue();
        (span.From.TotalMinutes, span.To.TotalMinutes).ShouldBe((from, to));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9-17")]
    [InlineData("09:00")]
    [InlineData("09:00-09:00")]
    [InlineData("24:00-02:00")]
    [InlineData("09:00-25:00")]
    [InlineData("09:60-10:00")]
    [InlineData("09:00-12:00-17:00")]
    [InlineData("-01:00-12:00")]
    public void AnythingElse_IsNoSpan(string text) => OpenSpan.TryParse(text, out _).ShouldBeFalse();
}
