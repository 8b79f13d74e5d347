using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Endpoints;

namespace Hub.Commands;

/// <summary><c>hub simulate</c>: runs the files of a folder over the stored events of the running hub; nothing is sent.</summary>
internal static class SimulateVerb
{
    /// <summary>The verb.</summary>
    /// <param name="hub">The running hub.</param>
    /// <param name="configuration">The settings of this machine, for the folder.</param>
    public static Verb Of(HubCall hub, Func<IConfiguration> configuration)
    {
        var path = MappingsVerb.PathArgument();
        var from = new Option<string>("--from") { Description = "How far back, such as 24h or 7d, or since when, such as 2026-03-01T10:00:00Z", Required = true };
        var verb = new Verb(
            "simulate",
            "Runs the files of a folder over the stored events of a time, sends nothing, and tells what would have been different. Exit code 1 when they are wrong, or an expression fails.",
            "hub simulate --from 24h", "hub simulate --from 2026-03-01T10:00:00Z mappings --json");
        var reveal = new Option<bool>("--reveal") { Description = "Shows personal data in the samples whole" };
        verb.Add(path);
        verb.Add(from);
        verb.Add(reveal);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var (output, error) = (call.InvocationConfiguration.Output, call.InvocationConfiguration.Error);
            var sources = MappingsVerb.Read(call.GetValue(path) ?? LintVerb.FolderIn(configuration()), cancel);
            SimulationEntry? found = null;
            var request = new SimulateRequest(MappingsVerb.Texts(sources), call.GetRequiredValue(from));
            await foreach (var line in client.PostLinesAsync($"mappings/simulate{(call.GetValue(reveal) ? "?reveal=true" : "")}", request, AdminJson.Default.SimulateRequest, AdminJson.Default.SimulationLine, cancel))
            {
                found = line.Result;
                if (found is null) await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(line.Events, "event")}, {line.Percent} %"));
            }

            if (found is null) throw new HubCallException("The hub ended before the simulation did.");
            if (json) await output.WriteLineAsync(JsonSerializer.Serialize(found, AdminJson.Default.SimulationEntry));
            else await PrintAsync(found, output);
            return found.Routes.Any(route => route.Failed > 0) ? ExitCode.Found : ExitCode.Fine;
        });
    }

    private static async Task PrintAsync(SimulationEntry found, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(found.Events, "event")} since {found.From:u}, run by what is in force and by the folder{(found.Skipped > 0 ? $"; {found.Skipped} could not be run" : "")}"));
        foreach (var route in found.Routes)
        {
            var differences = string.Join(", ", new[] { (route.Added, "added"), (route.Removed, "removed"), (route.Changed, "changed"), (route.Failed, "failed") }
                .Where(pair => pair.Item1 > 0).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Item1} {pair.Item2}")));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{route.Route}: {Counted.Of(route.Before, "command")} before, {route.After} after{(differences.Length == 0 ? "" : $"; {differences}")}"));
            foreach (var sample in route.Samples) await PrintAsync(sample, output);
        }

        foreach (var route in found.Unsure)
        {
            await output.WriteLineAsync($"not sure  {route.Route}: for {Counted.Of(route.Events, "event")} it may have read other values than here: {string.Join(", ", route.Fields)}");
        }

        if (found.Unsure.Count > 0) await output.WriteLineAsync("Fields of the customer are today's; state variables are those kept with the event, and where none are, today's that were written before it.");
        if (found.Routes.All(route => route is { Added: 0, Removed: 0, Changed: 0, Failed: 0 })) await output.WriteLineAsync("Nothing would have been different.");
    }

    private static async Task PrintAsync(SimulatedSample sample, TextWriter output)
    {
        await output.WriteLineAsync($"  {sample.Kind}: {sample.EventType} {sample.Event}{(sample.Note is null ? "" : $": {sample.Note}")}");
        if (sample.Before is { } before) await output.WriteLineAsync($"    - {before.GetRawText()}");
        if (sample.After is { } after) await output.WriteLineAsync($"    + {after.GetRawText()}");
    }
}
