namespace Hub.Expressions;

/// <summary>A node of the syntax tree, with the place of its text in the source.</summary>
internal abstract record Syntax(int Position, int Length)
{
    public int End => Position + Length;

    /// <summary>Levels of nodes below and with this one.</summary>
    public int Depth { get; init; } = 1;

    public sealed record Constant(Value Value, int Position, int Length) : Syntax(Position, Length);

    public sealed record Name(string Text, bool IsRooted, int Position, int Length) : Syntax(Position, Length);

    public sealed record Select(Syntax Operand, string Field, bool IsOptional, bool IsQuoted, int FieldPosition, int Position, int Length) : Syntax(Position, Length);

    public sealed record Index(Syntax Operand, Syntax Key, bool IsOptional, int Position, int Length) : Syntax(Position, Length);

    /// <summary>A call; with a receiver: <c>target.name(arguments)</c>.</summary>
    public sealed record Call(Syntax? Target, string Function, IReadOnlyList<Syntax> Arguments, int NamePosition, int Position, int Length) : Syntax(Position, Length);

    public sealed record Unary(TokenKind Operator, Syntax Operand, int Position, int Length) : Syntax(Position, Length);

    public sealed record Binary(TokenKind Operator, Syntax Left, Syntax Right, int OperatorPosition, int Position, int Length) : Syntax(Position, Length);

    /// <summary>A chain of one logical operator: <c>a &amp;&amp; b &amp;&amp; c</c> is one node.</summary>
    public sealed record Logical(bool IsAnd, IReadOnlyList<Syntax> Operands, int Position, int Length) : Syntax(Position, Length);

    public sealed record Conditional(Syntax Condition, Syntax WhenTrue, Syntax WhenFalse, int Position, int Length) : Syntax(Position, Length);

    public sealed record List(IReadOnlyList<Element> Elements, int Position, int Length) : Syntax(Position, Length);

    public sealed record Map(IReadOnlyList<Entry> Entries, int Position, int Length) : Syntax(Position, Length);

    public readonly record struct Element(Syntax Value, bool IsOptional);

    public readonly record struct Entry(Syntax Key, Syntax Value, bool IsOptional);
}
