using System.Globalization;
using Hub.Expressions;

namespace Hub.Mappings.Functions;

/// <summary>Amounts of money as people write them.</summary>
internal static class MoneyText
{
    // As many as a decimal keeps.
    private const int MostDigits = 28;
    private const int LongestShown = 40;

    // Unicode CLDR, symbols of currencies outside their own countries.
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["AUD"] = "A$", ["BRL"] = "R$", ["CAD"] = "CA$", ["CNY"] = "CN¥", ["EUR"] = "€", ["GBP"] = "£", ["HKD"] = "HK$", ["ILS"] = "₪", ["INR"] = "₹", ["JPY"] = "¥",
        ["KRW"] = "₩", ["MXN"] = "MX$", ["NZD"] = "NZ$", ["PHP"] = "₱", ["TWD"] = "NT$", ["USD"] = "$", ["VND"] = "₫", ["XAF"] = "FCFA", ["XOF"] = "F CFA",
    };

    /// <summary>The amount with the currency's sign, in the locale's order and with its separators; an error for a locale that is none.</summary>
    public static Value Format(RecordValue money, string locale) => Format(
        money.Get(money.Type.Find("amount")!).AsString, money.Get(money.Type.Find("currency")!).AsString, money.Get(money.Type.Find("minor")!).AsInt, locale);

    /// <summary>The same of dynamic data with <c>amount</c>, a text or whole number, and <c>currency</c>; <c>minor</c> may be absent.</summary>
    public static Value Format(ValueMap money, string locale)
    {
        var isWhole = money.TryGet("amount", out var amount) && amount.Kind == ValueKind.Int;
        if (!isWhole && amount.Kind != ValueKind.String) return Value.Error("money takes a map with amount, a text such as \"12.50\", and currency.");
        if (!money.TryGet("currency", out var currency) || currency.Kind != ValueKind.String) return Value.Error("money takes a map with currency, such as \"EUR\".");
        return Format(ValueText.Scalar(amount).AsString, currency.AsString, money.TryGet("minor", out var minor) && minor.Kind == ValueKind.Int ? minor.AsInt : null, locale);
    }

    private static Value Format(string text, string currency, long? minor, string locale)
    {
        if (Locales.Find(locale) is not { } culture) return Value.Error($"{locale} is no locale. Write for example en-AU.");
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return Value.Error(NoAmount(text));
        }

        var digits = DigitsOf(amount, minor, text);
        if (digits > MostDigits) return Value.Error(NoAmount(text));

        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = digits;
        var isOwn = !culture.IsNeutralCulture && culture.Name.Length > 0 && new RegionInfo(culture.Name).ISOCurrencySymbol == currency;
        if (!isOwn) format.CurrencySymbol = Symbols.GetValueOrDefault(currency) ?? currency + "\u00A0";
        return Value.String(amount.ToString("C", format).Replace("\u00A0 ", "\u00A0", StringComparison.Ordinal).TrimEnd('\u00A0'));
    }

    private static string NoAmount(string text) => $"{(text.Length > LongestShown ? text[..LongestShown] + "…" : text)} is no amount.";

    // How many digits the currency has behind the point: what makes the amount its minor units.
    private static int DigitsOf(decimal amount, long? minor, string text)
    {
        var scaled = amount;
        for (var digits = 0; digits <= 4 && amount != 0; digits++, scaled *= 10)
        {
            if (scaled == minor) return digits;
            if (Math.Abs(scaled) > long.MaxValue) break;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.Length - point - 1;
    }
}
