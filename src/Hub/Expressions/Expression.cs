namespace Hub.Expressions;

/// <summary>A compiled expression. Immutable; may be evaluated from many threads, each with its own <see cref="Frame"/>.</summary>
internal sealed class Expression
{
    private readonly Evaluation evaluate;
    private readonly int localCount;
    private readonly TypeUse? expected;

    private Expression(string source, Checked tree, TypeUse? expected)
    {
        this.expected = expected;
        Source = source;
        Tree = tree.Root;
        Type = tree.Root.Type;
        Nullable = tree.Root.Use.Nullable;
        Names = tree.Names;
        WhenTrue = tree.Root.WhenTrue.Outside();
        Constant = tree.Root switch
        {
            Bound.Constant constant => constant.Value,
            Bound.Slot slot => slot.Variable.Constant,
            _ => tree.Constant,
        };
        Literals = LiteralsOf(tree.Root);
        evaluate = Compiler.Compile(tree.Root);
        localCount = tree.LocalCount;
    }

    /// <summary>The text it was compiled from.</summary>
    public string Source { get; }

    /// <summary>The checked tree.</summary>
    public Bound Tree { get; }

    /// <summary>The type of the result.</summary>
    public CelType Type { get; }

    /// <summary>Whether the result may be null.</summary>
    public bool Nullable { get; }

    /// <summary>The declared variables that it reads.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Facts that hold when the result is true: what <c>has(p)</c>, <c>p != null</c>, <c>size(l) &gt; n</c> among its conjuncts say. Goes into <see cref="CompileOptions.Guards"/> of what is evaluated only then.</summary>
    public Guards WhenTrue { get; }

    /// <summary>The value, where it is made of constants alone, and of variables that always have theirs.</summary>
    public Value? Constant { get; }

    /// <summary>The literal texts that it may give: its own, of its branches, for what is absent, and of variables.</summary>
    public IReadOnlyList<string> Literals { get; }

    /// <summary>The declared field that it reads and gives as it is; else null.</summary>
    public RecordField? Field => (Tree as Bound.Field)?.Declared;

    /// <summary>Compiles an expression.</summary>
    /// <param name="source">At most <c>4,000</c> characters of CEL.</param>
    /// <param name="scope">The names that it may use.</param>
    /// <param name="options">What is expected of it, and what is known already.</param>
    public static CompileResult<Expression> Compile(string source, Scope scope, CompileOptions? options = null)
    {
        if (Parser.Parse(source, out var error) is not { } tree) return new(null, [error!], []);
        var result = Checker.Check(source, tree, scope, options ?? CompileOptions.Default);
        return result.Errors.Count > 0
            ? new(null, result.Errors, result.Warnings)
            : new(new Expression(source, result, options?.Expected), [], result.Warnings);
    }

    /// <summary>Evaluates. Never throws for bad data: the value is then an error, with the position in its <see cref="ExpressionError.Source"/>.</summary>
    /// <param name="frame">The variables, of the scope that the expression was compiled in or one that extends it.</param>
    public Value Evaluate(Frame frame) => Evaluate(frame, evaluate);

    /// <summary>Evaluates the same tree as it was compiled otherwise, for example to watch it.</summary>
    internal Value Evaluate(Frame frame, Evaluation evaluate)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var before = frame.Enter(localCount);
        var value = evaluate(frame);
        if (frame.IsExhausted)
        {
            value = Value.Error(new ExpressionError(0, Source.Length, $"The expression takes more than its budget of {Frame.MostSteps} steps or {Frame.MostMemory / 1024 / 1024} MiB; make its lists or texts smaller."));
        }
        else if (before.IsOutermost && !Measure.IsWithin(value, Frame.LargestResult))
        {
            value = Value.Error(new ExpressionError(0, Source.Length, $"The result is larger than {Frame.LargestResult / 1024} KiB."));
        }

        else if (!value.IsError && Misfit(value) is { } wanted)
        {
            value = Value.Error(new ExpressionError(0, Source.Length, $"This must be {wanted}; it turned out to be {ValueText.TypeName(value)}."));
        }

        frame.Leave(before);
        return value.IsError && value.AsError.Source is null ? Value.Error(value.AsError with { Source = Source }) : value;
    }

    private static IReadOnlyList<string> LiteralsOf(Bound tree) => tree switch
    {
        Bound.Constant { Value.Kind: ValueKind.String } constant => [constant.Value.AsString],
        Bound.Slot slot => slot.Variable.Literals,
        Bound.Conditional branches => [.. LiteralsOf(branches.IfTrue), .. LiteralsOf(branches.IfFalse)],
        Bound.Call { Candidates: [{ Name: "orValue" }], Arguments: [_, var fallback] } => LiteralsOf(fallback),
        _ => [],
    };

    // What dynamic data turn out to be is known only now: it must not pass for something else.
    private string? Misfit(in Value value)
    {
        if (expected is { Type.Kind: { } wanted } use && value.Kind != wanted && !(value.IsNull && use.Nullable)) return use.ToString();
        return Type.Kind is { } kind && value.Kind != kind && !value.IsNull ? Type.ToString() : null;
    }
}
