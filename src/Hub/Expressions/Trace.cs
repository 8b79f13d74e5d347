namespace Hub.Expressions;

/// <summary>What one evaluation of an expression gave, part by part.</summary>
internal sealed class Trace
{
    // Of a part inside a loop the first values tell enough.
    private const int MostValues = 20;

    private readonly Dictionary<Bound, Seen> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Expression expression;

    private Trace(Expression expression) => this.expression = expression;

    /// <summary>The result.</summary>
    public Value Result { get; private set; }

    /// <summary>The checked tree of the expression.</summary>
    public Bound Tree => expression.Tree;

    /// <summary>Evaluates an expression and keeps what its parts gave.</summary>
    public static Trace Of(Expression expression, Frame frame)
    {
        var trace = new Trace(expression);
        trace.Result = expression.Evaluate(frame, Compiler.Compile(Observing.Of(expression.Tree, trace.See)));
        return trace;
    }

    /// <summary>The expression as parts: what is no plain name or field path, with the values that it gave and the parts inside.</summary>
    public TracePart Parts() => PartOf(expression.Tree);

    /// <summary>The text of a part.</summary>
    public string TextOf(Bound node) => expression.Source.Substring(node.At.Position, node.At.Length);

    /// <summary>Whether the part was evaluated.</summary>
    public bool WasSeen(Bound node) => node is Bound.Constant || seen.ContainsKey(node);

    /// <summary>What the part gave: inside a loop the list of what it gave each time; null where it was not evaluated.</summary>
    public Value? ValueOf(Bound node)
    {
        if (node is Bound.Constant constant) return constant.Value;
        return !seen.TryGetValue(node, out var found) ? null : found.Values is [var only] && found.Times == 1 ? only : Value.List(ValueList.Of([.. found.Values]));
    }

    /// <summary>Whether a node only reads a name, or a field or element of what such a node reads.</summary>
    public static bool IsPath(Bound node) => node switch
    {
        Bound.Slot or Bound.Local => true,
        Bound.Field field => IsPath(field.Operand),
        Bound.Select select => IsPath(select.Operand),
        Bound.OptionalSelect select => IsPath(select.Operand),
        Bound.NonNull optional => IsPath(optional.Operand),
        Bound.Index { Key: Bound.Constant } index => IsPath(index.Operand),
        _ => false,
    };

    private void See(Bound node, Value value)
    {
        if (!seen.TryGetValue(node, out var found)) seen.Add(node, found = new([], 0));
        if (found.Values.Count < MostValues) found.Values.Add(value);
        seen[node] = found with { Times = found.Times + 1 };
    }

    private TracePart PartOf(Bound node)
    {
        var found = node is Bound.Constant constant ? new([constant.Value], 1) : seen.GetValueOrDefault(node) ?? new([], 0);
        var parts = IsPath(node) ? [] : Observing.PartsOf(node).Where(part => part is not Bound.Constant).Select(PartOf).ToList();
        return new(node, TextOf(node), found.Values, found.Times, parts);
    }

    private sealed record Seen(List<Value> Values, long Times);
}

/// <summary>A part of a traced expression.</summary>
/// <param name="Node">The part of the checked tree.</param>
/// <param name="Text">Its text.</param>
/// <param name="Values">What it gave; of a part inside a loop the first values; none where it was not evaluated.</param>
/// <param name="Times">How often it was evaluated.</param>
/// <param name="Parts">The parts inside, without constants.</param>
internal sealed record TracePart(Bound Node, string Text, IReadOnlyList<Value> Values, long Times, IReadOnlyList<TracePart> Parts);
