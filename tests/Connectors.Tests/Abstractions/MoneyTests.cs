using Hub.Connectors;

namespace Connectors.Tests.Abstractions;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("89.99", "EUR", 8999L)]
    [InlineData("-10", "eur", -1000L)]
    [InlineData("1200", "JPY", 1200L)]
    [InlineData("1.234", "KWD", 1234L)]
    [InlineData("92233720368547758.07", "EUR", long.MaxValue)]
    public void DecimalText_IsReadInTheSmallestUnit(string amount, string currency, long minor) =>
        Money.Parse(amount, currency).ShouldBe(new(amount, minor, currency.ToUpperInvariant()));

    [Theory]
    [InlineData(null, "EUR")]
    [InlineData("", "EUR")]
    [InlineData("1", "EURO")]
    [InlineData("1,5", "EUR")]
    [InlineData("1,000.00", "EUR")]
    [InlineData("1.234", "EUR")]
    [InlineData("1.5", "JPY")]
    [InlineData("1e3", "EUR")]
    [InlineData("92233720368547758.08", "EUR")]
    [InlineData("-9999999999999999999999999999", "EUR")]
    [InlineData("99999999999999999999999999999999", "EUR")]
    public void WhatIsNoAmountOfTheCurrency_IsAbsent(string? amount, string currency) => Money.Parse(amount, currency).ShouldBeNull();
}
