using System.Collections.Immutable;
using System.Globalization;

namespace Hub.Expressions;

/// <summary>Parts that are made of constants alone: they are evaluated once when they are checked, and what fails then would fail always.</summary>
internal sealed partial class Checker
{
    // The value of the whole, where it is one of them.
    private Value? Failing(Bound root, int localCount)
    {
        var frame = new Frame(scope);
        // All parts share one budget, and what it does not reach is not told.
        frame.Enter(localCount);
        foreach (var (part, isAbsorbed) in Certain(root))
        {
            var told = isAbsorbed ? warnings : errors;
            if (DividesByZero(part) is { } sign)
            {
                told.Add(new(part.At.Position, part.At.Length, $"This always fails: nothing is divided by zero. Write another number behind {sign}."));
                continue;
            }

            foreach (var variable in ConstantsOf(part)) frame[variable.Slot] = variable.Constant!.Value;
            var value = Compiler.Compile(part)(frame);
            if (frame.IsExhausted) return null;
            if (value.IsError) told.Add(Always(part, value.AsError, frame));
            else if (ReferenceEquals(part, root)) return value;
        }

        return null;
    }

    private ExpressionError Always(Bound part, ExpressionError failure, Frame frame)
    {
        var (position, length) = failure.Position < 0 ? (part.At.Position, part.At.Length) : (failure.Position, failure.Length);
        var at = Inside(part).FirstOrDefault(inner => inner is Bound.Select or Bound.Index && inner.At.Position == position && inner.At.Length == length);
        var message = NoKey(at, frame) ?? (failure.Message is "divide by zero" or "modulus by zero" ? "This always fails: nothing is divided by zero. Write another number." : null) ?? $"This always fails: {failure.Message.TrimEnd('.')}. {(failure.Message.Contains("range", StringComparison.Ordinal) && failure.Message.Contains("index", StringComparison.Ordinal) || failure.Message.Contains("substring", StringComparison.Ordinal) ? "Write places from 0 to the text's length" : "Write values here that go together")}.";
        return new(position, length, message);
    }

    // The keys that a constant map has, where one is read that it lacks.
    private string? NoKey(Bound? at, Frame frame)
    {
        var (operand, key) = at switch
        {
            Bound.Select select => (select.Operand, Value.String(select.Name)),
            Bound.Index { Key: Bound.Constant constant } index => (index.Operand, constant.Value),
            _ => (null, default),
        };
        if (operand is null || key.Kind != ValueKind.String || Compiler.Compile(operand)(frame) is not { Kind: ValueKind.Map, AsMap: var map }) return null;
        var keys = map.Keys.Select(known => known.Kind == ValueKind.String ? known.AsString : known.ToString()).ToList();
        var near = Suggestion.For(key.AsString, keys);
        return $"There is no {key.AsString} in {Quote(operand.At)}.{(near.Length > 0 ? near : keys.Count == 0 ? " It is empty." : string.Create(CultureInfo.InvariantCulture, $" Write one of {string.Join(", ", keys)}."))}";
    }

    // The largest parts without anything that is not known yet, of all that is evaluated whatever the rest gives; of those beside && and || the rest may absorb a failure.
    private static IEnumerable<(Bound Part, bool IsAbsorbed)> Certain(Bound node)
    {
        if (node is Bound.Constant) return [];
        if (IsConstant(node, []) || DividesByZero(node) is not null) return [(node, false)];
        return node switch
        {
            Bound.Logical logical => Certain(logical.Operands[0]).Select(certain => (certain.Part, true)),
            Bound.Conditional conditional => Certain(conditional.Condition),
            Bound.Loop loop => Certain(loop.Range),
            Bound.OptionalMap map => Certain(map.Operand),
            Bound.Bind bind => Certain(bind.Value),
            Bound.Call { Candidates: [{ Name: "or" or "orValue", IsReceiver: true }, ..], Arguments: [var first, ..] } => Certain(first),
            _ => Observing.PartsOf(node).SelectMany(Certain),
        };
    }

    private static string? DividesByZero(Bound node) =>
        node is Bound.Binary { Operator: TokenKind.Divide or TokenKind.Remainder, Right: var divisor } division && ValueOf(divisor) is { } number && number.Kind switch
        {
            ValueKind.Int => number.AsInt == 0,
            ValueKind.Uint => number.AsUint == 0,
            _ => false,
        } ? Sign(division.Operator) : null;

    private static Value? ValueOf(Bound node) => node switch
    {
        Bound.Constant constant => constant.Value,
        Bound.Slot slot => slot.Variable.Constant,
        _ => null,
    };

    private static bool IsConstant(Bound node, ImmutableHashSet<int> own) => node switch
    {
        Bound.Failure => false,
        Bound.Slot slot => slot.Variable.Constant is not null,
        Bound.Local local => own.Contains(local.Place),
        Bound.Loop loop => IsConstant(loop.Range, own) && new[] { loop.Filter, loop.Transform }.OfType<Bound>().All(part => IsConstant(part, own.Add(loop.First).Add(loop.Second))),
        Bound.Bind bind => IsConstant(bind.Value, own) && IsConstant(bind.Body, own.Add(bind.Place)),
        Bound.OptionalMap map => IsConstant(map.Operand, own) && IsConstant(map.Body, own.Add(map.Place)),
        _ => Observing.PartsOf(node).All(part => IsConstant(part, own)),
    };

    private static IEnumerable<Bound> Inside(Bound node) => Observing.PartsOf(node).SelectMany(Inside).Append(node);

    private static IEnumerable<Variable> ConstantsOf(Bound node) => Inside(node).OfType<Bound.Slot>().Select(slot => slot.Variable);
}
