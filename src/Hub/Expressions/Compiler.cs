namespace Hub.Expressions;

/// <summary>A compiled node. An error is a value; nothing is thrown for bad data.</summary>
internal delegate Value Evaluation(Frame frame);

/// <summary>Turns a checked tree into delegates, resolved as far as the types allow.</summary>
internal static partial class Compiler
{
    public static Evaluation Compile(Bound node) => node switch
    {
        Bound.Constant constant => Constant(constant.Value),
        Bound.Slot slot => Slot(slot.Variable.Slot),
        Bound.Local local => Local(local.Place),
        Bound.Field field => Field(field),
        Bound.Select select => Select(select),
        Bound.OptionalSelect or Bound.NonNull or Bound.Index { IsOptional: true } => Closed(Opened(node)!),
        Bound.Has has => Has(has),
        Bound.Index index => Index(index),
        Bound.Call call => Call(call),
        Bound.Unary unary => Unary(unary),
        Bound.Binary binary => Binary(binary),
        Bound.Logical logical => Logical(logical),
        Bound.Conditional conditional => Conditional(conditional),
        Bound.List list => List(list),
        Bound.Map map => Map(map),
        Bound.Loop loop => Loop(loop),
        Bound.Bind bind => Bind(bind),
        Bound.OptionalMap map => OptionalMap(map),
        Bound.Observed observed => Observed(observed),
        Bound.Failure failure => Constant(Value.Error(new ExpressionError(failure.At.Position, failure.At.Length, failure.Message))),
        _ => throw new InvalidOperationException($"No rule for {node.GetType().Name}."),
    };

    private static Evaluation Constant(Value value) => _ => value;

    private static Evaluation Observed(Bound.Observed node)
    {
        var (inner, see) = (Compile(node.Inner), node.See);
        return frame =>
        {
            var value = inner(frame);
            see(value);
            return value;
        };
    }

    private static Evaluation Slot(int slot) => frame => frame[slot];

    private static Evaluation Local(int index) => frame => frame.Local(index);

    private static Evaluation Select(Bound.Select node)
    {
        var operand = Compile(node.Operand);
        var (name, at) = (node.Name, node.At);
        return frame => frame.Charged(Access.Select(operand(frame), name)).At(at.Position, at.Length);
    }

    private static Evaluation Index(Bound.Index node)
    {
        var (operand, key, at) = (Compile(node.Operand), Compile(node.Key), node.At);
        return frame =>
        {
            var container = operand(frame);
            if (container.IsError) return container;
            var place = key(frame);
            return place.IsError ? place : frame.Charged(Access.Index(container, place)).At(at.Position, at.Length);
        };
    }

    private static Evaluation Unary(Bound.Unary node)
    {
        var (operand, at) = (Compile(node.Operand), node.At);
        if (node.Operator == TokenKind.Not)
        {
            return frame => operand(frame) is var value && value.Kind == ValueKind.Bool ? Value.Bool(!value.AsBool) : NotBool(value, "!").At(at.Position, at.Length);
        }

        return frame => operand(frame) is var value && value.IsError ? value : Arithmetic.Negate(value).At(at.Position, at.Length);
    }

    private static Value NotBool(in Value value, string what) =>
        value.IsError ? value : Value.Error($"no such overload: {what} takes a bool, not {ValueText.TypeName(value)}");

    // An operand that decides wins over one that failed, whichever comes first.
    private static Evaluation Logical(Bound.Logical node)
    {
        var operands = Array.ConvertAll(node.Operands, Compile);
        var places = Array.ConvertAll(node.Operands, operand => operand.At);
        var deciding = !node.IsAnd;
        var sign = node.IsAnd ? "&&" : "||";
        return frame =>
        {
            var failure = Value.Null;
            for (var i = 0; i < operands.Length; i++)
            {
                var value = operands[i](frame);
                if (value.Kind != ValueKind.Bool)
                {
                    failure = failure.IsNull ? NotBool(value, sign).At(places[i].Position, places[i].Length) : failure;
                }
                else if (value.AsBool == deciding)
                {
                    return value;
                }
            }

            return failure.IsNull ? Value.Bool(!deciding) : failure;
        };
    }

    private static Evaluation Conditional(Bound.Conditional node)
    {
        var (condition, at) = (Compile(node.Condition), node.Condition.At);
        var (whenTrue, whenFalse) = (Compile(node.IfTrue), Compile(node.IfFalse));
        return frame =>
        {
            var value = condition(frame);
            if (value.Kind != ValueKind.Bool) return NotBool(value, "The condition before ?").At(at.Position, at.Length);
            return value.AsBool ? whenTrue(frame) : whenFalse(frame);
        };
    }

    private static Evaluation Binary(Bound.Binary node)
    {
        if (Texts(node) is { } joined) return joined;
        var (left, right, at) = (Compile(node.Left), Compile(node.Right), node.At);
        var operation = node.Operator;
        switch (operation)
        {
            case TokenKind.Equal or TokenKind.Unequal:
                return Comparison(node, left, right);
            case TokenKind.In:
                return frame =>
                {
                    var element = left(frame);
                    if (element.IsError) return element;
                    var container = right(frame);
                    return container.IsError ? container : Access.Contains(container, element, frame).At(at.Position, at.Length);
                };
            case TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual:
                return frame =>
                {
                    var one = left(frame);
                    if (one.IsError) return one;
                    var two = right(frame);
                    return two.IsError ? two : Order(operation, one, two, frame).At(at.Position, at.Length);
                };
            default:
                return frame =>
                {
                    var one = left(frame);
                    if (one.IsError) return one;
                    var two = right(frame);
                    return two.IsError ? two : Arithmetic.Apply(operation, one, two, frame).At(at.Position, at.Length);
                };
        }
    }

    private static Evaluation Comparison(Bound.Binary node, Evaluation left, Evaluation right)
    {
        var expected = node.Operator == TokenKind.Equal;
        if (node.Right is Bound.Constant { Value.Kind: ValueKind.String } text)
        {
            var literal = text.Value.AsString;
            return frame =>
            {
                var one = left(frame);
                return one.IsError ? one : Value.Bool((one.Kind == ValueKind.String && string.Equals(one.AsString, literal, StringComparison.Ordinal)) == expected);
            };
        }

        if (node.Right is Bound.Constant { Value.IsNull: true })
        {
            return frame =>
            {
                var one = left(frame);
                return one.IsError ? one : Value.Bool(one.IsNull == expected);
            };
        }

        return frame =>
        {
            var one = left(frame);
            if (one.IsError) return one;
            var two = right(frame);
            return two.IsError ? two : Value.Bool(Equality.Equal(one, two, frame) == expected);
        };
    }

    private static Value Order(TokenKind operation, in Value left, in Value right, Frame frame)
    {
        if (left.Kind == ValueKind.String && !TextFunctions.Pass(left.AsString, frame)) return Value.Null;
        if (!Equality.Compare(left, right, out var order)) return Arithmetic.NoOverload(operation, left, right);
        return Value.Bool(order != int.MinValue && operation switch
        {
            TokenKind.Less => order < 0,
            TokenKind.LessOrEqual => order <= 0,
            TokenKind.Greater => order > 0,
            _ => order >= 0,
        });
    }
}
