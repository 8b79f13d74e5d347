using System.Text.RegularExpressions;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>What expressions of one moment are compiled against, and what they turned out to use.</summary>
internal sealed record FormulaContext(string File, Scope Scope, Guards Guards, Problems Problems)
{
    /// <summary>Names of let that come after the place, each with its line; the one that stands there itself too.</summary>
    public IReadOnlyDictionary<string, int> LaterLets { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Gets each expression that was compiled; null where nobody asks.</summary>
    public ICollection<Expression>? Compiled { get; init; }
}

/// <summary>A compiled expression or text of a mapping file, with its place.</summary>
internal sealed class Formula
{
    // A field with an empty text in its place where it is absent.
    private static readonly Regex Absent = new(@"^\$\{\s*(?<of>[a-z_]+(\.[a-z_]+)*)\.\?(?<field>[a-z_]+)\.orValue\((""""|'')\)\s*\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private readonly string file;
    private readonly YamlScalar at;

    private Formula(string file, YamlScalar at, TypeUse use, IReadOnlySet<string> names, Guards whenTrue, IReadOnlyList<Expression> expressions, Func<Frame, Value> evaluate)
    {
        this.file = file;
        this.at = at;
        Use = use;
        Names = names;
        WhenTrue = whenTrue;
        Expressions = expressions;
        Evaluate = evaluate;
    }

    /// <summary>The static type.</summary>
    public TypeUse Use { get; }

    /// <summary>The variables that it uses.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>What is known where it is true.</summary>
    public Guards WhenTrue { get; }

    /// <summary>The compiled expressions in it, in order; none in a constant text.</summary>
    public IReadOnlyList<Expression> Expressions { get; }

    /// <summary>The literal texts that it may give.</summary>
    public IReadOnlyList<string> Literals { get; private init; } = [];

    /// <summary>The value that it always gives; null where that is not known.</summary>
    public Value? Constant { get; private init; }

    /// <summary>The declared field that it reads and gives as it is; else null.</summary>
    public RecordField? Field { get; private init; }

    /// <summary>Evaluates it; a failure is an error value.</summary>
    public Func<Frame, Value> Evaluate { get; }

    /// <summary>The text as written.</summary>
    public string Text => at.Text;

    /// <summary>The place as written.</summary>
    public YamlScalar At => at;

    /// <summary>A condition: CEL without braces, true or false.</summary>
    public static Formula? Condition(string key, YamlScalar at, FormulaContext context)
    {
        if (at.IsBroken) return null;
        if (at.Text.StartsWith("${", StringComparison.Ordinal) && at.Text.EndsWith('}'))
        {
            context.Problems.Add(at, $"{key} takes an expression without braces: write {at.Text[2..^1].Trim()}.");
            return null;
        }

        var options = new CompileOptions { Expected = new(CelType.Bool, Nullable: false), Guards = context.Guards };
        var result = Expression.Compile(at.Text, context.Scope, options);
        context.Problems.Add(at, NameAdvice.Given(result, at.Text, context));
        // What a constant of the file decides may be meant to be switched there.
        if (result.Compiled is { Names.Count: 0, Constant: { Kind: ValueKind.Bool } constant })
        {
            context.Problems.Warn(at, $"{key} is always {(constant.AsBool ? "true. Leave it out." : "false. Mend the condition, or remove what it stands for.")}");
        }

        if (result.Compiled is { } made) context.Compiled?.Add(made);
        return result.Compiled is { } compiled ? new(context.File, at, new(compiled.Type, compiled.Nullable), compiled.Names, compiled.WhenTrue, [compiled], compiled.Evaluate) : null;
    }

    /// <summary>A value: text with <c>${…}</c>; exactly one keeps its type.</summary>
    public static Formula? Of(YamlScalar at, FormulaContext context)
    {
        if (at.IsBroken) return null;
        var result = Template.Compile(at.Text, context.Scope, new CompileOptions { Guards = context.Guards });
        context.Problems.Add(at, NameAdvice.Given(result, at.Text, context));
        foreach (var made in result.Compiled?.Expressions ?? []) context.Compiled?.Add(made);
        return result.Compiled is { } compiled
            ? new(context.File, at, new(compiled.Type, compiled.Nullable), compiled.Names, Guards.None, [.. compiled.Expressions], compiled.Evaluate) { Literals = compiled.Text is { } text ? [text] : compiled.Single?.Literals ?? [], Field = compiled.Single?.Field, Constant = compiled.Constant }
            : null;
    }

    /// <summary>A key that must be text, such as <c>once</c>: scalars are converted, lists and maps refused.</summary>
    public static Formula? TextOf(string key, YamlScalar at, FormulaContext context)
    {
        ForgottenBraces.Check(key, at, context);
        if (Of(at, context) is not { } formula) return null;
        if (!formula.Use.Type.IsDyn && !ScalarText.IsScalar(formula.Use.Type))
        {
            context.Problems.Add(at, $"{key} takes text, and this gives {formula.Use.Type}.{Conversions.ToText(formula)}");
            return null;
        }

        if (formula.Use.Nullable)
        {
            context.Problems.Warn(at, $"{key} may be null, and the route would be parked then. {GuardOf(at)}");
        }
        else if (formula.Names.Count > 0 && formula.Literals.Contains("", StringComparer.Ordinal))
        {
            var absent = Absent.Match(at.Text) is { Success: true } match ? $"{match.Groups["of"].Value}.{match.Groups["field"].Value}" : null;
            context.Problems.Warn(at, $"{key} is empty where {absent ?? "nothing else is there"}{(absent is null ? "" : " is absent")}, and an empty text is no key: the route would be parked then. {(absent is null ? "Guard it in if." : $"Write has({absent}) in if, joined by &&, and ${{{absent}}} here.")}");
        }

        return formula;
    }

    /// <summary>How to keep a value that may be null from being null, with the path that is meant where it is a plain one.</summary>
    public static string GuardOf(YamlScalar at)
    {
        const string general = "Guard it in if, or write .orValue(…) behind an optional (.?).";
        if (PathOf(at) is not { } path) return general;
        var dot = path.LastIndexOf('.');
        return dot < 0 || path.StartsWith("let.", StringComparison.Ordinal)
            ? $"Write {path} != null in if, joined by &&."
            : $"Write has({path}) in if, joined by &&, or ${{{path[..dot]}.?{path[(dot + 1)..]}.orValue(…)}} here.";
    }

    /// <summary>The path that a scalar with one expression holds; null where it holds something else.</summary>
    public static string? PathOf(YamlScalar at)
    {
        var begin = at.Text.IndexOf("${", StringComparison.Ordinal);
        var end = at.Text.LastIndexOf('}');
        // Of several expressions it is not known which may be null.
        if (begin < 0 || end < begin || at.Text.IndexOf("${", begin + 2, StringComparison.Ordinal) >= 0) return null;
        var path = at.Text[(begin + 2)..end].Trim();
        return path is "" or "null" or "true" or "false" || char.IsAsciiDigit(path[0]) || path.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.')) ? null : path;
    }

    /// <summary>Why it failed, for a reason that lies in no expression.</summary>
    public RouteFailure Failure(string message) => new($"{file}:{at.Line}:{at.Column}", at.Text, message);

    /// <summary>Why it failed, where it gave an error value; a let that it pulled in is shown as the expression.</summary>
    public RouteFailure Failure(in Value error)
    {
        var (position, source) = (error.AsError.Position, error.AsError.Source ?? at.Text);
        var begin = at.Text.IndexOf(source, StringComparison.Ordinal);
        var (line, column) = at.PlaceOf(begin < 0 || position < 0 ? -1 : begin + position);
        return new($"{file}:{line}:{column}", source, error.AsError.Message);
    }
}
