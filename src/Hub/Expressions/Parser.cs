using System.Globalization;

namespace Hub.Expressions;

/// <summary>Reads an expression by operator precedence into a <see cref="Syntax"/> tree. Stops at the first thing that is wrong.</summary>
internal sealed partial class Parser
{
    /// <summary>The longest expression, in characters.</summary>
    public const int LongestSource = 4_000;

    /// <summary>The deepest nesting of parentheses, brackets, calls and unary operators.</summary>
    public const int DeepestNesting = 64;

    // Chains without parentheses, as a.b.c or 1 + 2 + 3, are levels of the tree too.
    private const int DeepestTree = 4 * DeepestNesting;

    private const int ConditionalPower = 1;
    private const int MostShown = 24;

    private readonly Lexer lexer;
    private readonly string source;
    private Token previous;
    private Token current;
    private readonly Stack<Token> brackets = new();
    private int nesting;
    private ExpressionError? error;

    private Parser(string source)
    {
        this.source = source;
        lexer = new(source);
        current = lexer.Next();
    }

    /// <summary>Parses a whole source.</summary>
    /// <returns>The tree, or null and what is wrong.</returns>
    public static Syntax? Parse(string source, out ExpressionError? error)
    {
        if (source.Length > LongestSource)
        {
            error = new(0, 0, string.Create(CultureInfo.InvariantCulture, $"The expression has {source.Length} characters; {LongestSource} are allowed. Split it with let."));
            return null;
        }

        if (string.IsNullOrWhiteSpace(source))
        {
            error = new(0, 0, "The expression is empty. Write a value or a condition.");
            return null;
        }

        var parser = new Parser(source);
        var tree = parser.Expression(0);
        if (tree is not null && parser.current.Kind != TokenKind.End)
        {
            tree = parser.Fail(parser.current, parser.Unexpected(parser.current.Kind is TokenKind.String or TokenKind.Int or TokenKind.Double or TokenKind.Identifier ? "the expression was complete before it, so an operator such as == or && is missing"
                : parser.current.Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace ? "nothing is open here that it closes. Remove it" : "the expression was complete before it. Remove what stands behind"));
        }

        error = parser.error;
        return tree;
    }

    private Syntax? Fail(in Token token, string message)
    {
        error ??= new(token.Start, token.Length, token.Kind != TokenKind.Error ? message : Infix() is var (sign, form) ? $"Unexpected \"{sign}\": {form}." : token.Text);
        return null;
    }

    private string Unexpected(string wanted) => current.Kind == TokenKind.End
        ? $"The expression ends too early: {Unclosed(wanted)}."
        : IsClosing(current.Kind) && brackets.TryPeek(out var opened) && previous.Kind != TokenKind.Comma && CloserOf(opened.Kind) is { } closer && source[current.Start] != closer ? $"Unexpected \"{source[current.Start]}\": the {source[opened.Start]} in {Shown(opened)} is not closed. Write {closer} before it."
        : Infix() is var (sign, form) ? $"Unexpected \"{sign}\": {form}."
        : $"Unexpected \"{source.AsSpan(current.Start, current.Length)}\": {Foreign() ?? wanted}.";

    // The sign that is open at the end, or what a value is missing after.
    private string Unclosed(string wanted) =>
        IsInfix(previous.Kind) ? $"a value is missing behind {source.AsSpan(previous.Start, previous.Length)}. Write it, or remove {source.AsSpan(previous.Start, previous.Length)}"
        : brackets.TryPeek(out var opened) ? $"the {source[opened.Start]} in {Shown(opened)} is not closed. Write {CloserOf(opened.Kind)} where it ends"
        : wanted;

    // The beginning of what is open, with the name before it.
    private string Shown(in Token opened)
    {
        var begin = source.AsSpan(0, opened.Start).LastIndexOfAnyExcept(PathCharacters) + 1;
        var text = source.AsSpan(begin).TrimEnd();
        return text.Length <= MostShown ? text.ToString() : $"{text[..Lexer.WholeLetters(text, MostShown)]}…";
    }

    // What is wrong where a value should begin.
    private string NoValue() => (previous.Kind, current.Kind) switch
    {
        (_, TokenKind.End) => "a value comes here",
        (TokenKind.Comma, _) => "a value is missing behind the comma. Write it, or remove the comma",
        (_, TokenKind.Plus) when !IsInfix(previous.Kind) => "a number has no + before it. Remove it",
        _ when IsInfix(previous.Kind) && previous.Length > 0 => $"a value comes behind {source.AsSpan(previous.Start, previous.Length)}. Remove one of the two signs, or write the value between them",
        _ => "a value comes here. Write it, or remove the sign",
    };

