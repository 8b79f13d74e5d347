using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Endpoints;
using Hub.Mappings;
using Hub.Mappings.Explaining;
using Hub.Mappings.Scenarios;

namespace Hub.Commands;

/// <summary><c>hub explain</c>: what each route made of an event, why, and where every value of its commands came from.</summary>
internal static class ExplainVerb
{
    private const int IdLength = 32;

    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="hub">The running hub, for stored events.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, HubCall hub)
    {
        var what = new Argument<string>("event") { Description = "A file with an event, as under given in a scenario, or of scenarios; a webhook's payload with --connection; or the id of a stored event, which the running hub explains" };
        var path = new Argument<string?>("path") { Description = "For a file: the folder of the mapping files; by default Hub:Mappings, or else mappings", Arity = ArgumentArity.ZeroOrOne };
        var scenario = new Option<string?>("--scenario") { Description = "For a file of scenarios: a part of the name of the one that is meant; by default the first" };
        var connection = new Option<string?>("--connection") { Description = "For a webhook's payload: the connection that it came by" };
        var suffix = new Option<string?>("--suffix") { Description = "For a webhook's payload: what stood behind the connection's name in the address" };
        var headers = new Option<string[]>("--header") { Description = "For a webhook's payload: a header, as Name=value; may be given several times", AllowMultipleArgumentsPerToken = false };
        var reveal = new Option<bool>("--reveal") { Description = "For a stored event: shows personal data whole" };
        var verb = new Verb(
            "explain",
            "Explains what each route makes of an event: why it matches or not, its commands, and the fields that their values come from. Exit code 1 when a route fails or the mapping files are wrong.",
            "hub explain mappings/shipping.test.yaml --scenario parcels",
            "hub explain mappings/desk.test.yaml mappings --scenario reopened",
            "hub explain 0f343b0931126a20f133d67c2b018a3b --reveal");
        verb.Add(what);
        verb.Add(path);
        foreach (var option in new Option[] { scenario, connection, suffix, headers, reveal }) verb.Add(option);
        var ask = hub.AddTo(verb, "The address of the running hub: for a stored event by default where this machine's configuration lets it listen; for a file the hub whose connections and templates count");
        var find = FolderEnvironment.Finder(configuration, connectors, ask);
        verb.SetAction(async (call, cancel) =>
        {
            var name = call.GetRequiredValue(what);
            if (!Path.Exists(name) && IsId(name))
            {
                return await ask(call, async client => await TellAsync(call, [await StoredAsync(client, name, call.GetValue(reveal), cancel)]));
            }

            var folder = call.GetValue(path) ?? LintVerb.FolderIn(configuration());
            try
            {
                var file = EventFile.Read(name);
                if (call.GetValue(connection) is { } by) file = Payload(name, by, call.GetValue(suffix), call.GetValue(headers) ?? []);
                var known = await find(call, MappingPath.Required(folder), cancel);
                var environment = known.Sound();
                var loaded = MappingFolder.Load(folder, environment, cancel);
                if (loaded.Snapshot is not { } snapshot) throw new WrongCallException(string.Join(Environment.NewLine, loaded.Errors), ExitCode.Found);
                if (known.Notice is { } notice) await call.InvocationConfiguration.Error.WriteLineAsync(notice);
                return await TellAsync(call, await FileExplaining.ExplainAsync(file, snapshot, environment, call.GetValue(scenario), cancel));
            }
            catch (ScenarioException wrong)
            {
                throw new WrongCallException(!Path.Exists(name) ? $"{wrong.Message} An event's id has {IdLength} hex digits." : wrong.Message);
            }
        });
        return verb;
    }

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigit);

    private static async Task<Explanation> StoredAsync(AdminClient client, string id, bool reveal, CancellationToken cancel) =>
        await client.GetAsync($"events/{id.ToLowerInvariant()}/explain{(reveal ? "?reveal=true" : "")}", AdminJson.Default.Explanation, cancel);

    private static EventFile.Given Payload(string file, string connection, string? suffix, IReadOnlyList<string> headers)
    {
        var fields = new JsonObject { ["payload"] = Path.GetFileName(file), ["connection"] = connection };
        if (suffix is not null) fields["suffix"] = suffix;
        var named = new JsonObject();
        foreach (var header in headers)
        {
            if (header.Split('=', 2) is not [{ Length: > 0 } name, var value]) throw new WrongCallException($"{header} is no header. Write --header Name=value.");
            named[name] = value;
        }

        if (named.Count > 0) fields["headers"] = named;
        return new(fields, Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    private static async Task<int> TellAsync(ParseResult call, IReadOnlyList<Explanation> explanations)
    {
        await call.InvocationConfiguration.Output.WriteLineAsync(Verb.WantsJson(call) ? CommandJson.Write(explanations) : ExplanationText.Of(explanations));
        return explanations.Any(explanation => explanation.Routes.Any(route => route.Outcome == "failed")) ? ExitCode.Found : ExitCode.Fine;
    }
}
