namespace Hub.Storage;

/// <summary>What the operations of one transaction have counted. What an operation counts is kept only when it ends well.</summary>
internal sealed class Tallies
{
    private readonly Dictionary<(string Level, string Name), long> kept = [];
    private readonly List<(string Level, string Name, long By)> open = [];

    /// <summary>Adds to what the operation under way counts.</summary>
    public void Add(string level, string name, long by) => open.Add((level, name, by));

    /// <summary>The operation has ended well.</summary>
    public void Keep()
    {
        foreach (var (level, name, by) in open) kept[(level, name)] = kept.GetValueOrDefault((level, name)) + by;
        open.Clear();
    }

    /// <summary>The operation has failed.</summary>
    public void Drop() => open.Clear();

    /// <summary>What is kept, to be written; from then on nothing is. Counters that have not changed on the whole are among it: their rows are there afterwards.</summary>
    public IReadOnlyList<Counter> Take()
    {
        var taken = kept.Select(pair => new Counter(pair.Key.Level, pair.Key.Name, pair.Value)).ToList();
        kept.Clear();
        open.Clear();
        return taken;
    }
}
