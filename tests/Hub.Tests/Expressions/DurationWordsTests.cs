using Hub.Expressions;

namespace Hub.Tests.Expressions;

public sealed class DurationWordsTests
{
    [Theory]
    [InlineData("1 day", "24h")]
    [InlineData("1d", "24h")]
    [InlineData("2 weeks", "336h")]
    [InlineData("24 hours", "24h")]
    [InlineData("30 Min", "30m")]
    [InlineData("90sec", "90s")]
    [InlineData("P1D", "24h")]
    [InlineData("PT1H30M", "1h30m")]
    public void SpanInWords_IsWrittenInTheLanguagesUnits(string text, string meant) => DurationWords.Meant(text).ShouldBe(meant);

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("24")]
    [InlineData("day")]
    [InlineData("1 parsec")]
    [InlineData("99999999 days")]
    [InlineData("tomorrow at noon or a little later")]
    public void AnythingElse_IsNoSpan(string text) => DurationWords.Meant(text).ShouldBeNull();
}
