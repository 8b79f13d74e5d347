namespace Hub.Expressions;

/// <summary>A field that an expression has read.</summary>
/// <param name="Path">Its path, as <c>event.order.name</c>; <c>[*]</c> stands for the elements of a list.</param>
/// <param name="Value">What stood there, null where nothing did; of what a loop read the list of all. Null itself where no evaluation is known.</param>
internal sealed record Origin(string Path, Value? Value);

/// <summary>Where a value came from.</summary>
internal sealed record Flow
{
    /// <summary>From nothing but constants.</summary>
    public static Flow Empty { get; } = new();

    /// <summary>The path at which exactly this value stands; null where it was made of others.</summary>
    public string? Path { get; init; }

    /// <summary>The fields that it was made of.</summary>
    public IReadOnlyList<Origin> From { get; init; } = [];

    /// <summary>The fields that were only looked at, to choose between values or because the first choice was absent.</summary>
    public IReadOnlyList<Origin> DecidedBy { get; init; } = [];

    /// <summary>A value that stands at a path.</summary>
    public static Flow At(string path, Value? value) => new() { Path = path, From = [new(path, value)] };

    /// <summary>What is made of all these.</summary>
    public static Flow Of(params IEnumerable<Flow> flows)
    {
        var all = flows.ToList();
        return new() { From = Distinct(all.SelectMany(flow => flow.From)), DecidedBy = Distinct(all.SelectMany(flow => flow.DecidedBy)) };
    }

    /// <summary>This value, chosen by looking at others.</summary>
    public Flow By(params IEnumerable<Flow> deciding) => this with { DecidedBy = Distinct([.. DecidedBy, .. deciding.SelectMany(flow => flow.From.Concat(flow.DecidedBy))]) };

    // What the value was made of needs not be told twice.
    private static List<Origin> Distinct(IEnumerable<Origin> origins) => [.. origins.DistinctBy(origin => origin.Path, StringComparer.Ordinal)];
}
