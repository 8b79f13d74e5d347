using System.Text.Json.Nodes;

namespace Hub.Mappings.Scenarios;

/// <summary>Runs the scenarios that stand beside mapping files: nothing is sent, and time moves by the steps.</summary>
internal static class ScenarioRunner
{
    private static readonly DateTimeOffset UsualClock = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Loads a folder and runs all its scenarios.</summary>
    /// <param name="path">The folder of the mapping files.</param>
    /// <param name="environment">What the files are checked against.</param>
    /// <param name="cancel">Ends the run between scenarios.</param>
    public static Task<ScenarioRun> RunAsync(string path, MappingEnvironment environment, CancellationToken cancel) => RunAsync(path, environment, new(), cancel);

    /// <summary>Loads a folder and runs the scenarios that are chosen.</summary>
    /// <param name="path">The folder of the mapping files.</param>
    /// <param name="environment">What the files are checked against.</param>
    /// <param name="choice">Which scenarios, and who watches them.</param>
    /// <param name="cancel">Ends the run between scenarios.</param>
    public static async Task<ScenarioRun> RunAsync(string path, MappingEnvironment environment, ScenarioChoice choice, CancellationToken cancel)
    {
        var load = MappingFolder.Load(path, environment, cancel);
        if (load.Snapshot is not { } snapshot) return new(load, [], []);
        var errors = new List<MappingError>();
        var results = new List<ScenarioResult>();
        var (files, misnamed) = MappingFolder.Find(path, name => name.EndsWith(MappingFolder.TestExtension, StringComparison.Ordinal));
        errors.AddRange(misnamed);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(path, file).Replace('\\', '/');
            if (MappingFolder.Read(file, out var text) is { } wrong)
            {
                errors.Add(new(name, 0, 0, wrong));
                continue;
            }

            var problems = new Problems(name);
            var events = new ScenarioEvents(Path.GetDirectoryName(file)!, environment);
            foreach (var written in ScenarioReader.Read(text, problems).Where(scenario => choice.Takes(name, scenario)))
            {
                cancel.ThrowIfCancellationRequested();
                var began = choice.Time.GetTimestamp();
                var known = problems.Errors.Count;
                var taken = ScenarioFiles.Of(written, snapshot, name, problems);
                var scenario = new ScenarioCheck(snapshot, environment, problems).Check(written, taken, known);
                var result = await RunAsync(new(name, scenario.Name.Line, scenario.Name.Text, []), scenario, watch => Open(scenario, taken, environment, watch), new(taken, environment, choice.Watch), events, cancel);
                results.Add(result with { Milliseconds = choice.Time.GetElapsedTime(began).TotalMilliseconds });
            }

            errors.AddRange(problems.Errors);
        }

        return new(load, errors, results);
    }

    /// <summary>The world in which a scenario begins.</summary>
    /// <exception cref="ScenarioException">Its start is not possible.</exception>
    public static ScenarioWorld Open(Scenario scenario, Snapshot snapshot, MappingEnvironment environment, ScenarioWatch? watch)
    {
        var known = environment.All.SelectMany(pair => pair.Connector.Actions.Select(action => action.Name).Concat(pair.Connector.Queries.Select(query => query.Name))).ToHashSet(StringComparer.Ordinal);
        return scenario.Answers.FirstOrDefault(answer => !known.Contains(answer.Key)) is { Key: { } strange }
            ? throw new ScenarioException($"answers: there is no action or query {strange}.{ScenarioNames.Meant(strange, known)}")
            : new(snapshot, environment, scenario.Start, scenario.Answers, UsualClock) { Watch = watch };
    }

    /// <summary>The moment of a step.</summary>
    /// <exception cref="ScenarioException">It is none, or before the last one.</exception>
    public static DateTimeOffset MomentOf(Step step, DateTimeOffset now)
    {
        if (step.At is not { } at) return now;
        if (DurationText.TryParse(at.Text.TrimStart('+'), out var later) && later < ScenarioWorld.End - now) return now + later;
        return TimestampText.TryParse(at.Text, out var moment) && moment >= now && moment < ScenarioWorld.End
            ? moment
            : throw new ScenarioException($"line {at.Line}: at takes a time not before the last step's, such as 2026-03-01T10:00:00Z, or a duration since it, such as 5m, and before the year 9000.");
    }

    // What waits in a slot is asked at the end of the step, wherever that stands; all else is what came, in order.
    private static List<JsonObject> Came(Step step, ScenarioWorld world)
    {
        List<JsonObject> came = [.. world.TakeResults()];
        for (var i = 0; i < step.Expect.Count; i++)
        {
            if (step.Expect[i] is JsonObject asked && asked.ContainsKey("in_slot")) came.Insert(Math.Min(i, came.Count), world.InSlot(asked["in_slot"]?.ToString() ?? ""));
        }

        return came;
    }

    private static async Task<ScenarioResult> RunAsync(ScenarioResult result, Scenario scenario, Func<ScenarioWatch, ScenarioWorld> open, StepWatch watch, ScenarioEvents events, CancellationToken cancel)
    {
        if (scenario.Mistakes.Count > 0) return result with { Differences = [$"It is not run: what it says at line {string.Join(", ", scenario.Mistakes.Select(mistake => mistake.Line).Distinct())} is wrong."] };
        var steps = new List<StepDifference>();
        try
        {
            var world = open(watch);
            foreach (var step in scenario.Steps)
            {
                watch.Begin();
                await world.MoveToAsync(MomentOf(step, world.Now), cancel);
                var given = step.Given ?? [];
                foreach (var happened in given.Count > 0 ? events.Of(given, world.Now) : [])
                {
                    watch.Happens(happened, given);
                    await world.HappenAsync(happened, cancel);
                }

                if (StepDifference.Between(step.Place.Line, step.Expect, Came(step, world)) is { } difference) steps.Add(difference with { Because = watch.Explain(ofRoutes: difference.LacksWhatIsExpected) });
            }
        }
        catch (ScenarioException impossible)
        {
            return result with { Steps = steps, Differences = [.. steps.Select(step => step.ToString()), impossible.Message] };
        }

        return result with { Steps = steps, Differences = [.. steps.Select(step => step.ToString())] };
    }
}

/// <summary>Which scenarios are run.</summary>
internal sealed record ScenarioChoice
{
    /// <summary>A part of the file's or the scenario's name; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Who sees what happens in them; null for nobody.</summary>
    public ScenarioWatch? Watch { get; init; }

    /// <summary>What measures how long each takes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether it takes this scenario.</summary>
    public bool Takes(string file, Scenario scenario) =>
        Filter is null || file.Contains(Filter, StringComparison.OrdinalIgnoreCase) || scenario.Name.Text.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
