using System.Globalization;
using System.Text;

namespace Hub.Customers;

/// <summary>What a message says of the person's consent, and what the hub answers.</summary>
/// <param name="Allowed">True for START, false for STOP.</param>
/// <param name="Confirmation">The reply that the law asks for, in the language of the word.</param>
internal sealed record ConsentWord(bool Allowed, string Confirmation);

/// <summary>STOP and START in the words of several languages. A message counts when it is nothing but such a word.</summary>
internal sealed class ConsentWords
{
    /// <summary>No message is such a word that is longer.</summary>
    public const int Longest = 40;

    private readonly Dictionary<string, ConsentWord> words;
    private readonly HashSet<string> confirming;

    private ConsentWords(Dictionary<string, ConsentWord> words, HashSet<string> confirming)
    {
        this.words = words;
        this.confirming = confirming;
    }

    /// <summary>The words of every language that the hub knows.</summary>
    public static ConsentWords Standard { get; } = new(
        ConsentLanguage.All
            .SelectMany(language => language.Stop.Select(word => (Fold(word), new ConsentWord(false, language.Stopped)))
                .Concat(language.Start.Select(word => (Fold(word), new ConsentWord(true, language.Started)))))
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
        new(StringComparer.Ordinal));

    /// <summary>These, changed by those of a connection: each list adds words, and takes away those that are written with a minus in front.</summary>
    /// <param name="stop">Words that end marketing.</param>
    /// <param name="start">Words that allow it again.</param>
    /// <param name="confirm">Words that confirm an opt-in which waits for that, and else mean nothing.</param>
    public ConsentWords With(IReadOnlyList<string> stop, IReadOnlyList<string> start, IReadOnlyList<string> confirm)
    {
        var changed = new Dictionary<string, ConsentWord>(words, StringComparer.Ordinal);
        Change(stop, allowed: false, ConsentLanguage.All[0].Stopped);
        Change(start, allowed: true, ConsentLanguage.All[0].Started);
        return new(changed, new(confirm.Select(Fold), StringComparer.Ordinal));

        void Change(IReadOnlyList<string> given, bool allowed, string confirmation)
        {
            foreach (var word in given)
            {
                if (word.StartsWith('-') && changed.GetValueOrDefault(Fold(word)) is { } known && known.Allowed == allowed) changed.Remove(Fold(word));
                else if (!word.StartsWith('-')) changed[Fold(word)] = new(allowed, words.GetValueOrDefault(Fold(word)) is { } same && same.Allowed == allowed ? same.Confirmation : confirmation);
            }
        }
    }

    /// <summary>The consent word that a message is, or null. Case, accents, the final sigma, punctuation, emoji and marks of direction do not matter.</summary>
    public ConsentWord? Match(string text) => text.Length <= Longest ? words.GetValueOrDefault(Fold(text)) : null;

    /// <summary>Whether a message confirms an opt-in that waits for that.</summary>
    public bool Confirms(string text) => text.Length <= Longest && confirming.Contains(Fold(text));

    /// <summary>Whether a text can be such a word.</summary>
    public static bool IsWord(string text) => text.Length <= Longest && Fold(text).Length > 0;

    // Full-width letters and Arabic presentation forms become the usual ones; a dash stands for a blank.
    private static string Fold(string text)
    {
        const char tatweel = '\u0640';
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark || c == tatweel) continue;
            if (char.IsLetterOrDigit(c)) folded.Append(c == 'ς' ? 'σ' : char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ' && (char.IsWhiteSpace(c) || category is UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation)) folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }
}
