using System.Buffers;
using System.Text;

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

        if (previous is { Kind: TokenKind.Identifier, Text: "if" or "If" or "IF" }) return OtherLanguages.Operator(previous.Text);
        if (previous.Kind == TokenKind.OpenBracket && current.Kind == TokenKind.Times) return "for an element of which something holds write list.exists(x, x == \"…\"), and for one that equals a value \"…\" in list";
        if (previous.Kind == TokenKind.Int && current.Kind == TokenKind.Comma && OperandAt(current.End) is ({ Length: 3 } rest, _) && rest.All(char.IsAsciiDigit)) return $"write {source[previous.Start..previous.End]}{rest}, without the comma";
        if (current.Kind == TokenKind.QuotedIdentifier) return $"a text stands in straight quotes: write \"{current.Text}\"";
        if (current.Kind == TokenKind.Divide && OperandAt(current.Start) is var (pattern, _)) return $"a pattern is a text: write {pattern}, as in text.matches({pattern})";
        if (current.Kind != TokenKind.Identifier) return null;
        var isNegated = current.Text is "is" or "IS" && source.AsSpan(current.End).TrimStart().StartsWith("not ", StringComparison.OrdinalIgnoreCase);
        return isNegated ? "write != for is not" : OtherLanguages.Operator(current.Text);
    }

    private string PathAt(int start)
    {
        var length = source.AsSpan(start).IndexOfAnyExcept(PathCharacters);
        return source[start..(length < 0 ? source.Length : start + length)];
    }

    private bool IsComparedWithNumber(int path)
    {
        return IsNumberBehind(SkipSpace(path + PathAt(path).Length));
    }

    // Another language's a?.b?.c ?? d, which is more than one mark.
    private string? Chained(Syntax target, in Token mark)
    {
        var path = new StringBuilder(source[target.Position..target.End]);
        var (at, links) = (mark.Start, 0);
        while (source.AsSpan(at).StartsWith("?.", StringComparison.Ordinal) && PathAt(at + 2) is { Length: > 0 } part)
        {
            path.Append(".?").Append(part.Replace(".", ".?", StringComparison.Ordinal));
            at += 2 + part.Length;
            links++;
        }

        var behind = SkipSpace(at);
        var isCoalesced = source.AsSpan(behind).StartsWith("??", StringComparison.Ordinal);
        if (links == 0 || (links == 1 && !isCoalesced)) return null;
        var other = isCoalesced && OperandAt(SkipSpace(behind + 2)) is ({ Length: > 0 } operand, _) ? operand : IsNumberBehind(behind) ? "0" : "\"\"";
        return $"{(isCoalesced ? "?. and ?? are" : "?. is")} not known here: write {path}.orValue({other}){(isCoalesced ? "" : ", or another value for what is absent")}.";
    }

    private bool IsNumberBehind(int behind)
    {
        var sign = source.AsSpan(behind).IndexOfAnyExcept("<>=!");
        return sign > 0 && SkipSpace(behind + sign) is var number && number < source.Length && char.IsAsciiDigit(source[number]);
    }

    // Another language's a ?? b, or a ?: b.
    private Syntax? Coalesced(Syntax left, in Token mark)
    {
        var sign = Take().Kind == TokenKind.Colon ? "?:" : "??";
        var other = current.Kind is TokenKind.String or TokenKind.Int or TokenKind.Identifier ? source[current.Start..current.End] : "…";
        var form = left is Syntax.Select select ? $"{source[select.Operand.Position..select.Operand.End]}.?{select.Field}.orValue({other})" : $"a.?b.orValue({other})";
        return Fail(mark, $"{sign} is not known here: write {form}.");
    }
}
