using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>What somebody who searches may have meant.</summary>
internal static class SearchWords
{
    // Fewer digits are the end of too many numbers.
    private const int FewestDigits = 7;

    /// <summary>Every form in which the text may be stored.</summary>
    public static SearchTerms Of(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var isPhone = digits.Length >= FewestDigits && text.AsSpan().IndexOfAnyExcept("+0123456789 ()-./") < 0;
        var plain = text.TrimStart('#');
        HashSet<string> terms = new([text, plain, "#" + plain, text.ToLowerInvariant()], StringComparer.Ordinal);
        HashSet<string> keys = new([text, text.ToLowerInvariant(), text.TrimStart('@').ToLowerInvariant()], StringComparer.Ordinal);
        if (isPhone)
        {
            terms.Add(digits);
            terms.Add("+" + digits);
            keys.Add(digits);
        }

        return new SearchTerms([.. terms], [.. keys], isPhone ? digits.TrimStart('0') : null);
    }
}
