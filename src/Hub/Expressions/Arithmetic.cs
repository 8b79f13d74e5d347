namespace Hub.Expressions;

/// <summary>The operators + - * / % and the sign.</summary>
internal static class Arithmetic
{
    public static Value Apply(TokenKind operation, in Value left, in Value right, Frame frame)
    {
        if (left.Kind == right.Kind)
        {
            switch (left.Kind)
            {
                case ValueKind.Int:
                    return Ints(operation, left.AsInt, right.AsInt);
                case ValueKind.Uint:
                    return Uints(operation, left.AsUint, right.AsUint);
                case ValueKind.Double when operation != TokenKind.Remainder:
                    return Value.Double(operation switch
                    {
                        TokenKind.Plus => left.AsDouble + right.AsDouble,
                        TokenKind.Minus => left.AsDouble - right.AsDouble,
                        TokenKind.Times => left.AsDouble * right.AsDouble,
                        _ => left.AsDouble / right.AsDouble,
                    });
                case ValueKind.String when operation == TokenKind.Plus:
                    return Texts(left.AsString, right.AsString, frame);
                case ValueKind.Bytes when operation == TokenKind.Plus:
                    return Octets(left.AsBytes.Span, right.AsBytes.Span, frame);
                case ValueKind.List when operation == TokenKind.Plus:
                    return Lists(left.AsList, right.AsList, frame);
            }
        }

        return (operation, left.Kind, right.Kind) switch
        {
            (TokenKind.Plus, ValueKind.Timestamp, ValueKind.Duration) => Moments.Add(left, right, 1),
            (TokenKind.Plus, ValueKind.Duration, ValueKind.Timestamp) => Moments.Add(right, left, 1),
            (TokenKind.Plus, ValueKind.Duration, ValueKind.Duration) => Moments.Add(left, right, 1),
            (TokenKind.Minus, ValueKind.Timestamp or ValueKind.Duration, ValueKind.Duration) => Moments.Add(left, right, -1),
            (TokenKind.Minus, ValueKind.Timestamp, ValueKind.Timestamp) => Moments.Between(left, right),
            _ => NoOverload(operation, left, right),
        };
    }

    public static Value Negate(in Value operand) => operand.Kind switch
    {
        ValueKind.Int when operand.AsInt == long.MinValue => Overflow("int"),
        ValueKind.Int => Value.Int(-operand.AsInt),
        ValueKind.Double => Value.Double(-operand.AsDouble),
        _ => Value.Error($"no such overload: -{ValueText.TypeName(operand)}"),
    };

    public static Value NoOverload(TokenKind operation, in Value left, in Value right)
    {
        var sign = operation switch
        {
            TokenKind.Plus => "+",
            TokenKind.Minus => "-",
            TokenKind.Times => "*",
            TokenKind.Divide => "/",
            TokenKind.Remainder => "%",
            TokenKind.Less => "<",
            TokenKind.LessOrEqual => "<=",
            TokenKind.Greater => ">",
            _ => ">=",
        };
        return Value.Error($"no such overload: {ValueText.TypeName(left)} {sign} {ValueText.TypeName(right)}");
    }

    private static Value Ints(TokenKind operation, long left, long right)
    {
        long result;
        switch (operation)
        {
            case TokenKind.Plus:
                result = unchecked(left + right);
                return ((left ^ result) & (right ^ result)) < 0 ? Overflow("int") : Value.Int(result);
            case TokenKind.Minus:
                result = unchecked(left - right);
                return ((left ^ right) & (left ^ result)) < 0 ? Overflow("int") : Value.Int(result);
            case TokenKind.Times:
                var high = Math.BigMul(left, right, out result);
                return high != result >> 63 ? Overflow("int") : Value.Int(result);
            case TokenKind.Divide:
                return right == 0 ? Value.Error("divide by zero") : left == long.MinValue && right == -1 ? Overflow("int") : Value.Int(left / right);
            default:
                return right == 0 ? Value.Error("modulus by zero") : Value.Int(right == -1 ? 0 : left % right);
        }
    }

    private static Value Uints(TokenKind operation, ulong left, ulong right)
    {
        switch (operation)
        {
            case TokenKind.Plus:
                var sum = unchecked(left + right);
                return sum < left ? Overflow("uint") : Value.Uint(sum);
            case TokenKind.Minus:
                return right > left ? Overflow("uint") : Value.Uint(left - right);
            case TokenKind.Times:
                return Math.BigMul(left, right, out var product) != 0 ? Overflow("uint") : Value.Uint(product);
            case TokenKind.Divide:
                return right == 0 ? Value.Error("divide by zero") : Value.Uint(left / right);
            default:
                return right == 0 ? Value.Error("modulus by zero") : Value.Uint(left % right);
        }
    }

    private static Value Overflow(string type) => Value.Error($"The result is out of range for {type}: overflow.");

    private static Value Texts(string left, string right, Frame frame)
    {
        var length = (long)left.Length + right.Length;
        return length > Frame.LargestResult || !frame.Allocate(length * 2) ? TooLong(frame) : Value.String(left + right);
    }

    /// <summary>Texts, one after the other.</summary>
    public static Value Joined(ReadOnlySpan<Value> texts, Frame frame)
    {
        var length = 0L;
        foreach (ref readonly var text in texts) length += text.AsString.Length;
        if (length > Frame.LargestResult || !frame.Allocate(length * 2)) return TooLong(frame);
        return Value.String(string.Create((int)length, texts, static (into, parts) =>
        {
            foreach (ref readonly var part in parts)
            {
                part.AsString.CopyTo(into);
                into = into[part.AsString.Length..];
            }
        }));
    }

    private static Value Octets(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Frame frame)
    {
        var length = (long)left.Length + right.Length;
        return length > Frame.LargestResult || !frame.Allocate(length) ? TooLong(frame) : Value.Bytes([.. left, .. right]);
    }

    private static Value Lists(ValueList left, ValueList right, Frame frame)
    {
        var count = (long)left.Count + right.Count;
        if (!frame.Spend(count) || !frame.Allocate(count * 24)) return Value.Null;
        var values = new Value[count];
        for (var i = 0; i < left.Count; i++) values[i] = left[i];
        for (var i = 0; i < right.Count; i++) values[left.Count + i] = right[i];
        return Value.List(values);
    }

    /// <summary>The error for a text that grew too long; the work that was spent on it is charged.</summary>
    public static Value TooLong(Frame frame)
    {
        frame.Allocate(Frame.LargestResult * 2);
        return Value.Error($"The text is longer than {Frame.LargestResult} characters.");
    }
}
