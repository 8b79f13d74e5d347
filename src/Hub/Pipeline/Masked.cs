using System.Text.RegularExpressions;

namespace Hub.Pipeline;

/// <summary>A text as the log may show it: of each phone number (and every other long number) the last four digits, of each e-mail address the domain.</summary>
/// <param name="Text">The text, as it is.</param>
internal readonly partial record struct Masked(string? Text)
{
    private const int Kept = 4;
    private const string Cut = "…";

    /// <inheritdoc/>
    public override string ToString() =>
        IdOrLongNumber().Replace(EMail().Replace(Text ?? "", found => Cut + found.Value[found.Value.IndexOf('@', StringComparison.Ordinal)..]), found => found.Value.Any(char.IsAsciiLetterLower) ? found.Value : Cut + found.Value[^Kept..]);

    [GeneratedRegex(@"[^\s@/'""<>(),:;]+@[^\s@/'""<>(),:;]+", RegexOptions.NonBacktracking)]
    private static partial Regex EMail();

    [GeneratedRegex(@"\b[0-9a-f]{16,64}\b|\+?[0-9][0-9 ().-]{5,}[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex IdOrLongNumber();
}
