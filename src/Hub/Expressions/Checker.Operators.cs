namespace Hub.Expressions;

internal sealed partial class Checker
{
    private Bound Unary(Syntax.Unary unary)
    {
        var operand = Bind(unary.Operand);
        if (operand is Bound.Failure && !isDynamic) return operand;
        var isNot = unary.Operator == TokenKind.Not;
        if (isNot && !isDynamic && !CelType.Fits(operand.Type, CelType.Bool))
        {
            return Error(unary, $"! takes a bool; {Quote(unary.Operand)} is {Article(operand.Type.ToString())}.{Absence(operand)}");
        }

        if (!isDynamic && Required(operand, isNot ? "!" : "-") is { } failure) return failure;
        if (!isNot && !operand.Type.IsDyn && operand.Type.Kind is not (ValueKind.Int or ValueKind.Double))
        {
            return Error(unary, $"- takes an int or a double; {Quote(unary.Operand)} is {Article(operand.Type.ToString())}.{(operand.Type.Kind == ValueKind.String ? $" Write -double({Quote(unary.Operand)})." : "")}");
        }

        return new Bound.Unary(unary.Operator, operand, unary, isNot ? Typed(CelType.Bool) : operand.Use)
        {
            WhenTrue = isNot ? operand.WhenFalse : Guards.None,
            WhenFalse = isNot ? operand.WhenTrue : Guards.None,
        };
    }

    // What asks whether a value is absent or empty.
    private string Absence(Bound operand) => operand switch
    {
        { Type.Kind: ValueKind.Null } => "",
        Bound.Field { Use.Nullable: true } => $" Write !has({Quote(operand.At)}).",
        { Use.Nullable: true } => $" Write {Quote(operand.At)} == null.",
        { Type.Kind: ValueKind.String } => $" Write {Quote(operand.At)} == \"\".",
        { Type.IsNumber: true } => $" Write {Quote(operand.At)} == 0.",
        { Type.Kind: ValueKind.List or ValueKind.Map } => $" Write size({Quote(operand.At)}) == 0.",
        _ => "",
    };

    // Elsewhere a || b stands for a, or b where a is absent.
    private string? Default(Syntax.Logical logical, Bound operand) =>
        logical is { IsAnd: false, Operands: [Syntax.Select select, var other] } && operand.At == select && operand.Use.Nullable && !CelType.Fits(operand.Type, CelType.Bool)
            ? $"{Quote(select.Operand)}.?{select.Field}.orValue({Quote(other)})"
            : null;

    // a == "x" || "y" is meant for a in ["x", "y"].
    private string AmongOthers(Syntax.Logical logical, int place)
    {
        if (logical.IsAnd || place == 0 || logical.Operands[place - 1] is not Syntax.Binary { Operator: TokenKind.Equal, Right: Syntax.Constant first } comparison) return "";
        var others = logical.Operands.Skip(place).TakeWhile(operand => operand is Syntax.Constant);
        return $" Write {Quote(comparison.Left)} in [{string.Join(", ", others.Prepend(first).Select(Quote))}].";
    }

    // An operand or argument that must not be null.
    private Bound.Failure? Required(Bound operand, string what) => !operand.Use.Nullable ? null : operand.Type.Kind == ValueKind.Null
        ? Error(operand.At, $"{what} does not take null. Write a value for it.")
        : Error(operand.At, $"{what} does not take null, and {Quote(operand.At)} may be null. {GuardAdvice(operand)}");

    private Bound Logical(Syntax.Logical logical)
    {
        var sign = logical.IsAnd ? "&&" : "||";
        var operands = new Bound[logical.Operands.Count];
        var holds = Guards.None;
        var otherwise = (Guards?)null;
        for (var i = 0; i < operands.Length; i++)
        {
            var operand = Bind(logical.Operands[i], holds);
            if (!isDynamic && Default(logical, operand) is { } form)
            {
                return Error(operand.At, $"{sign} takes bools; {Quote(operand.At)} is {Article(operand.Type.ToString())}. For a value in its place write {form}.");
            }

            if (!CelType.Fits(operand.Type, CelType.Bool))
            {
                if (operand is not Bound.Failure) Error(operand.At, $"{sign} takes bools; {Quote(operand.At)} is {Article(operand.Type.ToString())}.{(operand is Bound.Constant ? AmongOthers(logical, i) : Conversion(operand, CelType.Bool))}");
                // One list stands for all that follow.
                if (operand is Bound.Constant && AmongOthers(logical, i).Length > 0) return new Bound.Failure("", logical);
            }
            else if (!isDynamic)
            {
                Required(operand, sign);
            }

            operands[i] = operand;
            var (same, opposite) = logical.IsAnd ? (operand.WhenTrue, operand.WhenFalse) : (operand.WhenFalse, operand.WhenTrue);
            holds = holds.And(same);
            otherwise = otherwise is null ? opposite : otherwise.Or(opposite);
        }

        if (logical.IsAnd && !isDynamic) Contradictions(operands);
        return new Bound.Logical(logical.IsAnd, operands, logical)
        {
            WhenTrue = logical.IsAnd ? holds : otherwise!,
            WhenFalse = logical.IsAnd ? otherwise! : holds,
        };
    }

