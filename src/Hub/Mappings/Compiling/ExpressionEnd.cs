using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>Finds the brace that closes an expression in a text.</summary>
internal static class ExpressionEnd
{
    /// <summary>The place of the closing brace of the expression that begins at <paramref name="start"/>; −1 where it has none.</summary>
    public static int Find(string text, int start)
    {
        var lexer = new Lexer(text, start);
        for (var depth = 0; ;)
        {
            var token = lexer.Next();
            switch (token.Kind)
            {
                case TokenKind.OpenBrace:
                    depth++;
                    break;
                case TokenKind.CloseBrace when depth == 0:
                    return token.Start;
                case TokenKind.CloseBrace:
                    depth--;
                    break;
                case TokenKind.Error or TokenKind.End:
                    return -1;
            }
        }
    }
}
