using System.Text.RegularExpressions;

namespace Hub.Expressions;

/// <summary>A regular expression of <c>matches</c>, in RE2's syntax, on the engine that never backtracks.</summary>
internal sealed class Pattern
{
    private const int LongestPattern = 1_000;

    // Nodes of the automaton, counted repetitions written out.
    private const int LargestSize = 1_000;

    // What building an automaton costs, in steps of the budget.
    private const int BuildingCost = 1_000;

    // States of the automaton are made as the text asks for them, each of up to as many places as the pattern has; beyond this many the engine keeps no more.
    private const int MostStates = 4_000;
    private const int PlaceCost = 16;

    private readonly Regex regex;
    private readonly int size;

    private Pattern(Regex regex, int size)
    {
        this.regex = regex;
        this.size = size;
    }

    /// <summary>Builds a pattern, or tells what is wrong with it.</summary>
    public static Pattern? Compile(string pattern, out string fault)
    {
        fault = "";
        var parts = pattern.Length > LongestPattern ? int.MaxValue : PatternSyntax.Size(pattern);
        if (parts > LargestSize)
        {
            fault = $"The regular expression is too large: {LongestPattern} characters, and {LargestSize} parts with repetitions written out, are allowed. Write several, joined by && or ||.";
            return null;
        }

        try
        {
            return new(new(PatternSyntax.Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), parts);
        }
        catch (ArgumentException exception)
        {
            fault = PatternFaults.Of(pattern, exception);
            return null;
        }
        catch (NotSupportedException)
        {
            fault = PatternFaults.Unsupported(pattern);
            return null;
        }
    }

    /// <summary>Whether a pattern, known only when it is evaluated, is found in a text.</summary>
    public static Value Matches(string text, string pattern, Frame frame)
    {
        if (!frame.Spend(BuildingCost + (pattern.Length * 4L))) return Value.Null;
        return Compile(pattern, out var fault) is { } compiled ? compiled.IsMatch(text, frame) : Value.Error(fault);
    }

    /// <summary>Whether the pattern is found in a text.</summary>
    public Value IsMatch(string text, Frame frame)
    {
        var places = (long)Math.Min(text.Length, MostStates) * size;
        return frame.Spend(1 + (text.Length / 16 * (1L + (size / 64)))) && frame.Allocate(places * PlaceCost) ? Value.Bool(regex.IsMatch(text)) : Value.Null;
    }
}