    private Bound Conditional(Syntax.Conditional conditional)
    {
        var condition = Bind(conditional.Condition);
        if (!CelType.Fits(condition.Type, CelType.Bool))
        {
            Error(condition.At, $"The condition before ? must be a bool; {Quote(condition.At)} is {Article(condition.Type.ToString())}.{(condition is Bound.Failure or Bound.Constant ? "" : Conversion(condition, CelType.Bool))}");
        }
        else if (!isDynamic)
        {
            Required(condition, "The condition before ?");
        }

        var whenTrue = Bind(conditional.WhenTrue, condition.WhenTrue);
        var whenFalse = Bind(conditional.WhenFalse, condition.WhenFalse);
        if (Join(whenTrue.Use, whenFalse.Use) is not { } use)
        {
            return Error(conditional, $"The two branches must have one type; they are {Article(whenTrue.Type.ToString())} and {Article(whenFalse.Type.ToString())}.{(Converted(whenTrue, whenFalse.Type) is { Length: > 0 } first ? first : Converted(whenFalse, whenTrue.Type))}");
        }

        return new Bound.Conditional(condition, whenTrue, whenFalse, conditional, use);
    }

    /// <summary>The type of a place that takes either; null where they do not go together.</summary>
    public static TypeUse? Join(TypeUse left, TypeUse right)
    {
        var nullable = left.Nullable || right.Nullable;
        if (left.Type.Kind == ValueKind.Null || right.Type.Kind == ValueKind.Null)
        {
            return new(left.Type.Kind == ValueKind.Null ? right.Type : left.Type, Nullable: true);
        }

        if (left.Type.IsDyn || right.Type.IsDyn) return TypeUse.Dyn with { Nullable = nullable };
        if (CelType.Fits(left.Type, right.Type)) return new(IsVague(right.Type) ? left.Type : right.Type, nullable);
        return CelType.Fits(right.Type, left.Type) ? new(left.Type, nullable) : null;
    }

    // [] and optional.none() say nothing of what they hold.
    private static bool IsVague(CelType type) => type is ListType { Element.Type.IsDyn: true } or OptionalType { Inner.IsDyn: true } or MapType { Element.Type.IsDyn: true };

    private Bound Binary(Syntax.Binary binary)
    {
        if (binary.Operator is TokenKind.Equal or TokenKind.Unequal or TokenKind.In) Compare(binary);
        if (binary.Operator is TokenKind.Equal or TokenKind.Unequal or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual) sides.UnionWith([binary.Left, binary.Right]);
        var left = Bind(binary.Left);
        var right = Bind(binary.Right);
        if (!isDynamic && (left is Bound.Failure || right is Bound.Failure)) return left is Bound.Failure ? left : right;
        return binary.Operator switch
        {
            TokenKind.Equal or TokenKind.Unequal => Comparison(binary, left, right),
            TokenKind.In => Membership(binary, left, right),
            TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => Order(binary, left, right),
            _ => Arithmetic(binary, left, right),
        };
    }