    private static bool IsInfix(TokenKind kind) => Power(kind) > 0 || kind is TokenKind.Not or TokenKind.Comma or TokenKind.Colon;

    private static bool IsClosing(TokenKind kind) => kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace;

    private static char? CloserOf(TokenKind kind) => kind switch
    {
        TokenKind.OpenParenthesis => ')',
        TokenKind.OpenBracket => ']',
        TokenKind.OpenBrace => '}',
        _ => null,
    };

    private Token Take()
    {
        if (CloserOf(current.Kind) is not null) brackets.Push(current);
        else if (IsClosing(current.Kind)) brackets.TryPop(out _);
        var token = previous = current;
        current = lexer.Next();
        return token;
    }

    private bool Accept(TokenKind kind)
    {
        if (current.Kind != kind) return false;
        Take();
        return true;
    }

    private T? Deep<T>(T node, Syntax deepest)
        where T : Syntax
    {
        if (deepest.Depth >= DeepestTree)
        {
            Fail(current, $"The expression is a chain of more than {DeepestTree} parts. Split it with let.");
            return null;
        }

        return node with { Depth = deepest.Depth + 1 };
    }

    private static int Power(TokenKind kind) => kind switch
    {
        TokenKind.Question => ConditionalPower,
        TokenKind.Or => 2,
        TokenKind.And => 3,
        TokenKind.Equal or TokenKind.Unequal or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual or TokenKind.In => 4,
        TokenKind.Plus or TokenKind.Minus => 5,
        TokenKind.Times or TokenKind.Divide or TokenKind.Remainder => 6,
        _ => 0,
    };

    private Syntax? Expression(int power)
    {
        if (++nesting > DeepestNesting)
        {
            return Fail(current, $"The expression is nested deeper than {DeepestNesting} levels. Split it with let.");
        }

        var left = Unary();
        while (left is not null)
        {
            complete = left;
            var binding = Power(current.Kind);
            if (binding == 0 || binding <= power) break;
            left = current.Kind switch
            {
                TokenKind.Question => Conditional(left),
                TokenKind.And or TokenKind.Or => Logical(left, binding),
                _ => Binary(left, binding),
            };
        }

        nesting--;
        return left;
    }

    private Syntax? Binary(Syntax left, int binding)
    {
        var operation = Take();
        if (Expression(binding) is not { } right) return null;
        var node = new Syntax.Binary(operation.Kind, left, right, operation.Start, left.Position, right.End - left.Position);
        return Deep(node, Deeper(left, right));
    }

    private Syntax? Logical(Syntax first, int binding)
    {
        var kind = current.Kind;
        var operands = new List<Syntax> { first };
        var deepest = first;
        while (Accept(kind))
        {
            if (Expression(binding) is not { } operand) return null;
            operands.Add(operand);
            deepest = Deeper(deepest, operand);
        }

        return Deep(new Syntax.Logical(kind == TokenKind.And, operands, first.Position, operands[^1].End - first.Position), deepest);
    }

