using System.Text;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Compiling;

/// <summary>Finds a <c>cancel</c> that no <c>slot</c> of the folder can match: a slip in one of the two texts.</summary>
internal static class SlotChecks
{
    // Two keys are compared character by character with each other.
    private const int LongestKey = 1_000;
    private const char Anything = '\uFFFF';

    public static void Check(IReadOnlyList<RouteDraft> drafts)
    {
        var longKeys = drafts.SelectMany(draft => draft.Source.Cancel.Append(draft.Source.Slot?.Key).OfType<YamlScalar>().Where(key => key.Text.Length > LongestKey).Select(key => (draft, key))).ToList();
        foreach (var (draft, key) in longKeys) draft.Problems.Add(key, $"The key has {key.Text.Length} characters; {LongestKey} are allowed.");
        if (longKeys.Count > 0) return;

        var slots = drafts.Where(draft => draft.Source.Slot is not null).Select(draft => PatternOf(draft.Source.Slot!.Key.Text)).ToList();
        foreach (var draft in drafts)
        {
            foreach (var cancel in draft.Source.Cancel)
            {
                var pattern = PatternOf(cancel.Text);
                if (pattern.EndsWith("/*", StringComparison.Ordinal)) pattern = pattern[..^1] + Anything;
                if (!slots.Exists(slot => CanMeet(slot, pattern)))
                {
                    draft.Problems.Add(cancel, $"No slot of the folder can match {cancel.Text}. {Listed(drafts)}");
                }
            }
        }
    }

    private static string Listed(IReadOnlyList<RouteDraft> drafts)
    {
        var slots = drafts.Select(draft => draft.Source.Slot?.Key.Text).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return slots.Count == 0 ? "No route has a slot; write slot in the route whose command shall be cancelled." : $"Slots are {string.Join(", ", slots)}.";
    }

    // The constant characters, and a mark for each expression.
    private static string PatternOf(string text)
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

        return pattern.ToString();
    }

    // Whether some text fits both patterns.
    private static bool CanMeet(string left, string right)
    {
        var meets = new bool[left.Length + 1, right.Length + 1];
        for (var i = left.Length; i >= 0; i--)
        {
            for (var j = right.Length; j >= 0; j--)
            {
                var (atLeft, atRight) = (i < left.Length ? left[i] : '\0', j < right.Length ? right[j] : '\0');
                meets[i, j] = (i == left.Length && j == right.Length)
                    || (atLeft == Anything && (meets[i + 1, j] || (j < right.Length && meets[i, j + 1])))
                    || (atRight == Anything && (meets[i, j + 1] || (i < left.Length && meets[i + 1, j])))
                    || (i < left.Length && j < right.Length && atLeft == atRight && meets[i + 1, j + 1]);
            }
        }

        return meets[0, 0];
    }
}
