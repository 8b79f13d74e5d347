namespace Hub.Expressions;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    // A longer name is no slip of the pen, and comparing it would take time.
    private const int LongestName = 100;

    /// <summary>A sentence that names the nearest of the known names, or nothing where none is near.</summary>
    public static string For(string name, IEnumerable<string> known) => Nearest(name, known) is { } nearest ? $" {Question(name, nearest)}" : "";

    /// <summary>The question whether a name was meant, and why it is not the one that it looks like.</summary>
    public static string Question(string name, string meant) => LookAlike.Told(name, meant) is { } told ? $"Did you mean {meant}? {told}" : $"Did you mean {meant}?";

    /// <summary>The nearest of the known names; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => name.Length > LongestName
        ? null
        : known
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= Math.Max(1, (Math.Min(name.Length, pair.candidate.Length) + 2) / 3) || Contains(pair.candidate, name))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    private static bool Contains(string candidate, string name) =>
        name.Length >= 3 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase);

    // Edits between the two, a swap of neighbours counted as one; letters that differ in case only cost nothing.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Equal(left[i - 1], right[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Equal(left[i - 1], right[j - 2]) && Equal(left[i - 2], right[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }

    private static bool Equal(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