    private Syntax? Conditional(Syntax condition)
    {
        var mark = Take();
        if (current.Kind is TokenKind.Question or TokenKind.Colon && current.Start == mark.End) return Coalesced(condition, mark);
        var isChain = current.Kind == TokenKind.Dot && current.Start == mark.End;
        if (isChain && Chained(condition, mark) is { } chained) return Fail(mark, chained);
        if (Expression(ConditionalPower) is not { } whenTrue) return null;
        if (!Accept(TokenKind.Colon))
        {
            return isChain
                ? Fail(mark, $"?. is written .? here: write {source[condition.Position..condition.End]}.?{PathAt(mark.End + 1)}.orValue({(IsComparedWithNumber(mark.End + 1) ? "0" : "\"\"")}), or another value for what is absent.")
                : Fail(current, Unexpected("after ? comes a value, a : and another value, as a ? b : c"));
        }

        // The branch after the colon may be a conditional again.
        if (Expression(0) is not { } whenFalse) return null;
        var node = new Syntax.Conditional(condition, whenTrue, whenFalse, condition.Position, whenFalse.End - condition.Position);
        return Deep(node, Deeper(condition, Deeper(whenTrue, whenFalse)));
    }

    private static Syntax Deeper(Syntax left, Syntax right) => left.Depth >= right.Depth ? left : right;

    private Syntax? Unary()
    {
        if (current.Kind is not (TokenKind.Not or TokenKind.Minus)) return Member();
        var operation = Take();
        if (operation.Kind == TokenKind.Minus && current.Kind is TokenKind.Int or TokenKind.Double && current.Start == operation.End)
        {
            return Member(operation);
        }

        if (++nesting > DeepestNesting)
        {
            return Fail(current, $"The expression is nested deeper than {DeepestNesting} levels. Split it with let.");
        }

        var operand = Unary();
        nesting--;
        return operand is null ? null : Deep(new Syntax.Unary(operation.Kind, operand, operation.Start, operand.End - operation.Start), operand);
    }

    private Syntax? Member(Token? minus = null)
    {
        var operand = Primary(minus);
        while (operand is not null)
        {
            if (current.Kind == TokenKind.Dot) operand = Selection(operand);
            else if (current.Kind == TokenKind.OpenBracket) operand = Index(operand);
            else break;
        }

        return operand;
    }

    private Syntax? Selection(Syntax operand)
    {
        Take();
        var isOptional = Accept(TokenKind.Question);
        var name = current;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.In))
        {
            return Fail(name, Unexpected("after a . comes the name of a field or a function"));
        }

        Take();
        if (name.Kind == TokenKind.Identifier && !isOptional && current.Kind == TokenKind.OpenParenthesis) return Arguments(operand, name);
        var node = new Syntax.Select(operand, name.Text, isOptional, name.Kind == TokenKind.QuotedIdentifier, name.Start, operand.Position, name.End - operand.Position);
        return Deep(node, operand);
    }

    private Syntax? Index(Syntax operand)
    {
        Take();
        var isOptional = Accept(TokenKind.Question);
        if (Expression(0) is not { } key) return null;
        var close = current;
        if (!Accept(TokenKind.CloseBracket)) return Fail(close, Unexpected("the index ends with ]"));
        return Deep(new Syntax.Index(operand, key, isOptional, operand.Position, close.End - operand.Position), Deeper(operand, key));
    }

    private Syntax? Arguments(Syntax? target, Token name)
    {
        Take();
        var arguments = new List<Syntax>();
        var deepest = target;
        while (current.Kind != TokenKind.CloseParenthesis)
        {
            if (arguments.Count > 0 && !Accept(TokenKind.Comma))
            {
                return Fail(current, Unexpected($"the arguments of {name.Text} are separated by commas and end with )"));
            }

            if (Expression(0) is not { } argument) return null;
            arguments.Add(argument);
            deepest = deepest is null ? argument : Deeper(deepest, argument);
        }

        var close = Take();
        var start = target?.Position ?? name.Start;
        var node = new Syntax.Call(target, name.Text, arguments, name.Start, start, close.End - start);
        return deepest is null ? node : Deep(node, deepest);
    }

    private Syntax? Primary(Token? minus)
    {
        var token = current;
        var start = minus?.Start ?? token.Start;
        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Uint or TokenKind.Double:
                Take();
                return Numbers.Read(token, minus is not null) is { } number
                    ? new Syntax.Constant(number, start, token.End - start)
                    : Fail(token, $"The number {source[start..token.End]} is out of range for {(token.Kind == TokenKind.Int ? "int" : token.Kind == TokenKind.Uint ? "uint" : "double")}.{(token.Kind == TokenKind.Int ? " The largest is 9223372036854775807; a double has a point, as 1.0e20." : "")}");
            case TokenKind.String or TokenKind.Bytes:
                Take();
                return new Syntax.Constant(token.Literal, token.Start, token.Length);
            case TokenKind.Identifier:
                return Identifier(isRooted: false, token.Start);
            case TokenKind.Dot:
                Take();
                return current.Kind == TokenKind.Identifier ? Identifier(isRooted: true, token.Start) : Fail(current, Unexpected("a name comes after the ."));
            case TokenKind.OpenParenthesis:
                Take();
                if (Expression(0) is not { } inner) return null;
                return Accept(TokenKind.CloseParenthesis) ? inner : Fail(current, Unexpected("the parenthesis is closed with )"));
            case TokenKind.OpenBracket:
                return List();
            case TokenKind.OpenBrace:
                return Map();
            default:
                return Fail(token, Unexpected(NoValue()));
        }
    }

    private Syntax? Identifier(bool isRooted, int start)
    {
        var name = Take();
        if (current.Kind == TokenKind.OpenParenthesis) return Arguments(null, name);
        if (current.Kind == TokenKind.OpenBrace)
        {
            return Fail(current, "Messages are not part of this language; a map is written {\"key\": value}.");
        }

        return (isRooted ? null : name.Text) switch
        {
            "true" => new Syntax.Constant(Value.True, name.Start, name.Length),
            "false" => new Syntax.Constant(Value.False, name.Start, name.Length),
            "null" => new Syntax.Constant(Value.Null, name.Start, name.Length),
            _ => new Syntax.Name(name.Text, isRooted, start, name.End - start),
        };
    }
}
