namespace Hub.Expressions;

internal sealed partial class Checker
{
    private Bound Unary(Syntax.Unary unary)
    {
        var operand = Bind(unary.Operand);
        if (operand is Bound.Failure && !isDynamic)
            return operand;
        var isNot = unary.Operator == TokenKind.Not;
        if (!isDynamic && Required(operand, isNot ? "!" : "-") is { } failure)
            return failure;
        if (isNot && !CelType.Fits(operand.Type, CelType.Bool))
            return Error(unary, $"! takes a bool; {Quote(unary.Operand)} is {Article(operand.Type.ToString())}.");
        if (!isNot && !operand.Type.IsDyn && operand.Type.Kind is not (ValueKind.Int or ValueKind.Double))
            return Error(unary, $"- takes an int or a double; {Quote(unary.Operand)} is {Article(operand.Type.ToString())}.");
        return new Bound.Unary(unary.Operator, operand, unary, isNot ? Typed(CelType.Bool) : operand.Use)
        {
            WhenTrue = isNot ? operand.WhenFalse : Guards.None,
            WhenFalse = isNot ? operand.WhenTrue : Guards.None,
        };
    }

    // An operand or argument that must not be null.
    private Bound.Failure? Required(Bound operand, string what) => !operand.Use.Nullable ? null : operand.Type.Kind == ValueKind.Null
        ? Error(operand.At, $"{what} does not take null.")
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
            if (!CelType.Fits(operand.Type, CelType.Bool))
                Error(operand.At, $"{sign} takes bools; {Quote(operand.At)} is {Article(operand.Type.ToString())}.");
            else if (!isDynamic)
                Required(operand, sign);
            operands[i] = operand;
            var (same, opposite) = logical.IsAnd ? (operand.WhenTrue, operand.WhenFalse) : (operand.WhenFalse, operand.WhenTrue);
            holds = holds.And(same);
            otherwise = otherwise is null ? opposite : otherwise.Or(opposite);
        }
        if (logical.IsAnd && !isDynamic)
            Contradictions(operands);
        return new Bound.Logical(logical.IsAnd, operands, logical)
        {
            WhenTrue = logical.IsAnd ? holds : otherwise!,
            WhenFalse = logical.IsAnd ? otherwise! : holds,
        };
    }

    // x == "a" && x == "b" can never be true.
    private void Contradictions(Bound[] operands)
    {
        var equal = new Dictionary<string, Bound.Binary>(StringComparer.Ordinal);
        foreach (var comparison in operands.OfType<Bound.Binary>())
        {
            if (comparison.Operator is not (TokenKind.Equal or TokenKind.Unequal) || Constant(comparison, out var path) is not { } value)
                continue;
            if (comparison.Operator == TokenKind.Equal && equal.TryAdd(path, comparison))
                continue;
            if (!equal.TryGetValue(path, out var earlier))
                continue;
            var same = Equality.Scalars(Constant(earlier, out _)!.Value, value);
            if (same == (comparison.Operator == TokenKind.Unequal))
                Error(comparison.At, $"This can never be true: {Quote(earlier.At)} and {Quote(comparison.At)} exclude each other.{(same ? "" : " Write || between them, or in [...].")}");
        }
    }

    private static Value? Constant(Bound.Binary comparison, out string path)
    {
        var (named, other) = comparison.Left.Path is null ? (comparison.Right, comparison.Left) : (comparison.Left, comparison.Right);
        path = named.Path ?? "";
        return named.Path is null ? null : (other as Bound.Constant)?.Value;
    }

    private Bound Conditional(Syntax.Conditional conditional)
    {
        var condition = Bind(conditional.Condition);
        if (!CelType.Fits(condition.Type, CelType.Bool))
            Error(condition.At, $"The condition before ? must be a bool; {Quote(condition.At)} is {Article(condition.Type.ToString())}.");
        else if (!isDynamic)
            Required(condition, "The condition before ?");
        var whenTrue = Bind(conditional.WhenTrue, condition.WhenTrue);
        var whenFalse = Bind(conditional.WhenFalse, condition.WhenFalse);
        if (Join(whenTrue.Use, whenFalse.Use) is not { } use)
            return Error(conditional, $"The two branches must have one type; they are {Article(whenTrue.Type.ToString())} and {Article(whenFalse.Type.ToString())}.");
        return new Bound.Conditional(condition, whenTrue, whenFalse, conditional, use);
    }

    /// <summary>The type of a place that takes either; null where they do not go together.</summary>
    public static TypeUse? Join(TypeUse left, TypeUse right)
    {
        var nullable = left.Nullable || right.Nullable;
        if (left.Type.Kind == ValueKind.Null || right.Type.Kind == ValueKind.Null)
            return new(left.Type.Kind == ValueKind.Null ? right.Type : left.Type, Nullable: true);
        if (left.Type.IsDyn || right.Type.IsDyn)
            return TypeUse.Dyn with { Nullable = nullable };
        if (CelType.Fits(left.Type, right.Type))
            return new(IsVague(right.Type) ? left.Type : right.Type, nullable);
        return CelType.Fits(right.Type, left.Type) ? new(left.Type, nullable) : null;
    }

    // [] and optional.none() say nothing of what they hold.
    private static bool IsVague(CelType type) => type is ListType { Element.Type.IsDyn: true } or OptionalType { Inner.IsDyn: true } or MapType { Element.Type.IsDyn: true };

    private Bound Binary(Syntax.Binary binary)
    {
        var left = Bind(binary.Left);
        var right = Bind(binary.Right);
        if (!isDynamic && (left is Bound.Failure || right is Bound.Failure))
            return left is Bound.Failure ? left : right;
        return binary.Operator switch
        {
            TokenKind.Equal or TokenKind.Unequal => Comparison(binary, left, right),
            TokenKind.In => Membership(binary, left, right),
            TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => Order(binary, left, right),
            _ => Arithmetic(binary, left, right),
        };
    }

    private Bound Comparison(Syntax.Binary binary, Bound left, Bound right)
    {
        var isEqual = binary.Operator == TokenKind.Equal;
        if (!isDynamic)
        {
            if (!Comparable(left.Type, right.Type))
                return Error(binary, $"{Article(left.Type.ToString())} never equals {Article(right.Type.ToString())}.{(left.Type is OptionalType || right.Type is OptionalType ? " Read the optional with .orValue(…)." : "")}");
            NeverNull(left, right);
            NeverNull(right, left);
            KnownValue(left, right);
            KnownValue(right, left);
        }
        var facts = NullFact(left, right) ?? NullFact(right, left);
        var size = SizeFacts(binary.Operator, left, right);
        return new Bound.Binary(binary.Operator, left, right, binary, Typed(CelType.Bool))
        {
            WhenTrue = isEqual ? ValueFact(left, right).And(size.True) : (facts ?? Guards.None).And(size.True),
            WhenFalse = isEqual ? (facts ?? Guards.None).And(size.False) : ValueFact(left, right).And(size.False),
        };
    }

    private static bool Comparable(CelType left, CelType right) =>
        left.Kind == ValueKind.Null || right.Kind == ValueKind.Null || (left.IsNumber && right.IsNumber)
        || CelType.Fits(left, right) || CelType.Fits(right, left)
        || (left.Kind == right.Kind && left.Kind is ValueKind.List or ValueKind.Map);

    private void NeverNull(Bound value, Bound nothing)
    {
        if (nothing is Bound.Constant { Value.IsNull: true } && !value.Use.Nullable && !value.Type.IsDyn && value.Type is not OptionalType)
            warnings.Add(new(value.At.Position, value.At.Length, $"{Quote(value.At)} is never null{(value.Path is not null && known.IsNonNull(value.Path) ? " here" : "")}."));
        else if (nothing is Bound.Constant { Value.IsNull: true } && value.Type is OptionalType)
            Error(value.At, $"{Quote(value.At)} is an optional, which is never null; write {Quote(value.At)}.hasValue().");
    }

    private void KnownValue(Bound value, Bound literal)
    {
        if (value is not Bound.Field { Declared.KnownValues: { } values } field || literal is not Bound.Constant { Value.Kind: ValueKind.String } constant)
            return;
        var text = constant.Value.AsString;
        if (!values.Contains(text, StringComparer.Ordinal))
            warnings.Add(new(literal.At.Position, literal.At.Length, $"{field.Path ?? field.Declared.Name} has no known value \"{text}\".{Suggestion.For(text, values)} Known: {string.Join(", ", values)}."));
    }

    // p != null: p is not null.
    private static Guards? NullFact(Bound value, Bound nothing) =>
        nothing is Bound.Constant { Value.IsNull: true } && value.Path is not null ? Guards.NonNull(value.Path) : null;

    // p == "x": p is not null.
    private static Guards ValueFact(Bound left, Bound right)
    {
        var facts = Guards.None;
        if (left.Path is not null && !right.Use.Nullable && !right.Type.IsDyn)
            facts = facts.And(Guards.NonNull(left.Path));
        if (right.Path is not null && !left.Use.Nullable && !left.Type.IsDyn)
            facts = facts.And(Guards.NonNull(right.Path));
        return facts;
    }

    private Bound Membership(Syntax.Binary binary, Bound left, Bound right)
    {
        if (!isDynamic)
        {
            if (Required(right, "in") is { } failure)
                return failure;
            var inside = right.Type switch
            {
                ListType list => list.Element.Type,
                MapType map => map.Key,
                { IsDyn: true } => CelType.Dyn,
                _ => null,
            };
            if (inside is null)
                return Error(binary.Right, $"After in comes a list or a map; {Quote(binary.Right)} is {Article(right.Type.ToString())}.{(right.Type.Kind == ValueKind.String ? " Write text.contains(part)." : "")}");
            if (!Comparable(left.Type, inside))
                return Error(binary, $"{Article(left.Type.ToString())} is never in {Article(right.Type.ToString())}.");
            if (right is Bound.List list2)
            {
                foreach (var element in list2.Elements)
                    KnownValue(left, element);
            }
        }
        var cannotBeNull = right.Type is ListType { Element.Nullable: false } or MapType;
        return new Bound.Binary(TokenKind.In, left, right, binary, Typed(CelType.Bool))
        {
            WhenTrue = left.Path is not null && cannotBeNull ? Guards.NonNull(left.Path) : Guards.None,
        };
    }

    private static string Sign(TokenKind kind) => kind switch
    {
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

    private Bound Order(Syntax.Binary binary, Bound left, Bound right)
    {
        var sign = Sign(binary.Operator);
        if (!isDynamic)
        {
            if ((Required(left, sign) ?? Required(right, sign)) is { } failure)
                return failure;
            var ordered = left.Type.IsDyn || right.Type.IsDyn || (left.Type.IsNumber && right.Type.IsNumber)
                || (left.Type.Kind == right.Type.Kind && left.Type.Kind is ValueKind.Bool or ValueKind.String or ValueKind.Bytes or ValueKind.Timestamp or ValueKind.Duration);
            if (!ordered)
                return Error(binary, $"{sign} does not compare {Article(left.Type.ToString())} with {Article(right.Type.ToString())}.");
        }
        var size = SizeFacts(binary.Operator, left, right);
        return new Bound.Binary(binary.Operator, left, right, binary, Typed(CelType.Bool)) { WhenTrue = size.True, WhenFalse = size.False };
    }

    // What size(list) > 2, 2 < list.size() or i < size(list) say of the list.
    private static (Guards True, Guards False) SizeFacts(TokenKind operation, Bound left, Bound right)
    {
        if (Sized(left) is null && Sized(right) is not null)
        {
            (left, right) = (right, left);
            operation = operation switch
            {
                TokenKind.Less => TokenKind.Greater,
                TokenKind.LessOrEqual => TokenKind.GreaterOrEqual,
                TokenKind.Greater => TokenKind.Less,
                TokenKind.GreaterOrEqual => TokenKind.LessOrEqual,
                _ => operation,
            };
        }
        if (Sized(left) is not { } path)
            return (Guards.None, Guards.None);
        if (right is not Bound.Constant { Value.Kind: ValueKind.Int } constant)
            return operation == TokenKind.Greater && right.Path is not null ? (Guards.Inside(path, right.Path), Guards.None) : (Guards.None, Guards.None);
        var number = constant.Value.AsInt;
        return operation switch
        {
            TokenKind.Greater => (Guards.Size(path, number + 1), Guards.None),
            TokenKind.GreaterOrEqual => (Guards.Size(path, number), Guards.None),
            TokenKind.Less => (Guards.None, Guards.Size(path, number)),
            TokenKind.LessOrEqual => (Guards.None, Guards.Size(path, number + 1)),
            TokenKind.Equal => (Guards.Size(path, number), number == 0 ? Guards.Size(path, 1) : Guards.None),
            TokenKind.Unequal => (number == 0 ? Guards.Size(path, 1) : Guards.None, Guards.Size(path, number)),
            _ => (Guards.None, Guards.None),
        };
    }

    private static string? Sized(Bound bound) => bound is Bound.Call { Candidates: [{ Name: "size" }, ..] } call ? call.Arguments[0].Path : null;

    private Bound Arithmetic(Syntax.Binary binary, Bound left, Bound right)
    {
        if (isDynamic)
            return new Bound.Binary(binary.Operator, left, right, binary, TypeUse.Dyn);
        var sign = Sign(binary.Operator);
        if ((Required(left, sign) ?? Required(right, sign)) is { } failure)
            return failure;
        if (left.Type.IsDyn || right.Type.IsDyn)
            return new Bound.Binary(binary.Operator, left, right, binary, TypeUse.Dyn);
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
        if (result is not null)
            return new Bound.Binary(binary.Operator, left, right, binary, new(result, Nullable: false));
        var advice = (left.Type, right.Type) switch
        {
            ({ IsNumber: true }, { IsNumber: true }) when left.Type.Kind != right.Type.Kind => $" Convert one of them: {right.Type}({Quote(binary.Left)}).",
            ({ Kind: ValueKind.String }, _) when binary.Operator == TokenKind.Plus => $" Write string({Quote(binary.Right)}).",
            (_, { Kind: ValueKind.String }) when binary.Operator == TokenKind.Plus => $" Write string({Quote(binary.Left)}).",
            _ => "",
        };
        return Error(binary, $"{sign} does not take {Article(left.Type.ToString())} and {Article(right.Type.ToString())}.{advice}");
    }

    private Bound Index(Syntax.Index index)
    {
        var operand = Bind(index.Operand);
        var key = Bind(index.Key);
        if (isDynamic)
            return new Bound.Index(operand, key, index.IsOptional, index, TypeUse.Dyn);
        if (operand is Bound.Failure || key is Bound.Failure)
            return operand is Bound.Failure ? operand : key;
        if (Required(key, "An index") is { } failure)
            return failure;
        var container = operand.Type is OptionalType optional ? optional.Inner : operand.Type;
        var isOptional = index.IsOptional || operand.Type is OptionalType;
        if (!isOptional && operand.Use.Nullable)
            return Error(index, $"{Quote(operand.At)} may be null. {GuardAdvice(operand)}");
        var element = container switch
        {
            ListType when !CelType.Fits(key.Type, CelType.Int) => Error<TypeUse>(index.Key, $"The index of a list is an int; {Quote(index.Key)} is {Article(key.Type.ToString())}."),
            ListType list => isOptional || IsInside(operand, key)
                ? list.Element
                : Error<TypeUse>(index, $"{Quote(operand.At)} may have no element {Quote(key.At)}; write {Quote(operand.At)}[?{Quote(key.At)}], or guard it with size({Quote(operand.At)}) > {Quote(key.At)} &&."),
            MapType map => CelType.Fits(key.Type, map.Key) || (key.Type.IsNumber && map.Key.IsNumber)
                ? map.Element
                : Error<TypeUse>(index.Key, $"The keys of {Quote(operand.At)} are {map.Key}; {Quote(index.Key)} is {Article(key.Type.ToString())}."),
            { IsDyn: true } => TypeUse.Dyn,
            RecordType => Error<TypeUse>(index, $"{Quote(operand.At)} is {Article(container.ToString())}; write its field after a point, as {Quote(operand.At)}.name."),
            _ => Error<TypeUse>(index, $"{Quote(operand.At)} is {Article(container.ToString())}, which has no elements."),
        };
        if (element is not { } use)
            return new Bound.Failure("", index);
        if (isOptional)
            return new Bound.Index(operand, key, true, index, Typed(CelType.OptionalOf(use.Type)));
        var path = operand.Path is null ? null : key is Bound.Constant ? $"{operand.Path}[{Quote(key.At)}]" : key.Path is null ? null : $"{operand.Path}[{key.Path}]";
        return Narrow(new Bound.Index(operand, key, false, index, use) { Path = path });
    }

    private bool IsInside(Bound operand, Bound key)
    {
        if (key is not Bound.Constant { Value.Kind: ValueKind.Int } constant)
            return key.Type.IsDyn || (operand.Path is not null && key.Path is not null && known.IsInside(operand.Path, key.Path));
        var place = constant.Value.AsInt;
        var count = operand is Bound.List list && !list.IsOptional.Contains(value: true) ? list.Elements.Length : operand.Path is null ? 0 : known.SmallestSize(operand.Path);
        return place >= 0 && place < count;
    }

    private T? Error<T>(Syntax at, string message)
        where T : struct
    {
        Error(at, message);
        return null;
    }

    private Bound List(Syntax.List list)
    {
        var elements = new Bound[list.Elements.Count];
        var optional = new bool[elements.Length];
        TypeUse? element = null;
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = Bind(list.Elements[i].Value);
            optional[i] = list.Elements[i].IsOptional;
            element = Widen(element, optional[i] ? Unwrapped(elements[i]) : elements[i].Use);
        }
        return new Bound.List(elements, optional, list, isDynamic ? TypeUse.Dyn : new(new ListType(element ?? TypeUse.Dyn), Nullable: false));
    }

    private static TypeUse Widen(TypeUse? before, TypeUse next) =>
        before is not { } first ? next : Join(first, next) ?? TypeUse.Dyn with { Nullable = first.Nullable || next.Nullable };

    private TypeUse Unwrapped(Bound element)
    {
        if (isDynamic || element.Type.IsDyn)
            return TypeUse.Dyn;
        if (element.Type is OptionalType optional)
            return new(optional.Inner, Nullable: false);
        Error(element.At, $"After ? comes an optional; {Quote(element.At)} is {Article(element.Type.ToString())}. {(element is Bound.Field field ? $"Write {Quote(field.Operand.At)}.?{field.Declared.Name}." : "Leave the ? out.")}");
        return TypeUse.Dyn;
    }

    private Bound Map(Syntax.Map map)
    {
        var keys = new Bound[map.Entries.Count];
        var values = new Bound[keys.Length];
        var optional = new bool[keys.Length];
        TypeUse? key = null;
        TypeUse? value = null;
        for (var i = 0; i < keys.Length; i++)
        {
            var entry = map.Entries[i];
            keys[i] = Bind(entry.Key);
            values[i] = Bind(entry.Value);
            optional[i] = entry.IsOptional;
            if (!isDynamic && !keys[i].Type.IsDyn && keys[i].Type.Kind is not (ValueKind.Bool or ValueKind.Int or ValueKind.Uint or ValueKind.String))
                Error(keys[i].At, $"A key is a string, an int, a uint or a bool; {Quote(keys[i].At)} is {Article(keys[i].Type.ToString())}.");
            key = Widen(key, keys[i].Use);
            value = Widen(value, entry.IsOptional ? Unwrapped(values[i]) : values[i].Use);
        }
        return new Bound.Map(keys, values, optional, map, isDynamic ? TypeUse.Dyn : new(new MapType(key?.Type ?? CelType.Dyn, value ?? TypeUse.Dyn), Nullable: false));
    }
}
