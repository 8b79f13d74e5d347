namespace Hub.Expressions;

/// <summary>How an expression is compiled.</summary>
internal sealed record CompileOptions
{
    /// <summary>Typed, without expectations.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>What the result must be; null for anything. Not nullable: a result that may be null is refused.</summary>
    public TypeUse? Expected { get; init; }

    /// <summary>Facts known to hold, as <see cref="Expression.WhenTrue"/> of a condition that was checked before.</summary>
    public Guards Guards { get; init; } = Guards.None;

    /// <summary>Whether nothing is checked before evaluation: every variable is dyn, and unknown names and types that do not fit are evaluation errors.</summary>
    public bool IsDynamic { get; init; }
}

/// <summary>What came of compiling: the compiled thing, or what is wrong with it; and remarks that stop nothing.</summary>
/// <typeparam name="T">An <see cref="Expression"/> or a <see cref="Template"/>.</typeparam>
/// <param name="Compiled">The compiled thing; null exactly where there are errors.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="Warnings">What is probably not meant.</param>
internal sealed record CompileResult<T>(T? Compiled, IReadOnlyList<ExpressionError> Errors, IReadOnlyList<ExpressionError> Warnings)
    where T : class;
