namespace Hub.Expressions;

/// <summary>Lays an observer round every part of a checked tree, so that one evaluation tells what each part gave.</summary>
internal static class Observing
{
    /// <summary>The same tree, of which every part but constants says what it gave each time that it was evaluated.</summary>
    /// <param name="node">The tree; it stays as it is.</param>
    /// <param name="see">Gets the part of <paramref name="node"/> and its value.</param>
    public static Bound Of(Bound node, Action<Bound, Value> see) =>
        node is Bound.Constant or Bound.Failure ? node : new Bound.Observed(Inside(node, see), value => see(node, value), node.At, node.Use);

    /// <summary>The parts of which a node is made, in the order in which they stand in the source.</summary>
    public static IEnumerable<Bound> PartsOf(Bound node) => node switch
    {
        Bound.Field field => [field.Operand],
        Bound.Select select => [select.Operand],
        Bound.OptionalSelect select => [select.Operand],
        Bound.NonNull optional => [optional.Operand],
        Bound.Has has => [has.Operand],
        Bound.Index index => [index.Operand, index.Key],
        Bound.Call call => call.Arguments,
        Bound.Unary unary => [unary.Operand],
        Bound.Binary binary => [binary.Left, binary.Right],
        Bound.Logical logical => logical.Operands,
        Bound.Conditional conditional => [conditional.Condition, conditional.IfTrue, conditional.IfFalse],
        Bound.List list => list.Elements,
        Bound.Map map => map.Keys.Zip(map.Values).SelectMany(entry => new[] { entry.First, entry.Second }),
        Bound.Loop loop => new[] { loop.Range, loop.Filter, loop.Transform }.OfType<Bound>(),
        Bound.Bind bind => [bind.Value, bind.Body],
        Bound.OptionalMap map => [map.Operand, map.Body],
        _ => [],
    };

    private static Bound Inside(Bound node, Action<Bound, Value> see)
    {
        return node switch
        {
            Bound.Field field => field with { Operand = Seen(field.Operand) },
            Bound.Select select => select with { Operand = Seen(select.Operand) },
            Bound.OptionalSelect select => select with { Operand = Seen(select.Operand) },
            Bound.NonNull optional => optional with { Operand = Seen(optional.Operand) },
            Bound.Has has => has with { Operand = Seen(has.Operand) },
            Bound.Index index => index with { Operand = Seen(index.Operand), Key = Seen(index.Key) },
            Bound.Call call => call with { Arguments = Array.ConvertAll(call.Arguments, Seen) },
            Bound.Unary unary => unary with { Operand = Seen(unary.Operand) },
            Bound.Binary binary => binary with { Left = Seen(binary.Left), Right = Seen(binary.Right) },
            Bound.Logical logical => logical with { Operands = Array.ConvertAll(logical.Operands, Seen) },
            Bound.Conditional conditional => conditional with { Condition = Seen(conditional.Condition), IfTrue = Seen(conditional.IfTrue), IfFalse = Seen(conditional.IfFalse) },
            Bound.List list => list with { Elements = Array.ConvertAll(list.Elements, Seen) },
            Bound.Map map => map with { Keys = Array.ConvertAll(map.Keys, Seen), Values = Array.ConvertAll(map.Values, Seen) },
            Bound.Loop loop => loop with { Range = Seen(loop.Range), Filter = SeenIfAny(loop.Filter), Transform = SeenIfAny(loop.Transform) },
            Bound.Bind bind => bind with { Value = Seen(bind.Value), Body = Seen(bind.Body) },
            Bound.OptionalMap map => map with { Operand = Seen(map.Operand), Body = Seen(map.Body) },
            _ => node,
        };

        Bound Seen(Bound part) => Of(part, see);

        Bound? SeenIfAny(Bound? part) => part is null ? null : Of(part, see);
    }
}
