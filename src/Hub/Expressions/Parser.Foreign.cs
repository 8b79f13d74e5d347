using System.Buffers;

namespace Hub.Expressions;

/// <summary>What stands for the operators of other languages.</summary>
internal sealed partial class Parser
{
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    // Where the token, or the word before it, is an operator of another language: what to write for it.
    private string? Foreign()
    {
        if (previous is { Kind: TokenKind.Identifier, Text: "not" or "NOT" or "Not" })
        {
            var operand = current.Kind == TokenKind.OpenParenthesis ? "(…)" : PathAt(current.Start);
            return $"write !{operand} for {previous.Text} {operand}";
        }

        if (current.Kind != TokenKind.Identifier) return null;
        var isNegated = current.Text is "is" or "IS" && source.AsSpan(current.End).TrimStart().StartsWith("not ", StringComparison.OrdinalIgnoreCase);
        return isNegated ? "write != for is not" : OtherLanguages.Operator(current.Text);
    }

    private string PathAt(int start)
    {
        var length = source.AsSpan(start).IndexOfAnyExcept(PathCharacters);
        return source[start..(length < 0 ? source.Length : start + length)];
    }

    // Another language's a ?? b.
    private Syntax? Coalesced(Syntax left, in Token mark)
    {
        Take();
        var other = current.Kind is TokenKind.String or TokenKind.Int or TokenKind.Identifier ? source[current.Start..current.End] : "…";
        var form = left is Syntax.Select select ? $"{source[select.Operand.Position..select.Operand.End]}.?{select.Field}.orValue({other})" : $"a.?b.orValue({other})";
        return Fail(mark, $"?? is not known here: write {form}.");
    }
}
