namespace Hub.Expressions;

/// <summary>What a function does. It must not throw for bad data but return <see cref="Value.Error(string)"/>; arguments are never errors, and null only where the parameter allows it or is dyn.</summary>
/// <param name="arguments">The arguments, the receiver first.</param>
/// <param name="frame">The budget, for work that grows with the data: <see cref="Frame.Spend"/>.</param>
internal delegate Value FunctionBody(ReadOnlySpan<Value> arguments, Frame frame);

/// <summary>One overload of a function.</summary>
/// <param name="Name">The name, with dots for a namespace, as <c>math.abs</c>.</param>
/// <param name="Parameters">The parameters, the receiver first; at most 8. A nullable one takes null.</param>
/// <param name="Result">The result.</param>
/// <param name="Body">What it does.</param>
internal sealed record Function(string Name, IReadOnlyList<TypeUse> Parameters, TypeUse Result, FunctionBody Body)
{
    /// <summary>The most parameters.</summary>
    public const int MostParameters = 8;

    /// <summary>Whether it is written after its first argument, as <c>text.size()</c>.</summary>
    public bool IsReceiver { get; init; }

    /// <summary>One sentence for the reference.</summary>
    public string Description { get; init; } = "";

    /// <summary>The result for arguments of those types, where it depends on them; null where they do not go together.</summary>
    internal Func<IReadOnlyList<TypeUse>, TypeUse?>? ResultOf { get; init; }

    /// <summary>What is wrong with the arguments that are known when the call is compiled, and with which; those that are not known yet are null.</summary>
    internal Func<IReadOnlyList<Value?>, (int Argument, string Message)?>? CheckConstants { get; init; }

    /// <summary>The same, for what may be meant but hardly is.</summary>
    internal Func<IReadOnlyList<Value?>, (int Argument, string Message)?>? DoubtConstants { get; init; }

    /// <summary>What is said of a literal that the result can never equal; null where it may.</summary>
    internal Func<string, string?>? DoubtResult { get; init; }

    /// <summary>Whether several arguments may be written in place of one list of them.</summary>
    internal bool TakesMany { get; init; }

    /// <summary>Whether the result comes from the first element of its first argument, a list, for which the function gives one; the others are only looked at.</summary>
    internal bool Chooses { get; init; }

    /// <summary>Whether a call with constant arguments is worth doing once, when it is compiled.</summary>
    internal bool IsFoldable { get; init; }

    /// <summary>The call as messages write it.</summary>
    public override string ToString() => IsReceiver
        ? $"{Parameters[0]}.{Name}({string.Join(", ", Parameters.Skip(1))})"
        : $"{Name}({string.Join(", ", Parameters)})";
}

/// <summary>The functions of a scope. Immutable.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, Function[]> plain;
    private readonly Dictionary<string, Function[]> receivers;

    private FunctionTable(IEnumerable<Function> functions)
    {
        All = [.. functions];
        plain = Grouped(All.Where(function => !function.IsReceiver));
        receivers = Grouped(All.Where(function => function.IsReceiver));
    }

    /// <summary>The standard functions, and the string, math, encoder and optional extensions.</summary>
    public static FunctionTable Standard { get; } = new([
        .. ConversionFunctions.All, .. TextFunctions.All, .. TimeFunctions.All, .. MathFunctions.All, .. OptionalFunctions.All,
    ]);

    /// <summary>Every overload.</summary>
    public IReadOnlyList<Function> All { get; }

    /// <summary>This table and more functions; a further overload of a name is allowed.</summary>
    public FunctionTable With(params IEnumerable<Function> functions) => new([.. All, .. functions]);

    internal Function[]? Plain(string name) => plain.GetValueOrDefault(name);

    internal Function[]? Receivers(string name) => receivers.GetValueOrDefault(name);

    private static Dictionary<string, Function[]> Grouped(IEnumerable<Function> functions) =>
        functions.GroupBy(function => function.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
