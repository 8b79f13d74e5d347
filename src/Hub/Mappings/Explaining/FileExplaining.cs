using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Mappings.Scenarios;

namespace Hub.Mappings.Explaining;

/// <summary>Explains an event of a file against the files of a folder: the routes run, and nothing is sent.</summary>
internal static class FileExplaining
{
    private static readonly DateTimeOffset UsualClock = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The explanations of the file's events, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="snapshot">The compiled folder.</param>
    /// <param name="environment">What the folder was checked against.</param>
    /// <param name="filter">For a file of scenarios, a part of the name of the one that is meant; null for the first.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ScenarioException">The event cannot be made of the file; the message is one sentence.</exception>
    public static async Task<IReadOnlyList<Explanation>> ExplainAsync(EventFile file, Snapshot snapshot, MappingEnvironment environment, string? filter, CancellationToken cancel)
    {
        var watch = new Watch(snapshot);
        switch (file)
        {
            case EventFile.Given given:
                var alone = new ScenarioWorld(snapshot, environment, [], [], UsualClock) { Watch = watch };
                foreach (var happened in new ScenarioEvents(given.Folder, environment).Of(given.Fields, alone.Now)) await HappenAsync(alone, happened, given.Fields, watch, environment, cancel);
                break;
            case EventFile.OfScenarios { Scenarios: var scenarios, Folder: var folder }:
                var scenario = scenarios.FirstOrDefault(candidate => filter is null || candidate.Name.Text.Contains(filter, StringComparison.OrdinalIgnoreCase))
                    ?? throw new ScenarioException($"No scenario of the file has {filter} in its name.");
                await RunAsync(scenario, folder, ScenarioRunner.Open(scenario, snapshot, environment, watch), watch, environment, cancel);
                break;
            default:
                throw new ScenarioException("The file does not say which event it is. Write event: TYPE and data, or payload: FILE, as under given in a scenario.");
        }

        return watch.Explanations;
    }

    private static async Task RunAsync(Scenario scenario, string folder, ScenarioWorld world, Watch watch, MappingEnvironment environment, CancellationToken cancel)
    {
        var events = new ScenarioEvents(folder, environment);
        foreach (var step in scenario.Steps)
        {
            await world.MoveToAsync(ScenarioRunner.MomentOf(step, world.Now), cancel);
            foreach (var happened in step.Given is { } given ? events.Of(given, world.Now) : []) await HappenAsync(world, happened, step.Given!, watch, environment, cancel);
        }
    }

    private static Task HappenAsync(ScenarioWorld world, IncomingEvent happened, JsonObject given, Watch watch, MappingEnvironment environment, CancellationToken cancel)
    {
        var (connection, connector) = environment.All.First(pair => pair.Connector.Events.Any(type => type.Name == happened.Type));
        watch.Begin(happened, connection, connector.Events.First(type => type.Name == happened.Type), given);
        return world.HappenAsync(happened, cancel);
    }

    /// <summary>Explains each look as it happens.</summary>
    private sealed class Watch(Snapshot snapshot) : ScenarioWatch
    {
        private readonly List<(Explanation Event, List<Made> Routes)> explanations = [];

        /// <summary>What was explained, with what became of the commands.</summary>
        public IReadOnlyList<Explanation> Explanations => [.. explanations.Select(pair => pair.Event with { Routes = [.. pair.Routes.Select(made => made.ToExplanation(snapshot))] })];

        /// <summary>An event happens: what follows is of it.</summary>
        public void Begin(IncomingEvent happened, string connection, EventType type, JsonObject given) => explanations.Add((
            new() { Type = happened.Type, Connection = connection, OccurredAt = happened.OccurredAt, Snapshot = snapshot.Hash, Notes = [.. Notes.Of(snapshot, happened.Type), .. Notes.Lacking(snapshot, type, happened.Data, given) is { } lacking ? [lacking] : Array.Empty<string>()] },
            [.. Notes.NotAsked(snapshot, happened.Type, connection).Select(explanation => new Made(explanation, null, null))]));

        /// <inheritdoc/>
        public override void Looked(Route route, ProcessingMoment moment, RouteOutcome outcome)
        {
            if (explanations.Count > 0) explanations[^1].Routes.Add(new(route.Explain(moment, snapshot.Find), route, moment));
        }

        /// <inheritdoc/>
        public override void Ended(CommandDraft command, string state, string? reason)
        {
            var made = explanations.SelectMany(pair => pair.Routes).LastOrDefault(made => made.Explanation.Route == command.RouteId && made.Explanation.Commands.Any(other => other.Item == command.Item));
            if (made is not null) made.Ends[command.Item] = (command, state, reason);
        }
    }

    /// <summary>A route's explanation, and how its commands ended.</summary>
    private sealed record Made(RouteExplanation Explanation, Route? Route, ProcessingMoment? Moment)
    {
        public Dictionary<int, (CommandDraft Command, string State, string? Reason)> Ends { get; } = [];

        public RouteExplanation ToExplanation(Snapshot snapshot) => Explanation with { Commands = [.. Explanation.Commands.Select(command => Ended(command, snapshot))] };

        private CommandExplanation Ended(CommandExplanation command, Snapshot snapshot)
        {
            if (!Ends.TryGetValue(command.Item, out var end)) return command.State is null ? command with { State = "waits" } : command;
            var ended = command with { State = end.State, Reason = end.Reason, Error = end.Command.Refusal?.Sentence };
            if (!command.IsDeferred || end.Command.Input is null) return ended;
            // What was put off is known now.
            var input = JsonNode.Parse(JsonSerializer.Serialize(end.Command.Input, end.Command.Action.Input));
            return ended with { Input = Route!.ExplainValues(command.Item, Moment!, input, snapshot.Find).Input };
        }
    }
}
