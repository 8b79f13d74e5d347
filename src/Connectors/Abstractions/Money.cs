using System.ComponentModel;
using System.Globalization;

namespace Hub.Connectors;

/// <summary>An amount of money. Never a binary fraction: compare <see cref="Minor"/>, show <see cref="Amount"/>.</summary>
/// <param name="Amount">The amount as the vendor's decimal text, for example <c>89.99</c>.</param>
/// <param name="Minor">The amount in the currency's smallest unit, for example <c>8999</c>.</param>
/// <param name="Currency">The ISO 4217 code, upper case.</param>
public sealed record Money(
    [property: Description("The amount as decimal text, for example 89.99")] string Amount,
    [property: Description("The amount in the currency's smallest unit, for example 8999: compare this one")] long Minor,
    [property: Description("The ISO 4217 code, for example EUR")] [property: TextForm(TextForm.Currency)] string Currency)
{
    /// <summary>Reads a vendor's decimal text, digits with a point and a sign; null where it is another, has more digits than the currency, or is larger than <see cref="Minor"/> holds.</summary>
    public static Money? Parse(string? amount, string? currency)
    {
        if (amount is null || currency is not { Length: 3 }) return null;
        if (!decimal.TryParse(amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return null;
        var scale = Scale(currency);
        if (decimal.Abs(value) > long.MaxValue / scale) return null;
        var minor = value * scale;
        return minor == decimal.Truncate(minor) ? new(amount, (long)minor, currency.ToUpperInvariant()) : null;
    }

    // ISO 4217 minor units that are not two.
    private static decimal Scale(string currency) => currency.ToUpperInvariant() switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 1m,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 1000m,
        "CLF" or "UYW" => 10000m,
        _ => 100m,
    };
}
