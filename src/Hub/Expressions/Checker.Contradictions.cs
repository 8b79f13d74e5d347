namespace Hub.Expressions;

/// <summary>Finds conditions that can never be true because two of their parts exclude each other.</summary>
internal sealed partial class Checker
{
    // More parts than anybody writes; each is compared with each.
    private const int MostClaims = 200;

    private void Contradictions(Bound[] operands)
    {
        var claims = new List<(int Operand, Claim Claim)>();
        for (var i = 0; i < operands.Length; i++)
        {
            foreach (var claim in ClaimsOf(operands[i], isTrue: true))
            {
                // Two parts of one operand were compared when that was looked at.
                if (claims.Find(earlier => earlier.Operand != i && earlier.Claim.Excludes(claim)) is { Claim: { } other }) Exclude(other, claim);
                else if (claims.Count < MostClaims) claims.Add((i, claim));
            }
        }
    }

    private void Exclude(Claim earlier, Claim claim)
    {
        var isOneOf = earlier is Claim.OneOf { Values.Count: 1 } && claim is Claim.OneOf { Values.Count: 1 } && earlier.At != claim.At && IsEquality(earlier) && IsEquality(claim);
        Error(claim.At, $"This can never be true: {Quote(earlier.At)} and {Quote(claim.At)} exclude each other.{(isOneOf ? " Write || between them, or in [...]." : "")}");
    }

    private static bool IsEquality(Claim claim) => claim.At is Syntax.Binary { Operator: TokenKind.Equal };

    // What has to hold of paths and sizes where a condition is true, or false.
    private static IEnumerable<Claim> ClaimsOf(Bound condition, bool isTrue) => condition switch
    {
        Bound.Unary { Operator: TokenKind.Not } not => ClaimsOf(not.Operand, !isTrue).Select(claim => claim with { At = not.Operand is Bound.Logical ? claim.At : not.At }),
        Bound.Logical logical when logical.IsAnd == isTrue => logical.Operands.SelectMany(operand => ClaimsOf(operand, isTrue)),
        Bound.Logical => [],
        Bound.Binary { Operator: TokenKind.Equal or TokenKind.Unequal } equality when SubjectOf(equality.Left, equality.Right) is var (subject, value, _) =>
            [(equality.Operator == TokenKind.Equal) == isTrue ? new Claim.OneOf(subject, [value], equality.At) : new Claim.NoneOf(subject, [value], equality.At)],
        Bound.Binary { Operator: TokenKind.In, Left.Path: { } path, Right: Bound.List { Elements: var elements } } member when elements.All(element => element is Bound.Constant) =>
            [isTrue ? new Claim.OneOf(path, [.. elements.Select(Constant)], member.At) : new Claim.NoneOf(path, [.. elements.Select(Constant)], member.At)],
        Bound.Binary { Operator: TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual } order => ClaimsOf(order, isTrue),
        { Path: { } path, Type.Kind: ValueKind.Bool } => [new Claim.OneOf(path, [Value.Bool(isTrue)], condition.At)],
        _ => [],
    };

    private static IEnumerable<Claim> ClaimsOf(Bound.Binary order, bool isTrue)
    {
        if (SubjectOf(order.Left, order.Right) is not var (subject, value, isWhole)) yield break;
        // What is not less than a number need not reach it: it may be no number.
        if (!isTrue && !isWhole) yield break;
        var isTurned = order.Left is Bound.Constant;
        var isBelow = order.Operator is TokenKind.Less or TokenKind.LessOrEqual != isTurned;
        var includes = order.Operator is TokenKind.LessOrEqual or TokenKind.GreaterOrEqual;
        yield return new Claim.Bounded(subject, value, isBelow == isTrue, includes == isTrue, isWhole, order.At);
    }

    private static Value Constant(Bound constant) => ((Bound.Constant)constant).Value;

    // A path, or the size of one, beside a constant.
    private static (string Subject, Value Value, bool IsWhole)? SubjectOf(Bound left, Bound right)
    {
        var (named, other) = left is Bound.Constant ? (right, left) : (left, right);
        var subject = named.Path ?? (Sized(named) is { } sized ? $"size({sized})" : null);
        return subject is null || other is not Bound.Constant constant ? null : (subject, constant.Value, named.Type.Kind == ValueKind.Int);
    }

    /// <summary>What a part of a condition says of a path or of its size.</summary>
    private abstract record Claim(string Subject, Syntax At)
    {
        /// <summary>Whether the two cannot both hold.</summary>
        public bool Excludes(Claim other) => Subject == other.Subject && (this, other) switch
        {
            (OneOf one, _) => one.Values.All(value => other.Allows(value) == false),
            (_, OneOf one) => one.Values.All(value => Allows(value) == false),
            (Bounded one, Bounded two) => one.IsBelow != two.IsBelow && (one.IsBelow ? IsEmpty(two, one) : IsEmpty(one, two)),
            _ => false,
        };

        /// <summary>Whether it holds for that value; null where the two cannot be compared.</summary>
        public abstract bool? Allows(in Value value);

        private static bool IsEmpty(Bounded above, Bounded below)
        {
            if (!Equality.Compare(above.Limit, below.Limit, out var order)) return false;
            if (order > 0 || (order == 0 && !(above.Includes && below.Includes))) return true;
            // Between two neighbours there is no whole number.
            return above.IsWhole && above.Limit.Kind == ValueKind.Int && below.Limit.Kind == ValueKind.Int && !above.Includes && !below.Includes
                && below.Limit.AsInt - 1 == above.Limit.AsInt;
        }

        public sealed record OneOf(string Subject, IReadOnlyList<Value> Values, Syntax At) : Claim(Subject, At)
        {
            public override bool? Allows(in Value value)
            {
                foreach (var known in Values)
                {
                    if (Equality.Scalars(known, value)) return true;
                }

                return false;
            }
        }

        public sealed record NoneOf(string Subject, IReadOnlyList<Value> Values, Syntax At) : Claim(Subject, At)
        {
            public override bool? Allows(in Value value)
            {
                foreach (var known in Values)
                {
                    if (Equality.Scalars(known, value)) return false;
                }

                return true;
            }
        }

        public sealed record Bounded(string Subject, Value Limit, bool IsBelow, bool Includes, bool IsWhole, Syntax At) : Claim(Subject, At)
        {
            public override bool? Allows(in Value value)
            {
                if (!Equality.Compare(value, Limit, out var order)) return null;
                return order == 0 ? Includes : order < 0 == IsBelow;
            }
        }
    }
}
