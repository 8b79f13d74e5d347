using System.CommandLine;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings;

namespace Hub.Commands;

/// <summary><c>hub lint</c>: checks the mapping files, without a running hub and without any secret.</summary>
internal static class LintVerb
{
    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the folder and the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="hub">The running hub, for its templates.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, HubCall hub)
    {
        var path = new Argument<string?>("path") { Description = "The folder of the mapping files; by default Hub:Mappings", Arity = ArgumentArity.ZeroOrOne };
        var strict = new Option<bool>("--strict") { Description = "Counts warnings as errors" };
        var verb = new Verb("lint", "Checks the mapping files. Exit code 1 when they are wrong, 2 when there are none.", "hub lint", "hub lint mappings --strict", "hub lint mappings --json", "hub lint mappings --url http://127.0.0.1:5080");
        verb.Add(strict);
        verb.Add(path);
        var complete = KnownTemplates.AddTo(verb, hub);
        verb.SetAction(async (call, cancel) =>
        {
            var settings = configuration();
            var folder = MappingPath.Required(call.GetValue(path) ?? FolderIn(settings));
            var (environment, wrong) = EnvironmentOf(settings, connectors());
            (environment, var ofTemplates) = await complete(call, environment, folder, cancel);
            var loaded = MappingFolder.Load(folder, environment, cancel);
            wrong = [.. wrong, .. ofTemplates];
            loaded = wrong.Count == 0 ? loaded : loaded with { Snapshot = null, Errors = [.. wrong, .. loaded.Errors] };
            var output = call.InvocationConfiguration.Output;
            var isStrict = call.GetValue(strict);
            var findings = loaded.Errors.Select(error => Finding.Of("error", error)).Concat(loaded.Warnings.Select(warning => Finding.Of(isStrict ? "error" : "warning", warning))).ToList();
            if (Verb.WantsJson(call))
            {
                await output.WriteLineAsync(CommandJson.Write(findings));
            }
            else
            {
                foreach (var error in loaded.Errors) await output.WriteLineAsync(error.ToString());
                foreach (var warning in loaded.Warnings) await output.WriteLineAsync(isStrict ? warning.ToString() : $"{warning} (warning)");
                if (findings.Count == 0) await output.WriteLineAsync("The mapping files are right.");
            }

            if (KnownTemplates.Notice(loaded, folder) is { } notice) await call.InvocationConfiguration.Error.WriteLineAsync(notice);
            return loaded.Snapshot is null || (isStrict && loaded.Warnings.Count > 0) ? ExitCode.Found : ExitCode.Fine;
        });
        return verb;
    }

    /// <summary>The folder of the mapping files as the hub would take it.</summary>
    public static string FolderIn(IConfiguration settings) => settings["Hub:Mappings"] is { Length: > 0 } folder ? folder : new HubOptions().Mappings;

    /// <summary>What the files of a folder are checked against: the connections and calendars of the settings.</summary>
    /// <returns>The environment, and what is wrong with the calendars of the settings.</returns>
    public static (MappingEnvironment Environment, IReadOnlyList<MappingError> Errors) EnvironmentOf(IConfiguration settings, IReadOnlyList<IConnector> connectors)
    {
        var errors = new List<string>();
        var calendars = CalendarFile.OfSettings(settings, errors);
        return (
            new() { Connections = Connections(settings, connectors), Calendars = calendars, ReadCalendars = CalendarFile.Read },
            errors.ConvertAll(error => new MappingError("settings", 0, 0, error)));
    }

    /// <summary>The same, for a call that cannot go on where a calendar is wrong.</summary>
    /// <exception cref="WrongCallException">What is wrong with the calendars.</exception>
    public static MappingEnvironment EnvironmentFor(IConfiguration settings, IReadOnlyList<IConnector> connectors)
    {
        var (environment, wrong) = EnvironmentOf(settings, connectors);
        return wrong.Count == 0 ? environment : throw new WrongCallException(string.Join(Environment.NewLine, wrong));
    }

    /// <summary>
    /// The configured connections, of which only name and connector are looked at; where none is configured, one per connector by the connector's name,
    /// so that files can be checked on a machine without any configuration.
    /// </summary>
    public static IReadOnlyList<(string Name, IConnector Connector)> Connections(IConfiguration settings, IReadOnlyList<IConnector> connectors)
    {
        var configured = settings.GetSection("Connections").GetChildren()
            .Select(section => (Name: section.Key, Connector: connectors.FirstOrDefault(connector => connector.Name.Equals(section["Connector"], StringComparison.OrdinalIgnoreCase))))
            .Where(pair => pair.Connector is not null)
            .Select(pair => (pair.Name, Connector: pair.Connector!))
            .ToList();
        return configured.Count > 0 ? configured : [.. connectors.Select(connector => (connector.Name, connector))];
    }
}
