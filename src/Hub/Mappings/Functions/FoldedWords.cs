using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Hub.Mappings.Functions;

/// <summary>The words of a text without what people leave out when they type: case, accents, the final sigma.</summary>
internal static class FoldedWords
{
    // Unicode's CaseFolding.txt, the full foldings that canonical decomposition does not take apart.
    private static readonly FrozenDictionary<int, string> Several = new Dictionary<int, string>
    {
        ['ß'] = "ss", ['ẞ'] = "ss", ['ŉ'] = "ʼn", ['ẚ'] = "aʾ", ['և'] = "եւ", ['ﬀ'] = "ff", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ﬃ'] = "ffi", ['ﬄ'] = "ffl", ['ﬅ'] = "st", ['ﬆ'] = "st",
        ['ﬓ'] = "մն", ['ﬔ'] = "մե", ['ﬕ'] = "մի", ['ﬖ'] = "վն", ['ﬗ'] = "մխ",
    }.ToFrozenDictionary();

    /// <summary>The words in order.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        Span<char> letters = stackalloc char[2];
        foreach (var rune in Normalized(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                if (Several.TryGetValue(rune.Value, out var folded)) word.Append(folded);
                else word.Append(letters[..Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).EncodeToUtf16(letters)]);
            }
            else if (!IsMark(rune) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>Whether a phrase stands in the words; an empty one stands nowhere.</summary>
    public static bool Contain(IReadOnlyList<string> words, IReadOnlyList<string> phrase)
    {
        for (var start = 0; phrase.Count > 0 && start + phrase.Count <= words.Count; start++)
        {
            var length = 0;
            while (length < phrase.Count && string.Equals(words[start + length], phrase[length], StringComparison.Ordinal)) length++;
            if (length == phrase.Count) return true;
        }

        return false;
    }

    // Half of a surrogate pair, as a vendor may cut a text, cannot be normalised.
    private static string Normalized(string text)
    {
        var whole = new StringBuilder(text.Length);
        Span<char> letters = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes()) whole.Append(letters[..rune.EncodeToUtf16(letters)]);
        return whole.ToString().Normalize(NormalizationForm.FormD);
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
