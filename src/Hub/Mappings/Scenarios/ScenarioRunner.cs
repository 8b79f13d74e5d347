using System.Text;
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
    public static async Task<ScenarioRun> RunAsync(string path, MappingEnvironment environment, CancellationToken cancel)
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
            foreach (var scenario in ScenarioReader.Read(text, problems))
            {
                cancel.ThrowIfCancellationRequested();
                results.Add(new(name, scenario.Name.Line, scenario.Name.Text, await RunAsync(scenario, snapshot, events, environment, cancel)));
            }

            errors.AddRange(problems.Errors);
        }

        return new(load, errors, results);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(Scenario scenario, Snapshot snapshot, ScenarioEvents events, MappingEnvironment environment, CancellationToken cancel)
    {
        var differences = new List<string>();
        try
        {
            var world = new ScenarioWorld(snapshot, environment, scenario.Start, scenario.Answers, UsualClock);
            foreach (var step in scenario.Steps)
            {
                await world.MoveToAsync(MomentOf(step, world.Now), cancel);
                foreach (var happened in step.Given is { } given ? events.Of(given, world.Now) : [])
                {
                    await world.HappenAsync(happened, cancel);
                }

                if (DifferenceOf(step, world.TakeResults()) is { } difference) differences.Add(difference);
            }
        }
        catch (ScenarioException impossible)
        {
            differences.Add(impossible.Message);
        }

        return differences;
    }

    private static DateTimeOffset MomentOf(Step step, DateTimeOffset now)
    {
        if (step.At is not { } at) return now;
        if (DurationText.TryParse(at.Text.TrimStart('+'), out var later)) return now + later;
        return TimestampText.TryParse(at.Text, out var moment) && moment >= now
            ? moment
            : throw new ScenarioException($"line {at.Line}: at takes a time not before the last step's, such as 2026-03-01T10:00:00Z, or a duration since it, such as 5m.");
    }

    private static string? DifferenceOf(Step step, IReadOnlyList<JsonObject> came)
    {
        if (step.Expect.Count == came.Count && step.Expect.Zip(came).All(pair => ScenarioJson.Matches(pair.First, pair.Second)))
        {
            return null;
        }

        var text = new StringBuilder($"line {step.Place.Line}: not what was expected.");
        for (var i = 0; i < Math.Max(step.Expect.Count, came.Count); i++)
        {
            var expected = i < step.Expect.Count ? step.Expect[i] : null;
            var actual = i < came.Count ? came[i] : null;
            if (expected is not null && actual is not null && ScenarioJson.Matches(expected, actual))
            {
                text.Append($"\n      as expected  {expected.ToJsonString(ScenarioEvents.Readable)}");
            }
            else
            {
                text.Append($"\n    - expected     {expected?.ToJsonString(ScenarioEvents.Readable) ?? "nothing more"}\n    + came         {actual?.ToJsonString(ScenarioEvents.Readable) ?? "nothing more"}");
            }
        }

        return text.ToString();
    }
}
