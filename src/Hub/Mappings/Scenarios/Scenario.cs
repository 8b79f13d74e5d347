using System.Text.Json.Nodes;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>What came of one scenario.</summary>
/// <param name="File">The file's name within the folder.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Differences">What was not as expected, one readable text each; empty where it held.</param>
internal sealed record ScenarioResult(string File, int Line, string Name, IReadOnlyList<string> Differences)
{
    /// <summary>Whether all was as expected.</summary>
    public bool Held => Differences.Count == 0;

    /// <summary>The steps that did not go as expected, entry by entry.</summary>
    public IReadOnlyList<StepDifference> Steps { get; init; } = [];

    /// <summary>How long it took, in milliseconds.</summary>
    public double Milliseconds { get; init; }
}

/// <summary>What came of all scenarios of a folder.</summary>
/// <param name="Load">How the mapping files loaded.</param>
/// <param name="Errors">What is wrong with the scenario files themselves.</param>
/// <param name="Results">One for each scenario.</param>
internal sealed record ScenarioRun(LoadResult Load, IReadOnlyList<MappingError> Errors, IReadOnlyList<ScenarioResult> Results)
{
    /// <summary>Whether everything loaded and held.</summary>
    public bool Held => Load.Snapshot is not null && Errors.Count == 0 && Results.All(result => result.Held);
}

/// <summary>A scenario as written.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Start">The world before the first step.</param>
/// <param name="Answers">What the vendors answer.</param>
/// <param name="Steps">What happens, in order.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record Scenario(YamlScalar Name, JsonObject Start, JsonObject Answers, IReadOnlyList<Step> Steps, YamlMap Place)
{
    /// <summary>The mapping files that take part, as written; empty for all of the folder.</summary>
    public IReadOnlyList<YamlScalar> Files { get; init; } = [];

    /// <summary>What is wrong with it as written; such a scenario is not run.</summary>
    public IReadOnlyList<MappingError> Mistakes { get; init; } = [];
}

/// <summary>A step: a moment, what happens, and what should come of it.</summary>
/// <param name="At">The moment as written: a time, or a duration since the last step; null for at once.</param>
/// <param name="Given">The event; null where only time passes.</param>
/// <param name="Expect">What should come, in order.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record Step(YamlScalar? At, JsonObject? Given, JsonArray Expect, YamlMap Place);

/// <summary>A scenario cannot be run as written.</summary>
/// <param name="message">What is wrong, and what would be right.</param>
/// <param name="unanswered">The query whose answer lacks; null where something else is wrong.</param>
internal sealed class ScenarioException(string message, string? unanswered = null) : Exception(message)
{
    /// <summary>The query whose answer lacks; null where something else is wrong.</summary>
    public string? Unanswered { get; } = unanswered;
}
