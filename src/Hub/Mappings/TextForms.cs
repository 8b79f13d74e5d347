using System.Globalization;
using Hub.Connectors;
using Hub.Customers;
using Hub.Expressions;
using Hub.Mappings.Functions;

namespace Hub.Mappings;

/// <summary>Texts that are written by a standard, compared with what is not.</summary>
internal static class TextForms
{
    // Those that most people mean by a sign that several share.
    private static readonly string[] Common = ["USD", "EUR", "GBP", "JPY", "AUD", "CAD", "CHF", "SEK"];

    // Fewer are no number.
    private const int FewestDigits = 5;

    private const string SomeNumber = "+4915123456789";

    /// <summary>What is said of a literal that a field of that form can never equal; null where it may.</summary>
    /// <param name="form">The field's standard.</param>
    /// <param name="source">The field as the expression writes it.</param>
    /// <param name="text">The literal.</param>
    public static string? Doubt(TextForm form, string source, string text) => text.Length == 0 ? null : form switch
    {
        TextForm.Country => DoubtCountry(source, text),
        TextForm.Currency => DoubtCurrency(source, text),
        TextForm.Language => DoubtLanguage(source, text),
        TextForm.Phone => DoubtPhone(source, text),
        TextForm.TypedPhone => DoubtTyped(source, text),
        _ => TimeZones.IsName(text) ? null : $"{source} is a time zone by its IANA name, and never \"{text}\". {TimeZones.Advice(text)}",
    };

    private static string? DoubtCountry(string source, string text)
    {
        var meant = Countries.IsCode(text) ? text.ToUpperInvariant() : Countries.CodeOf(text);
        var isForm = text.Length == 2 && text.All(char.IsAsciiLetterUpper);
        if (isForm && (meant is null || meant == text)) return null;
        return $"{source} is a country's code of two letters (ISO 3166), and never \"{text}\". Write {(meant is null ? "one such as \"DE\"" : $"\"{meant}\"")}.";
    }

    private static string? DoubtCurrency(string source, string text)
    {
        if (text.Length == 3 && text.All(char.IsAsciiLetterUpper)) return null;
        var meant = CurrenciesOf(text);
        var write = meant switch
        {
            [var only] => $"\"{only}\"",
            [var first, var second, ..] => $"the one that is meant, such as \"{first}\" or \"{second}\"",
            _ => text.Length == 3 && text.All(char.IsAsciiLetter) ? $"\"{text.ToUpperInvariant()}\"" : "one such as \"EUR\"",
        };
        return $"{source} is a currency's code of three letters (ISO 4217), and never \"{text}\". Write {write}.";
    }

    // By sign, by name in English and in the country's own language; the signs that several share begin with the most used.
    private static List<string> CurrenciesOf(string text)
    {
        var found = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.Name.Length > 0)
            .Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.ISOCurrencySymbol.Length == 3 && new[] { region.CurrencySymbol, region.CurrencyEnglishName, region.CurrencyNativeName, region.ISOCurrencySymbol }.Contains(text, StringComparer.OrdinalIgnoreCase))
            .GroupBy(region => region.ISOCurrencySymbol, StringComparer.Ordinal)
            .OrderBy(group => Array.IndexOf(Common, group.Key) is var place and >= 0 ? place : Common.Length)
            .ThenBy(group => group.Key, StringComparer.Ordinal);
        return [.. found.Select(group => group.Key)];
    }

    private static string? DoubtLanguage(string source, string text)
    {
        if (LanguageNames.IsCode(text) && char.IsAsciiLetterLower(text[0])) return null;
        var meant = LanguageNames.IsKnown(text) ? char.ToLowerInvariant(text[0]) + text[1..].ToLowerInvariant() : LanguageNames.CodeOf(text);
        return $"{source} is a language's code (BCP 47), and never \"{text}\". Write {(meant is null ? "one such as \"de\"" : $"\"{meant}\"")}.";
    }

    private static string? DoubtPhone(string source, string text) => IsE164(text)
        ? null
        : $"{source} is a number with its country (E.164), and never \"{text}\". Write {(International(text) is { } number ? $"\"{number}\"" : $"it as \"{SomeNumber}\"")}.";

    // Two people write one number in two ways.
    private static string? DoubtTyped(string source, string text)
    {
        if (text.Count(char.IsAsciiDigit) < FewestDigits) return null;
        var number = IsE164(text) ? text : International(text);
        var country = number is null ? null : PhoneNumbers.Country(number);
        return $"{source} is a number as somebody typed it, so that one number is written in many ways. Write phone({source}, \"{country ?? "DE"}\") == \"{number ?? SomeNumber}\"{(country is null ? ", with the country and the number that are meant" : "")}.";
    }

    private static bool IsE164(string text) => text.Length is > 7 and <= 16 && text[0] == '+' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string? International(string text)
    {
        var digits = text.TrimStart();
        return PhoneNumbers.TryParse(digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits, null, out var number) ? number : null;
    }
}
