using System.Text;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>Finds a <c>cancel</c> that no <c>slot</c> of the folder can match: a slip in one of the two texts.</summary>
internal static class SlotChecks
{
    private const int LongestKey = 1_000;

    // A folder of a thousand routes takes a million; ten times that are done within a second.
    private const int MostComparisons = 10_000_000;
    private const int MostListed = 20;

    public static void Check(IReadOnlyList<RouteDraft> drafts, CancellationToken cancel)
    {
        var longKeys = drafts.SelectMany(draft => draft.Source.Cancel.Append(draft.Source.Slot?.Key).OfType<YamlScalar>().Where(key => key.Text.Length > LongestKey).Select(key => (draft, key))).ToList();
        foreach (var (draft, key) in longKeys) draft.Problems.Add(key, $"The key has {key.Text.Length} characters; {LongestKey} are allowed. Make it shorter.");
        if (longKeys.Count > 0) return;

        var slots = drafts.Select(draft => draft.Source.Slot?.Key.Text).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var patterns = slots.Select(slot => SlotPattern.Of(slot, mayEndWithMark: false)).Distinct().ToList();
        var constant = patterns.Where(pattern => pattern.IsConstant).Select(pattern => pattern.Prefix).ToHashSet(StringComparer.Ordinal);
        var listed = new Lazy<string>(() => Listed(slots));
        var known = new Dictionary<SlotPattern, bool>();
        var comparisons = 0;
        foreach (var draft in drafts)
        {
            foreach (var key in draft.Source.Cancel)
            {
                cancel.ThrowIfCancellationRequested();
                var pattern = SlotPattern.Of(key.Text, mayEndWithMark: true);
                if (pattern.IsConstant && constant.Contains(pattern.Prefix)) continue;
                if (!known.TryGetValue(pattern, out var meets))
                {
                    comparisons += patterns.Count;
                    if (comparisons > MostComparisons)
                    {
                        draft.Problems.Add(key, $"The folder has {slots.Count} different slots, and too many different keys in cancel to compare each with each. Let routes share slots, or cancel several by one key that ends with /*.");
                        return;
                    }

                    meets = patterns.Exists(pattern.CanMeet);
                    known.Add(pattern, meets);
                }

                if (!meets) draft.Problems.Add(key, $"No slot of the folder can match {key.Text}. {listed.Value}");
            }
        }
    }

    private static string Listed(List<string> slots) => slots.Count switch
    {
        0 => "No route has a slot; write slot in the route whose command shall be cancelled.",
        > MostListed => $"Slots are {string.Join(", ", slots.Take(MostListed))}, and {slots.Count - MostListed} more.",
        _ => $"Slots are {string.Join(", ", slots)}.",
    };
}

/// <summary>What a key can be: what is written before its first expression, between two, and after the last.</summary>
/// <param name="Prefix">What it begins with; of a constant key all of it.</param>
/// <param name="Inner">What stands between expressions, in order; null in a constant key.</param>
/// <param name="Suffix">What it ends with; empty in a constant key.</param>
internal sealed record SlotPattern(string Prefix, string? Inner, string Suffix)
{
    private const char Anything = '\uFFFF';

    public bool IsConstant => Inner is null;

    /// <summary>The pattern of a key as written.</summary>
    /// <param name="text">The key.</param>
    /// <param name="mayEndWithMark">Whether the mark at its end means all that begin so.</param>
    public static SlotPattern Of(string text, bool mayEndWithMark)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("${", StringComparison.Ordinal) && Template.EndOfExpression(text, i + 2, out _) is var end and > 0)
            {
                pattern.Append(Anything);
                i = end;
            }
            else
            {
                pattern.Append(text[i]);
            }
        }

        if (mayEndWithMark && text.EndsWith(SlotMatch.Mark, StringComparison.Ordinal)) pattern[^1] = Anything;
        var all = pattern.ToString();
        var first = all.IndexOf(Anything, StringComparison.Ordinal);
        if (first < 0) return new(all, null, "");
        var last = all.LastIndexOf(Anything);
        return new(all[..first], first == last ? "" : all[(first + 1)..last], all[(last + 1)..]);
    }

    /// <summary>Whether some text fits both.</summary>
    public bool CanMeet(SlotPattern other)
    {
        if (IsConstant) return other.IsConstant ? Prefix == other.Prefix : other.Fits(Prefix);
        if (other.IsConstant) return Fits(other.Prefix);
        // What stands between can always be put one after the other, for each has an expression that takes up the other's.
        return (Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(Prefix, StringComparison.Ordinal))
            && (Suffix.EndsWith(other.Suffix, StringComparison.Ordinal) || other.Suffix.EndsWith(Suffix, StringComparison.Ordinal));
    }

    private bool Fits(string text)
    {
        if (text.Length < Prefix.Length + Suffix.Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(Suffix, StringComparison.Ordinal)) return false;
        var rest = text.AsSpan(Prefix.Length, text.Length - Prefix.Length - Suffix.Length);
        foreach (var piece in Inner!.Split(Anything))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0) return false;
            rest = rest[(at + piece.Length)..];
        }

        return true;
    }
}
