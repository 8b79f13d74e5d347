using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Rehearsals;

/// <summary>Stand-ins for names, word by word: a first name alone, in a full name or in a sentence is the same person.</summary>
internal sealed class NameStandIns
{
    private static readonly Regex Letters = new(@"[\p{L}\p{M}]+", RegexOptions.NonBacktracking);

    private const int ShortestWord = 2;
    private const int ShortestPart = 4;
    private const char LastLatin = '\u024f';

    private static readonly string[] Words = ["Robin", "Kim", "Noor", "Toni", "Mika", "Sascha", "Jona", "Alex", "Luca", "Charlie", "Kaya", "Remy", "Nika", "Jules", "Sky", "Ari"];

    private readonly Dictionary<string, string> standIns = new(StringComparer.OrdinalIgnoreCase);
    private int taken;

    /// <summary>Learns the words of a name.</summary>
    public void Learn(string name)
    {
        foreach (var word in Letters.Matches(name).Select(match => match.Value).Where(word => word.Length >= ShortestWord)) standIns.TryAdd(word, "");
    }

    /// <summary>A text with stand-ins for every learned word.</summary>
    public string Replace(string text)
    {
        var replaced = Letters.Replace(text, match => standIns.ContainsKey(match.Value) ? Styled(match.Value, StandIn(match.Value)) : match.Value);

        // Within other words: user names, addresses, and scripts that have no spaces.
        foreach (var word in standIns.Keys.Where(word => word.Length >= ShortestPart || word.Any(letter => letter > LastLatin)).OrderByDescending(word => word.Length).ToList())
        {
            replaced = replaced.Replace(word, StandIn(word), StringComparison.OrdinalIgnoreCase);
        }

        return replaced;
    }

    private string StandIn(string word)
    {
        if (standIns[word] is { Length: > 0 } there) return there;
        string next;
        do
        {
            var round = taken / Words.Length;
            next = Words[taken % Words.Length] + (round == 0 ? "" : Suffix(round));
            taken++;
        }
        while (standIns.Keys.Any(original => original.Contains(next, StringComparison.OrdinalIgnoreCase) || next.Contains(original, StringComparison.OrdinalIgnoreCase)) && taken < short.MaxValue);
        return standIns[word] = next;
    }

    // Letters only: a stand-in is a word like the one that it stands for.
    private static string Suffix(int round) => string.Concat(round.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('q' + ((digit - '0') % 10))));

    private static string Styled(string original, string standIn) =>
        original.Length > 1 && original == original.ToUpperInvariant() && original != original.ToLowerInvariant() ? standIn.ToUpperInvariant() : original == original.ToLowerInvariant() && original != original.ToUpperInvariant() ? standIn.ToLowerInvariant() : standIn;
}
