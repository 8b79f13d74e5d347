namespace Hub.Expressions;

/// <summary>Facts that are known to hold: paths that are not null, and lists with at least so many elements. Immutable.
/// A path is written as in an expression, without optional marks: <c>event.order.customer</c>.</summary>
internal sealed class Guards
{
    private const string NonNullMark = "non-null ";
    private const string SizeMark = "size ";
    private const string InsideMark = "inside ";

    // The fact and its number, which is a smallest size and otherwise 0.
    private readonly Dictionary<string, long> facts;

    private Guards(Dictionary<string, long> facts, bool isOpen = false) => (this.facts, IsOpen) = (facts, isOpen);

    /// <summary>What would be known could not be read: nothing is taken to be null, so that one mistake is not told twice.</summary>
    public static Guards Open { get; } = new([], isOpen: true);

    /// <summary>Whether more would be known, and cannot be read.</summary>
    public bool IsOpen { get; }

    /// <summary>No facts.</summary>
    public static Guards None { get; } = new([]);

    /// <summary>The fact that none of those paths is null.</summary>
    public static Guards NonNull(params IEnumerable<string> paths) => Of(paths.Select(path => (NonNullMark + path, 0L)));

    /// <summary>Whether the path is known not to be null.</summary>
    public bool IsNonNull(string path) => IsOpen || facts.ContainsKey(NonNullMark + path);

    /// <summary>How many elements the list or map at that path has at least.</summary>
    public long SmallestSize(string path) => facts.GetValueOrDefault(SizeMark + path);

    /// <summary>Both sets of facts.</summary>
    public Guards And(Guards other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsOpen || other.IsOpen) return new(Of([.. Pairs, .. other.Pairs]).facts, isOpen: true);
        if (facts.Count == 0 || ReferenceEquals(this, other)) return other;
        return other.facts.Count == 0 ? this : Of([.. Pairs, .. other.Pairs]);
    }

    internal IEnumerable<(string Fact, long Number)> Pairs => facts.Select(pair => (pair.Key, pair.Value));

    internal static Guards Size(string path, long atLeast) => Of([(SizeMark + path, atLeast)]);

    internal static Guards Inside(string list, string index) => Of([(InsideMark + list + " " + index, 0)]);

    internal bool IsInside(string list, string index) => facts.ContainsKey(InsideMark + list + " " + index);

    /// <summary>What holds whichever of the two holds.</summary>
    internal Guards Or(Guards other) => facts.Count == 0 || other.facts.Count == 0
        ? None
        : Of(Pairs.Where(pair => other.facts.ContainsKey(pair.Fact)).Select(pair => (pair.Fact, Math.Min(pair.Number, other.facts[pair.Fact]))));

    /// <summary>Without the facts about a loop's own names, which mean nothing outside.</summary>
    internal Guards Outside() => !IsOpen && facts.Keys.Any(fact => fact.Contains('#', StringComparison.Ordinal))
        ? Of(Pairs.Where(pair => !pair.Fact.Contains('#', StringComparison.Ordinal)))
        : this;

    private static Guards Of(IEnumerable<(string Fact, long Number)> pairs)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (fact, number) in pairs) found[fact] = Math.Max(number, found.GetValueOrDefault(fact));
        return found.Count == 0 ? None : new(found);
    }
}
