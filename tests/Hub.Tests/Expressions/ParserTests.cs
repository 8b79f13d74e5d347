using Hub.Expressions;

namespace Hub.Tests.Expressions;

public class ParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "(1 + (2 * 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("a || b && c || d", "(a || (b && c) || d)")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    [InlineData("!a.b == c", "(!a.b == c)")]
    [InlineData("-a.b", "-a.b")]
    [InlineData("-1 < 2", "(-1 < 2)")]
    [InlineData("a.b(c)[?0].?d", "a.b(c)[?0].?d")]
    [InlineData("[1, ?a,]", "[1, ?a]")]
    [InlineData("{1: 2, ?'a': b}", "{1: 2, ?\"a\": b}")]
    [InlineData("a in b == c", "((a in b) == c)")]
    [InlineData("x.`a-b`", "x.`a-b`")]
    public void Precedence_IsTheLanguages(string source, string expected) => Shown(Parser.Parse(source, out _)!).ShouldBe(expected);

    [Theory]
    [InlineData("", 0, "The expression is empty. Write a value or a condition.")]
    [InlineData("1 +", 3, "The expression ends too early: a value comes here.")]
    [InlineData("(1", 2, "The expression ends too early: the parenthesis is closed with ).")]
    [InlineData("1 2", 2, "Unexpected \"2\": the expression was complete before it, so an operator such as == or && is missing.")]
    [InlineData("a ? b", 5, "The expression ends too early: after ? comes a value, a : and another value.")]
    [InlineData("f(1 2)", 4, "Unexpected \"2\": the arguments of f are separated by commas and end with ).")]
    [InlineData("Point{x: 1}", 5, "Messages are not part of this language; a map is written {\"key\": value}.")]
    [InlineData("9223372036854775808", 0, "The number 9223372036854775808 is out of range for int. The largest is 9223372036854775807; a double has a point, as 1.0e20.")]
    [InlineData("a.1", 1, "Unexpected \".1\": the expression was complete before it, so an operator such as == or && is missing.")]
    public void WrongSource_SaysWhereAndWhat(string source, int position, string message)
    {
        Parser.Parse(source, out var error).ShouldBeNull();
        error.ShouldNotBeNull().ShouldSatisfyAllConditions(it => it.Position.ShouldBe(position), it => it.Message.ShouldBe(message));
    }

    [Fact]
    public void SmallestInt_IsALiteral() =>
        Parser.Parse("-9223372036854775808", out _).ShouldBeOfType<Syntax.Constant>().Value.AsInt.ShouldBe(long.MinValue);

    [Theory]
    [InlineData("(", 65)]
    [InlineData("[", 65)]
    [InlineData("!", 65)]
    [InlineData("-", 65)]
    [InlineData("f(", 65)]
    public void NestingBeyondTheLimit_IsRefusedWithoutOverflow(string opening, int times)
    {
        Parser.Parse(string.Concat(Enumerable.Repeat(opening, times)) + "1", out var error).ShouldBeNull();
        error!.Message.ShouldBe("The expression is nested deeper than 64 levels. Split it with let.");
    }

    [Theory]
    [InlineData(".a", 1_500)]
    [InlineData("[0]", 1_300)]
    [InlineData("+1", 1_900)]
    public void ChainBeyondTheLimit_IsRefused(string link, int times)
    {
        Parser.Parse("a" + string.Concat(Enumerable.Repeat(link, times)), out var error).ShouldBeNull();
        error!.Message.ShouldBe("The expression is a chain of more than 256 parts. Split it with let.");
    }

    [Fact]
    public void SourceOf4000Characters_IsTheLongest()
    {
        Parser.Parse("1" + new string(' ', 3_999), out _).ShouldNotBeNull();
        Parser.Parse("1" + new string(' ', 4_000), out var error).ShouldBeNull();
        error!.Message.ShouldBe("The expression has 4001 characters; 4000 are allowed. Split it with let.");
    }

    private static string Shown(Syntax node) => node switch
    {
        Syntax.Constant constant => constant.Value.ToString(),
        Syntax.Name name => name.Text,
        Syntax.Select select => $"{Shown(select.Operand)}.{(select.IsOptional ? "?" : "")}{(select.IsQuoted ? $"`{select.Field}`" : select.Field)}",
        Syntax.Index index => $"{Shown(index.Operand)}[{(index.IsOptional ? "?" : "")}{Shown(index.Key)}]",
        Syntax.Call call => $"{(call.Target is null ? "" : Shown(call.Target) + ".")}{call.Function}({string.Join(", ", call.Arguments.Select(Shown))})",
        Syntax.Unary unary => $"{(unary.Operator == TokenKind.Not ? "!" : "-")}{Shown(unary.Operand)}",
        Syntax.Binary binary => $"({Shown(binary.Left)} {Sign(binary.Operator)} {Shown(binary.Right)})",
        Syntax.Logical logical => $"({string.Join(logical.IsAnd ? " && " : " || ", logical.Operands.Select(Shown))})",
        Syntax.Conditional conditional => $"({Shown(conditional.Condition)} ? {Shown(conditional.WhenTrue)} : {Shown(conditional.WhenFalse)})",
        Syntax.List list => $"[{string.Join(", ", list.Elements.Select(element => (element.IsOptional ? "?" : "") + Shown(element.Value)))}]",
        Syntax.Map map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{(entry.IsOptional ? "?" : "")}{Shown(entry.Key)}: {Shown(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string Sign(TokenKind kind) => kind switch
    {
        TokenKind.Plus => "+",
        TokenKind.Minus => "-",
        TokenKind.Times => "*",
        TokenKind.Equal => "==",
        TokenKind.Less => "<",
        _ => "in",
    };
}
