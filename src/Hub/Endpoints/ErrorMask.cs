using System.Text.RegularExpressions;

namespace Hub.Endpoints;

/// <summary>
/// Hides in the sentence of an error what it quotes of people: whatever stands in double quotes, in single quotes what is not a plain lower-case name
/// (of a template, a connection, a calendar), of each long number all but the last four digits, of each e-mail address all but the domain.
/// The place in the mapping file and its expression stay.
/// </summary>
internal static partial class ErrorMask
{
    private const int KeptDigits = 4;
    private const string Cut = "…";
    private const string Expression = " (in ";

    /// <summary>The sentence without personal data; null for null.</summary>
    public static string? Hide(string? error)
    {
        if (error is null) return null;

        // What a mapping file says is no one's data. The last one: what is quoted may itself look like it.
        var tail = error.EndsWith(')') ? error.LastIndexOf(Expression, StringComparison.Ordinal) : -1;
        var isOfExpression = tail > 0 && Place().IsMatch(error);
        var said = isOfExpression ? error[..tail] : error;
        said = HideQuotes(said);
        said = EncodedId().Replace(said, found => VendorIds.Hide(found.Value));
        said = EMail().Replace(said, found => Cut + found.Value[found.Value.IndexOf('@', StringComparison.Ordinal)..]);
        said = IdOrLongNumber().Replace(said, found => Date().IsMatch(found.Value) || found.Value.Any(char.IsAsciiLetterLower) ? found.Value : Cut + found.Value[^KeptDigits..]);
        return isOfExpression ? said + error[tail..] : said;
    }

    private static string HideQuotes(string text)
    {
        for (var from = 0; Opening(text, from) is >= 0 and var open;)
        {
            var quote = text[open];
            var next = text.IndexOf(quote, open + 1);
            if (quote == '\'' && next > open && Name().IsMatch(text[(open + 1)..next]))
            {
                from = next + 1;
                continue;
            }

            // To the last quote: what is quoted may hold quotes itself.
            var close = text.LastIndexOf(quote);
            var rest = close > open ? text[close..] : quote.ToString();
            text = text[..(open + 1)] + Cut + rest;
            from = open + Cut.Length + 2;
        }

        return text;
    }

    // An apostrophe inside a word opens nothing.
    private static int Opening(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !char.IsLetterOrDigit(text[i - 1])))) return i;
        }

        return -1;
    }

    [GeneratedRegex(@"^[^""]*:[0-9]+:[0-9]+: ", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex("^[a-z][a-z0-9_.-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("[A-Za-z0-9+/=_.-]{20,}", RegexOptions.NonBacktracking)]
    private static partial Regex EncodedId();

    [GeneratedRegex(@"[^\s@/'""<>(),:;]+@[^\s@/'""<>(),:;]+", RegexOptions.NonBacktracking)]
    private static partial Regex EMail();

    [GeneratedRegex(@"\b[0-9a-f]{16,64}\b|\+?[0-9][0-9 ().-]{5,}[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex IdOrLongNumber();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{1,2})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
