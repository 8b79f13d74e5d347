using System.Runtime.CompilerServices;
using System.Text;

namespace Hub.Expressions;

/// <summary>Text with <c>${…}</c> in it. Exactly one <c>${…}</c> and nothing else keeps its type; otherwise scalars become text, and null makes the whole null. <c>$${</c> writes <c>${</c>.</summary>
internal sealed class Template
{
    private const int LongestSource = 64 * 1024;

    private readonly Part[] parts;

    private Template(string source, Part[] parts)
    {
        Source = source;
        this.parts = parts;
        var expressions = parts.Select(part => part.Expression).OfType<Expression>().ToArray();
        Names = expressions.SelectMany(expression => expression.Names).ToHashSet(StringComparer.Ordinal);
        Single = parts is [{ Expression: { } only }] ? only : null;
        Type = Single?.Type ?? CelType.String;
        Nullable = Array.Exists(expressions, expression => expression.Nullable);
        Text = expressions.Length == 0 ? string.Concat(parts.Select(part => part.Text)) : null;
    }

    /// <summary>The text it was compiled from.</summary>
    public string Source { get; }

    /// <summary>The type of the result.</summary>
    public CelType Type { get; }

    /// <summary>Whether the result may be null.</summary>
    public bool Nullable { get; }

    /// <summary>The declared variables that it reads.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>The expression, where the template is exactly one <c>${…}</c>; else null.</summary>
    public Expression? Single { get; }

    /// <summary>The expressions in it, in order.</summary>
    public IEnumerable<Expression> Expressions => parts.Select(part => part.Expression).OfType<Expression>();

    /// <summary>The text, where there is no <c>${…}</c> in it; else null.</summary>
    public string? Text { get; }

    /// <summary>What stands in it outside of <c>${…}</c>, in order.</summary>
    public IEnumerable<string> Texts => parts.Where(part => part.Expression is null).Select(part => part.Text);

    /// <summary>Compiles a template. Positions of errors count from the start of <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The names that it may use.</param>
    /// <param name="options">What is expected of the whole, and what is known already.</param>
    public static CompileResult<Template> Compile(string text, Scope scope, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= CompileOptions.Default;
        if (text.Length > LongestSource)
        {
            return new(null, [new(0, 0, $"The text has {text.Length} characters; {LongestSource} are allowed.")], []);
        }

        var errors = new List<ExpressionError>();
        var warnings = new List<ExpressionError>();
        var pieces = Cut(text, errors);
        var made = new List<Part>();
        var isSingle = pieces is [{ IsExpression: true }];
        foreach (var piece in pieces)
        {
            if (!piece.IsExpression)
            {
                made.Add(new(piece.Text, null, piece.Start));
                continue;
            }

            var result = Expression.Compile(piece.Text, scope, isSingle ? options : options with { Expected = null });
            errors.AddRange(result.Errors.Select(error => Moved(error, piece.Start)));
            warnings.AddRange(result.Warnings.Select(warning => Moved(warning, piece.Start)));
            if (result.Compiled is not { } expression) continue;
            if (!isSingle && Unwritable(expression) is { } fault) errors.Add(new(piece.Start, piece.Text.Length, fault));
            made.Add(new("", expression, piece.Start));
        }

        if (errors.Count > 0) return new(null, errors, warnings);
        var template = new Template(text, [.. made]);
        if (!isSingle && options.Expected is { } expected && Misfit(template, expected) is { } misfit)
        {
            return new(null, [new(0, text.Length, misfit)], warnings);
        }

        return new(template, [], warnings);
    }

    /// <summary>Evaluates. Never throws for bad data: the value is then an error, whose position counts in its <see cref="ExpressionError.Source"/>.</summary>
    /// <param name="frame">The variables.</param>
    public Value Evaluate(Frame frame)
    {
        if (Single is not null) return Single.Evaluate(frame);
        if (Text is not null) return Value.String(Text);
        // All expressions of a text share one budget.
        var before = frame.Enter(0);
        var value = Joined(frame);
        frame.Leave(before);
        return value;
    }

