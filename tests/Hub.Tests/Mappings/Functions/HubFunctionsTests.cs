using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings;
using Hub.Mappings.Functions;

namespace Hub.Tests.Mappings.Functions;

public sealed class HubFunctionsTests
{
    private static readonly RecordType MoneyType = new RecordTypes().Of(typeof(Money), "money");

    [Theory]
    [InlineData("phone('0491 570 006', 'AU')", "+61491570006")]
    [InlineData("phone('nobody', 'AU')", null)]
    [InlineData("phone('+61 491 570 006', null)", "+61491570006")]
    [InlineData("coalesce_phone(['x', '0491 570 006'], 'AU')", "+61491570006")]
    [InlineData("coalesce_phone([], 'AU')", null)]
    [InlineData("script('Καλημέρα a')", "Grek")]
    [InlineData("script('123')", "Zyyy")]
    [InlineData("script('שלום')", "Hebr")]
    [InlineData("mentions('Please STOP now', ['stop']) ? 'y' : 'n'", "y")]
    [InlineData("mentions('unstoppable', 'stop') ? 'y' : 'n'", "n")]
    [InlineData("mentions('ΤΕΛΟΣ', ['τέλος']) ? 'y' : 'n'", "y")]
    [InlineData("mentions('arrêter tout', 'arreter tout') ? 'y' : 'n'", "y")]
    [InlineData("date(timestamp('2026-03-02T22:30:00Z'), \"EEEE d MMMM yyyy 'at' HH:mm\", 'Australia/Sydney', 'en-AU')", "Tuesday 3 March 2026 at 09:30")]
    [InlineData("date(timestamp('2026-03-02T22:30:00Z'), 'd. MMMM', 'Europe/Berlin', 'de')", "2. März")]
    [InlineData("money({'amount': '12.50', 'currency': 'EUR'}, 'en-US')", "€12.50")]
    [InlineData("money({'amount': 12, 'currency': 'USD', 'minor': 1200}, 'en-US')", "$12.00")]
    public void Function_Gives(string source, string? expected)
    {
        var result = Expression.Compile(source, Scope.Of(HubFunctions.Table(MoneyType)));
        result.Errors.ShouldBeEmpty();
        var value = result.Compiled!.Evaluate(new Frame(Scope.Of(HubFunctions.Table(MoneyType))));
        (value.IsNull ? null : value.AsString).ShouldBe(expected);
    }

    [Theory]
    [InlineData("89.90", 8990, "EUR", "de-DE", "89,90 €")]
    [InlineData("89.90", 8990, "AUD", "en-AU", "$89.90")]
    [InlineData("1200", 1200, "JPY", "en-US", "¥1,200")]
    [InlineData("1.5", 1500, "KWD", "en-US", "KWD 1.500")]
    public void Money_IsWrittenAsTheLocaleDoes(string amount, long minor, string currency, string locale, string expected) =>
        MoneyText.Format(Value.Record(MoneyType, new Money(amount, minor, currency)).AsRecord, locale).AsString.Replace('\u00A0', ' ').ShouldBe(expected);

    [Theory]
    [InlineData("Nowhere/City", "en", "d", "Nowhere/City is no time zone. Write for example Australia/Sydney.")]
    [InlineData("UTC", "?", "d", "? is no locale. Write for example en-AU.")]
    [InlineData("UTC", "en", "Q", "The pattern has Q, which is not known. Known letters are y M L d E a H h m s S; text goes in single quotes.")]
    public void DateThatCannotBeWritten_IsAnError(string zone, string locale, string pattern, string message) =>
        DateText.Format(DateTimeOffset.UnixEpoch, pattern, zone, locale).AsError.Message.ShouldBe(message);
}
