using System.CommandLine;
using System.Globalization;
using Hub.Connectors;
using Hub.Mappings.Scenarios;

namespace Hub.Commands;

/// <summary><c>hub test</c>: runs the scenarios beside the mapping files; nothing is sent.</summary>
internal static class TestVerb
{
    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="hub">The running hub, for its templates.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, HubCall hub)
    {
        var path = MappingsVerb.PathArgument();
        var filter = new Option<string?>("--filter") { Description = "Only scenarios with this text in their own or their file's name" };
        var coverage = new Option<bool>("--coverage") { Description = "Lists the routes and branches that no scenario reaches" };
        var verb = new Verb("test", "Runs the scenarios beside the mapping files; nothing is sent. Exit code 1 when one does not hold, 2 when none is read and a file is passed over for its name.", "hub test", "hub test mappings --json", "hub test --filter parcels", "hub test --coverage");
        verb.Add(path);
        verb.Add(filter);
        verb.Add(coverage);
        var find = FolderEnvironment.Finder(configuration, connectors, hub.AddTo(verb, FolderEnvironment.UrlMeaning));
        verb.SetAction(async (call, cancel) =>
        {
            var folder = MappingPath.Required(call.GetValue(path) ?? LintVerb.FolderIn(configuration()));
            var known = await find(call, folder, cancel);
            var watch = call.GetValue(coverage) ? new Coverage() : null;
            var choice = new ScenarioChoice { Filter = call.GetValue(filter), Watch = watch };
            var run = await ScenarioRunner.RunAsync(folder, known.Environment, choice, cancel);
            run = run with { Errors = [.. known.Errors, .. run.Errors] };
            if (choice.Filter is { } text && run is { Results.Count: 0, Load.Snapshot: not null, Errors.Count: 0 }) throw new WrongCallException($"No scenario has {text} in its name or its file's.");
            var report = run.Load.Snapshot is { } snapshot ? watch?.Of(snapshot.Routes) : null;
            var output = call.InvocationConfiguration.Output;
            if (Verb.WantsJson(call)) await output.WriteLineAsync(CommandJson.Write(Tested.Of(run, report)));
            else await PrintAsync(run, report, output);
            // What lint warns of, where it is a file that was meant to be run.
            var passedOver = run.Load.Warnings.Where(warning => warning.Line == 0 && IsTest(warning.File)).ToList();
            foreach (var warning in passedOver) await call.InvocationConfiguration.Error.WriteLineAsync($"{warning} (warning)");
            foreach (var notice in new[] { known.Notice, KnownTemplates.Notice(run.Load, folder) }.OfType<string>()) await call.InvocationConfiguration.Error.WriteLineAsync(notice);
            if (run is { Held: true, Results.Count: 0 } && passedOver.Count > 0) return ExitCode.WrongCall;
            return run.Held ? ExitCode.Fine : ExitCode.Found;
        });
        return verb;
    }

    private static async Task PrintAsync(ScenarioRun run, CoverageReport? coverage, TextWriter output)
    {
        foreach (var error in run.Load.Errors.Concat(run.Errors)) await output.WriteLineAsync(error.ToString());
        foreach (var result in run.Results)
        {
            await output.WriteLineAsync($"{(result.Held ? "held  " : "failed")} {result.File}:{result.Line} {result.Name} ({Milliseconds(result.Milliseconds)})");
            foreach (var difference in result.Differences) await output.WriteLineAsync($"       {difference.ReplaceLineEndings(Environment.NewLine + "       ")}");
        }

        await output.WriteLineAsync($"{Counted.Of(run.Results.Count, "scenario")}, {run.Results.Count(result => result.Held)} held ({Milliseconds(run.Results.Sum(result => result.Milliseconds))})");
        if (coverage is null) return;
        foreach (var branch in coverage.NotReached) await output.WriteLineAsync($"not reached  {branch.File}:{branch.Line} {branch.Route}: {branch.Branch}");
        await output.WriteLineAsync($"{Counted.Of(coverage.Branches, "branch", "branches")} of the routes, {coverage.Reached} reached");
    }

    private static bool IsTest(string file) => Path.GetFileName(file).Contains(".test.", StringComparison.OrdinalIgnoreCase);

    private static string Milliseconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms");
}
