using Hub.Mappings;

namespace Hub.Tests.Mappings;

public class LimitWordsTests
{
    [Theory]
    [InlineData("3", "{count: 3, per: customer, in: 1d}")]
    [InlineData("3/day", "{count: 3, per: customer, in: 1d}")]
    [InlineData("3/h", "{count: 3, per: customer, in: 1h}")]
    [InlineData("once in 24h", "{count: 1, per: customer, in: 24h}")]
    [InlineData("24h", "{count: 1, per: customer, in: 24h}")]
    [InlineData("5 per 30 minutes", "{count: 5, per: customer, in: 30m}")]
    [InlineData("1 in 7d", "{count: 1, per: customer, in: 7d}")]
    [InlineData("2 per 3 days", "{count: 2, per: customer, in: 3d}")]
    [InlineData("1 per customer per day", "{count: 1, per: customer, in: 1d}")]
    [InlineData("Twice a week per thread", "{count: 2, per: thread, in: 7d}")]
    [InlineData("at most 3x every 2 weeks", "{count: 3, per: customer, in: 14d}")]
    [InlineData("10 messages per conversation within an hour", "{count: 10, per: thread, in: 1h}")]
    [InlineData("three per month", "{count: 3, per: customer, in: 30d}")]
    [InlineData("5 daily", "{count: 5, per: customer, in: 1d}")]
    [InlineData("1 per route in 90s", "{count: 1, per: route, in: 90s}")]
    [InlineData("every 12 hours", "{count: 1, per: customer, in: 12h}")]
    public void WordsThatAreUnderstood_AreShownAsTheyAreWritten(string words, string written) => LimitWords.Advice(words).ShouldBe($"Write limit: {written}.");

    [Theory]
    [InlineData("few")]
    [InlineData("per customer")]
    [InlineData("less than 3 a day")]
    [InlineData("2.5 per day")]
    [InlineData("0/day")]
    [InlineData("2000/day")]
    [InlineData("3 or 4 a day")]
    [InlineData("3 4 a day")]
    [InlineData("1h30m")]
    [InlineData("3 per 0 days")]
    [InlineData("1 per 999999 months")]
    [InlineData("3 per quarter")]
    [InlineData("99999999999 per day")]
    public void WordsThatAreNot_AreAnsweredWithAnExample(string words) => LimitWords.Advice(words).ShouldBe("Write for example limit: {count: 3, per: customer, in: 1d}, for three a day to each customer.");
}