    private Bound Arithmetic(Syntax.Binary binary, Bound left, Bound right)
    {
        if (isDynamic) return new Bound.Binary(binary.Operator, left, right, binary, TypeUse.Dyn);
        var sign = Sign(binary.Operator);
        if ((Required(left, sign) ?? Required(right, sign)) is { } failure) return failure;
        if (left.Type.IsDyn || right.Type.IsDyn) return new Bound.Binary(binary.Operator, left, right, binary, TypeUse.Dyn);
        var result = (binary.Operator, left.Type.Kind, right.Type.Kind) switch
        {
            (_, ValueKind.Int, ValueKind.Int) or (not TokenKind.Remainder, ValueKind.Double, ValueKind.Double) or (_, ValueKind.Uint, ValueKind.Uint) => left.Type,
            (TokenKind.Plus, ValueKind.String, ValueKind.String) or (TokenKind.Plus, ValueKind.Bytes, ValueKind.Bytes) => left.Type,
            (TokenKind.Plus, ValueKind.List, ValueKind.List) => Join(left.Use, right.Use)?.Type ?? CelType.ListOf(CelType.Dyn),
            (TokenKind.Plus or TokenKind.Minus, ValueKind.Timestamp or ValueKind.Duration, ValueKind.Duration) => left.Type,
            (TokenKind.Plus, ValueKind.Duration, ValueKind.Timestamp) => CelType.Timestamp,
            (TokenKind.Minus, ValueKind.Timestamp, ValueKind.Timestamp) => CelType.Duration,
            _ => null,
        };
        if (result is not null) Divided(binary, left, right);
        if (result is not null) return new Bound.Binary(binary.Operator, left, right, binary, new(result, Nullable: false));
        var advice = (left.Type, right.Type) switch
        {
            ({ Kind: ValueKind.Timestamp or ValueKind.Duration }, { Kind: ValueKind.String } or { IsNumber: true }) when binary.Operator is TokenKind.Plus or TokenKind.Minus => $" Write {Quote(binary.Left)} {sign} {Span(right)}.",
            ({ IsNumber: true }, { IsNumber: true }) when left.Type.Kind != right.Type.Kind => $" Convert one of them: {right.Type}({Quote(binary.Left)}).",
            (OptionalType optional, _) => $" Write {Quote(binary.Left)}.orValue({Usual(optional.Inner)}).",
            (_, OptionalType optional) => $" Write {Quote(binary.Right)}.orValue({Usual(optional.Inner)}).",
            (ListType list, _) when binary.Operator == TokenKind.Plus && CelType.Fits(right.Type, list.Element.Type) => $" Write {Quote(binary.Left)} + [{Quote(binary.Right)}].",
            (_, RecordType) or (RecordType, _) when Named(left, right) is { } named => named,
            ({ Kind: ValueKind.String }, _) when binary.Operator == TokenKind.Plus => $" Write string({Quote(binary.Right)}).",
            (_, { Kind: ValueKind.String }) when binary.Operator == TokenKind.Plus => $" Write string({Quote(binary.Left)}).",
            _ => "",
        };
        return Error(binary, $"{sign} does not take {Article(left.Type.ToString())} and {Article(right.Type.ToString())}.{advice}");
    }

    // The fields of a record that is reckoned with as if it were one of them.
    private string? Named(Bound left, Bound right)
    {
        var one = left.Type is RecordType ? left : right;
        var fields = ((RecordType)one.Type).Fields.Where(field => field.Type.Kind == ValueKind.String || field.Type.IsNumber).Take(6).Select(field => $"{Quote(one.At)}.{field.Name}").ToList();
        return fields.Count == 0 ? null : $" Name one of its fields, such as {string.Join(", ", fields)}.";
    }

    // A span of time for what was written as a text or a number.
    private string Span(Bound given) => given switch
    {
        Bound.Constant { Value.Kind: ValueKind.String } text => $"duration(\"{DurationWords.Meant(text.Value.AsString) ?? "24h"}\")",
        Bound.Constant { Value.Kind: ValueKind.Int } => $"duration(\"{Quote(given.At)}s\"), if seconds are meant",
        { Type.Kind: ValueKind.String } => $"duration({Quote(given.At)})",
        _ => $"duration(string({Quote(given.At)}) + \"s\"), if seconds are meant",
    };

    private static string Sign(TokenKind kind) => kind switch
    {
        TokenKind.Equal => "==",
        TokenKind.Unequal => "!=",
        TokenKind.Less => "<",
        TokenKind.LessOrEqual => "<=",
        TokenKind.Greater => ">",
        TokenKind.GreaterOrEqual => ">=",
        TokenKind.Plus => "+",
        TokenKind.Minus => "-",
        TokenKind.Times => "*",
        TokenKind.Divide => "/",
        _ => "%",
    };
}
