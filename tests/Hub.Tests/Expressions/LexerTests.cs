using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class LexerTests
{
    [Fact]
    public void EveryKindOfToken_IsFoundWithItsPlace()
    {
        var tokens = Tokens("a.?b[0x1Fu] >= 1.5e3 && !(c in \"d\") // end");
        tokens.Select(token => token.Kind).ShouldBe(
        [
            TokenKind.Identifier, TokenKind.Dot, TokenKind.Question, TokenKind.Identifier, TokenKind.OpenBracket, TokenKind.Uint, TokenKind.CloseBracket,
            TokenKind.GreaterOrEqual, TokenKind.Double, TokenKind.And, TokenKind.Not, TokenKind.OpenParenthesis, TokenKind.Identifier, TokenKind.In,
            TokenKind.String, TokenKind.CloseParenthesis,
        ]);
        tokens[5].ShouldSatisfyAllConditions(token => token.Start.ShouldBe(5), token => token.Length.ShouldBe(5), token => token.Text.ShouldBe("0x1F"));
    }

    [Theory]
    [InlineData("\"a\\n\\u0041\\x42\\103\"", "a\nABC")]
    [InlineData("r'\\n'", "\\n")]
    [InlineData("'''a\n'b''' ", "a\n'b")]
    [InlineData("'\\U0001F600'", "😀")]
    public void StringLiteral_HasItsEscapesResolved(string source, string expected) =>
        Tokens(source).ShouldHaveSingleItem().Literal.AsString.ShouldBe(expected);

    [Theory]
    [InlineData("b'\\xff\\000a'", "FF0061")]
    [InlineData("bR'\\x'", "5C78")]
    [InlineData("B\"é\"", "C3A9")]
    public void BytesLiteral_IsOctets(string source, string expected) =>
        Convert.ToHexString(Tokens(source).ShouldHaveSingleItem().Literal.AsBytes.Span).ShouldBe(expected);

    [Theory]
    [InlineData("a = b", 2, "One = compares nothing; write ==.")]
    [InlineData("a & b", 2, "One & means nothing here; write &&.")]
    [InlineData("\"abc", 0, "The text \"abc has no closing \". Write \" where it ends.")]
    [InlineData("'a\nb'", 0, "The text 'a has no closing '. Write ' where it ends.")]
    [InlineData("'\\q'", 1, "\\q is no escape; write \\\\ for a backslash, or r\"…\" for text without escapes.")]
    [InlineData("'\\ud800'", 1, "The escape names no character; surrogates and numbers above 10FFFF are none.")]
    [InlineData("b'\\u0041'", 2, "Octets have no \\u escape; write \\x with two digits for each octet.")]
    [InlineData("0x", 0, "This is no number; write digits, as 12, 0x1F, 7u or 1.5.")]
    [InlineData("12ab", 0, "This is no number; write digits, as 12, 0x1F, 7u or 1.5.")]
    [InlineData("x == §", 5, "The character \"§\" means nothing here; text stands between quotes.")]
    public void WrongCharacter_SaysWhatWouldBeRight(string source, int position, string message)
    {
        var error = Tokens(source).First(token => token.Kind == TokenKind.Error);
        error.Start.ShouldBe(position);
        error.Text.ShouldBe(message);
    }

    private static List<Token> Tokens(string source)
    {
        var lexer = new Lexer(source);
        var tokens = new List<Token>();
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next()) tokens.Add(token);
        return tokens;
    }
}
