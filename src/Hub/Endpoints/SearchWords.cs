using Hub.Customers;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>What somebody who searches may have meant.</summary>
internal static class SearchWords
{
    /// <summary>Every form in which the text may be stored.</summary>
    public static SearchTerms Of(string text)
    {
        var typed = TypedNumber.Plain(text);
        if (SearchForm.IsPhone(typed)) text = typed;
        var plain = text.TrimStart('#');
        var lower = text.ToLowerInvariant();
        HashSet<string> terms = new([text, SearchForm.Of(text), SearchForm.Of(plain), "#" + plain.ToLowerInvariant()], StringComparer.Ordinal);
        HashSet<string> keys = new([text, lower, lower.TrimStart('@')], StringComparer.Ordinal);
        if (!SearchForm.IsPhone(text)) return new SearchTerms([.. terms], [.. keys], null);

        var digits = SearchForm.Digits(text);
        foreach (var number in Spellings(text, digits))
        {
            terms.Add(number);
            keys.Add(PhoneNumbers.MatchKey(number));
        }

        return new SearchTerms([.. terms], [.. keys], digits.TrimStart('0'));
    }

    // International with plus, with 00, or with neither, as WhatsApp writes its ids.
    private static IEnumerable<string> Spellings(string text, string digits)
    {
        if (PhoneNumbers.TryParse(text, null, out var number)) yield return number;
        yield return digits;
        yield return "+" + digits;
        if (digits.StartsWith("00", StringComparison.Ordinal)) yield return "+" + digits[2..];
    }
}
