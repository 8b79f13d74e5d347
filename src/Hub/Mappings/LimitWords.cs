using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Mappings;

/// <summary>Reads a limit as people say it, <c>3/day</c> or <c>once in 24h</c>, to show how it is written.</summary>
internal static class LimitWords
{
    // Longer words are no limit; the number is that of RouteCompiler.
    private const int Longest = 100;
    private const int MostCounted = 1000;

    private static readonly Regex Word = new(@"[0-9]+|[a-z]+|[^\s,-]", RegexOptions.NonBacktracking);

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["once"] = 1, ["twice"] = 2, ["thrice"] = 3,
        ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
    };

    private static readonly Dictionary<string, (int Times, char Unit)> Units = new(StringComparer.Ordinal)
    {
        ["s"] = (1, 's'), ["sec"] = (1, 's'), ["secs"] = (1, 's'), ["second"] = (1, 's'), ["seconds"] = (1, 's'),
        ["m"] = (1, 'm'), ["min"] = (1, 'm'), ["mins"] = (1, 'm'), ["minute"] = (1, 'm'), ["minutes"] = (1, 'm'),
        ["h"] = (1, 'h'), ["hr"] = (1, 'h'), ["hrs"] = (1, 'h'), ["hour"] = (1, 'h'), ["hours"] = (1, 'h'),
        ["d"] = (1, 'd'), ["day"] = (1, 'd'), ["days"] = (1, 'd'),
        ["w"] = (7, 'd'), ["week"] = (7, 'd'), ["weeks"] = (7, 'd'),
        ["month"] = (30, 'd'), ["months"] = (30, 'd'),
    };

    private static readonly Dictionary<string, string> Spans = new(StringComparer.Ordinal) { ["hourly"] = "1h", ["daily"] = "1d", ["weekly"] = "7d", ["monthly"] = "30d" };

    private static readonly Dictionary<string, string> Scopes = new(StringComparer.Ordinal)
    {
        ["customer"] = "customer", ["customers"] = "customer", ["person"] = "customer", ["user"] = "customer", ["contact"] = "customer",
        ["thread"] = "thread", ["threads"] = "thread", ["conversation"] = "thread", ["chat"] = "thread",
        ["route"] = "route",
    };

    // They change nothing of what is said.
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "/", "per", "in", "within", "every", "each", "a", "an", "any", "the", "for", "x", "time", "times", "max", "maximum", "at", "most", "up", "to", "only", "of", "and", "message", "messages",
    };

    /// <summary>What to write, as the rest of a sentence: the map that was meant where all of the words were understood, else one that shows the form.</summary>
    public static string Advice(string words) => Meant(words) is { } meant ? $"Write limit: {meant}." : "Write for example limit: {count: 3, per: customer, in: 1d}, for three a day to each customer.";

    private static string? Meant(string words)
    {
        if (words.Length > Longest) return null;
        var said = Word.Matches(words.ToLowerInvariant()).Select(match => match.Value).ToList();
        int? count = null;
        string? span = null;
        string? scope = null;
        for (var i = 0; i < said.Count; i++)
        {
            if (Fillers.Contains(said[i])) continue;
            if (NumberOf(said[i]) is { } number)
            {
                if (i + 1 < said.Count && Units.TryGetValue(said[i + 1], out var counted))
                {
                    if (!Take(ref span, SpanOf(number, counted))) return null;
                    i++;
                }
                else if (count is not null)
                {
                    return null;
                }
                else
                {
                    count = number;
                }
            }
            else if (Units.TryGetValue(said[i], out var unit) ? !Take(ref span, SpanOf(1, unit)) : Spans.TryGetValue(said[i], out var adverb) ? !Take(ref span, adverb) : !Scopes.TryGetValue(said[i], out var known) || !Take(ref scope, known))
            {
                return null;
            }
        }

        if ((count is null && span is null) || count is < 1 or > MostCounted) return null;
        if (span is not null && (!DurationText.TryParse(span, out var time) || time == TimeSpan.Zero)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{{count: {count ?? 1}, per: {scope ?? "customer"}, in: {span ?? "1d"}}}");
    }

    // Of what is said twice nobody knows which of the two is meant.
    private static bool Take(ref string? place, string value)
    {
        var isFirst = place is null;
        place = value;
        return isFirst;
    }

    private static int? NumberOf(string word) => Numbers.TryGetValue(word, out var known) ? known : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : null;

    private static string SpanOf(int number, (int Times, char Unit) unit) => string.Create(CultureInfo.InvariantCulture, $"{number * unit.Times}{unit.Unit}");
}
