using System.Globalization;

namespace Hub.Expressions;

/// <summary>Resolves names, types and overloads, expands macros, and refuses what would read through null. Goes on after an error, so that all are reported.</summary>
internal sealed partial class Checker
{
    private static readonly Dictionary<string, CelType> TypeNames = new(StringComparer.Ordinal)
    {
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["uint"] = CelType.Uint,
        ["double"] = CelType.Double,
        ["string"] = CelType.String,
        ["bytes"] = CelType.Bytes,
        ["list"] = CelType.ListOf(CelType.Dyn),
        ["map"] = CelType.MapOf(CelType.Dyn, CelType.Dyn),
        ["null_type"] = CelType.Null,
        ["type"] = CelType.Type,
        ["optional_type"] = CelType.OptionalOf(CelType.Dyn),
        ["google.protobuf.Timestamp"] = CelType.Timestamp,
        ["google.protobuf.Duration"] = CelType.Duration,
    };

    private static readonly TypeUse Bool = new(CelType.Bool, Nullable: false);

    private readonly string source;
    private readonly Scope scope;
    private readonly bool isDynamic;
    private readonly bool isCondition;
    private readonly List<ExpressionError> errors = [];
    private readonly List<ExpressionError> warnings = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<LocalName> locals = [];
    private Guards known;
    private int nodes;
    private int localsMade;
    private int nextUnique;

    private Checker(string source, Scope scope, CompileOptions options)
    {
        this.source = source;
        this.scope = scope;
        isDynamic = options.IsDynamic;
        isCondition = options.Expected is { Type.Kind: ValueKind.Bool };
        known = options.Guards;
    }

    /// <summary>Checks a tree.</summary>
    public static Checked Check(string source, Syntax tree, Scope scope, CompileOptions options)
    {
        var checker = new Checker(source, scope, options);
        var root = checker.Bind(tree);
        if (options.Expected is { } expected) checker.Expect(root, expected);
        var constant = !options.IsDynamic && checker.errors.Count == 0 ? checker.Failing(root, checker.localsMade) : null;
        return new(root, checker.localsMade, checker.names, checker.errors, checker.warnings) { Constant = constant };
    }

    /// <summary>The type that a name such as <c>int</c> stands for, or null.</summary>
    public static CelType? NamedType(string name) => TypeNames.GetValueOrDefault(name);

    private void Expect(Bound root, TypeUse expected)
    {
        if (isDynamic || root is Bound.Failure) return;
        if (root.Type.Kind == ValueKind.Null && expected.Nullable) return;
        if (!CelType.Fits(root.Type, expected.Type))
        {
            Error(root.At, $"This must be {Article(expected.Type.ToString())}; it is {Article(root.Type.ToString())}.{Conversion(root, expected.Type)}");
        }
        else if (root.Use.Nullable && !expected.Nullable)
        {
            Error(root.At, $"This must be {Article(expected.Type.ToString())}, and {Quote(root.At)} may be null. {GuardAdvice(root)}");
        }
    }

    private string Conversion(Bound root, CelType expected) => expected.Kind switch
    {
        ValueKind.String when root.Type.IsNumber || root.Type.Kind is ValueKind.Bool or ValueKind.Timestamp or ValueKind.Duration => " Write string(…) around it.",
        _ when root.Type is OptionalType => " End it with .orValue(…).",
        ValueKind.Bool when root.Use.Nullable && root is Bound.Field => $" Write has({Quote(root.At)}) for whether it is there.",
        ValueKind.Bool when root.Type.Kind == ValueKind.String => $" Compare it, as {Quote(root.At)} == \"…\".",
        ValueKind.Bool when root.Type.IsNumber => $" Compare it, as {Quote(root.At)} > 0.",
        ValueKind.Bool when root.Type.Kind == ValueKind.Timestamp => $" Compare it, as {Quote(root.At)} < now.",
        ValueKind.Bool when root.Type.Kind == ValueKind.Duration => $" Compare it, as {Quote(root.At)} > duration(\"1h\").",
        ValueKind.Bool when root.Type is RecordType { Fields: [var field, ..] } => $" Compare one of its fields, as {Quote(root.At)}.{field.Name}.",
        ValueKind.Bool when root.Type is MapType => $" Ask size({Quote(root.At)}) > 0.",
        ValueKind.Bool when root.Type is ListType => $" Ask size({Quote(root.At)}) > 0.",
        _ => "",
    };

    private Bound Bind(Syntax node)
    {
        nodes++;
        return node switch
        {
            Syntax.Constant constant => new Bound.Constant(constant.Value, node, TypeOf(constant.Value)),
            Syntax.Name name => Name(name),
            Syntax.Select select => Selection(select),
            Syntax.Index index => Index(index),
            Syntax.Call call => Call(call),
            Syntax.Unary unary => Unary(unary),
            Syntax.Binary binary => Binary(binary),
            Syntax.Logical logical => Logical(logical),
            Syntax.Conditional conditional => Conditional(conditional),
            Syntax.List list => List(list),
            Syntax.Map map => Map(map),
            _ => throw new InvalidOperationException($"No rule for {node.GetType().Name}."),
        };
    }

    private Bound Bind(Syntax node, Guards more)
    {
        var before = known;
        known = known.And(more);
        var bound = Bind(node);
        known = before;
        return bound;
    }

    private TypeUse TypeOf(in Value value) => isDynamic ? TypeUse.Dyn : value.Kind switch
    {
        ValueKind.Null => new(CelType.Null, Nullable: true),
        ValueKind.Bool => Bool,
        ValueKind.Int => new(CelType.Int, Nullable: false),
        ValueKind.Uint => new(CelType.Uint, Nullable: false),
        ValueKind.Double => new(CelType.Double, Nullable: false),
        ValueKind.String => new(CelType.String, Nullable: false),
        _ => new(CelType.Bytes, Nullable: false),
    };

