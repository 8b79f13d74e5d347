using System.CommandLine;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Scenarios;

namespace Hub.Commands;

/// <summary><c>hub test</c>: runs the scenarios beside the mapping files; nothing is sent.</summary>
internal static class TestVerb
{
    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors)
    {
        var path = new Argument<string?>("path") { Description = "The folder of the mapping files; by default Hub:Mappings", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Prints JSON" };
        var verb = new Verb("test", "Runs the scenarios beside the mapping files. Exit code 1 when one does not hold.", "hub test", "hub test mappings --json");
        verb.Add(path);
        verb.Add(json);
        verb.SetAction(async (call, cancel) =>
        {
            var settings = configuration();
            var environment = new MappingEnvironment { Connections = LintVerb.Connections(settings, connectors()) };
            var folder = call.GetValue(path) ?? LintVerb.FolderIn(settings);
            if (MappingFolder.WrongPath(folder) is { } wrong)
            {
                await call.InvocationConfiguration.Error.WriteLineAsync($"{folder}: {wrong}");
                return ExitCode.WrongCall;
            }

            var run = await ScenarioRunner.RunAsync(folder, environment, cancel);
            var output = call.InvocationConfiguration.Output;
            if (call.GetValue(json)) await output.WriteLineAsync(CommandJson.Write(Tested.Of(run)));
            else await PrintAsync(run, output);
            return run.Held ? ExitCode.Fine : ExitCode.Found;
        });
        return verb;
    }

    private static async Task PrintAsync(ScenarioRun run, TextWriter output)
    {
        foreach (var error in run.Load.Errors.Concat(run.Errors)) await output.WriteLineAsync(error.ToString());
        foreach (var result in run.Results)
        {
            await output.WriteLineAsync($"{(result.Held ? "held  " : "failed")} {result.File}:{result.Line} {result.Name}");
            foreach (var difference in result.Differences) await output.WriteLineAsync($"       {difference.ReplaceLineEndings(Environment.NewLine + "       ")}");
        }

        await output.WriteLineAsync($"{run.Results.Count} scenarios, {run.Results.Count(result => result.Held)} held");
    }
}
