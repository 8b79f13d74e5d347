namespace Hub.Configuration;

/// <summary>The known word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The closest of the known words, or null when none is close: a third of the letters may be wrong, at least two.</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= Math.Max(2, word.Length / 3) && pair.distance < word.Length)
            .OrderBy(pair => pair.distance)
            // The same letters in another order are nearer than other letters.
            .ThenBy(pair => pair.candidate.ToUpperInvariant().Order().SequenceEqual(word.ToUpperInvariant().Order()) ? 0 : 1)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    /// <summary><c>Did you mean X? </c> or nothing, to be put before the list of what is known.</summary>
    public static string Question(string word, IEnumerable<string> known) => To(word, known) is { } meant ? $"Did you mean {meant}? " : "";

    // Insertions, deletions, substitutions and swaps of neighbours, without regard to case.
    private static int Distance(string left, string right)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, right.Length + 1)];
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1])) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