    private TypeUse Typed(CelType type, bool nullable = false) => isDynamic ? TypeUse.Dyn : new(type, nullable);

    private Bound.Failure Error(Syntax at, string message) => Error(at, at.Position, at.Length, message);

    private Bound.Failure Error(Syntax at, int position, int length, string message)
    {
        if (!isDynamic) errors.Add(new(position, length, message));
        return new(message, at);
    }

    // Wrong in dynamic mode too: the form of the source, not its data.
    private Bound.Failure Malformed(Syntax at, string message)
    {
        errors.Add(new(at.Position, at.Length, message));
        return new(message, at);
    }

    private string Quote(Syntax at) => source.Substring(at.Position, at.Length);

    private static string Article(string type) => type switch
    {
        "null_type" => "null",
        "dyn" => "dynamic data",
        _ => (type[0] is 'a' or 'e' or 'i' or 'u' or 'o' ? "an " : "a ") + type,
    };

    // The path of a loop's own name is told apart from others of that name by its number.
    private string Shown(Bound operand) => operand.Path!.Contains('#', StringComparison.Ordinal) ? Quote(operand.At) : operand.Path;

    private string GuardAdvice(Bound operand) => operand.Path is null
        ? "Guard it with a ternary, or read it with .? and orValue(…)."
        : operand switch
        {
            Bound.Field field => $"Guard it with has({Shown(operand)}) &&, or write {Quote(field.Operand.At)}.?{field.Declared.Name}.orValue({Usual(field.Type)}).",
            _ => $"Guard it with {Shown(operand)} != null &&, or read it with .? and orValue(…).",
        };

    /// <summary>The value that usually stands in for an absent one of that type, as source.</summary>
    public static string Usual(CelType type) => type.Kind switch
    {
        ValueKind.String => "\"\"",
        ValueKind.Int => "0",
        ValueKind.Uint => "0u",
        ValueKind.Double => "0.0",
        ValueKind.Bool => "false",
        ValueKind.List => "[]",
        ValueKind.Map => "{}",
        ValueKind.Duration => "duration(\"0s\")",
        _ => "…",
    };

    private Bound Name(Syntax.Name name)
    {
        if (!name.IsRooted && FindLocal(name.Text) is { } local)
        {
            return Narrow(new Bound.Local(local.Index, name, local.Use) { Path = $"{local.Name}#{local.Unique.ToString(CultureInfo.InvariantCulture)}" });
        }

        if (scope.Find(name.Text) is { } variable) return Slot(variable, name);
        if (TypeNames.TryGetValue(name.Text, out var type)) return new Bound.Constant(Value.Type(type), name, Typed(CelType.Type));
        return Error(name, Unknown(name.Text, name));
    }

    private string Unknown(string name, Syntax at)
    {
        var members = scope.Variables.Where(variable => variable.Name.StartsWith(name + ".", StringComparison.Ordinal)).Select(variable => variable.Name).ToArray();
        if (members.Length > 0) return $"{name} is no value by itself; write one of {string.Join(", ", members)}.";
        var visible = locals.Select(local => local.Name).Concat(scope.Variables.Select(variable => variable.Name)).ToArray();
        if (OtherLanguages.Constant(name) is { } constant) return $"There is no name {name} here. {constant}";
        var path = PathBehind(at);
        foreach (var family in new[] { "let", "vars", "read" })
        {
            if (scope.Find($"{family}.{name}") is not null) return $"There is no name {name} here. Write {family}.{string.Join('.', [name, .. path])}.";
        }

        if (Meant(name, path) is { } meant) return $"There is no name {name} here. {meant}";
        return $"There is no name {name} here.{(Suggestion.For(name, visible) is { Length: > 0 } near ? near : OfEvent(name, path, at))}";
    }

    private Bound Slot(Variable variable, Syntax at)
    {
        names.Add(variable.Name);
        return Narrow(new Bound.Slot(variable, at, Typed(variable.Type, variable.Nullable)) { Path = variable.Name });
    }

    private Bound Narrow(Bound bound) => bound.Use.Nullable && bound.Path is not null && known.IsNonNull(bound.Path)
        ? bound with { Use = bound.Use with { Nullable = false } }
        : bound;

    private LocalName? FindLocal(string name) => locals.FindLast(local => local.Name == name);

    // A chain of plain names, as let.to, or null.
    private string? Dotted(Syntax node) => node switch
    {
        Syntax.Name name when name.IsRooted || FindLocal(name.Text) is null => name.Text,
        Syntax.Select { IsOptional: false, IsQuoted: false } select when Dotted(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private Variable? DottedVariable(Syntax operand, string field) =>
        scope.HasDotted && Dotted(operand) is { } prefix ? scope.Find($"{prefix}.{field}") : null;

    private sealed record LocalName(string Name, int Index, int Unique, TypeUse Use);
}

/// <summary>A checked expression.</summary>
/// <param name="Root">The tree.</param>
/// <param name="LocalCount">Locals that its loops need at once.</param>
/// <param name="Names">The declared variables that it reads.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="Warnings">What is probably not meant.</param>
internal sealed record Checked(Bound Root, int LocalCount, IReadOnlySet<string> Names, IReadOnlyList<ExpressionError> Errors, IReadOnlyList<ExpressionError> Warnings)
{
    /// <summary>The value, where all of it is made of constants.</summary>
    public Value? Constant { get; init; }
}
