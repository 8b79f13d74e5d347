using System.Text.RegularExpressions;

namespace Hub.Expressions;

/// <summary>Regular expressions of <c>matches</c>, in RE2's syntax, on the engine that never backtracks.</summary>
internal static class Pattern
{
    private const int LongestPattern = 1_000;

    // What building an automaton costs, in steps of the budget.
    private const int BuildingCost = 1_000;

    /// <summary>Builds a pattern, or tells what is wrong with it.</summary>
    public static Regex? Compile(string pattern, out string fault)
    {
        fault = "";
        if (pattern.Length > LongestPattern)
        {
            fault = $"The regular expression has {pattern.Length} characters; {LongestPattern} are allowed.";
            return null;
        }
        try
        {
            return new(PatternSyntax.Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            fault = $"\"{pattern}\" is no regular expression of RE2 (without look-around and back-references): {exception.Message}";
            return null;
        }
    }

    public static Value Matches(string text, string pattern, Frame frame)
    {
        if (!frame.Spend(BuildingCost + (pattern.Length * 4L)))
            return Value.Null;
        return Compile(pattern, out var fault) is { } regex ? IsMatch(regex, text, frame) : Value.Error(fault);
    }

    public static Value IsMatch(Regex regex, string text, Frame frame) =>
        frame.Spend(1 + (text.Length / 16)) ? Value.Bool(regex.IsMatch(text)) : Value.Null;
}
