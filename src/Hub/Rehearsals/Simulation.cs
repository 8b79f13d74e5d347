using System.Text.Json;

namespace Hub.Rehearsals;

/// <summary>What a difference between two runs of one event is.</summary>
internal enum ChangeKind
{
    /// <summary>A command that only the new files make.</summary>
    Added,

    /// <summary>A command that only the files in force make.</summary>
    Removed,

    /// <summary>A command that both make, otherwise.</summary>
    Changed,

    /// <summary>An expression of the new files that fails, so that the route would be parked.</summary>
    Failed,
}

/// <summary>One example of a difference.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Event">The event's id.</param>
/// <param name="EventType">Its type.</param>
/// <param name="ArrivedAt">When it arrived.</param>
/// <param name="Action">The action.</param>
/// <param name="Before">What the files in force make of it.</param>
/// <param name="After">What the new files make of it.</param>
/// <param name="Note">Why, where the two do not show it.</param>
internal sealed record ChangeSample(ChangeKind Kind, string Event, string EventType, DateTimeOffset ArrivedAt, string? Action, JsonElement? Before, JsonElement? After, string? Note);

/// <summary>What would have been different of one route.</summary>
/// <param name="route">The route's id.</param>
internal sealed class RouteTally(string route)
{
    private const int MostSamples = 3;
    private readonly List<ChangeSample> samples = [];
    private readonly Dictionary<ChangeKind, long> counts = [];

    /// <summary>The route's id.</summary>
    public string Route { get; } = route;

    /// <summary>How many commands the files in force make.</summary>
    public long Before { get; set; }

    /// <summary>How many commands the new files make.</summary>
    public long After { get; set; }

    /// <summary>A few examples of each kind.</summary>
    public IReadOnlyList<ChangeSample> Samples => samples;

    /// <summary>How many differences of one kind there are.</summary>
    public long Count(ChangeKind kind) => counts.GetValueOrDefault(kind);

    /// <summary>Counts a difference.</summary>
    public void Add(ChangeSample sample)
    {
        counts[sample.Kind] = Count(sample.Kind) + 1;
        if (Count(sample.Kind) <= MostSamples) samples.Add(sample);
    }
}

/// <summary>What running other files over the stored events of a time has shown.</summary>
/// <param name="Before">The hash of the files in force.</param>
/// <param name="After">The hash of the other files.</param>
/// <param name="From">Where the time begins.</param>
/// <param name="Events">How many events were run.</param>
/// <param name="Skipped">How many were not, because their connection is not configured any more.</param>
/// <param name="Routes">The routes that make commands, or would have.</param>
/// <param name="Unsure">The routes of the other files whose answers may differ from what would have been.</param>
internal sealed record Simulation(string Before, string After, DateTimeOffset From, long Events, long Skipped, IReadOnlyList<RouteTally> Routes, IReadOnlyList<UnsureRoute> Unsure);

/// <summary>A route that reads what is not known as it was.</summary>
/// <param name="Route">The route's id.</param>
/// <param name="Fields">What it reads: state variables that were not kept with the event, and fields of the customer that are today's.</param>
/// <param name="Events">For how many events.</param>
internal sealed record UnsureRoute(string Route, IReadOnlyList<string> Fields, long Events);

/// <summary>How far a run has come.</summary>
/// <param name="Events">How many events were run.</param>
/// <param name="Part">Of the whole, 0 to 1.</param>
internal sealed record SimulationProgress(long Events, double Part);
