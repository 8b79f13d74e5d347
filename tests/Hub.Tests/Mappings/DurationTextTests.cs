using Hub.Mappings;

namespace Hub.Tests.Mappings;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5_400)]
    [InlineData("3650d", 315_360_000)]
    public void Duration_IsRead(string text, long seconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("5 m")]
    [InlineData("3651d")]
    [InlineData("3650d1s")]
    [InlineData("999999999d")]
    [InlineData("999999999d999999999d")]
    [InlineData("9999999999s")]
    public void WhatIsNoneOrTooLong_IsRefused(string text)
    {
        DurationText.TryParse(text, out var duration).ShouldBeFalse();
        duration.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("1d", "24h")]
    [InlineData("2d30m", "48h30m")]
    [InlineData("90s", "1m30s")]
    [InlineData("0s", "0s")]
    public void ForExpression_KnowsNoDays(string text, string form)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        DurationText.ForExpression(duration).ShouldBe(form);
        MappingWorld.Compile($"routes:\n  - {{id: a, on: shopify.order.paid, at: '${{now + duration(\"{form}\")}}', do: hub.timer}}\n").Errors.ShouldBeEmpty();
    }
}
