namespace Hub.Expressions;

/// <summary>What is wrong with an expression, at compile or at evaluation.</summary>
/// <param name="Position">First character, counted from 0 in the expression's source; −1 where it is not known.</param>
/// <param name="Length">Characters concerned; 0 where only a place is meant.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record ExpressionError(int Position, int Length, string Message)
{
    /// <summary>The source of the expression in which it is wrong, for an error at evaluation: a lazy variable's error names that variable's expression.</summary>
    public string? Source { get; init; }
}
