using System.Globalization;
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
    [InlineData("mentions('GRÖSSE', ['größe'])", true)]
    [InlineData("mentions('STRASSE', ['Straße'])", true)]
    [InlineData("mentions('Waſſer', 'wasser')", true)]
    [InlineData("mentions('oﬃce', 'OFFICE')", true)]
    [InlineData("mentions('Strase', 'Straße')", false)]
    public void Mentions_FoldsLettersThatAreSeveral(string source, bool expected) => Evaluate(source).ShouldBe(expected ? Value.True : Value.False);

    [Theory]
    [InlineData("money({'amount': '1', 'currency': 'EUR'}, 'x-foo')", "x-foo is no locale. Write for example en-AU.")]
    [InlineData("money({'amount': '1', 'currency': 'EUR'}, 'root')", "root is no locale. Write for example en-AU.")]
    [InlineData("money({'amount': '1', 'currency': 'EUR'}, 'x-x')", "x-x is no locale. Write for example en-AU.")]
    [InlineData("money({'amount': '1.50-', 'currency': 'EUR'}, 'de')", "1.50- is no amount.")]
    [InlineData("money({'amount': ' 1.50 ', 'currency': 'EUR'}, 'de')", " 1.50  is no amount.")]
    [InlineData("money({'amount': '1,000', 'currency': 'EUR'}, 'de')", "1,000 is no amount.")]
    [InlineData("money({'amount': '0.00000000000000000000000000000', 'currency': 'EUR'}, 'de')", "0.00000000000000000000000000000 is no amount.")]
    [InlineData("money({'amount': '0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001', 'currency': 'EUR'}, 'de')", "0.00000000000000000000000000000000000000… is no amount.")]
    [InlineData("mentions('refund', ['other', 100])", "no such overload: mentions takes strings, not int")]
    [InlineData("mentions('refund', [null])", "no such overload: mentions takes strings, not null")]
    [InlineData("coalesce_phone([100], 'DE')", "no such overload: coalesce_phone takes strings, not int")]
    [InlineData("date(timestamp('2126-01-01T00:00:00Z'), 'd MMMM yyyy', 'UTC', 'ar-SA')", "The calendar of ar-SA does not reach 2126-01-01.")]
    [InlineData("date(timestamp('0600-01-01T00:00:00Z'), 'd MMMM yyyy', 'UTC', 'fa-IR')", "The calendar of fa-IR does not reach 0600-01-01.")]
    [InlineData("date(timestamp('2026-01-01T00:00:00Z'), 'd', 'UTC', 'en-QQ')", "en-QQ is no locale. Write for example en-AU.")]
    public void DataThatCannotBeWritten_IsAnError(string source, string message) => Evaluate(source).AsError.Message.ShouldBe(message);

    [Fact]
    public void LargestAmount_IsWritten() =>
        Evaluate("money({'amount': '79228162514264337593543950335', 'currency': 'EUR', 'minor': 5}, 'en')").AsString.ShouldBe("€79,228,162,514,264,337,593,543,950,335");

    [Fact]
    public void EveryLocaleOfTheSystem_WritesMoneyAndDatesOrSaysWhyNot()
    {
        string[] moments = ["0001-01-01T00:00:00Z", "2026-03-02T22:30:00Z", "9999-12-31T23:59:59Z"];
        foreach (var locale in CultureInfo.GetCultures(CultureTypes.AllCultures).Select(culture => culture.Name).Where(name => name.Length > 0))
        {
            Evaluate($"money({{'amount': '12.50', 'currency': 'EUR'}}, '{locale}')").Kind.ShouldBe(ValueKind.String, locale);
            foreach (var moment in moments) Evaluate($"date(timestamp('{moment}'), 'EEE EEEE d MMM MMMM LLL LLLL yyyy a', 'UTC', '{locale}')").Kind.ShouldBeOneOf(ValueKind.String, ValueKind.Error);
        }
    }

    [Theory]
    [InlineData("en_AU", "en-AU")]
    [InlineData("zh-TW", "zh-TW")]
    [InlineData("en-GR", "en")]
    [InlineData("iw-IL", "he-IL")]
    [InlineData("de-DE-1996", "de-DE")]
    [InlineData("en-ZZ", null)]
    [InlineData("qqz", null)]
    [InlineData("x-foo", null)]
    public void Locale_IsOneThatTheSystemHasDataFor(string name, string? expected) => Locales.Find(name)?.Name.ShouldBe(expected);

    [Fact]
    public void InventedLocales_CostLittle()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Locales.Find($"qq-v{i:0000}").ShouldBeNull();
        for (var i = 0; i < 1_000; i++) Locales.Find($"en-v{i:0000}").ShouldBe(CultureInfo.GetCultureInfo("en"));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("date(timestamp(0), 'd', 'UTC', 'en')")]
    [InlineData("money({'amount': 1, 'currency': 'EUR'}, 'en')")]
    [InlineData("phone('0491 570 006', 'AU')")]
    public void LocalesAndNumbers_TakeOfTheBudget(string call)
    {
        var digits = "[0,1,2,3,4,5,6,7,8,9]";
        Evaluate($"{digits}.all(a, {digits}.all(b, {digits}.all(c, {digits}.all(d, {call} != ''))))").AsError.Message.ShouldStartWith("The expression takes more than its budget");
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

    private static Value Evaluate(string source)
    {
        var scope = Scope.Of(HubFunctions.Table(MoneyType));
        var result = Expression.Compile(source, scope, new() { IsDynamic = true });
        result.Errors.ShouldBeEmpty();
        return result.Compiled!.Evaluate(new Frame(scope));
    }
}
