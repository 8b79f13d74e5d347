using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Mappings;
using Hub.Mappings.Scenarios;

namespace Hub.Commands;

/// <summary>What <c>hub capture</c> wrote.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Payload">The payload's file.</param>
/// <param name="Scenario">The scenario's file.</param>
/// <param name="Expected">How many things the scenario expects.</param>
internal sealed record Captured(string Event, string Payload, string Scenario, int Expected);

/// <summary><c>hub capture</c>: writes a payload and a scenario of a stored event, with stand-ins for all that names people.</summary>
internal static class CaptureVerb
{
    private const int ShownId = 8;
    private static readonly JsonSerializerOptions Indented = new(ScenarioEvents.Readable) { WriteIndented = true };

    /// <summary>The verb.</summary>
    /// <param name="hub">The running hub.</param>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    public static Verb Of(HubCall hub, Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors)
    {
        var id = new Argument<string>("event-id") { Description = "The event's id, as hub find and the lists show it" };
        var to = new Option<string?>("--to") { Description = "The folder of the mapping files that the scenario is for; by default Hub:Mappings" };
        var verb = new Verb(
            "capture",
            "Writes a payload and a scenario of a stored event. Names, phones, e-mail addresses, addresses and tokens are replaced. Exit code 1 when the mapping files are wrong.",
            "hub capture 0f3a52c1d4e5f60718293a4b5c6d7e8f", "hub capture 0f3a52c1d4e5f60718293a4b5c6d7e8f --to mappings --json");
        verb.Add(id);
        verb.Add(to);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var output = call.InvocationConfiguration.Output;
            var settings = configuration();
            var folder = MappingPath.Required(call.GetValue(to) ?? LintVerb.FolderIn(settings));
            var environment = FolderEnvironment.Here(settings, connectors(), folder, cancel).Sound();
            var loaded = MappingFolder.Load(folder, environment, cancel);
            if (loaded.Snapshot is not { } snapshot) throw new WrongCallException(string.Join(Environment.NewLine, loaded.Errors), ExitCode.Found);
            var taken = await client.GetAsync($"events/{Uri.EscapeDataString(call.GetRequiredValue(id))}/capture", AdminJson.Default.CapturedScenario, cancel);
            try
            {
                var written = await WriteAsync(taken, snapshot, environment, folder, cancel);
                await output.WriteLineAsync(
                    json ? CommandJson.Write(written)
                    : $"Written: {written.Scenario} and {written.Payload}. Look through both before you share them, then run: hub test {folder}");
                return ExitCode.Fine;
            }
            catch (ScenarioException impossible)
            {
                throw new HubCallException($"The event cannot be run with the files in {folder}: {impossible.Message}");
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new HubCallException($"The scenario cannot be written: {failed.Message}");
            }
        });
    }

    private static async Task<Captured> WriteAsync(CapturedScenario taken, Snapshot snapshot, MappingEnvironment environment, string folder, CancellationToken cancel)
    {
        var name = $"captured-{(taken.Id.Length > ShownId ? taken.Id[..ShownId] : taken.Id)}";
        var payload = $"payloads/{taken.Connector}/{name}.json";
        var payloadPath = Path.Combine(folder, payload);
        Refuse(payloadPath);
        Directory.CreateDirectory(Path.GetDirectoryName(payloadPath)!);
        var given = new JsonObject { [taken.FileKey] = payload };
        foreach (var (key, value) in taken.Given) given[key] = value?.DeepClone();
        var answers = (JsonObject)taken.Answers.DeepClone();
        await File.WriteAllTextAsync(payloadPath, taken.Payload.ToJsonString(Indented) + "\n", cancel);
        try
        {
            var results = await ScenarioRecording.RunAsync(snapshot, environment, folder, taken.Start, answers, given, cancel);
            var scenarioPath = Path.Combine(folder, Beside(results, taken.Type, snapshot) + name + MappingFolder.TestExtension);
            Refuse(scenarioPath);
            await File.WriteAllTextAsync(scenarioPath, Text(taken, answers, given, results), cancel);
            return new(taken.Id, payloadPath, scenarioPath, results.Count);
        }
        catch (Exception refused) when (refused is ScenarioException or HubCallException)
        {
            File.Delete(payloadPath);
            throw;
        }
    }

    private static void Refuse(string path)
    {
        if (File.Exists(path)) throw new HubCallException($"{path} is there already. Remove or rename it, then capture again.");
    }

    // The scenario stands beside the file whose route took the event; else beside one that listens to it.
    private static string Beside(IReadOnlyList<JsonObject> results, string type, Snapshot snapshot)
    {
        var file = results.Select(result => result["route"]?.ToString()).OfType<string>().Select(snapshot.Find).OfType<Route>().FirstOrDefault()?.File ?? snapshot.On(type).FirstOrDefault()?.File;
        return file is null ? "" : file[..^MappingFolder.Extension.Length] + ".";
    }

    // JSON is YAML too.
    private static string Text(CapturedScenario taken, JsonObject answers, JsonObject given, IReadOnlyList<JsonObject> results)
    {
        var text = new StringBuilder($"# Captured from the stored event {taken.Id}. Names, phones, e-mail addresses, addresses and tokens are stand-ins.\n");
        if (answers.Any(answer => (answer.Value as JsonObject)?["code"]?.ToString() == "not_captured")) text.Append("# What queries answered is not stored: put the vendor's answer in the place of not_captured.\n");
        text.Append($"- scenario: captured {taken.Type} {taken.Id}\n  start: {Flow(taken.Start)}\n");
        if (answers.Count > 0) text.Append($"  answers: {Flow(answers)}\n");
        text.Append($"  steps:\n    - given: {Flow(given)}\n      expect:{(results.Count == 0 ? " []" : "")}\n");
        foreach (var result in results) text.Append($"        - {Flow(result)}\n");
        return text.ToString();
    }

    private static string Flow(JsonNode node) => node.ToJsonString(ScenarioEvents.Readable);
}
