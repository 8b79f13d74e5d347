namespace Hub.Expressions;

/// <summary>A node of the checked tree: names resolved, types known, macros expanded.</summary>
internal abstract record Bound(Syntax At, TypeUse Use)
{
    /// <summary>What a guard may speak of: the canonical path of a variable, a field or an element; else null.</summary>
    public string? Path { get; init; }

    /// <summary>Facts that hold when this is true.</summary>
    public Guards WhenTrue { get; init; } = Guards.None;

    /// <summary>Facts that hold when this is false.</summary>
    public Guards WhenFalse { get; init; } = Guards.None;

    public CelType Type => Use.Type;

    public sealed record Constant(Value Value, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Slot(Variable Variable, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Local(int Place, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>A declared field; the operand is a record that is not null.</summary>
    public sealed record Field(Bound Operand, RecordField Declared, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>A field looked up when it is evaluated.</summary>
    public sealed record Select(Bound Operand, string Name, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>A selection that gives an optional; through a null operand it gives none where that is typed.</summary>
    public sealed record OptionalSelect(Bound Operand, string Name, Syntax At, TypeUse Use) : Bound(At, Use)
    {
        /// <summary>Whether a null that is found counts as none.</summary>
        public bool DropsNull { get; init; }
    }

    /// <summary>An optional of a value that may be null.</summary>
    public sealed record NonNull(Bound Operand, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>Whether the operand has a value under that name; without a name, whether it is not null.</summary>
    public sealed record Has(Bound Operand, string? Name, Syntax At) : Bound(At, new(CelType.Bool, Nullable: false));

    public sealed record Index(Bound Operand, Bound Key, bool IsOptional, Syntax At, TypeUse Use) : Bound(At, Use)
    {
        /// <summary>Whether a null that is found counts as none.</summary>
        public bool DropsNull { get; init; }
    }

    public sealed record Call(Function[] Candidates, Bound[] Arguments, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Unary(TokenKind Operator, Bound Operand, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Binary(TokenKind Operator, Bound Left, Bound Right, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Logical(bool IsAnd, Bound[] Operands, Syntax At) : Bound(At, new(CelType.Bool, Nullable: false));

    public sealed record Conditional(Bound Condition, Bound IfTrue, Bound IfFalse, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record List(Bound[] Elements, bool[] IsOptional, Syntax At, TypeUse Use) : Bound(At, Use);

    public sealed record Map(Bound[] Keys, Bound[] Values, bool[] IsOptional, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>A macro over the elements of a list or the keys of a map.</summary>
    /// <param name="Macro">Which one.</param>
    /// <param name="Range">The list or map.</param>
    /// <param name="First">The local of the element; with two variables that of the index or key.</param>
    /// <param name="Second">With two variables the local of the value; else −1.</param>
    /// <param name="Filter">The condition, where the macro has one.</param>
    /// <param name="Transform">What each element becomes, where the macro says so.</param>
    /// <param name="At">The call.</param>
    /// <param name="Use">The result.</param>
    public sealed record Loop(Macro Macro, Bound Range, int First, int Second, Bound? Filter, Bound? Transform, Syntax At, TypeUse Use) : Bound(At, Use)
    {
        /// <summary>Nodes of the body: what one pass costs.</summary>
        public int Weight { get; init; } = 1;
    }

    public sealed record Bind(int Place, Bound Value, Bound Body, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>What an optional's value becomes; <paramref name="IsFlat"/> when that is an optional itself.</summary>
    public sealed record OptionalMap(Bound Operand, int Place, Bound Body, bool IsFlat, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>Tells what the node inside gave, each time that it was evaluated.</summary>
    public sealed record Observed(Bound Inner, Action<Value> See, Syntax At, TypeUse Use) : Bound(At, Use);

    /// <summary>An error that shows itself only when it is evaluated, in dynamic mode.</summary>
    public sealed record Failure(string Message, Syntax At) : Bound(At, TypeUse.Dyn);
}

internal enum Macro
{
    All, Exists, ExistsOne, Filter, Map, TransformList, TransformMap, TransformMapEntry,
}
