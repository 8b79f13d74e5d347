namespace Hub.Expressions;

/// <summary>A declared variable.</summary>
/// <param name="Name">The name; it may have dots, as <c>let.to</c>, and is then one variable of its own.</param>
/// <param name="Type">The type.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Slot">Its place in a <see cref="Frame"/>.</param>
internal sealed record Variable(string Name, CelType Type, bool Nullable, int Slot)
{
    /// <summary>The literal texts that it may hold, as far as they are known.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    /// <summary>The declared field that it is another name for; null where it is none.</summary>
    public RecordField? Field { get; init; }
}

/// <summary>The names that an expression may use. Immutable; <see cref="With"/> extends it and leaves it as it is.</summary>
internal sealed class Scope
{
    private readonly Scope? outer;
    private readonly Variable? variable;

    private Scope(FunctionTable functions, Scope? outer, Variable? variable)
    {
        Functions = functions;
        this.outer = outer;
        this.variable = variable;
        SlotCount = outer is null ? 0 : outer.SlotCount + 1;
        HasDotted = outer is { HasDotted: true } || (variable is not null && variable.Name.Contains('.', StringComparison.Ordinal));
    }

    /// <summary>The functions.</summary>
    public FunctionTable Functions { get; }

    /// <summary>The slots that a <see cref="Frame"/> needs.</summary>
    public int SlotCount { get; }

    /// <summary>The declared variables, the latest first.</summary>
    public IEnumerable<Variable> Variables
    {
        get
        {
            for (var scope = this; scope?.variable is not null; scope = scope.outer) yield return scope.variable;
        }
    }

    internal bool HasDotted { get; }

    /// <summary>A scope without variables.</summary>
    public static Scope Of(FunctionTable functions) => new(functions, null, null);

    /// <summary>This scope and one variable more, in the next slot. The same name again hides the earlier one.</summary>
    public Scope With(string name, CelType type, bool nullable = false, IReadOnlyList<string>? literals = null, RecordField? field = null) =>
        new(Functions, this, new(name, type, nullable, SlotCount) { Literals = literals ?? [], Field = field });

    /// <summary>The variable of that name, or null.</summary>
    public Variable? Find(string name)
    {
        for (var scope = this; scope?.variable is not null; scope = scope.outer)
        {
            if (string.Equals(scope.variable.Name, name, StringComparison.Ordinal)) return scope.variable;
        }

        return null;
    }
}