    private Value Joined(Frame frame)
    {
        var few = default(FewTexts);
        Span<string?> texts = parts.Length <= FewTexts.Most ? few[..parts.Length] : new string?[parts.Length];
        var length = 0L;
        var isNull = false;
        for (var i = 0; i < parts.Length; i++)
        {
            texts[i] = parts[i].Text;
            length += parts[i].Text.Length;
            if (parts[i].Expression is not { } expression) continue;
            var value = expression.Evaluate(frame);
            isNull |= value.IsNull;
            if (value.IsNull) continue;
            var written = value.IsError ? value : ValueText.Scalar(value);
            if (written.IsError)
            {
                return value.IsError ? value : Value.Error(new ExpressionError(0, expression.Source.Length, $"Inside a text only scalars can stand, and this is {ValueText.TypeName(value)}.") { Source = expression.Source });
            }

            texts[i] = written.AsString;
            length += written.AsString.Length;
            if (length > Frame.LargestResult)
            {
                return Value.Error(new ExpressionError(parts[i].Start, 0, $"The text is longer than {Frame.LargestResult} characters.") { Source = Source });
            }
        }

        return isNull ? Value.Null : Value.String(string.Concat((ReadOnlySpan<string?>)texts));
    }

    /// <summary>
    /// The place of the brace that closes the expression that begins at <paramref name="start"/>; −1 where it has none, with a fault where
    /// that is known. Braces of maps and inside of text are the expression's own.
    /// </summary>
    public static int EndOfExpression(string text, int start, out ExpressionError? fault)
    {
        fault = null;
        var lexer = new Lexer(text, start);
        for (var depth = 0; ;)
        {
            var token = lexer.Next();
            switch (token.Kind)
            {
                case TokenKind.OpenBrace:
                    depth++;
                    break;
                case TokenKind.CloseBrace when depth == 0:
                    return token.Start;
                case TokenKind.CloseBrace:
                    depth--;
                    break;
                case TokenKind.Error:
                    fault = new(token.Start, token.Length, token.Text);
                    return -1;
                case TokenKind.End:
                    return -1;
            }
        }
    }

    private static ExpressionError Moved(ExpressionError error, int start) => error with { Position = error.Position + start };

    private static string? Unwritable(Expression expression) => expression.Type switch
    {
        ListType => "A list cannot stand inside a text; join it with .join(\", \").",
        MapType => "A map cannot stand inside a text; name one of its keys.",
        RecordType record when record.Fields.Any(field => field.Counted is not null) => $"A {expression.Type.Name} cannot stand inside a text; write money({expression.Source.Trim()}, \"en\"), with the language that is meant, or its amount.",
        RecordType => $"A {expression.Type.Name} cannot stand inside a text; name one of its fields.",
        OptionalType => "An optional cannot stand inside a text; end it with .orValue(…).",
        { Kind: ValueKind.Type } => "A type cannot stand inside a text.",
        _ => null,
    };

    private static string? Misfit(Template template, TypeUse expected)
    {
        if (!CelType.Fits(CelType.String, expected.Type))
        {
            return $"This must be {expected.Type}, and a text is no {expected.Type}; write one ${{…}} alone.";
        }

        return template.Nullable && !expected.Nullable ? "This must not be null, and a part of the text may be null, which makes the whole null; write .? and orValue(…) there." : null;
    }

    private static List<Piece> Cut(string text, List<ExpressionError> errors)
    {
        var pieces = new List<Piece>();
        var plain = new StringBuilder();
        var begin = 0;
        for (var i = 0; i < text.Length;)
        {
            var dollar = text.IndexOf("${", i, StringComparison.Ordinal);
            if (dollar < 0)
            {
                plain.Append(text.AsSpan(i));
                break;
            }

            var isEscaped = dollar > i && text[dollar - 1] == '$';
            plain.Append(text.AsSpan(i, dollar - i - (isEscaped ? 1 : 0)));
            if (isEscaped)
            {
                plain.Append("${");
                i = dollar + 2;
                continue;
            }

            if (plain.Length > 0) pieces.Add(new(plain.ToString(), begin, IsExpression: false));
            plain.Clear();
            var end = EndOfExpression(text, dollar + 2, out var fault);
            if (end < 0)
            {
                errors.Add(fault is null ? new(dollar, 2, "This ${ has no closing }; write $${ for the two characters themselves.") : Parsed(text, dollar + 2) ?? fault);
                return pieces;
            }

            pieces.Add(new(text[(dollar + 2)..end], dollar + 2, IsExpression: true));
            i = begin = end + 1;
        }

        if (plain.Length > 0) pieces.Add(new(plain.ToString(), begin, IsExpression: false));
        return pieces;
    }

    // What stands for a sign that is none here, which only the whole expression tells.
    private static ExpressionError? Parsed(string text, int start) =>
        text.IndexOf('}', start) is var end and > 0 && Parser.Parse(text[start..end], out var error) is null ? Moved(error!, start) : null;

    [InlineArray(Most)]
    private struct FewTexts
    {
        public const int Most = 8;
        private string? first;
    }

    private readonly record struct Piece(string Text, int Start, bool IsExpression);

    private readonly record struct Part(string Text, Expression? Expression, int Start);
}
